import { z } from 'zod';
import type { EnrolmentStatus } from '../../workflows/engine/story.ts';
import {
  type Comparison,
  compareConversion,
  type Interval,
  rateOf,
  sayComparison,
  type Share,
  wilson,
} from './rules-conversion.ts';
import type { CampaignSummary } from './list.ts';
import { requireCampaign } from './rows.ts';
import { currentVersion } from './rows-versions.ts';
import type { CampaignDefinition } from './rules.ts';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';

/** What a campaign did and what it brought. */
export interface CampaignReport extends Pick<CampaignSummary, 'code' | 'name' | 'lifecycle' | 'status' | 'launchedAt'> {
  readonly asOf: Date;
  /** How enrolments stand, most first; reasons that differ only in their figures are one. */
  readonly outcomes: readonly OutcomeCount[];
  readonly messages: readonly MessageCount[];
  readonly points: readonly { readonly step: string; readonly grants: number; readonly points: number }[];
  readonly coupons: readonly CouponCount[];
  readonly conversion: ConversionReport;
}

export interface OutcomeCount {
  readonly status: EnrolmentStatus;
  readonly reason: string;
  readonly enrolments: number;
  readonly heldOut: number;
}

export interface MessageCount {
  /** The template; the step's name where it came to no message. */
  readonly message: string;
  readonly fate: string;
  readonly reason: string;
  readonly count: number;
}

export interface CouponCount {
  readonly name: string;
  readonly given: number;
  readonly open: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly cancelled: number;
}

interface GroupReport extends Share {
  readonly rate: number;
  readonly interval: Interval;
}

/** Who ordered within so many days of entering: every member once, by the first time, when those days are over. */
export interface ConversionReport {
  readonly days: number;
  readonly given: GroupReport;
  readonly heldOut: GroupReport;
  /** Members whose days are not over. */
  readonly stillOpen: number;
  /** Null when nobody is held out. */
  readonly comparison: Comparison | null;
  readonly sentence: string;
}

/** Days within which an order counts when the campaign does not say. */
const conversionDaysDefault = 30;
/** Rows of one list at most; the rest of a long tail tells a marketer nothing. */
const rowsMax = 50;

/** The report of a campaign at an instant, or an error that names the codes there are. */
export async function readCampaignReport(
  db: Db,
  programmeId: number,
  code: string,
  asOf: Date,
): Promise<CampaignReport> {
  const campaign = await requireCampaign(db, { programmeId, code });
  const { id: campaignId, name, lifecycle, launchedAt } = campaign;
  const status = campaign.status as CampaignReport['status'];
  const { definition } = await currentVersion(db, campaign);
  const days = (definition as Partial<CampaignDefinition>).conversionDays ?? conversionDaysDefault;
  return {
    ...{ code, name, lifecycle, status, launchedAt, asOf },
    outcomes: await readOutcomes(db, campaignId),
    messages: await readMessages(db, campaignId),
    points: await readPoints(db, campaignId),
    coupons: await readCoupons(db, campaignId),
    conversion: reportConversion(await readConversion(db, campaignId, days, asOf), days),
  };
}

const outcomeRow = z.object({
  status: vouchedFor<EnrolmentStatus>(),
  reason: z.string(),
  enrolments: z.int(),
  heldOut: z.int(),
});

async function readOutcomes(db: Db, campaignId: number): Promise<OutcomeCount[]> {
  return readRows(
    outcomeRow,
    db.$queryRaw`
      -- The same words with the same figures are many: each is rewritten once.
      SELECT status, regexp_replace(reason, '[0-9][0-9,]*', '…', 'g') AS reason, sum(n)::int AS enrolments, sum(shadows)::int AS "heldOut"
      FROM (
        SELECT status, coalesce(reason, '') AS reason, count(*) AS n, count(*) FILTER (WHERE shadow) AS shadows
        FROM enrolment WHERE campaign_id = ${campaignId}::int GROUP BY 1, 2) said
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${rowsMax}::int`,
  );
}

const messageRow = z.object({ message: z.string(), fate: z.string(), reason: z.string(), count: z.int() });

/** Messages as they stand, and message steps that came to none; those of members who are held out were never to be sent. */
async function readMessages(db: Db, campaignId: number): Promise<MessageCount[]> {
  return readRows(
    messageRow,
    db.$queryRaw`
      SELECT message, fate, regexp_replace(reason, '[0-9][0-9,]*', '…', 'g') AS reason, sum(n)::int AS count
      FROM (
        SELECT m.template AS message, m.status AS fate,
          CASE WHEN m.status IN ('sent', 'reserved', 'sending') THEN '' ELSE coalesce(m.reason, '') END AS reason, count(*) AS n
        FROM message m WHERE m.campaign_id = ${campaignId}::int GROUP BY 1, 2, 3
        UNION ALL
        SELECT s.name, s.outcome ->> 'kind', coalesce(s.outcome ->> 'reason', ''), count(*)
        FROM enrolment en JOIN step s ON s.enrolment_id = en.id AND s.kind = 'message' AND s.outcome ->> 'kind' <> 'applied'
        WHERE en.campaign_id = ${campaignId}::int AND NOT en.shadow GROUP BY 1, 2, 3) told
      GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2, 3 LIMIT ${rowsMax}::int`,
  );
}

