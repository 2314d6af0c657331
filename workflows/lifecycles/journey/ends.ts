import { DateTime } from 'luxon';
import type { LeapDay } from '../../../conditions/days.ts';
import { readMoment } from '../../../conditions/words.ts';
import type { Instant } from '../../../values/instant.ts';
import type { Reckon } from './asks.ts';
import { endOfDuration, instantOf, type Reckoning } from './moments.ts';

/** Dates of a member that a wait may end by. */
export interface MemberDates {
  /** `1990-02-29` */
  readonly birthday: string | undefined;
  readonly joinedAt: Instant;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** When points that are left end next, after an instant. */
  pointsEndAfter(from: Instant): Instant | undefined;
}

/** Whose calendar an end is reckoned on, and which days are none. */
export interface EndCalendar {
  readonly zone: string;
  readonly leapDay: LeapDay;
  readonly holidays: Readonly<Record<string, readonly string[]>>;
}

/** The end of a wait as it stands now; undefined when its date is not known. */
export function endOf(
  reckon: Reckon,
  dates: MemberDates,
  { zone, leapDay, holidays }: EndCalendar,
): Instant | undefined {
  const { length, moment = '', at, days, notOn } = reckon;
  const calendar = { at, days, notOn: notOn === undefined ? [] : (holidays[notOn] ?? []) };
  const reckoning = reckoningOf(reckon, dates, { zone, leapDay });
  return length === undefined ? instantOf(moment, calendar, reckoning) : endOfDuration(length, calendar, reckoning);
}

/** The date that a wait ends by, as its moment names it; undefined of any other end. */
export function readMomentDate({ moment }: Pick<Reckon, 'moment'>): string | undefined {
  const read = moment === undefined ? undefined : readMoment(moment);
  return read?.kind === 'date' ? read.date : undefined;
}

/** What a moment of a member is reckoned from. */
export function reckoningOf(
  { from, date: own }: Pick<Reckon, 'from' | 'date'>,
  dates: MemberDates,
  { zone, leapDay }: Pick<EndCalendar, 'zone' | 'leapDay'>,
): Reckoning {
  return {
    ...{ from, zone, leapDay },
    yearly(name) {
      if (name === 'birthday' || name === 'member.birthday') return dayOfYear(dates.birthday);
      if (name !== 'anniversary') return undefined;
      return dayOfYear(DateTime.fromMillis(dates.joinedAt, { zone }).toISODate() ?? undefined);
    },
    date(name) {
      const value = dateOf(name, dates, from, own);
      return typeof value === 'string' || typeof value === 'number' ? value : undefined;
    },
  };
}

function dayOfYear(day: string | undefined): { readonly month: number; readonly day: number } | undefined {
  const [, month, date] = day?.split('-').map(Number) ?? [];
  return month === undefined || date === undefined ? undefined : { month, day: date };
}

function dateOf(
  name: string,
  { joinedAt, attributes, pointsEndAfter }: MemberDates,
  from: Instant,
  own: unknown,
): unknown {
  if (name === 'joined') return joinedAt;
  if (name === 'tierEnds') return attributes.tierEnds;
  if (name === 'pointsExpire') return pointsEndAfter(from);
  return name.startsWith('member.') ? attributes[name.slice('member.'.length)] : own;
}
