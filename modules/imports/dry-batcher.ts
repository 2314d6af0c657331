import { type DecisionContext, emptyPlan } from '../intake/rules/context.ts';
import type { Fact } from '../intake/rules/facts.ts';
import { buildContext, addToContext } from '../intake/rows-context.ts';
import type { BatcherOptions } from './batcher.ts';
import type { Entry } from './entries.ts';
import { countOutcome, decideEntries, rejectedRows } from './outcome.ts';
import { knowable } from './row-facts.ts';
import { addCounts, type BatcherPosition } from './run.ts';

/**
 * Decides on rows as an import would and writes nothing: what was decided stays in memory, 1 kB a member and 200 bytes a
 * row, so that the last row of a file is decided on as if the others had been taken.
 */
export class DryBatcher {
  readonly #options: BatcherOptions;
  #context: DecisionContext;
  #place: BatcherPosition;

  constructor(options: BatcherOptions) {
    this.#options = options;
    this.#place = options.place;
    const rows = { members: [], newIds: [] };
    this.#context = buildContext(options.programme, { now: options.clock.now(), createsMembers: true, rows });
  }

  get place(): BatcherPosition {
    return this.#place;
  }

  async take(entries: readonly Entry[]): Promise<void> {
    const { clock, columns, rejects } = this.#options;
    const facts = knowable(entries.flatMap((entry) => entry.facts));
    const newIds = await this.#lookUp(facts);
    this.#context = { ...this.#context, now: clock.now(), newIds, plan: emptyPlan() };
    const outcomes = decideEntries(this.#context, entries, columns);
    await rejects.add(rejectedRows(entries, outcomes));
    const counts = countOutcome(entries, this.#context.plan, outcomes);
    this.#place = { line: entries.at(-1)?.line ?? this.#place.line, ...addCounts(this.#place, counts) };
  }

  /** Reads only what is not in the context yet: what is there may have changed since. */
  async #lookUp(facts: readonly Fact[]): Promise<string[]> {
    const { connection, programme } = this.#options;
    const { members: known, orders: knownOrders } = this.#context;
    const members = [...new Set(facts.map(({ memberId }) => memberId))].filter((name) => !known.has(name));
    const events = [...new Set(facts.map(({ id }) => id))].filter((id) => !this.#context.events.has(id));
    const numbers = facts.flatMap((fact) => ('orderId' in fact && fact.orderId !== undefined ? [fact.orderId] : []));
    const orders = [...new Set(numbers)].filter((orderId) => !knownOrders.has(orderId));
    const rows = await connection.read(programme.id, {
      lock: false,
      members,
      profiles: [],
      events,
      orders,
      openOrdersOf: members,
      keys: [],
    });
    addToContext(this.#context, rows);
    return [...rows.newIds];
  }
}
