import type { Database } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import type { NewEnrolment } from './rows-plan.ts';
import type { Refusal } from './rules/facts.ts';

export interface IntakeDeps {
  readonly database: Database;
  readonly clock: { now(): Date };
}

/** Events of one call by a shop: 1,000 are two transactions. */
export const eventsPerCallMax = 1_000;

/** What became of an event. A duplicate answers what came of it the first time. */
export type EventAnswer =
  | (TakenEvent & {
      readonly kind: 'accepted';
      readonly eventRowId: string;
      readonly enrolled: readonly NewEnrolment[];
    })
  | (TakenEvent & { readonly kind: 'duplicate'; readonly eventRowId: string | null })
  /** An order that came before its member: it is kept, and taken up when the member joins; after `untilAt` a person decides. */
  | {
      readonly kind: 'parked';
      readonly id: string;
      readonly memberId: string;
      readonly status: string;
      readonly untilAt: Date;
    }
  | ({ readonly kind: 'refused'; readonly id: string } & Refusal);

interface TakenEvent {
  readonly id: string;
  /** Points it brought; negative when a return took them back. */
  readonly points?: number;
  readonly result: JsonObject;
}
