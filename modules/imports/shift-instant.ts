import { endOfLocalDay, parseLocalDay } from '../../values/calendar.ts';
import { PerennialError } from '../../platform/errors.ts';

/** The last instant of the day that orders are to be moved to, and not later than now: an order can't lie ahead. */
export function shiftInstant(text: string, zone: string, now: Date, field = 'shift-to'): Date {
  if (text === 'today') return now;
  const day = parseLocalDay(text);
  const end = day && endOfLocalDay(day, zone);
  if (end) return end < now ? end : now;
  const place = field === 'shift-to' ? '--shift-to' : field;
  throw new PerennialError('USAGE', `${place}: "${text}" is not a date.`, {
    field,
    fix: 'Write it as 2026-05-20, or `today`.',
  });
}
