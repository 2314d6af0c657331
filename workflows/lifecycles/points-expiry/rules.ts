const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Points expire as a day ends. A rung goes out half a day ahead of that, by daylight, with its whole number of days to go. */
const leadMs = 12 * hourMs;
/** A window is found by a sweep, which may be a day behind; a campaign's first windows may be found at any point of the ladder. */
const lateMsMax = 2 * dayMs;
/** A rung that has passed is not made up for when the next is nearer than this. */
const apartMsMin = dayMs;
/** Two messages are further apart than this: never two on a day, and one on each of two days between which the clocks change. */
export const quietMs = 22 * hourMs;

/** Expiry dates of a member that one ladder counts down to: the first, and those within days of it. */
export type ExpiryWindow = {
  readonly fromAt: number;
  readonly untilAt: number;
};

/** One message of a countdown. */
export interface LadderStep {
  readonly daysBefore: number;
  readonly at: number;
  readonly window: ExpiryWindow;
}

/** Lots expire at the end of local days: half a day more than whole days is never in doubt when the clocks change. */
export const windowEnd = (fromAt: number, gatherDays: number): number => fromAt + gatherDays * dayMs + leadMs;

/** The windows these expiry dates belong to, earliest first: those known already as they are, and new ones for the others. */
export function gatherWindows(
  known: readonly ExpiryWindow[],
  expiresAt: readonly number[],
  gatherDays: number,
): ExpiryWindow[] {
  const windows: ExpiryWindow[] = [];
  const covers = (at: number) => (window: ExpiryWindow) => window.fromAt <= at && at <= window.untilAt;
  for (const at of [...expiresAt].sort((a, b) => a - b)) {
    if (windows.some(covers(at))) continue;
    windows.push(known.find(covers(at)) ?? { fromAt: at, untilAt: windowEnd(at, gatherDays) });
  }
  return windows;
}

/** Every message names the windows whose ladder has begun, or begins before another message could leave. */
export function namedUntil(ladderDays: readonly number[], windows: readonly ExpiryWindow[], now: number): number {
  const begunBy = now + quietMs + Math.max(...ladderDays) * dayMs + leadMs;
  return Math.max(...windows.filter(({ fromAt }) => fromAt <= begunBy).map(({ untilAt }) => untilAt), now);
}

/**
 * The next message of a member's countdown, whatever windows it is about; undefined when no ladder has a rung left. A rung
 * that has passed goes out at once if it is hardly late and the next is not near; otherwise it is passed over. One that comes
 * less than a day after the last message is passed over as well: that message named its points.
 *
 * @example with [30, 7, 3, 1] and ten days to go, the next message is the one of day 7
 */
export function nextRung(
  ladderDays: readonly number[],
  windows: readonly ExpiryWindow[],
  { now, lastAt = -Infinity }: { now: number; lastAt?: number },
): LadderStep | undefined {
  const soonest = windows
    .map((window) => nextRungOf(ladderDays, window, { now, lastAt }))
    .filter((rung) => rung !== undefined)
    .sort((a, b) => a.at - b.at || a.daysBefore - b.daysBefore);
  return soonest[0];
}

function nextRungOf(
  ladderDays: readonly number[],
  window: ExpiryWindow,
  { now, lastAt }: { now: number; lastAt: number },
): LadderStep | undefined {
  const rungs = [...ladderDays]
    .sort((left, right) => right - left)
    .map((daysBefore) => ({ daysBefore, at: window.fromAt - daysBefore * dayMs - leadMs }));
  const quietUntil = lastAt + quietMs;
  const place = rungs.findIndex(({ at }, index) => {
    if (at < quietUntil) return false;
    if (at >= now) return true;
    const nextAt = rungs[index + 1]?.at ?? window.fromAt;
    return now - at <= lateMsMax && nextAt - now >= apartMsMin;
  });
  const rung = rungs[place];
  return rung && { ...rung, at: Math.max(rung.at, now), window };
}
