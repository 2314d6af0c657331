import { type DecisionContext, emptyPlan, type Standing } from '../intake/rules/context.ts';
import type { Fact } from '../intake/rules/facts.ts';
import { decide } from '../intake/rules/decide.ts';
import type { Decision } from '../intake/rules/decision.ts';
import { isLockConflict } from '../intake/ingest.ts';
import { databaseRefusalOf } from '../intake/database-refusal.ts';
import { isDataFault, sqlStateOf } from '../../platform/database-faults.ts';
import { buildContext, addToContext, wantedFor } from '../intake/rows-context.ts';
import { planTexts } from '../intake/rows-plan.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Columns } from './columns.ts';
import { countOutcome, type BatchRow, problemsOf } from './outcome.ts';
import type { BatcherConnection } from './batcher-connection.ts';
import type { Rejects } from './rejects.ts';
import { isRowProblem } from './row.ts';
import { addCounts, type BatcherPosition, takenElsewhere } from './run.ts';

export interface BatcherOptions {
  readonly connection: BatcherConnection;
  readonly clock: { now(): Date };
  readonly programme: StoredProgramme;
  readonly columns: Columns;
  readonly rejects: Rejects;
  readonly runId: number;
  readonly batcher: number;
  readonly place: BatcherPosition;
}

/** Members a batcher remembers between batches: 20,000 x 1 kB with their orders. */
const membersKnownMax = 20_000;
/** Tries of a batch that somebody else's transaction got in the way of. */
const attemptsMax = 6;

/**
 * Takes the rows of some members, in file order. It remembers how these members stand, so that most batches are one
 * statement; the statement checks what it was decided on, and when that has changed the batch is decided again under lock.
 */
export class Batcher {
  readonly #options: BatcherOptions;
  readonly #context: DecisionContext;
  /** Members whose open orders are all in the context. */
  readonly #ordersKnown = new WeakSet<Standing>();
  #place: BatcherPosition;
  /** True after a batch that held what was there already: the next ones are looked up first. */
  #careful = false;

