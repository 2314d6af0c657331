import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
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
  const { statuses, ...rest } = filter;
  if (statuses === undefined) return listOfStatus(db, rest);
  const lists: CouponSummary[] = [];
  // A coupon has one status, so that no two of these have the same one.
  for (const status of new Set(statuses)) lists.push(...(await listOfStatus(db, { ...rest, status })));
  return lists.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1)).slice(0, filter.limit);
}

async function listOfStatus(db: Db, filter: CouponFilter): Promise<CouponSummary[]> {
  const { programmeId, now, limit } = filter;
  const rows = await readRows(
    couponRow,
    db.$queryRaw`
      SELECT c.id::text, c.code, m.external_id AS member, p.code AS campaign, c.name, c.benefit,
        c.min_order_minor AS "minOrderMinor", c.order_id AS "orderId", c.issued_at AS "issuedAt", c.expires_at AS "expiresAt",
        CASE WHEN c.status = 'issued' AND c.expires_at < ${now}::timestamptz THEN 'expired' ELSE c.status END AS status
      FROM ledger.coupon c JOIN member m ON m.id = c.member_id LEFT JOIN campaign p ON p.id = c.campaign_id
      WHERE c.id = ANY (ARRAY(SELECT id FROM ${idsOf(filter)} found ORDER BY id DESC LIMIT ${limit}::int))
        AND c.programme_id = ${programmeId}::smallint
      ORDER BY c.id DESC`,
  );
  return rows.map((row) => ({ ...row, minOrderMinor: Number(row.minOrderMinor) }));
}

/** Those that meet the filter: all of one member or code, which are few, or else the latest. */
function idsOf(filter: CouponFilter): Prisma.Sql {
  const { programmeId, member, code } = filter;
  if (member === undefined && code === undefined) return latestOf(filter);
  const ofMember = Prisma.sql`x.member_id = (SELECT id FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${member})`;
  const whose = [
    ...(member === undefined ? [] : [ofMember]),
    ...(code === undefined ? [] : [Prisma.sql`x.code = ${code}`]),
  ];
  const { status } = filter;
  const shown = [
    ...(status === undefined ? [Prisma.sql`TRUE`] : keptAs(filter, status)),
    ...(status === 'expired' ? [unswept(filter)] : []),
  ];
  return Prisma.sql`(
    SELECT x.id FROM ledger.coupon x
    WHERE ${ofProgramme(filter)} AND ${Prisma.join(whose, ' AND ')} AND ${inCampaign(filter)}
      AND (${Prisma.join(shown, ' OR ')}) AND ${older(filter)})`;
}

/** The latest of every campaign and status, and of no campaign: the index has each in order, so that a rare one is found at once. */
function latestOf(filter: CouponFilter): Prisma.Sql {
  const { programmeId, status, campaign, limit } = filter;
  const kept =
    status === undefined ? couponStatuses.map((each) => Prisma.sql`x.status = ${each}`) : keptAs(filter, status);
  const latest = (from: Prisma.Sql, whose: Prisma.Sql) =>
    kept.map(
      (is) => Prisma.sql`
        SELECT found.id FROM ${from} CROSS JOIN LATERAL (
          SELECT x.id FROM ledger.coupon x WHERE ${ofProgramme(filter)} AND ${whose} AND ${is} AND ${older(filter)}
          ORDER BY x.id DESC LIMIT ${limit}::int) found`,
    );
  const once = Prisma.sql`(VALUES (0)) once`;
  const each = Prisma.sql`(SELECT id FROM campaign WHERE programme_id = ${programmeId}::smallint) c`;
  const byCampaign =
    campaign === undefined
      ? [...latest(each, Prisma.sql`x.campaign_id = c.id`), ...latest(once, Prisma.sql`x.campaign_id IS NULL`)]
      : latest(once, inCampaign(filter));
  // By their last day, whatever else is asked: they are few.
  const past = Prisma.sql`
    SELECT x.id FROM (
      SELECT x.id, x.campaign_id FROM ledger.coupon x WHERE ${ofProgramme(filter)} AND ${unswept(filter)} OFFSET 0) x
    WHERE ${inCampaign(filter)} AND ${older(filter)}`;
  return Prisma.sql`(${Prisma.join([...byCampaign, ...(status === 'expired' ? [past] : [])], ' UNION ALL ')})`;
}

const ofProgramme = ({ programmeId }: CouponFilter) => Prisma.sql`x.programme_id = ${programmeId}::smallint`;

const inCampaign = ({ programmeId, campaign }: CouponFilter) =>
  campaign === undefined
    ? Prisma.sql`TRUE`
    : Prisma.sql`x.campaign_id = (SELECT id FROM campaign WHERE programme_id = ${programmeId}::smallint AND code = ${campaign})`;

const older = ({ before }: CouponFilter) =>
  before === undefined ? Prisma.sql`TRUE` : Prisma.sql`x.id < ${before}::bigint`;

/** How a coupon that is shown in a status is kept. */
function keptAs({ now }: CouponFilter, status: string): Prisma.Sql[] {
  const usable = Prisma.sql`x.status = 'issued' AND x.expires_at >= ${now}::timestamptz`;
  return [status === 'issued' ? usable : Prisma.sql`x.status = ${status}`];
}

/** Past its last day, and not taken by a sweep yet, which comes every hour: it is shown as expired. */
const unswept = ({ now }: CouponFilter) => Prisma.sql`x.status = 'issued' AND x.expires_at < ${now}::timestamptz`;
