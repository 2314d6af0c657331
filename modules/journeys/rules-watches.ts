import { later } from '../../conditions/days.ts';
import { readDuration } from '../../conditions/words.ts';
import type { Instant } from '../../values/instant.ts';
import type { Watched } from '../../workflows/lifecycles/journey/asks.ts';

/** How a member stands to a segment that is watched. */
export interface Standing {
  readonly isIn: boolean;
  /** Of the latest coming or going; undefined when there was none. */
  readonly since: Instant | undefined;
}

/** What is known of the states of one watch now. */
export interface Seen {
  /** By the places of states that are conditions. */
  readonly holding: ReadonlyMap<number, boolean>;
  /** By segment. */
  readonly standing: ReadonlyMap<string, Standing>;
}

/** A watch as far as it was followed. */
export interface Followed {
  readonly states: readonly (Watched | null)[];
  readonly told: readonly number[];
  readonly heldSince: Readonly<Record<string, Instant>>;
}

/** What has come true of a watch, what holds since when, and when time alone may bring more. */
export interface Looked {
  readonly met: readonly number[];
  readonly heldSince: Readonly<Record<string, Instant>>;
  readonly lookAt: Instant | undefined;
}

const hourMs = 3_600_000;

/** Conditions that time alone makes true are looked at once an hour, as it begins. */
export const nextHour = (now: Instant): Instant => (Math.floor(now / hourMs) + 1) * hourMs;

/** Looks at the states of a watch that were not told yet: those that hold, or have held for long enough, are met. */
export function lookAtStates(watch: Followed, seen: Seen, { now, zone }: { now: Instant; zone: string }): Looked {
  const met: number[] = [];
  const heldSince: Record<string, Instant> = {};
  let lookAt = Infinity;
  watch.states.forEach((state, place) => {
    if (state === null || watch.told.includes(place)) return;
    const since = heldFrom(state, place, watch, seen, now);
    if ('when' in state && since !== undefined) heldSince[place] = since;
    const due = since === undefined || state.for === undefined ? since : later(since, readDuration(state.for), zone);
    if (due !== undefined && due <= now) return void met.push(place);
    if (due !== undefined) lookAt = Math.min(lookAt, due);
    if ('when' in state) lookAt = Math.min(lookAt, nextHour(now));
  });
  return { met, heldSince, lookAt: lookAt === Infinity ? undefined : lookAt };
}

/** Since when a state has held; a coming or going of before the wait is none. */
function heldFrom(
  state: Watched,
  place: number,
  { heldSince }: Followed,
  { holding, standing }: Seen,
  now: Instant,
): Instant | undefined {
  if ('when' in state) return holding.get(place) === true ? (heldSince[place] ?? now) : undefined;
  const [code, wantsIn] = 'enters' in state ? [state.enters, true] : [state.leaves, false];
  const { isIn, since } = standing.get(code) ?? { isIn: !wantsIn, since: undefined };
  return isIn === wantsIn && since !== undefined && since > state.since ? since : undefined;
}

/**
 * When a watch that was just written down is looked at first: at once where it has to be found out since when a state holds, else with the
 * hour; null when only what happens to the member can change it.
 */
export function firstLook(states: readonly (Watched | null)[], met: readonly number[], now: Instant): Instant | null {
  const open = states.filter((state, place): state is Watched => state !== null && !met.includes(place));
  if (open.some((state) => !('when' in state) || state.for !== undefined)) return now;
  return open.length === 0 ? null : nextHour(now);
}
