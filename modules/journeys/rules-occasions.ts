import { DateTime } from 'luxon';
import type { Instant } from '../../values/instant.ts';
import type { Door, Schedule } from '../../workflows/lifecycles/journey/doors.ts';
import { lotOf } from '../../workflows/lifecycles/journey/lot.ts';
import { nextOccasion } from '../../workflows/lifecycles/journey/schedules.ts';

/** An occasion of a schedule, and for which of the days that it is spread over. */
export interface ScheduleOccasion {
  readonly at: Instant;
  /** Which of these days; 0 where it is not spread. */
  readonly place: number;
  /** `2026-11-10`: what it is known by, on whatever clock. */
  readonly on: string;
}

/** Missed occasions that are gone through until the latest is found: more than a year of days. */
const missedMax = 400;

const spreadOf = ({ overDays }: Door) => overDays ?? 1;
/** A lot that falls on one of the days: in its middle, whatever the rounding. */
const lotIn = (door: Door, place: number) => (place + 0.5) / spreadOf(door);

/**
 * The occasions of a schedule on one calendar that have come after one instant and up to another. Of one that comes again it is the
 * latest: who was missed for a while is taken in once.
 */
export function occasionsBetween(door: Door, zone: string, after: Instant, until: Instant): ScheduleOccasion[] {
  const on = (at: Instant) => DateTime.fromMillis(at, { zone }).toISODate() ?? '';
  const found: ScheduleOccasion[] = [];
  for (let place = 0; place < spreadOf(door); place += 1) {
    let latest: Instant | undefined;
    for (let missed = 0, from = after; missed < missedMax; missed += 1) {
      const at = nextOccasion(door as Schedule, zone, from, lotIn(door, place));
      if (at === undefined || at > until) break;
      latest = from = at;
    }
    if (latest !== undefined) found.push({ at: latest, place, on: on(latest) });
  }
  return found;
}

/** When a schedule comes next on one of these calendars; undefined when it does not come any more. */
export function nextOf(door: Door, zones: readonly string[], after: Instant): Instant | undefined {
  const places = Array.from({ length: spreadOf(door) }, (_, place) => lotIn(door, place));
  const nexts = zones.flatMap((zone) =>
    places.flatMap((place) => nextOccasion(door as Schedule, zone, after, place) ?? []),
  );
  return nexts.length === 0 ? undefined : Math.min(...nexts);
}

/** Which of the days that a schedule is spread over is a member's. */
export const placeOf = (door: Door, campaign: string, memberId: bigint): number =>
  Math.floor(lotOf(`schedule/${campaign}/${memberId}`) * spreadOf(door));
