import * as z from 'zod';
import type { MemberCoupon } from '../../../conditions/facts.ts';
import { sql, sqlInstant, sqlTrue, type Sql } from '../../../conditions/sql.ts';
import { subject } from '../../../conditions/subject.ts';
import { codeWord } from '../../../conditions/words.ts';

const states = ['unused', 'used', 'expired', 'any'] as const;
type State = (typeof states)[number];
const statesInChinese: Readonly<Record<State, string>> = {
  unused: '，未使用',
  used: '，已使用',
  expired: '，已过期',
  any: '',
};

/** What a coupon is at an instant: one past its last day has expired, whether a sweep came or not. */
function stateOf({ status, expiresAt }: MemberCoupon, now: number): Exclude<State, 'any'> | 'cancelled' {
  if (status === 'redeemed') return 'used';
  if (status === 'cancelled') return 'cancelled';
  return status === 'expired' || expiresAt < now ? 'expired' : 'unused';
}

function stateSql(state: State, now: number): Sql {
  const at = sqlInstant(now);
  switch (state) {
    case 'used':
      return sql`c.status = 'redeemed'`;
    case 'expired':
      return sql`(c.status = 'expired' OR c.status = 'issued' AND c.expires_at < ${at})`;
    case 'unused':
      return sql`c.status = 'issued' AND c.expires_at >= ${at}`;
    case 'any':
      return sqlTrue;
  }
}

export const coupon = subject({
  verb: 'coupon',
  about: 'has a coupon of a kind; those of a shipped lifecycle go by the code of their campaign',
  form: {
    ...{ group: 'sent', title: { en: 'Coupon', 'zh-CN': '优惠券' }, names: { coupon: 'coupon' } },
    options: {
      state: {
        unused: { en: 'not used yet', 'zh-CN': '未使用' },
        used: { en: 'used', 'zh-CN': '已使用' },
        expired: { en: 'expired', 'zh-CN': '已过期' },
        any: { en: 'in any state', 'zh-CN': '任何状态' },
      },
    },
  },
  schema: z.strictObject({ coupon: codeWord, state: z.enum(states).default('unused').describe('what became of it') }),
  say: {
    en: ({ coupon: kind, state }) => `has the coupon ${kind}${state === 'any' ? '' : `, ${state}`}`,
    'zh-CN': ({ coupon: kind, state }) => `有优惠券 ${kind}${statesInChinese[state]}`,
  },
  holds: ({ coupon: kind, state }, { member: { coupons }, now }) =>
    coupons.some((one) => one.kind === kind && (state === 'any' || stateOf(one, now) === state)),
  sql: ({ coupon: kind, state }, { programmeId, now, among }) => sql`EXISTS (
    SELECT FROM ledger.coupon c LEFT JOIN campaign k ON k.id = c.campaign_id
    WHERE c.programme_id = ${programmeId}::smallint AND c.member_id = m.id AND coalesce(c.offer, k.code) = ${kind}::text
      AND ${stateSql(state, now)} AND ${among(sql`c.member_id`)})`,
  refs: ({ coupon: name }) => [{ kind: 'coupon', name, path: ['coupon'] }],
  byTime: ({ state }) => state === 'unused' || state === 'expired',
});
