import { later } from '../../../conditions/days.ts';
import type { Instant } from '../../../values/instant.ts';
import { insideMaxDefault, type JourneyFile } from './file.ts';

/** An enrolment of a member in this journey, running or over. */
export interface Stay {
  readonly id: string;
  /** The value of the key it was entered by; absent without one. */
  readonly key?: string;
  readonly isOver: boolean;
  readonly endedAt?: Instant;
  /** Ended before it counted: passed over at the door, or begun anew. */
  readonly isUncounted?: boolean;
}

export interface Asking {
  readonly key?: string;
  readonly now: Instant;
  /** On whose calendar the days between two enrolments are counted. */
  readonly zone: string;
}

/** Whether a member comes in, and what of the member's has to end for it; or why not, and from when on it could be. */
export type Verdict =
  | { readonly kind: 'enters'; readonly ends: readonly string[] }
  /** The same key told again is the same enrolment: nothing is to be done. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: string; readonly free?: Instant };

/** Laws 5 and 8: one enrolment for one value of the key; again when the days are over; so many at a time. */
export function mayEnter(file: JourneyFile, stays: readonly Stay[], { key, now, zone }: Asking): Verdict {
  const way = file.whileInside ?? (key === undefined ? 'refuse' : 'alongside');
  const same = stays.filter((stay) => stay.key === key);
  const isInside = same.some(({ isOver }) => !isOver);
  if (isInside && key !== undefined) return { kind: 'same' };
  if (isInside && way !== 'restart') return { kind: 'refused', reason: 'is inside already' };

  const last = same.filter(({ isOver, isUncounted }) => isOver && isUncounted !== true).at(-1);
  const refused = last && !isInside ? again(file, last, { now, zone }, key) : undefined;
  if (refused !== undefined) return refused;

  const inside = stays.filter(({ isOver }) => !isOver);
  if (way === 'restart') return { kind: 'enters', ends: inside.map(({ id }) => id) };
  const most = key === undefined ? 1 : (file.insideMax ?? insideMaxDefault);
  if (inside.length >= most) return { kind: 'refused', reason: 'is inside as often as may be' };
  return { kind: 'enters', ends: [] };
}

function again(
  { reentry = 'never' }: JourneyFile,
  { endedAt = 0 }: Stay,
  { now, zone }: Pick<Asking, 'now' | 'zone'>,
  key: string | undefined,
): Verdict | undefined {
  if (reentry === 'never') {
    return { kind: 'refused', reason: key === undefined ? 'has been here before' : `has been here with this ${key}` };
  }
  const free = later(endedAt, { count: reentry.afterDays, unit: 'day' }, zone);
  return free > now ? { kind: 'refused', reason: 'was here not long enough ago', free } : undefined;
}
