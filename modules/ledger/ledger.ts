import type { Database } from '../../platform/database.ts';
import { isCollision, isDataFault } from '../../platform/database-faults.ts';
import { adjustRow, forfeitRow } from './correct.ts';
import { cancelPendingRow, clawbackRow, confirmRow, earnRow } from './earn.ts';
import { type LedgerKind, post, type RequestRow } from './post.ts';
import { captureRow, holdRow, refundRow, releaseRow, spendRow } from './redeem.ts';
import type {
  AdjustRequest,
  CancelPendingRequest,
  CaptureRequest,
  ClawbackRequest,
  ConfirmRequest,
  EarnRequest,
  ForfeitRequest,
  HoldRequest,
  LedgerAnswer,
  RefundRequest,
  ReleaseRequest,
  SpendRequest,
} from './requests.ts';

/**
 * Batches under way at once, a connection each: one works while the other waits for its commit. More make smaller batches: on
 * 2 cores four lanes gave a fifth fewer earns a second, and twice the latency (measured side by side).
 */
const lanesDefault = 2;
/** Calls that travel in one batch: at 45 us each a batch is out in about 25 ms, so no call waits long for those before it. */
const batchMax = 500;
/** Calls that wait at most: at 20,000 a second the last would wait a second. */
const waitingMax = 20_000;
/** Tries of a batch that collided with another transaction. */
const triesMax = 5;

/** Single calls. Those made while others are under way travel together; each gets its own answer. */
export interface Ledger {
  earn(item: EarnRequest): Promise<LedgerAnswer>;
  confirm(item: ConfirmRequest): Promise<LedgerAnswer>;
  cancelPending(item: CancelPendingRequest): Promise<LedgerAnswer>;
  clawback(item: ClawbackRequest): Promise<LedgerAnswer>;
  spend(item: SpendRequest): Promise<LedgerAnswer>;
  hold(item: HoldRequest): Promise<LedgerAnswer>;
  capture(item: CaptureRequest): Promise<LedgerAnswer>;
  release(item: ReleaseRequest): Promise<LedgerAnswer>;
  refund(item: RefundRequest): Promise<LedgerAnswer>;
  adjust(item: AdjustRequest): Promise<LedgerAnswer>;
  forfeit(item: ForfeitRequest): Promise<LedgerAnswer>;
}

/** Thrown when more calls wait than the ledger takes; nothing was posted, the same call may be made again later. */
export class LedgerBusyError extends Error {
  override readonly name = 'LedgerBusyError';
}

interface Call {
  readonly row: RequestRow;
  readonly resolve: (answer: LedgerAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** A ledger for single calls. A call that fails without an answer may have been posted: the same key asks again safely. */
export function createLedger(database: Database, { lanes: laneCount = lanesDefault } = {}): Ledger {
  const lanes = Array.from({ length: laneCount }, () => new Lane(database));
  let waiting = 0;
  const ask = async (kind: LedgerKind, memberId: bigint, row: RequestRow): Promise<LedgerAnswer> => {
    if (waiting >= waitingMax) throw new LedgerBusyError(`${waitingMax} calls are waiting for the ledger already`);
    waiting += 1;
    try {
      // A member always takes the same lane, so that two batches never wait for each other's lock on it.
      const lane = lanes[Number(BigInt.asUintN(32, memberId)) % lanes.length] as Lane;
      return await lane.ask(kind, row);
    } finally {
      waiting -= 1;
    }
  };
  return {
    earn: async (item) => ask('EARN', item.memberId, earnRow(item)),
    confirm: async (item) => ask('CONFIRM', item.memberId, confirmRow(item)),
    cancelPending: async (item) => ask('CANCEL_PENDING', item.memberId, cancelPendingRow(item)),
    clawback: async (item) => ask('CLAWBACK', item.memberId, clawbackRow(item)),
    spend: async (item) => ask('SPEND', item.memberId, spendRow(item)),
    hold: async (item) => ask('HOLD', item.memberId, holdRow(item)),
    capture: async (item) => ask('CAPTURE', item.memberId, captureRow(item)),
    release: async (item) => ask('RELEASE', item.memberId, releaseRow(item)),
    refund: async (item) => ask('REFUND', item.memberId, refundRow(item)),
    adjust: async (item) => ask('ADJUST', item.memberId, adjustRow(item)),
    forfeit: async (item) => ask('FORFEIT', item.memberId, forfeitRow(item)),
  };
}

/** One batch at a time; what is asked meanwhile is the next batch. */
class Lane {
  readonly #database: Database;
  /** In the order in which the kinds were first asked for, so that no kind starves. */
  readonly #queues = new Map<LedgerKind, Call[]>();
  #running = false;

  constructor(database: Database) {
    this.#database = database;
  }

  ask(kind: LedgerKind, row: RequestRow): Promise<LedgerAnswer> {
    return new Promise((resolve, reject) => {
      const call = { row, resolve, reject };
      const queue = this.#queues.get(kind);
      if (queue) queue.push(call);
      else this.#queues.set(kind, [call]);
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Calls made in the same turn of the event loop are in the queue before the first batch is cut.
    await Promise.resolve();
    for (let next = this.#take(); next !== undefined; next = this.#take()) await this.#settle(...next);
    this.#running = false;
  }

  #take(): [LedgerKind, Call[]] | undefined {
    const [first] = this.#queues;
    if (!first) return undefined;
    const [kind, queue] = first;
    this.#queues.delete(kind);
    if (queue.length > batchMax) this.#queues.set(kind, queue.slice(batchMax));
    return [kind, queue.slice(0, batchMax)];
  }

  /** Answers every call. Data that PostgreSQL cannot take at all is looked for by halves, so that it fails one call only. */
  async #settle(kind: LedgerKind, calls: readonly Call[]): Promise<void> {
    try {
      const answers = await this.#post(kind, calls);
      for (const [index, call] of calls.entries()) call.resolve(answers[index] as LedgerAnswer);
    } catch (error) {
      if (calls.length === 1 || !isDataFault(error)) {
        for (const call of calls) call.reject(error);
        return;
      }
      const half = Math.ceil(calls.length / 2);
      await this.#settle(kind, calls.slice(0, half));
      await this.#settle(kind, calls.slice(half));
    }
  }

  async #post(kind: LedgerKind, calls: readonly Call[]): Promise<LedgerAnswer[]> {
    const rows = calls.map(({ row }) => row);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await post(this.#database, kind, rows);
      } catch (error) {
        if (attempt === triesMax || !isCollision(error)) throw error;
      }
    }
  }
}
