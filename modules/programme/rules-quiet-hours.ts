import type { MessageClass } from './rules-message-limits.ts';
import type { QuietHours } from './rules.ts';

const minuteMs = 60_000;
const dayMinutes = 1_440;
/** Stretches between two jumps of the clock that a night may have: clocks jump once a day at most. */
const stretchesMax = 4;

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
  let opens = at;
  for (let stretch = 0; stretch < stretchesMax && quiet(opens); stretch++) {
    const start = Math.floor(opens / minuteMs) * minuteMs;
    const minutes = minutesTo(until, wallMinute(start, zone)) || dayMinutes;
    opens = start + (firstJump(start, minutes, zone) ?? minutes) * minuteMs;
  }
  return opens;
}

/** How many minutes after `start` the clock of `zone` jumps, if it does within so many. */
function firstJump(start: number, within: number, zone: string): number | undefined {
  const from = wallMinute(start, zone);
  const hasJumped = (minutes: number) => wallMinute(start + minutes * minuteMs, zone) !== (from + minutes) % dayMinutes;
  if (!hasJumped(within)) return undefined;
  let [before, after] = [0, within];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (hasJumped(middle)) after = middle;
    else before = middle;
  }
  return after;
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

/** Minutes until the wall clock shows `to`, if it does not jump. */
function minutesTo(to: number, from: number): number {
  return (to - from + dayMinutes) % dayMinutes;
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
