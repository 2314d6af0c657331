import * as z from 'zod';
import { fieldOf, fieldTypeOf, keyOf } from '../../../conditions/catalogue.ts';
import { askedBy } from '../../../conditions/control.ts';
import type { Facts, MemberEvent } from '../../../conditions/facts.ts';
import { sayDate, sayHowMany, saySame, sayTest, sayWhere, sayWithin } from '../../../conditions/say.ts';
import { dateRange, dateTest, holdsDate, isIn, windowRange } from '../../../conditions/spans.ts';
import { sql, sqlInstant, sqlTrue, type Sql } from '../../../conditions/sql.ts';
import { type Asking, sinceRefs, subject } from '../../../conditions/subject.ts';
import {
  dateSql,
  holdsNumber,
  numberSql,
  numberTest,
  rangeSql,
  times as scaled,
  where,
} from '../../../conditions/tests.ts';
import { eventRefs, groupedSql, happenedTo, matches, same, sameSql, whereSql } from '../../../conditions/where.ts';
import { eventWord, fieldWord, windowWord } from '../../../conditions/words.ts';

const bound = z.number().optional();
const sumTest = askedBy(
  'sum',
  z
    .strictObject({ of: fieldWord, is: bound, atLeast: bound, atMost: bound, above: bound, below: bound })
    .refine((sum) => Object.keys(sum).length > 1, {
      message: 'asks nothing',
      params: { fix: 'add is, atLeast, atMost, above or below' },
    }),
);
/** One thing is asked of the events: how often, what they come to, when the first was, or the last. */
const asksOnce = ['times', 'sum', 'first', 'last'] as const;

const schema = z
  .strictObject({
    event: eventWord,
    where: where.optional(),
    same: same.optional(),
    within: windowWord.optional(),
    times: numberTest.optional().describe('how often; at least once when left out'),
    sum: sumTest.optional(),
    first: dateTest.optional(),
    last: dateTest.optional(),
  })
  .refine((block) => asksOnce.filter((word) => block[word] !== undefined).length <= 1, {
    message: 'asks several things of the same events',
    params: { fix: 'keep one of times, sum, first and last, and put the others into conditions of their own' },
  });
type EventBlock = z.output<typeof schema>;

/** Sums are reckoned to so many decimal places, so that both evaluations come to the same. */
const sumDigits = 6;

function sumOf({ sum, event }: EventBlock, { catalogue }: Pick<Facts, 'catalogue'>) {
  const { of = '', ...test } = sum ?? {};
  const type = fieldTypeOf(catalogue, event, of);
  return { type, of, test: type === 'money' ? scaled(test, 10 ** catalogue.currencyDigits) : test };
}

function found(block: EventBlock, facts: Facts): MemberEvent[] {
  const range = block.within === undefined ? {} : windowRange(block.within, facts);
  return facts.member.events.filter(
    (event) => event.at <= facts.now && isIn(range, event.at) && matches(block, event, facts),
  );
}

function total(block: EventBlock, events: readonly MemberEvent[], facts: Facts): number {
  const { of, type } = sumOf(block, facts);
  const values = events.map(({ data }) => fieldOf(of, type, data));
  return Number(values.reduce<number>((sum, one) => sum + (typeof one === 'number' ? one : 0), 0).toFixed(sumDigits));
}

function having(block: EventBlock, asking: Asking): { readonly having?: Sql; readonly meetsNone: boolean } {
  const { times, first, last } = block;
  if (block.sum) {
    const { of, type, test } = sumOf(block, asking);
    const value = sql`e.data -> ${keyOf(of, type)}::text`;
    const sum = sql`round(coalesce(sum(CASE WHEN jsonb_typeof(${value}) = 'number' THEN (${value})::numeric END), 0), ${sumDigits}::int)`;
    return { having: numberSql(test, sum), meetsNone: holdsNumber(test, 0) };
  }
  const day = first ?? last;
  if (day !== undefined) {
    const at = first === undefined ? sql`max(e.occurred_at)` : sql`min(e.occurred_at)`;
    return { having: dateSql(day, at, asking), meetsNone: dateRange(day, asking).absent };
  }
  if (times === undefined) return { meetsNone: false };
  return { having: numberSql(times, sql`count(*)`), meetsNone: holdsNumber(times, 0) };
}

