import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { withOwnAccounts } from './rows-own-accounts.ts';

const couponRow = z.object({
  ...{ memberId: z.bigint(), kind: z.string(), expiresAt: z.number() },
  status: z.enum(['issued', 'redeemed', 'expired', 'cancelled']),
});

/** Coupons of members, each under the name that its campaign has for it. */
export function readCouponFacts(db: Db, ids: readonly bigint[]) {
  return readRows(
    couponRow,
    db.$queryRaw`
      SELECT c.member_id AS "memberId", coalesce(c.offer, k.code, '') AS kind, c.status, intake_ms(c.expires_at)::float8 AS "expiresAt"
      FROM ledger.coupon c LEFT JOIN campaign k ON k.id = c.campaign_id
      WHERE c.member_id = ANY (${ids as bigint[]}::bigint[]) AND c.status <> 'new' ORDER BY c.id`,
  );
}

const stayRow = z.object({
  ...{ memberId: z.bigint(), campaign: z.string(), at: z.number(), endedAt: z.number().nullable(), status: z.string() },
});

/** Campaigns that members are or were in. */
export function readStayFacts(db: Db, ids: readonly bigint[]) {
  return readRows(
    stayRow,
    db.$queryRaw`
      SELECT e.member_id AS "memberId", c.code AS campaign, intake_ms(e.enrolled_at)::float8 AS at,
        intake_ms(e.ended_at)::float8 AS "endedAt", e.status
      FROM enrolment e JOIN campaign c ON c.id = e.campaign_id
      WHERE e.member_id = ANY (${ids as bigint[]}::bigint[]) ORDER BY e.id`,
  );
}

const messageRow = z.object({
  memberId: z.bigint(),
  campaign: z
    .string()
    .nullable()
    .transform((code) => code ?? undefined),
  template: z.string(),
  sentAt: z
    .number()
    .nullable()
    .transform((at) => at ?? undefined),
  bouncedAt: z
    .number()
    .nullable()
    .transform((at) => at ?? undefined),
});

/** Messages that left for members, and for accounts that were merged into them. */
export function readMessageFacts(db: Db, ids: readonly bigint[]) {
  return readRows(
    messageRow,
    db.$queryRaw`
      ${withOwnAccounts(ids)}
      SELECT o.heir AS "memberId", c.code AS campaign, s.template, intake_ms(s.sent_at)::float8 AS "sentAt",
        CASE WHEN s.status = 'bounced' THEN intake_ms(s.left_at)::float8 END AS "bouncedAt"
      FROM own o JOIN message s ON s.member_id = o.id LEFT JOIN campaign c ON c.id = s.campaign_id ORDER BY s.id`,
  );
}

const referralRow = z.object({ memberId: z.bigint(), at: z.number() });

/** When each friend that members brought was rewarded. */
export function readReferralFacts(db: Db, ids: readonly bigint[]) {
  return readRows(
    referralRow,
    db.$queryRaw`
      SELECT r.referrer_id AS "memberId", intake_ms(r.changed_at)::float8 AS at
      FROM referral r WHERE r.referrer_id = ANY (${ids as bigint[]}::bigint[]) AND r.state = 'paid' ORDER BY r.id`,
  );
}
