import type { JsonObject, JsonValue } from '../../values/json.ts';

const second = 1_000;
const minute = 60 * second;

/** What is waited before each try of a call: all of them are over within the hour that a journey waits when it says nothing else. */
export const callWaitsMs: readonly number[] = [0, 5 * second, 30 * second, 2 * minute, 10 * minute, 40 * minute];

/** Characters of a text that is kept: an answer is carried along with its enrolment. */
const textMax = 500;

/** What becomes of a call after its try number `attempts`, counted from 1, that was not answered; undefined when it was the last. */
export const waitAfter = (attempts: number): number | undefined => callWaitsMs[attempts];

/** The fields that a journey keeps of an answer; null where the answer has none that can be kept. */
export function keptOf(text: string | undefined, keep: readonly string[]): JsonObject {
  const answer = keep.length === 0 ? {} : objectIn(text);
  return Object.fromEntries(keep.map((field) => [field, kept(Object.hasOwn(answer, field) ? answer[field] : null)]));
}

function objectIn(text = ''): JsonObject {
  try {
    const read = JSON.parse(text) as JsonValue;
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as JsonObject) : {};
  } catch {
    return {};
  }
}

function kept(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'string') return value.length <= textMax ? value : null;
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
