import { addDays, addMonths, endOfLocalDay, localDay } from '../../values/calendar.ts';
import type { InactivityRule } from './rules.ts';

/**
 * The last instant of the local day that lies `days` days back: whoever has not ordered since has been away for as many days of
 * the calendar, be they 23, 24 or 25 hours long.
 */
export function inactiveSince(now: Date, days: number, zone: string): Date {
  return endOfLocalDay(addDays(localDay(now, zone), -days), zone);
}

/**
 * The last instant at which points can be spent that were available from `availableAt` on, when their member was last active at
 * `activeAt`: the end of the local day that lies the rule's period behind the later of the two. Null without a rule. Points that
 * came without activity, a gift, have a whole period of their own. `ledger.lapses_at` says the same in SQL.
 *
 * @example with inactivityMonths 12, points of whom last ordered on 5 May 2026 lapse as 5 May 2027 ends
 */
export function lapsesAt(
  { inactivityMonths, inactivityDays }: InactivityRule,
  { activeAt, availableAt }: { readonly activeAt: Date | null; readonly availableAt: Date },
  zone: string,
): Date | null {
  if (inactivityMonths === undefined && inactivityDays === undefined) return null;
  const last = activeAt !== null && activeAt > availableAt ? activeAt : availableAt;
  return endOfLocalDay(addDays(addMonths(localDay(last, zone), inactivityMonths ?? 0), inactivityDays ?? 0), zone);
}
