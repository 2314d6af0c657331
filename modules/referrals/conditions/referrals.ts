import * as z from 'zod';
import type { Facts } from '../../../conditions/facts.ts';
import { sayHowMany, sayTest, sayWithin } from '../../../conditions/say.ts';
import { isIn, windowRange } from '../../../conditions/spans.ts';
import { sql, sqlInstant, sqlTrue } from '../../../conditions/sql.ts';
import { sinceRefs, subject } from '../../../conditions/subject.ts';
import { holdsNumber, numberSql, numberTest, rangeSql } from '../../../conditions/tests.ts';
import { groupedSql } from '../../../conditions/where.ts';
import { windowWord } from '../../../conditions/words.ts';

function count(within: string | undefined, { member, ...asked }: Facts): number {
  const range = within === undefined ? {} : windowRange(within, asked);
  return member.referrals.filter((at) => at <= asked.now && isIn(range, at)).length;
}

export const referrals = subject({
  verb: 'referrals',
  about: 'friends who were brought, and rewarded',
  form: {
    group: 'doings',
    title: { en: 'Friends brought', 'zh-CN': '邀请好友数' },
    unit: { en: 'friends', 'zh-CN': '人' },
  },
  schema: z.strictObject({ referrals: numberTest, within: windowWord.optional() }),
  say: {
    en: ({ referrals: test, within }) =>
      `has brought ${sayHowMany(test, 'friend', 'friends')}${sayWithin(within, 'en')}`,
    'zh-CN': ({ referrals: test, within }) => `邀请好友数${sayTest(test, 'zh-CN')}${sayWithin(within, 'zh-CN')}`,
  },
  holds: ({ referrals: test, within }, facts) => holdsNumber(test, count(within, facts)),
  found: ({ within }, facts) => ({ kind: 'number', value: count(within, facts) }),
  sql: ({ referrals: test, within }, asking) =>
    groupedSql({
      from: sql`referral r`,
      memberId: sql`r.referrer_id`,
      where: [
        sql`r.programme_id = ${asking.programmeId}::smallint`,
        sql`r.state = 'paid'`,
        sql`r.changed_at <= ${sqlInstant(asking.now)}`,
        within === undefined ? sqlTrue : rangeSql(windowRange(within, asking), sql`r.changed_at`),
        asking.among(sql`r.referrer_id`),
      ],
      having: numberSql(test, sql`count(*)`),
      meetsNone: holdsNumber(test, 0),
    }),
  refs: ({ within }) => sinceRefs(within, ['within']),
  byTime: ({ within }) => within !== undefined,
});
