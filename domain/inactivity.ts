import { addDays, endOfLocalDay, localDay } from './calendar.ts';

/**
 * The last instant of the local day that lies `days` days back: whoever has not ordered since has been away for as many days of
 * the calendar, be they 23, 24 or 25 hours long.
 */
export function awaySince(now: Date, days: number, zone: string): Date {
  return endOfLocalDay(addDays(localDay(now, zone), -days), zone);
}
