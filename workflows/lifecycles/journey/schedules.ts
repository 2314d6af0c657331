import { DateTime } from 'luxon';
import { atClock, firstFit } from '../../../conditions/days.ts';
import type { Instant } from '../../../values/instant.ts';
import type { Door, Schedule } from './doors.ts';
import { instantOf, type Reckoning } from './moments.ts';

/** Days looked through for the next one of a schedule: 29 February comes within eight years. */
const daysAheadMax = 8 * 366 + 1;

/** The first instant of a schedule after another one, on a calendar; undefined when none comes any more. `place` of the member in its days. */
export function nextOccasion(schedule: Schedule, zone: string, after: Instant, place = 0): Instant | undefined {
  if (!schedule.schedule.startsWith('every ')) {
    const [day = '', clock = '00:00'] = schedule.schedule.split(' ');
    const spread = schedule.overDays === undefined ? 0 : Math.floor(place * schedule.overDays);
    const at = atClock(DateTime.fromISO(day, { zone }).plus({ days: spread }), clock);
    return at > after ? at : undefined;
  }
  const today = DateTime.fromMillis(after, { zone }).startOf('day');
  for (let ahead = 0; ahead <= daysAheadMax; ahead += 1) {
    const day = today.plus({ days: ahead });
    if (!isOn(schedule, day)) continue;
    const at = atClock(day, schedule.at ?? '00:00');
    if (at > after) return at;
  }
  return undefined;
}

/** 31 and `last` are the last day of a short month. */
function isOn({ schedule, days, dayOfMonth, month }: Schedule, day: DateTime): boolean {
  if (month !== undefined && day.month !== month) return false;
  if (dayOfMonth !== undefined) {
    const last = day.daysInMonth ?? 31;
    if (day.day !== (dayOfMonth === 'last' ? last : Math.min(last, dayOfMonth))) return false;
  }
  if (schedule !== 'every week' && days === undefined) return true;
  return firstFit(day.toMillis(), day, { days }, '00:00') === day.startOf('day').toMillis();
}

/** When a door by a date of the member opens next, seen from an instant; undefined when the date is not known. */
export const dateDoorAt = ({ date = '', at }: Door, reckoning: Reckoning): Instant | undefined =>
  instantOf(date, { at }, reckoning);
