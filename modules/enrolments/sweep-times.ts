/** How often a sweep looks for members whom a campaign finds by itself. */
export const sweepEveryMs = 3_600_000;

/** When the next sweep begins: on the hour, while a worker runs. */
export function nextSweepAt(now: Date): Date {
  return new Date((Math.floor(now.getTime() / sweepEveryMs) + 1) * sweepEveryMs);
}
