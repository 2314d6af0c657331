const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Points expire as a day ends. A rung goes out half a day ahead of that, by daylight, with its whole number of days to go. */
const leadMs = 12 * hourMs;
/** A window is found by a sweep, which may be a day behind; a campaign's first windows may be found at any point of the ladder. */
const lateMsMax = 2 * dayMs;
/** Two messages of one countdown are at least this far apart. */
const apartMsMin = dayMs;

/** One message of a countdown. */
export interface Rung {
  readonly daysBefore: number;
  readonly at: number;
}

/**
 * The next message of the countdown to `expiresAt`, after the one of `sentDays`; undefined when none is left. A rung that
 * has passed goes out at once if it is hardly late and the next is not near; otherwise it is passed over.
 *
 * @example with [30, 7, 3, 1] and ten days to go, the next message is the one of day 7
 */
export function nextRung(
  ladderDays: readonly number[],
  { expiresAt, now, sentDays = Infinity }: { expiresAt: number; now: number; sentDays?: number },
): Rung | undefined {
  const rungs = ladderDays
    .filter((days) => days < sentDays)
    .sort((left, right) => right - left)
    .map((daysBefore) => ({ daysBefore, at: expiresAt - daysBefore * dayMs - leadMs }));
  const place = rungs.findIndex(({ at }, index) => {
    if (at >= now) return true;
    const nextAt = rungs[index + 1]?.at ?? expiresAt;
    return now - at <= lateMsMax && nextAt - now >= apartMsMin;
  });
  const rung = rungs[place];
  return rung && { ...rung, at: Math.max(rung.at, now) };
}