const pointsRow = z.object({ step: z.string(), grants: z.int(), points: z.number() });

async function readPoints(db: Db, campaignId: number): Promise<CampaignReport['points']> {
  return readRows(
    pointsRow,
    db.$queryRaw`
      SELECT s.name AS step, count(*)::int AS grants, sum((s.outcome -> 'data' ->> 'points')::bigint)::float8 AS points
      FROM enrolment en JOIN step s ON s.enrolment_id = en.id AND s.kind IN ('grant', 'message') AND s.outcome ->> 'kind' = 'applied'
        AND s.outcome -> 'data' ? 'points'
      WHERE en.campaign_id = ${campaignId}::int
      GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ${rowsMax}::int`,
  );
}

const couponRow = z.object({
  name: z.string(),
  given: z.int(),
  open: z.int(),
  redeemed: z.int(),
  expired: z.int(),
  cancelled: z.int(),
});

async function readCoupons(db: Db, campaignId: number): Promise<CouponCount[]> {
  return readRows(
    couponRow,
    db.$queryRaw`
      SELECT c.name, count(*)::int AS given,
        count(*) FILTER (WHERE c.status = 'issued')::int AS open, count(*) FILTER (WHERE c.status = 'redeemed')::int AS redeemed,
        count(*) FILTER (WHERE c.status = 'expired')::int AS expired, count(*) FILTER (WHERE c.status = 'cancelled')::int AS cancelled
      FROM enrolment en
      JOIN step s ON s.enrolment_id = en.id AND s.kind IN ('coupon', 'message') AND s.outcome ->> 'kind' = 'applied'
      JOIN ledger.coupon c ON c.id = (s.outcome -> 'data' ->> 'couponId')::bigint
      WHERE en.campaign_id = ${campaignId}::int
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${rowsMax}::int`,
  );
}

const conversionRow = z.object({
  shadow: z.boolean(),
  members: z.int(),
  converted: z.int(),
  stillOpen: z.int(),
});
type ConversionRow = z.infer<typeof conversionRow>;

/**
 * Every member by the first time in the campaign, whatever became of it: leaving out those who ended one way or another would
 * leave out different people in the two groups. Only versions that hold out the share of today are compared, because
 * another share at another time would mix the seasons. An order that was returned whole is none.
 */
async function readConversion(db: Db, campaignId: number, days: number, asOf: Date): Promise<ConversionRow[]> {
  return readRows(
    conversionRow,
    db.$queryRaw`
      WITH entered AS (
        SELECT DISTINCT ON (en.member_id) en.member_id, en.shadow, en.enrolled_at,
          en.enrolled_at + make_interval(hours => 24 * ${days}::int) AS until
        FROM campaign c
        JOIN campaign_version today ON today.campaign_id = c.id AND today.version = c.current_version
        JOIN campaign_version v ON v.campaign_id = c.id AND v.hold_out = today.hold_out
        JOIN enrolment en ON en.campaign_id = c.id AND en.campaign_version_id = v.id
        WHERE c.id = ${campaignId}::int
        ORDER BY en.member_id, en.occurrence),
      judged AS (
        SELECT e.shadow, e.until <= ${asOf}::timestamptz AS is_over, EXISTS (
          SELECT FROM sales_order o
          WHERE o.member_id = e.member_id AND o.placed_at > e.enrolled_at AND o.placed_at <= e.until
            AND (o.returned_minor < o.amount_minor OR o.amount_minor = 0)) AS converted
        FROM entered e)
      SELECT shadow, count(*) FILTER (WHERE is_over)::int AS members, count(*) FILTER (WHERE is_over AND converted)::int AS converted,
        count(*) FILTER (WHERE NOT is_over)::int AS "stillOpen"
      FROM judged GROUP BY shadow`,
  );
}

function reportConversion(rows: readonly ConversionRow[], days: number): ConversionReport {
  const groupOf = (shadow: boolean): GroupReport => {
    const { members = 0, converted = 0 } = rows.find((row) => row.shadow === shadow) ?? {};
    const share = { members, converted };
    return { ...share, rate: rateOf(share), interval: wilson(share) };
  };
  const [given, heldOut] = [groupOf(false), groupOf(true)];
  const comparison = rows.some(({ shadow }) => shadow) ? compareConversion(given, heldOut) : null;
  return {
    ...{ days, given, heldOut, comparison },
    stillOpen: rows.reduce((sum, { stillOpen }) => sum + stillOpen, 0),
    sentence: sayComparison(comparison, { given, heldOut, days }),
  };
}
