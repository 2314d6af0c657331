import type { JsonObject } from '../../values/json.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What is waited before each try; a delivery whose last one failed is dead. */
export const waitsMs: readonly number[] = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** An endpoint that has taken nothing for so long is disabled. */
export const failingMsMax = 5 * 24 * hour;

/** What came of a try. */
export type Answer =
  | { readonly kind: 'answered'; readonly status: number }
  /** No answer: too late, no connection, an address that is refused. */
  | { readonly kind: 'failed'; readonly error: string };

/** What becomes of a delivery after a try. */
export type AfterTry =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'later'; readonly waitMs: number }
  | { readonly kind: 'dead' }
  /** The endpoint wants nothing any more. */
  | { readonly kind: 'gone' };

/** What follows from the answer to a delivery's try number `attempts`, counted from 1. */
export function afterTry(answer: Answer, attempts: number): AfterTry {
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) return { kind: 'delivered' };
  if (answer.kind === 'answered' && answer.status === 410) return { kind: 'gone' };
  const waitMs = waitsMs[attempts];
  return waitMs === undefined ? { kind: 'dead' } : { kind: 'later', waitMs };
}

/** What a try is recorded with. */
export function errorOf(answer: Answer): string | null {
  if (answer.kind === 'failed') return answer.error;
  if (answer.status >= 200 && answer.status < 300) return null;
  const isRedirect = answer.status >= 300 && answer.status < 400;
  return isRedirect ? `answered ${answer.status}: redirects are not followed` : `answered ${answer.status}`;
}

/** Bytes of a body at most. */
export const bodyBytesMax = 20_000;

/** An object that is too large for a body is told of by its id. */
export function fittingObject(object: JsonObject, bytes: number): JsonObject {
  if (bytes <= bodyBytesMax) return object;
  return { ...(object.id === undefined ? {} : { id: object.id }), tooLarge: true };
}
