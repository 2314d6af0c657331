import type { EventAnswer } from '../intake/answers.ts';
import type { OrderProblem } from './rows-orders.ts';

/** Why something could not be taken as it was told. */
export type Warning = Omit<OrderProblem, 'eventId'>;

/** An event that followed from a call, and what became of it. */
export interface TakenEvent {
  readonly id: string;
  readonly type: string;
  readonly memberId: string;
  readonly occurredAt: string;
  readonly answer: EventAnswer;
  /** What the order went in without. */
  readonly warnings: readonly Warning[];
}

/** What was made of a call. */
export interface ShopAnswer {
  readonly events: readonly TakenEvent[];
  /** Why nothing was. */
  readonly ignored: string | null;
}
