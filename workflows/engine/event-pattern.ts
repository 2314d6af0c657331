import type { Instant } from '../../values/instant.ts';
import type { JsonObject, JsonValue } from '../../values/json.ts';

/**
 * True when the event has the pattern's type and every field of its `where`, equal, and is not older than `from`; a field that is
 * missing equals nothing. Its `tests` are the program's to answer (StoryProgram, passesTests).
 */
export function matchesPattern(
  pattern: EventPattern,
  event: { readonly type: string; readonly data: JsonObject; readonly at?: Instant },
): boolean {
  if (pattern.type !== event.type) return false;
  if (pattern.from !== undefined && event.at !== undefined && event.at < pattern.from) return false;
  return Object.entries(pattern.where ?? {}).every(([field, wanted]) => sameJson(event.data[field], wanted));
}

function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [leftFields, rightFields] = [left as JsonObject, right as JsonObject];
  const names = Object.keys(leftFields);
  return (
    names.length === Object.keys(rightFields).length &&
    names.every((name) => sameJson(leftFields[name], rightFields[name]))
  );
}

/** Matches an event of this type whose data has every field of `where`, equal. */
export type EventPattern = {
  readonly type: string;
  readonly where?: Readonly<Record<string, JsonValue>>;
  /** What else is asked of its data, in words of the program's own: whoever does not know them takes the event for one that may match. */
  readonly tests?: JsonObject;
  /** An event of before this instant does not count. */
  readonly from?: Instant;
};
