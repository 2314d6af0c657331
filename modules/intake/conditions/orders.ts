import * as z from 'zod';
import type { Said } from '../../../conditions/control.ts';
import type { Facts, MemberOrder } from '../../../conditions/facts.ts';
import { sayDate, sayHowMany, sayMoney, sayTest, sayWhere, sayWithin } from '../../../conditions/say.ts';
import { dateRange, dateTest, type DateTest, holdsDate, isIn, windowRange } from '../../../conditions/spans.ts';
import { sql, sqlInstant, sqlTrue, type Sql } from '../../../conditions/sql.ts';
import { type Asking, sinceRefs, subject } from '../../../conditions/subject.ts';
import {
  dateSql,
  holdsNumber,
  numberSql,
  numberTest,
  type NumberTest,
  rangeSql,
  times,
  where,
  type Where,
} from '../../../conditions/tests.ts';
import { groupedSql, meetsWhere, whereRefs, whereSql } from '../../../conditions/where.ts';
import { windowWord } from '../../../conditions/words.ts';

/** Which orders are meant: those that were kept, at least in part. */
interface OrderPattern {
  readonly where?: Where | undefined;
  readonly within?: string | undefined;
}
const which = { within: windowWord.optional(), where: where.optional() };
const placed = 'order.placed';

/** Orders of which something was kept, by time. */
function kept(block: OrderPattern, facts: Facts): MemberOrder[] {
  const range = block.within === undefined ? {} : windowRange(block.within, facts);
  return facts.member.orders.filter(
    ({ at, keptMinor, data }) =>
      keptMinor > 0 && at <= facts.now && isIn(range, at) && meetsWhere(block.where, { type: placed, data }, facts),
  );
}

const spentMinor = (orders: readonly MemberOrder[]) => orders.reduce((sum, { keptMinor }) => sum + keptMinor, 0);

/** What an order was placed with is told by its event, which has its time. */
function fieldsSql(fields: Where | undefined, asking: Asking): Sql {
  if (fields === undefined) return sqlTrue;
  const asked = whereSql(fields, placed, sql`e.data`, asking).reduce((all, one) => sql`${all} AND ${one}`);
  return sql`EXISTS (SELECT FROM event e WHERE e.programme_id = o.programme_id AND e.type = ${placed}::text
    AND e.occurred_at = o.placed_at AND e.data ->> 'orderId' = o.order_id AND ${asked})`;
}

function ordersSql(
  block: OrderPattern,
  asking: Asking,
  { having, meetsNone }: { having: Sql; meetsNone: boolean },
): Sql {
  const { within } = block;
  return groupedSql({
    from: sql`sales_order o`,
    memberId: sql`o.member_id`,
    where: [
      sql`o.programme_id = ${asking.programmeId}::smallint`,
      sql`o.amount_minor > o.returned_minor`,
      sql`o.placed_at <= ${sqlInstant(asking.now)}`,
      within === undefined ? sqlTrue : rangeSql(windowRange(within, asking), sql`o.placed_at`),
      fieldsSql(block.where, asking),
      asking.among(sql`o.member_id`),
    ],
    having,
    meetsNone,
  });
}

const refs = ({ where: fields, within }: OrderPattern) => [
  ...whereRefs(fields, placed),
  ...sinceRefs(within, ['within']),
];
const byTime = ({ within }: OrderPattern) => within !== undefined;
const spentSql = sql`coalesce(sum(o.amount_minor - o.returned_minor), 0)`;
const inMinor = (test: NumberTest, { catalogue }: Pick<Facts, 'catalogue'>) =>
  times(test, 10 ** catalogue.currencyDigits);

export const orders = subject({
  verb: 'orders',
  about: 'how many orders were kept',
  form: {
    ...{ group: 'orders', title: { en: 'Orders', 'zh-CN': '订单数' }, whereOf: placed },
    unit: { en: 'orders', 'zh-CN': '笔' },
  },
  schema: z.strictObject({ orders: numberTest, ...which }),
  say: {
    en: ({ orders: test, where: fields, within }) =>
      `has ${sayHowMany(test, 'order', 'orders')}${sayWhere(fields, 'en')}${sayWithin(within, 'en')}`,
    'zh-CN': ({ orders: test, where: fields, within }) =>
      `订单数${sayTest(test, 'zh-CN')}${sayWhere(fields, 'zh-CN')}${sayWithin(within, 'zh-CN')}`,
  },
  holds: (block, facts) => holdsNumber(block.orders, kept(block, facts).length),
  found: (block, facts) => ({ kind: 'number', value: kept(block, facts).length }),
  sql: (block, asking) =>
    ordersSql(block, asking, {
      having: numberSql(block.orders, sql`count(*)`),
      meetsNone: holdsNumber(block.orders, 0),
    }),
  refs,
  byTime,
});

