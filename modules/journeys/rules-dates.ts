import { DateTime } from 'luxon';
import { type LeapDay } from '../../conditions/days.ts';
import { plusOf, readMoment } from '../../conditions/words.ts';
import type { Instant } from '../../values/instant.ts';
import type { Door } from '../../workflows/lifecycles/journey/doors.ts';
import { dateDoorAt } from '../../workflows/lifecycles/journey/schedules.ts';

/** What of a member the dates of doors are reckoned from. */
export interface DateFacts {
  /** Null of one who has not said. */
  readonly zone: string | null;
  /** `1990-05-20` */
  readonly birthday: string | null;
  readonly joinedAt: Instant;
  /** The attribute that the door names. */
  readonly attribute: unknown;
  /** When the first of the member's points end. */
  readonly pointsEndAt: Instant | null;
}

/** Whose calendar counts, and what a 29 February is in other years. */
export interface Calendar {
  readonly programmeZone: string;
  /** The journey's own zone word. */
  readonly zone: string | undefined;
  readonly leapDay: LeapDay;
}

/** When a door by a date opens next for a member, seen from an instant; undefined when the date is not known. */
export function dateOf(door: Door, facts: DateFacts, from: Instant, calendar: Calendar): Instant | undefined {
  const word = door.zone ?? calendar.zone ?? 'member';
  const zone =
    word === 'member' ? (facts.zone ?? calendar.programmeZone) : word === 'programme' ? calendar.programmeZone : word;
  const at = dateDoorAt(door, {
    ...{ from, zone, leapDay: calendar.leapDay },
    yearly(name) {
      if (name === 'birthday' || name === 'member.birthday') return monthAndDay(facts.birthday);
      return name === 'anniversary'
        ? monthAndDay(DateTime.fromMillis(facts.joinedAt, { zone }).toISODate())
        : undefined;
    },
    date(name) {
      if (name === 'joined') return facts.joinedAt;
      if (name === 'pointsExpire') return facts.pointsEndAt ?? undefined;
      const { attribute } = facts;
      return typeof attribute === 'string' || typeof attribute === 'number' ? attribute : undefined;
    },
  });
  // What is no date comes to no instant.
  return at === undefined || Number.isNaN(at) ? undefined : at;
}

function monthAndDay(text: string | null): { month: number; day: number } | undefined {
  const [, month, day] = text?.split('-').map(Number) ?? [];
  return month === undefined || day === undefined ? undefined : { month, day };
}

/** The attribute that a door by a date names; undefined of a date that every member has. */
export function attributeOf({ date = '' }: Door): string | undefined {
  const read = readMoment(date);
  const name = read.kind === 'date' ? read.date : '';
  return name.startsWith('member.') && name !== 'member.birthday' ? name.slice('member.'.length) : undefined;
}

/** Days that a zone, an end of month and a 29 February can make out: whoever may be due is looked at. */
const slackDays = 5;

/** Between which days the date itself lies of those for whom a door opens between two instants; more than enough. */
export function daysLookedFor({ date = '' }: Door, from: Instant, until: Instant): { from: DateTime; until: DateTime } {
  const read = readMoment(date);
  const moved = (at: Instant) => {
    const day = DateTime.fromMillis(at, { zone: 'UTC' });
    if (read.kind !== 'date' || read.offset === undefined) return day;
    return day.minus(plusOf({ ...read.offset, count: read.sign * read.offset.count }));
  };
  return { from: moved(from).minus({ days: slackDays }), until: moved(until).plus({ days: slackDays }) };
}
