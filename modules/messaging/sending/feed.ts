import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database.ts';
import { retryWhileDown } from '../../../platform/retry-while-down.ts';
import { type MessagingProgramme, readMessagingProgramme } from '../content/rows-sources.ts';
import { type AnswerConditions, untrueOf } from './conditions-port.ts';
import { decideDue } from './decide-due.ts';
import type { Lease } from './lease.ts';
import { claimDue, type DueMessage, type Queue, settle, type Settlement } from './rows-queue.ts';

/** Messages of a queue that may leave now, as many at a time as are wanted. */
export interface Feed {
  /** The next ones in their order, with the programme as it stood when they were claimed; undefined when there are no more. */
  next(count: number): Promise<Portion | undefined>;
  /** Looks again for more. */
  reopen(): void;
  /** Gives back what was claimed and not handed out. */
  close(): Promise<void>;
}

export interface Portion {
  readonly programme: MessagingProgramme;
  readonly messages: readonly DueMessage[];
}

export interface FeedDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly queue: Queue;
  readonly lease: Lease;
  readonly answerConditions: AnswerConditions;
  /** Messages claimed at once: no more than leave soon, for what is claimed was decided on then. */
  claimMax(): number;
  /** Told of what does not leave now. */
  onStaying(settlements: readonly Settlement[]): void;
}

export function createFeed(deps: FeedDeps): Feed {
  let portion: Portion | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let isEmpty = false;

  const take = async (count: number): Promise<Portion | undefined> => {
    while (!isEmpty && (portion === undefined || portion.messages.length === 0))
      portion = await claim(deps, () => (isEmpty = true));
    if (portion === undefined || portion.messages.length === 0) return undefined;
    const { programme, messages } = portion;
    portion = { programme, messages: messages.slice(count) };
    return { programme, messages: messages.slice(0, count) };
  };
  return {
    // One claim at a time: those who want more meanwhile share it.
    next: (count) => {
      const taken = turn.then(() => take(count));
      turn = taken.catch(() => undefined);
      return taken;
    },
    reopen: () => void (isEmpty = false),
    close: async () => {
      isEmpty = true;
      await turn;
      const left = portion?.messages ?? [];
      portion = undefined;
      await note(
        deps,
        left.map(({ id }) => ({ id, kind: 'release', attempted: false })),
      );
    },
  };
}

/** Claims what is due, and sees at once to what does not leave now. */
async function claim(deps: FeedDeps, onEmpty: () => void): Promise<Portion | undefined> {
  const { database, clock, queue, lease, onStaying } = deps;
  const now = clock.now();
  const messagesMax = deps.claimMax();
  const { owner, leaseMs } = lease;
  const due = await claimDue(database, { ...queue, now, owner, leaseMs, messagesMax });
  if (due.length < messagesMax) onEmpty();
  if (due.length === 0) return undefined;
  const programme = await readMessagingProgramme(database, queue.programmeId);
  const untrue = await untrueOf(database, deps.answerConditions, { programmeId: queue.programmeId, now }, due);
  const messages: DueMessage[] = [];
  const staying: Settlement[] = [];
  for (const message of due) {
    const known = untrue.has(message) ? { ...message, untrue: 'untrue' as const } : message;
    const settlement = decideDue(known, programme, now.getTime());
    if (settlement) staying.push(settlement);
    else messages.push(message);
  }
  await note(deps, staying);
  onStaying(staying);
  return { programme, messages };
}

async function note({ database, clock, lease }: FeedDeps, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  await retryWhileDown(() => settle(database, lease.owner, clock.now(), settlements), lease.leaseMs);
}