export const spent = subject({
  verb: 'spent',
  about: 'money of the orders that were kept',
  form: { group: 'orders', title: { en: 'Spent', 'zh-CN': '消费金额' }, unit: 'money', whereOf: placed },
  schema: z.strictObject({ spent: numberTest, ...which }),
  say: {
    en: ({ spent: test, where: fields, within }, telling) =>
      `spent ${sayMoney(test, telling)}${sayWhere(fields, 'en')}${sayWithin(within, 'en')}`,
    'zh-CN': ({ spent: test, where: fields, within }, telling) =>
      `消费金额${sayMoney(test, telling)}${sayWhere(fields, 'zh-CN')}${sayWithin(within, 'zh-CN')}`,
  },
  holds: (block, facts) => holdsNumber(inMinor(block.spent, facts), spentMinor(kept(block, facts))),
  found: (block, facts) => ({ kind: 'money', value: spentMinor(kept(block, facts)) }),
  sql: (block, asking) => {
    const test = inMinor(block.spent, asking);
    return ordersSql(block, asking, { having: numberSql(test, spentSql), meetsNone: holdsNumber(test, 0) });
  },
  refs,
  byTime,
});

export const averageOrder = subject({
  verb: 'averageOrder',
  about: 'money of an order that was kept, on average',
  form: { group: 'orders', title: { en: 'Average order', 'zh-CN': '平均订单金额' }, unit: 'money', whereOf: placed },
  schema: z.strictObject({ averageOrder: numberTest, ...which }),
  say: {
    en: ({ averageOrder: test, where: fields, within }, telling) =>
      `an order${sayWhere(fields, 'en')} is ${sayMoney(test, telling)} on average${sayWithin(within, 'en')}`,
    'zh-CN': ({ averageOrder: test, where: fields, within }, telling) =>
      `平均订单金额${sayMoney(test, telling)}${sayWhere(fields, 'zh-CN')}${sayWithin(within, 'zh-CN')}`,
  },
  // Reckoned as "all of them come to so many times the figure": no division, no rounding.
  holds: (block, facts) => {
    const found = kept(block, facts);
    return found.length > 0 && holdsNumber(times(inMinor(block.averageOrder, facts), found.length), spentMinor(found));
  },
  found: (block, facts) => {
    const found = kept(block, facts);
    return found.length === 0 ? undefined : { kind: 'money', value: Math.round(spentMinor(found) / found.length) };
  },
  sql: (block, asking) => {
    const test = inMinor(block.averageOrder, asking);
    const bounds = Object.entries(test).flatMap(([word, figure]) =>
      figure === undefined ? [] : [compare(word, figure)],
    );
    return ordersSql(block, asking, { having: bounds.reduce((all, one) => sql`${all} AND ${one}`), meetsNone: false });
  },
  refs,
  byTime,
});

function compare(word: string, figure: number): Sql {
  const wanted = sql`${String(figure)}::text::numeric * count(*)`;
  switch (word) {
    case 'atLeast':
      return sql`${spentSql} >= ${wanted}`;
    case 'atMost':
      return sql`${spentSql} <= ${wanted}`;
    case 'above':
      return sql`${spentSql} > ${wanted}`;
    case 'below':
      return sql`${spentSql} < ${wanted}`;
    default:
      return sql`${spentSql} = ${wanted}`;
  }
}

function orderDate<Verb extends 'firstOrder' | 'lastOrder'>(
  verb: Verb,
  words: { about: string; title: Said; en: string; zh: string },
) {
  const testOf = (block: OrderPattern) => (block as Readonly<Record<Verb, DateTest>>)[verb];
  const at = (block: OrderPattern, facts: Facts) => kept(block, facts).at(verb === 'firstOrder' ? 0 : -1)?.at;
  return subject<z.ZodType<OrderPattern>>({
    verb,
    about: words.about,
    form: { group: 'orders', title: words.title, whereOf: placed },
    schema: z.strictObject({ [verb]: dateTest, where: where.optional() }),
    say: {
      en: (block) => `${words.en} ${sayDate(testOf(block), 'en')}${sayWhere(block.where, 'en')}`,
      'zh-CN': (block) => `${words.zh}${sayDate(testOf(block), 'zh-CN')}${sayWhere(block.where, 'zh-CN')}`,
    },
    holds: (block, facts) => holdsDate(testOf(block), at(block, facts), facts),
    found: (block, facts) => {
      const value = at(block, facts);
      return value === undefined ? undefined : { kind: 'instant', value };
    },
    sql: (block, asking) => {
      const test = testOf(block);
      const day = verb === 'firstOrder' ? sql`min(o.placed_at)` : sql`max(o.placed_at)`;
      return ordersSql(block, asking, {
        having: dateSql(test, day, asking),
        meetsNone: dateRange(test, asking).absent,
      });
    },
    refs,
    byTime: () => true,
  });
}

export const firstOrder = orderDate('firstOrder', {
  about: 'when the member placed the first order that was kept',
  title: { en: 'First order', 'zh-CN': '首次下单' },
  en: 'first ordered',
  zh: '首次下单',
});
export const lastOrder = orderDate('lastOrder', {
  about: 'when the member placed the last order that was kept',
  title: { en: 'Last order', 'zh-CN': '最近下单' },
  en: 'last ordered',
  zh: '最近下单',
});
