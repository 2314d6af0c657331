import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import { type CouponBenefit, type CouponTerms, couponStatuses } from './rules.ts';

/** A coupon as lists show it. */
export interface CouponSummary {
  readonly id: string;
  readonly code: string;
  /** The shop's id of the member. */
  readonly member: string;
  readonly campaign: string | null;
  readonly name: string;
  readonly benefit: CouponBenefit;
  readonly minOrderMinor: number;
  readonly status: CouponTerms['status'];
  /** The order it was used on. */
  readonly orderId: string | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface CouponFilter {
  readonly programmeId: number;
  /** Past its last day a coupon is expired, swept or not. */
  readonly now: Date;
  readonly status?: string;
  /** Any of these. */
  readonly statuses?: readonly string[];
  readonly campaign?: string;
  /** The shop's id of the member. */
  readonly member?: string;
  readonly code?: string;
  /** Only older ones than this id: the last of the page before. */
  readonly before?: string;
  readonly limit: number;
}

const couponRow = z.object({
  id: z.string(),
  code: z.string(),
  member: z.string(),
  campaign: z.string().nullable(),
  name: z.string(),
  benefit: vouchedFor<CouponBenefit>(),
  minOrderMinor: z.bigint(),
  status: z.enum(couponStatuses),
  orderId: z.string().nullable(),
  issuedAt: z.date(),
  expiresAt: z.date(),
});

/** The latest coupons first. */
export async function listCoupons(db: Db, filter: CouponFilter): Promise<CouponSummary[]> {
  const statuses = filter.statuses === undefined ? null : [...filter.statuses];
  const { programmeId, now, status = null, campaign = null, member = null, code = null, before = null, limit } = filter;
  const rows = await readRows(
    couponRow,
    db.$queryRaw`
      SELECT * FROM (
        SELECT c.id::text, c.code, m.external_id AS member, p.code AS campaign, c.name, c.benefit,
          c.min_order_minor AS "minOrderMinor", c.order_id AS "orderId", c.issued_at AS "issuedAt", c.expires_at AS "expiresAt",
          CASE WHEN c.status = 'issued' AND c.expires_at < ${now}::timestamptz THEN 'expired' ELSE c.status END AS status
        FROM ledger.coupon c JOIN member m ON m.id = c.member_id LEFT JOIN campaign p ON p.id = c.campaign_id
        WHERE c.programme_id = ${programmeId}::smallint
          AND (${campaign}::text IS NULL OR p.code = ${campaign})
          AND (${member}::text IS NULL OR m.external_id = ${member})
          AND (${code}::text IS NULL OR c.code = ${code})
          AND (${before}::text IS NULL OR c.id < ${before}::bigint)
        ORDER BY c.id DESC) c
      WHERE (${status}::text IS NULL OR status = ${status}) AND (${statuses}::text[] IS NULL OR status = ANY (${statuses}::text[]))
      LIMIT ${limit}`,
  );
  return rows.map((row) => ({ ...row, minOrderMinor: Number(row.minOrderMinor) }));
}