export const event = subject({
  verb: 'event',
  about: 'something that happened to the member',
  form: {
    ...{ group: 'doings', title: { en: 'Something happened', 'zh-CN': '发生过的事件' }, names: { event: 'event' } },
    oneOf: asksOnce,
    unit: { en: 'times', 'zh-CN': '次' },
    titles: {
      times: { en: 'How often', 'zh-CN': '次数' },
      sum: { en: 'A field in all', 'zh-CN': '字段合计' },
      first: { en: 'The first time', 'zh-CN': '首次时间' },
      last: { en: 'The last time', 'zh-CN': '最近一次时间' },
    },
  },
  schema,
  say: {
    en: ({ event: type, where: fields, same: equal, within, times, sum, first, last }) =>
      [
        `${type}${saySame(equal, 'en')}${sayWhere(fields, 'en')} happened`,
        times === undefined ? '' : ` ${sayHowMany(times, 'time', 'times')}`,
        sum === undefined ? '' : `, ${sum.of} in all ${sayTest({ ...sum, of: undefined }, 'en')}`,
        first === undefined ? '' : `, first ${sayDate(first, 'en')}`,
        last === undefined ? '' : `, last ${sayDate(last, 'en')}`,
        sayWithin(within, 'en'),
      ].join(''),
    'zh-CN': ({ event: type, where: fields, same: equal, within, times, sum, first, last }) =>
      [
        `发生过 ${type}${saySame(equal, 'zh-CN')}${sayWhere(fields, 'zh-CN')}`,
        times === undefined ? '' : `，次数${sayTest(times, 'zh-CN')}`,
        sum === undefined ? '' : `，${sum.of} 合计${sayTest({ ...sum, of: undefined }, 'zh-CN')}`,
        first === undefined ? '' : `，首次${sayDate(first, 'zh-CN')}`,
        last === undefined ? '' : `，最近一次${sayDate(last, 'zh-CN')}`,
        sayWithin(within, 'zh-CN'),
      ].join(''),
  },
  holds: (block, facts) => {
    const events = found(block, facts);
    const { times = { atLeast: 1 }, first, last } = block;
    if (block.sum) return holdsNumber(sumOf(block, facts).test, total(block, events, facts));
    if (first !== undefined) return holdsDate(first, events[0]?.at, facts);
    if (last !== undefined) return holdsDate(last, events.at(-1)?.at, facts);
    return holdsNumber(times, events.length);
  },
  found: (block, facts) => {
    const events = found(block, facts);
    if (block.sum) {
      const kind = sumOf(block, facts).type === 'money' ? 'money' : 'number';
      return { kind, value: total(block, events, facts) };
    }
    const at = block.first === undefined ? events.at(-1)?.at : events[0]?.at;
    if (block.times !== undefined) return { kind: 'number', value: events.length };
    return at === undefined ? undefined : { kind: 'instant', value: at };
  },
  sql: (block, asking) => {
    const { event: type, where: fields, same: equal, within } = block;
    const data = sql`e.data`;
    return groupedSql({
      ...happenedTo(sql`event e`, sql`e.member_id`),
      where: [
        sql`e.programme_id = ${asking.programmeId}::smallint`,
        sql`e.type = ${type}::text`,
        sql`e.occurred_at <= ${sqlInstant(asking.now)}`,
        within === undefined ? sqlTrue : rangeSql(windowRange(within, asking), sql`e.occurred_at`),
        ...whereSql(fields, type, data, asking),
        ...sameSql(equal, type, data, asking),
        asking.among(sql`e.member_id`),
      ],
      ...having(block, asking),
    });
  },
  refs: (block) => [
    ...eventRefs(block),
    ...(block.sum
      ? [{ kind: 'field' as const, name: block.sum.of, of: block.event, path: ['sum', 'of'], isSum: true }]
      : []),
    ...[block.same ?? []].flat().map((name) => ({ kind: 'reference' as const, name: `entry.${name}`, path: ['same'] })),
    ...sinceRefs(block.within, ['within']),
  ],
  byTime: ({ within, first, last }) => within !== undefined || first !== undefined || last !== undefined,
});
