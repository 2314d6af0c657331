import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

export interface MessageCount {
  /** The template; the step's name where it came to no message. */
  readonly message: string;
  readonly fate: string;
  readonly reason: string;
  readonly count: number;
}

export interface PointsCount {
  readonly step: string;
  readonly grants: number;
  readonly points: number;
  /** Of those, what was taken back: by a reversal, or with an order that was returned. */
  readonly takenBack: number;
}

export interface CouponCount {
  readonly name: string;
  readonly given: number;
  readonly open: number;
  readonly redeemed: number;
  readonly expired: number;
  readonly cancelled: number;
}

/** What a campaign's steps came to. */
export interface Effects {
  /** Messages as they stand, and message steps that came to none; those of members who are held out were never to be sent. */
  readonly messages: readonly MessageCount[];
  readonly points: readonly PointsCount[];
  readonly coupons: readonly CouponCount[];
}

/** Members who stopped mails by the link in one of the campaign's. */
export interface UnsubscribeCount {
  readonly message: string;
  readonly members: number;
}

const unsubscribeRow = z.object({ message: z.string(), members: z.int() });

/** Who has stopped mails by which of the campaign's, and has not taken that back; most first. */
export async function readUnsubscribes(db: Db, campaignId: number): Promise<UnsubscribeCount[]> {
  return readRows(
    unsubscribeRow,
    db.$queryRaw`
      SELECT template AS message, count(*)::int AS members FROM message
      WHERE campaign_id = ${campaignId}::int AND unsubscribed_at IS NOT NULL
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${rowsMax}::int`,
  );
}

/** Rows of one list at most; the rest of a long tail tells a marketer nothing. */
export const rowsMax = 50;

const effectRow = z.object({
  list: z.enum(['messages', 'points', 'coupons']),
  name: z.string(),
  fate: z.string(),
  reason: z.string(),
  count: z.int(),
  points: z.number(),
  open: z.int(),
  redeemed: z.int(),
  expired: z.int(),
  cancelled: z.int(),
  takenBack: z.number(),
});

/** The messages, points and coupons of a campaign, all from one reading of its steps: of a million members they are millions. */
export async function readEffects(db: Db, campaignId: number): Promise<Effects> {
  const rows = await readRows(
    effectRow,
    db.$queryRaw`
      WITH done AS MATERIALIZED (
        SELECT s.name, s.kind, s.outcome ->> 'kind' AS outcome, coalesce(s.outcome ->> 'reason', '') AS reason, en.shadow,
          s.outcome -> 'data' ? 'points' AS has_points, c.name AS coupon, c.status AS coupon_status,
          count(*) AS n, sum((s.outcome -> 'data' ->> 'points')::bigint) AS points, sum(back.reversed) AS taken_back
        FROM enrolment en
        -- A message that left is counted below; its step tells more only when it gave something.
        JOIN step s ON s.enrolment_id = en.id AND (s.kind IN ('grant', 'coupon')
          OR s.kind = 'message' AND (s.outcome ->> 'kind' <> 'applied' OR s.outcome -> 'data' ?| ARRAY['points', 'couponId']))
        LEFT JOIN ledger.coupon c ON s.outcome ->> 'kind' = 'applied'
          AND c.id = CASE WHEN s.kind IN ('coupon', 'message') THEN (s.outcome -> 'data' ->> 'couponId')::bigint END
        LEFT JOIN ledger.reversal_cap back ON s.outcome ->> 'kind' = 'applied'
          AND back.orig_txn_id = CASE WHEN s.kind IN ('grant', 'message') THEN (s.outcome -> 'data' ->> 'txnId')::bigint END
        WHERE en.campaign_id = ${campaignId}::int
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8),
      told AS (
        SELECT m.template AS name, m.status AS fate,
          CASE WHEN m.status IN ('sent', 'reserved', 'sending') THEN '' ELSE coalesce(m.reason, '') END AS reason, count(*) AS n
        FROM message m WHERE m.campaign_id = ${campaignId}::int GROUP BY 1, 2, 3
        UNION ALL
        SELECT name, outcome, reason, n FROM done WHERE kind = 'message' AND outcome <> 'applied' AND NOT shadow),
      messages AS (
        SELECT name, fate, without_figures(reason) AS reason, sum(n) AS n FROM told GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2, 3 LIMIT ${rowsMax}::int),
      points AS (
        SELECT name, sum(n) AS n, sum(points) AS points, coalesce(sum(taken_back), 0) AS taken_back
        FROM done WHERE kind IN ('grant', 'message') AND outcome = 'applied' AND has_points GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ${rowsMax}::int),
      coupons AS (
        SELECT coupon AS name, sum(n) AS n, sum(n) FILTER (WHERE coupon_status = 'issued') AS open,
          sum(n) FILTER (WHERE coupon_status = 'redeemed') AS redeemed, sum(n) FILTER (WHERE coupon_status = 'expired') AS expired,
          sum(n) FILTER (WHERE coupon_status = 'cancelled') AS cancelled
        FROM done WHERE coupon IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${rowsMax}::int)
      SELECT list, name, fate, reason, n::int AS count, points::float8 AS points, open::int AS open, redeemed::int AS redeemed,
        expired::int AS expired, cancelled::int AS cancelled, taken_back::float8 AS "takenBack"
      FROM (
        SELECT 'messages' AS list, row_number() OVER (ORDER BY name, n DESC, fate, reason) AS place, name, fate, reason, n, 0 AS points,
          0 AS open, 0 AS redeemed, 0 AS expired, 0 AS cancelled, 0 AS taken_back FROM messages
        UNION ALL
        SELECT 'points', row_number() OVER (ORDER BY points DESC, name), name, '', '', n, points, 0, 0, 0, 0, taken_back FROM points
        UNION ALL
        SELECT 'coupons', row_number() OVER (ORDER BY n DESC, name), name, '', '', n, 0, coalesce(open, 0), coalesce(redeemed, 0),
          coalesce(expired, 0), coalesce(cancelled, 0), 0 FROM coupons) each
      ORDER BY list, place`,
  );
  const of = (list: (typeof rows)[number]['list']) => rows.filter((row) => row.list === list);
  return {
    messages: of('messages').map(({ name: message, fate, reason, count }) => ({ message, fate, reason, count })),
    points: of('points').map(({ name: step, count: grants, points, takenBack }) => ({
      step,
      grants,
      points,
      takenBack,
    })),
    coupons: of('coupons').map(({ name, count: given, open, redeemed, expired, cancelled }) => ({
      ...{ name, given, open, redeemed, expired, cancelled },
    })),
  };
}
