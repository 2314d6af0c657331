import { DateTime } from 'luxon';
import * as z from 'zod';
import { anniversary, type LeapDay } from '../../../conditions/days.ts';
import { sayDate } from '../../../conditions/say.ts';
import {
  type Asked,
  dateRange,
  dateTest,
  type DateTest,
  holdsDate,
  isIn,
  type Range,
} from '../../../conditions/spans.ts';
import { sql } from '../../../conditions/sql.ts';
import { subject } from '../../../conditions/subject.ts';
import { dateSql } from '../../../conditions/tests.ts';

export const joined = subject({
  verb: 'joined',
  about: 'when the member joined',
  form: { group: 'member', title: { en: 'Joined', 'zh-CN': '入会时间' } },
  schema: z.strictObject({ joined: dateTest }),
  say: {
    en: ({ joined: test }) => `joined ${sayDate(test, 'en')}`,
    'zh-CN': ({ joined: test }) => `入会时间${sayDate(test, 'zh-CN')}`,
  },
  holds: ({ joined: test }, facts) => holdsDate(test, facts.member.joinedAt, facts),
  found: (_, { member: { joinedAt } }) => ({ kind: 'instant', value: joinedAt }),
  sql: ({ joined: test }, asking) => dateSql(test, sql`m.joined_at`, asking),
  byTime: () => true,
});

/** Days that a test of birthdays looks at: every birthday comes once within them. */
const daysMax = 366;

interface BirthdayDays {
  /** True of `known: false`. */
  readonly absent: boolean;
  /** `12-24` of the birthdays that will do; undefined when every one does. */
  readonly days: readonly string[] | undefined;
}

/**
 * The days of birth that meet a test. A span asks whether one falls within it ("this month": from the 1st on, today or not); an open
 * one looks a year ahead, or a year back where it ends before today. 29 February has its other day in years without one.
 */
export function birthdayDays(test: DateTest, asked: Asked, leapDay: LeapDay): BirthdayDays {
  const { range, absent } = dateRange(test, asked);
  if (absent) return { absent, days: undefined };
  const { zone, now } = asked;
  if (range.from === undefined && range.before === undefined) return { absent, days: undefined };
  const today = DateTime.fromMillis(now, { zone }).startOf('day');
  const { from, before } = closed(range, today);
  const days = new Set<string>();
  let day = DateTime.fromMillis(from, { zone }).startOf('day');
  for (let ahead = 0; ahead <= daysMax && isFinite(from); ahead += 1) {
    if (day.toMillis() >= before) break;
    if (isIn({ from, before }, day.toMillis())) {
      days.add(day.toFormat('MM-dd'));
      if (anniversary({ month: 2, day: 29 }, day.year, zone, leapDay).hasSame(day, 'day')) days.add('02-29');
    }
    day = day.plus({ days: 1 });
  }
  return { absent, days: [...days] };
}

function closed({ from, before }: Range, today: DateTime): Required<Range> {
  const start = today.toMillis();
  const ahead = today.plus({ years: 1 }).toMillis();
  if (before === undefined) return { from: Math.max(from ?? start, start), before: ahead };
  if (from !== undefined) return { from, before };
  return before > start ? { from: start, before } : { from: today.minus({ years: 1 }).toMillis(), before };
}

export const birthday = subject({
  verb: 'birthday',
  about: 'the birthday of this year, or the next',
  form: { group: 'member', title: { en: 'Birthday', 'zh-CN': '生日' } },
  schema: z.strictObject({ birthday: dateTest }),
  say: {
    en: ({ birthday: test }) =>
      `birthday is ${typeof test === 'string' && /^(today|this )/.test(test) ? test : sayDate(test, 'en')}`,
    'zh-CN': ({ birthday: test }) => `生日${sayDate(test, 'zh-CN')}`,
  },
  holds: ({ birthday: test }, facts) => {
    const { birthday: born } = facts.member;
    const { absent, days } = birthdayDays(test, facts, facts.catalogue.leapDay);
    if (absent || born === undefined) return absent && born === undefined;
    return days === undefined || days.includes(born.slice(5));
  },
  found: (_, { member: { birthday: born } }) => (born === undefined ? undefined : { kind: 'text', value: born }),
  sql: ({ birthday: test }, asking) => {
    const { absent, days } = birthdayDays(test, asking, asking.catalogue.leapDay);
    if (absent) return sql`p.birthday IS NULL`;
    if (days === undefined) return sql`p.birthday IS NOT NULL`;
    return sql`coalesce(to_char(p.birthday, 'MM-DD') = ANY (${days}::text[]), FALSE)`;
  },
  byTime: () => true,
});
