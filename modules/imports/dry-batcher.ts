import { type DecisionContext, emptyPlan } from '../intake/rules/context.ts';
import type { Fact } from '../intake/rules/facts.ts';
import { decide } from '../intake/rules/decide.ts';
import { buildContext, addToContext } from '../intake/rows-context.ts';
import type { BatcherOptions } from './batcher.ts';
import { countOutcome, type BatchRow, problemsOf } from './outcome.ts';
import { isRowProblem } from './row.ts';
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

  async take(rows: readonly BatchRow[]): Promise<void> {
    const { clock, columns, rejects } = this.#options;
    const facts = rows.map(({ read }) => read).filter((read): read is Fact => !isRowProblem(read));
    const newIds = await this.#lookUp(facts);
    this.#context = { ...this.#context, now: clock.now(), newIds, plan: emptyPlan() };
    const verdicts = facts.map((fact) => decide(this.#context, fact));
    await rejects.add(problemsOf(rows, verdicts, columns));
    const counts = countOutcome(rows, this.#context.plan, verdicts);
    this.#place = { line: rows.at(-1)?.line ?? this.#place.line, ...addCounts(this.#place, counts) };
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