  constructor(options: BatcherOptions) {
    this.#options = options;
    this.#place = options.place;
    this.#context = buildContext(options.programme, {
      now: options.clock.now(),
      createsMembers: true,
      rows: { members: [], newIds: [] },
    });
  }

  get place(): BatcherPosition {
    return this.#place;
  }

  /** Takes the next rows; they and the batcher's place are written together. */
  async take(rows: readonly BatchRow[]): Promise<void> {
    if (!this.#careful && (await this.#takeFromMemory(rows))) return;
    const duplicates = this.#place.duplicates;
    await this.#takeUnderLock(rows);
    this.#careful = this.#place.duplicates > duplicates;
  }

  /** False when something was not as the batcher remembered it. */
  async #takeFromMemory(rows: readonly BatchRow[]): Promise<boolean> {
    const { clock } = this.#options;
    const facts = factsOf(rows);
    const newIds = await this.#lookUp(facts);
    const context: DecisionContext = {
      ...this.#context,
      now: clock.now(),
      events: new Map(),
      newIds,
      plan: emptyPlan(),
    };
    const verdicts = facts.map((fact) => decide(context, fact));
    // A refusal goes into a file that nothing takes it out of again: it must not come from what is only remembered.
    if (verdicts.some(({ kind }) => kind === 'refused')) return false;
    await this.#options.rejects.add(problemsOf(rows, [], this.#options.columns));
    try {
      this.#place = await this.#write(rows, context, verdicts);
    } catch (error) {
      if (sqlStateOf(error) !== undefined && (isLockConflict(error) || isDataFault(error))) return false;
      throw error;
    }
    this.#settle(context);
    return true;
  }

  /** Reads members, and orders a return may be about, that the batcher does not know yet. */
  async #lookUp(facts: readonly Fact[]): Promise<string[]> {
    const { connection, programme } = this.#options;
    const members = new Set<string>();
    const orders = new Set<string>();
    const openOrdersOf = new Set<string>();
    for (const fact of facts) {
      const member = this.#context.members.get(fact.memberId);
      if (!member) members.add(fact.memberId);
      if (fact.type !== 'order.returned') continue;
      if (!('orderId' in fact) && !(member && this.#ordersKnown.has(member))) openOrdersOf.add(fact.memberId);
      if ('orderId' in fact && fact.orderId !== undefined && !this.#context.orders.has(fact.orderId))
        orders.add(fact.orderId);
    }
    for (const name of openOrdersOf) members.add(name);
    if (members.size + orders.size === 0) return [];
    const wanted = {
      lock: false,
      members: [...members],
      profiles: [],
      events: [],
      orders: [...orders],
      openOrdersOf: [...openOrdersOf],
      keys: [],
    };
    const rows = await connection.read(programme.id, wanted);
    addToContext(this.#context, rows);
    for (const name of openOrdersOf) {
      const member = this.#context.members.get(name);
      if (member) this.#ordersKnown.add(member);
    }
    return [...rows.newIds];
  }

  /** What was decided is now what the database says. */
  #settle({ plan, members, orders }: DecisionContext): void {
    for (const member of plan.newMembers) this.#ordersKnown.add(member);
    for (const member of [...plan.newMembers, ...plan.changed]) {
      member.was = { ordersCount: member.ordersCount, spentMinor: member.spentMinor };
      member.turn = 0;
    }
    for (const order of plan.returned) order.wasReturnedMinor = order.returnedMinor;
    for (const [name, member] of members) {
      if (members.size <= membersKnownMax) break;
      for (const orderId of member.orders.keys()) orders.delete(orderId);
      members.delete(name);
    }
  }

  #forget(facts: readonly Fact[]): void {
    const { members, orders } = this.#context;
    for (const { memberId } of facts) {
      for (const orderId of members.get(memberId)?.orders.keys() ?? []) orders.delete(orderId);
      members.delete(memberId);
    }
  }

  /** Decides on locked figures. A row that the database refuses is found by halving and goes to the rejects. */
  async #takeUnderLock(rows: readonly BatchRow[]): Promise<void> {
    const { connection, clock, programme, rejects, columns } = this.#options;
    const facts = factsOf(rows);
    this.#forget(facts);
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#place = await connection.inTransaction(async () => {
          const known = await connection.read(programme.id, wantedFor(facts, programme.definition));
          const context = buildContext(programme, { now: clock.now(), createsMembers: true, rows: known });
          const verdicts = facts.map((fact) => decide(context, fact));
          const place = await this.#write(rows, context, verdicts);
          // Before the commit, so that a kill in between loses none; the file knows which lines it has.
          await rejects.add(problemsOf(rows, verdicts, columns));
          return place;
        });
        return;
      } catch (error) {
        if (isLockConflict(error) && attempt < attemptsMax) continue;
        if (sqlStateOf(error) === undefined || !isDataFault(error)) throw error;
        return this.#takeHalves(rows, error);
      }
    }
  }

  async #takeHalves(rows: readonly BatchRow[], error: unknown): Promise<void> {
    const [row] = rows;
    if (row === undefined) return;
    if (rows.length === 1) {
      const problem = { field: '', value: '', reason: databaseRefusalOf(error), fix: 'correct what it names' };
      return this.#takeUnderLock([{ line: row.line, read: problem }]);
    }
    const half = Math.ceil(rows.length / 2);
    await this.#takeUnderLock(rows.slice(0, half));
    await this.#takeUnderLock(rows.slice(half));
  }

  /** Writes what was decided with the batcher's new place, which it answers. */
  async #write(
    rows: readonly BatchRow[],
    context: DecisionContext,
    verdicts: readonly Decision[],
  ): Promise<BatcherPosition> {
    const { connection, runId, batcher, programme } = this.#options;
    const fromLine = this.#place.line;
    const line = rows.at(-1)?.line ?? fromLine;
    const place = { line, ...addCounts(this.#place, countOutcome(rows, context.plan, verdicts)) };
    const texts = planTexts(context.plan);
    try {
      await connection.write({ runId, batcher, fromLine, place, programmeId: programme.id, texts, now: context.now });
    } catch (error) {
      if (sqlStateOf(error) === 'PI003') takenElsewhere(error);
      throw error;
    }
    return place;
  }
}

function factsOf(rows: readonly BatchRow[]): Fact[] {
  return rows.map(({ read }) => read).filter((read): read is Fact => !isRowProblem(read));
}
