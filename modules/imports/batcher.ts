import { type DecisionContext, emptyPlan, type Plan, type Standing } from '../intake/rules/context.ts';
import type { Fact } from '../intake/rules/facts.ts';
import { isLockConflict } from '../intake/ingest.ts';
import { databaseRefusalOf } from '../intake/database-refusal.ts';
import { isDataFault, sqlStateOf } from '../../platform/database-faults.ts';
import { buildContext, addToContext, wantedFor } from '../intake/rows-context.ts';
import { planTexts } from '../intake/rows-plan.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Entry } from './entries.ts';
import { countOutcome, decideEntries, type Outcome, rejectedRows } from './outcome.ts';
import type { BatcherConnection } from './batcher-connection.ts';
import type { Columns } from './reading/columns.ts';
import type { Rejects } from './rejects.ts';
import { knowable } from './row-facts.ts';
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

  /** Takes the next entries; they and the batcher's place are written together. */
  async take(entries: readonly Entry[]): Promise<void> {
    if (!this.#careful && (await this.#takeFromMemory(entries))) return;
    const duplicates = this.#place.duplicates;
    await this.#takeUnderLock(entries);
    this.#careful = this.#place.duplicates > duplicates;
  }

  /** False when something was not as the batcher remembered it. */
  async #takeFromMemory(entries: readonly Entry[]): Promise<boolean> {
    const { clock, columns, rejects } = this.#options;
    const facts = factsOf(entries);
    const newIds = await this.#lookUp(facts);
    const context: DecisionContext = {
      ...this.#context,
      now: clock.now(),
      events: new Map(),
      newIds,
      plan: emptyPlan(),
    };
    const outcomes = decideEntries(context, entries, columns);
    // A refusal goes into a file that nothing takes it out of again: it must not come from what is only remembered.
    if (outcomes.some((outcome) => outcome.kind === 'rejected' && outcome.refused)) return false;
    await rejects.add(rejectedRows(entries, outcomes));
    try {
      this.#place = await this.#write(entries, context, outcomes);
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
      if (fact.type !== 'order.returned' && fact.type !== 'order.cancelled') continue;
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
    this.#forgetCancelled(plan);
    for (const order of plan.changedOrders) {
      order.was = { amountMinor: order.amountMinor, returnedMinor: order.returnedMinor };
    }
    for (const [name, member] of members) {
      if (members.size <= membersKnownMax) break;
      for (const orderId of member.orders.keys()) orders.delete(orderId);
      members.delete(name);
    }
  }

  /** When they ordered last is reckoned anew where all their orders are. */
  #forgetCancelled({ undone, changed }: Plan): void {
    const placedBy = new Set([...undone].flatMap(([{ memberId }, why]) => (why === 'cancelled' ? [memberId] : [])));
    if (placedBy.size === 0) return;
    const { members, orders } = this.#context;
    for (const member of changed) {
      if (!placedBy.has(member.id)) continue;
      for (const orderId of member.orders.keys()) orders.delete(orderId);
      members.delete(member.externalId);
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
  async #takeUnderLock(entries: readonly Entry[]): Promise<void> {
    const { connection, clock, programme, rejects, columns } = this.#options;
    const facts = factsOf(entries);
    this.#forget(facts);
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#place = await connection.inTransaction(async () => {
          const known = await connection.read(programme.id, wantedFor(facts, programme.definition));
          const context = buildContext(programme, { now: clock.now(), createsMembers: true, rows: known });
          const outcomes = decideEntries(context, entries, columns);
          const place = await this.#write(entries, context, outcomes);
          // Before the commit, so that a kill in between loses none; the file knows which lines it has.
          await rejects.add(rejectedRows(entries, outcomes));
          return place;
        });
        return;
      } catch (error) {
        if (isLockConflict(error) && attempt < attemptsMax) continue;
        if (sqlStateOf(error) === undefined || !isDataFault(error)) throw error;
        return this.#takeHalves(entries, error);
      }
    }
  }

  async #takeHalves(entries: readonly Entry[], error: unknown): Promise<void> {
    const [entry] = entries;
    if (entry === undefined) return;
    if (entries.length === 1) {
      const problem = { field: '', value: '', reason: databaseRefusalOf(error), fix: 'correct what it names' };
      return this.#takeUnderLock([{ ...entry, facts: [], problem }]);
    }
    const half = Math.ceil(entries.length / 2);
    await this.#takeUnderLock(entries.slice(0, half));
    await this.#takeUnderLock(entries.slice(half));
  }

  /** Writes what was decided with the batcher's new place, which it answers. */
  async #write(
    entries: readonly Entry[],
    context: DecisionContext,
    outcomes: readonly Outcome[],
  ): Promise<BatcherPosition> {
    const { connection, runId, batcher, programme } = this.#options;
    const fromLine = this.#place.line;
    const line = entries.at(-1)?.line ?? fromLine;
    const place = { line, ...addCounts(this.#place, countOutcome(entries, context.plan, outcomes)) };
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

function factsOf(entries: readonly Entry[]): Fact[] {
  return knowable(entries.flatMap(({ facts }) => facts));
}
