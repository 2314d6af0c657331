import type { JsonObject } from '../../../values/json.ts';
import type { PlannedEvent } from './context.ts';
import type { Refusal, RefusalCode } from './facts.ts';

/** What intake decided about an event. */
export type Decision =
  | { readonly kind: 'accepted'; readonly place: number; readonly result: JsonObject }
  /** It was taken before: by `rowId`, by the event at `place` of this batch, or as an order under another event's id. */
  | {
      readonly kind: 'duplicate';
      readonly rowId: string | null;
      readonly place: number | null;
      readonly result: JsonObject;
    }
  | ({ readonly kind: 'refused' } & Refusal);

/** What a kind of event comes to. */
export type Planned = Omit<PlannedEvent, 'fact' | 'member'>;

/** What a kind of event comes to, or why it comes to nothing. */
export type Decided = Planned | Refused;
export type Refused = Exclude<Decision, { kind: 'accepted' }>;

export function refuse(code: RefusalCode, field: string, message: string, fix: string): Decision & { kind: 'refused' } {
  return { kind: 'refused', code, field, message, fix };
}

/** Whether something was refused, or was done before. */
export function isRefused(decided: JsonObject | Refused): decided is Refused {
  return 'kind' in decided;
}
