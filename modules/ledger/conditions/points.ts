import * as z from 'zod';
import type { Facts } from '../../../conditions/facts.ts';
import { sayHowMany, sayTest, sayWithin } from '../../../conditions/say.ts';
import { isIn, windowRange } from '../../../conditions/spans.ts';
import { sql, sqlInstant, sqlTrue, type Sql } from '../../../conditions/sql.ts';
import { type Asking, sinceRefs, subject } from '../../../conditions/subject.ts';
import { holdsNumber, numberSql, numberTest, rangeSql } from '../../../conditions/tests.ts';
import { groupedSql, happenedTo } from '../../../conditions/where.ts';
import { windowWord } from '../../../conditions/words.ts';

const inPoints = { en: 'points', 'zh-CN': '积分' };
const isWithin = (within: string | undefined, at: number, facts: Facts) =>
  within === undefined || isIn(windowRange(within, facts), at);
const withinSql = (within: string | undefined, at: Sql, asking: Asking) =>
  within === undefined ? sqlTrue : rangeSql(windowRange(within, asking), at);
const sum = <Row>(rows: readonly Row[], of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
const refs = ({ within }: { readonly within?: string | undefined }) => sinceRefs(within, ['within']);
const byTime = ({ within }: { readonly within?: string | undefined }) => within !== undefined;

export const points = subject({
  verb: 'points',
  about: 'points to spend',
  form: { group: 'points', title: { en: 'Points to spend', 'zh-CN': '可用积分' }, unit: inPoints },
  schema: z.strictObject({ points: numberTest }),
  say: {
    en: ({ points: test }) => `has ${sayHowMany(test, 'point', 'points')} to spend`,
    'zh-CN': ({ points: test }) => `可用积分${sayTest(test, 'zh-CN')}`,
  },
  holds: ({ points: test }, { member }) => holdsNumber(test, member.points),
  found: (_, { member }) => ({ kind: 'number', value: member.points }),
  // As ledger.balance_at has it, which is asked only of those who have points on hold: it reads their holds one by one.
  sql: ({ points: test }, asking) => {
    const { programmeId, now } = asking;
    const over = sql`SELECT l.member_id, sum(l.remaining) AS points FROM ledger.lot l
      WHERE l.programme_id = ${programmeId}::smallint AND l.state = 'ACTIVE' AND l.expires_at <= ${sqlInstant(now)}
        AND ${asking.among(sql`l.member_id`)} GROUP BY l.member_id`;
    const available = sql`CASE WHEN b.held > 0
      THEN (SELECT n.available FROM ledger.balance_at(b.programme_id, b.member_id, ${sqlInstant(now)}) n)
      ELSE b.available - coalesce(o.points, 0) END`;
    const meetsNone = holdsNumber(test, 0);
    const wanted = meetsNone
      ? sql`NOT (${numberSql(test, sql`(${available})`)})`
      : numberSql(test, sql`(${available})`);
    const among = sql`EXISTS (SELECT FROM ledger.member_balance b LEFT JOIN (${over}) o ON o.member_id = b.member_id
      WHERE b.programme_id = ${programmeId}::smallint AND b.member_id = m.id AND ${wanted})`;
    return meetsNone ? sql`NOT ${among}` : among;
  },
  byTime: () => true,
});

export const pointsExpiring = subject({
  verb: 'pointsExpiring',
  about: 'points to spend that expire in a span',
  form: { group: 'points', title: { en: 'Points that expire', 'zh-CN': '将过期积分' }, unit: inPoints },
  schema: z.strictObject({ pointsExpiring: numberTest, within: windowWord }),
  say: {
    en: ({ pointsExpiring: test, within }) =>
      `${sayHowMany(test, 'point expires', 'points expire')}${sayWithin(within, 'en')}`,
    'zh-CN': ({ pointsExpiring: test, within }) => `将过期积分${sayTest(test, 'zh-CN')}${sayWithin(within, 'zh-CN')}`,
  },
  holds: ({ pointsExpiring: test, within }, facts) => holdsNumber(test, expiring(within, facts)),
  found: ({ within }, facts) => ({ kind: 'number', value: expiring(within, facts) }),
  sql: ({ pointsExpiring: test, within }, asking) =>
    groupedSql({
      from: sql`ledger.lot l`,
      memberId: sql`l.member_id`,
      where: [
        sql`l.programme_id = ${asking.programmeId}::smallint`,
        sql`l.state = 'ACTIVE'`,
        sql`l.expires_at > ${sqlInstant(asking.now)}`,
        rangeSql(windowRange(within, asking), sql`l.expires_at`),
        asking.among(sql`l.member_id`),
      ],
      having: numberSql(test, sql`sum(l.remaining)`),
      meetsNone: holdsNumber(test, 0),
    }),
  refs,
  byTime: () => true,
});

function expiring(within: string, facts: Facts): number {
  const lots = facts.member.lots.filter(
    ({ isOpen, expiresAt }) =>
      isOpen && expiresAt !== undefined && expiresAt > facts.now && isWithin(within, expiresAt, facts),
  );
  return sum(lots, ({ remaining }) => remaining);
}

export const pointsEarned = subject({
  verb: 'pointsEarned',
  about: 'points earned, ever or in a span, of a source',
  form: {
    ...{ group: 'points', title: { en: 'Points earned', 'zh-CN': '获得积分' }, unit: inPoints },
    titles: { source: { en: 'By', 'zh-CN': '来源' } },
    options: {
      source: {
        order: { en: 'orders', 'zh-CN': '订单' },
        event: { en: 'other events', 'zh-CN': '其他事件' },
        enrolment: { en: 'campaigns', 'zh-CN': '营销活动' },
        import: { en: 'imports', 'zh-CN': '导入' },
      },
    },
  },
  schema: z.strictObject({
    pointsEarned: numberTest,
    source: z
      .enum(['order', 'event', 'enrolment', 'import'])
      .optional()
      .describe('what brought them: an order, another event, a campaign (enrolment), or an import'),
    within: windowWord.optional(),
  }),
  say: {
    en: ({ pointsEarned: test, source, within }) =>
      `earned ${sayHowMany(test, 'point', 'points')}${source === undefined ? '' : ` by ${source}`}${sayWithin(within, 'en')}`,
    'zh-CN': ({ pointsEarned: test, source, within }) =>
      `获得积分${sayTest(test, 'zh-CN')}${source === undefined ? '' : `（来源 ${source}）`}${sayWithin(within, 'zh-CN')}`,
  },
  holds: (block, facts) => holdsNumber(block.pointsEarned, earned(block, facts)),
  found: (block, facts) => ({ kind: 'number', value: earned(block, facts) }),
  sql: ({ pointsEarned: test, source, within }, asking) =>
    groupedSql({
      ...happenedTo(sql`ledger.txn t`, sql`t.member_id`),
      where: [
        sql`t.programme_id = ${asking.programmeId}::smallint`,
        sql`t.kind = 'EARN'`,
        sql`t.effective_at <= ${sqlInstant(asking.now)}`,
        source === undefined ? sqlTrue : sql`t.source_type = ${source}::text`,
        withinSql(within, sql`t.effective_at`, asking),
        asking.among(sql`t.member_id`),
      ],
      having: numberSql(test, sql`sum(t.amount)`),
      meetsNone: holdsNumber(test, 0),
    }),
  refs,
  byTime,
});

function earned(
  { source, within }: { source?: string | undefined; within?: string | undefined },
  facts: Facts,
): number {
  const earnings = facts.member.earnings.filter(
    (one) => one.at <= facts.now && (source === undefined || one.source === source) && isWithin(within, one.at, facts),
  );
  return sum(earnings, ({ points: count }) => count);
}

export const pointsRedeemed = subject({
  verb: 'pointsRedeemed',
  about: 'points redeemed, less those that were given back',
  form: { group: 'points', title: { en: 'Points redeemed', 'zh-CN': '已兑换积分' }, unit: inPoints },
  schema: z.strictObject({ pointsRedeemed: numberTest, within: windowWord.optional() }),
  say: {
    en: ({ pointsRedeemed: test, within }) =>
      `redeemed ${sayHowMany(test, 'point', 'points')}${sayWithin(within, 'en')}`,
    'zh-CN': ({ pointsRedeemed: test, within }) => `已兑换积分${sayTest(test, 'zh-CN')}${sayWithin(within, 'zh-CN')}`,
  },
  holds: ({ pointsRedeemed: test, within }, facts) => holdsNumber(test, redeemed(within, facts)),
  found: ({ within }, facts) => ({ kind: 'number', value: redeemed(within, facts) }),
  sql: ({ pointsRedeemed: test, within }, asking) =>
    groupedSql({
      ...happenedTo(sql`ledger.txn t`, sql`t.member_id`),
      where: [
        sql`t.programme_id = ${asking.programmeId}::smallint`,
        sql`t.kind IN ('SPEND', 'CAPTURE', 'REFUND')`,
        sql`t.effective_at <= ${sqlInstant(asking.now)}`,
        withinSql(within, sql`t.effective_at`, asking),
        asking.among(sql`t.member_id`),
      ],
      having: numberSql(test, sql`sum(CASE t.kind WHEN 'REFUND' THEN -t.amount ELSE t.amount END)`),
      meetsNone: holdsNumber(test, 0),
    }),
  refs,
  byTime,
});

function redeemed(within: string | undefined, facts: Facts): number {
  const used = facts.member.redeemed.filter(({ at }) => at <= facts.now && isWithin(within, at, facts));
  return sum(used, ({ points: count }) => count);
}
