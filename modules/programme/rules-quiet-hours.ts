import type { MessageClass } from './rules-message-limits.ts';
import type { QuietHours } from './rules.ts';

const minuteMs = 60_000;
const dayMinutes = 1_440;
/** Clocks jump by 2 hours at most; a morning that falls into the jump is looked for this far. */
const jumpMinutesMax = 180;

/** What is noted on a message that waits for the morning. */
export const quietHoursReason = 'quiet hours';

/** True for the classes that wait for the morning; a transactional message goes at any hour. */
export const keepsQuietHours = (messageClass: MessageClass): boolean => messageClass !== 'transactional';

/**
 * The first instant from `at` on at which the local time of `zone` is outside the quiet hours.
 * Local times are what the wall clock shows: a night across a clock change is an hour shorter or longer.
 *
 * @example opensAt({ from: '21:00', until: '09:00' }, 'Europe/London', at) // 09:00 of the next morning when `at` is 23:15
 */
export function opensAt(hours: QuietHours | null, zone: string, at: number): number {
  if (hours === null) return at;
  const from = minuteOf(hours.from);
  const until = minuteOf(hours.until);
  const quiet = (instant: number) => isBetween(wallMinute(instant, zone), from, until);
  if (!quiet(at)) return at;

  const wall = wallMinute(at, zone);
  const minuteStart = Math.floor(at / minuteMs) * minuteMs;
  let opens = minuteStart + ((until - wall + dayMinutes) % dayMinutes) * minuteMs;
  opens -= wrapped(wallMinute(opens, zone) - until) * minuteMs;
  for (let minute = 0; minute < jumpMinutesMax && quiet(opens); minute++) opens += minuteMs;
  return Math.max(at, opens);
}

/** True when messages wait at this minute of the day. */
export function isQuiet(hours: QuietHours, minute: number): boolean {
  return isBetween(minute, minuteOf(hours.from), minuteOf(hours.until));
}

/** A local time of day as minutes after midnight: "21:30" is 1290. */
export function minuteOf(time: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (!match) throw new RangeError(`"${time}" is not a time of day; write it as HH:MM, such as 21:00`);
  return Number(match[1]) * 60 + Number(match[2]);
}

/** From `from` up to but without `until`, across midnight when `until` is the earlier one; the same twice is never. */
function isBetween(minute: number, from: number, until: number): boolean {
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** A difference of wall-clock minutes as the nearest one: -1380 is 60. */
function wrapped(minutes: number): number {
  return ((minutes + dayMinutes / 2 + dayMinutes) % dayMinutes) - dayMinutes / 2;
}

/** Formatters are dear to make and few: a programme's members live in a handful of the 600 zones there are. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function wallMinute(at: number, zone: string): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(zone, formatter);
  }
  const text = formatter.format(at);
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}
