import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import type { CouponGrant, PointsGrant } from './rules.ts';

/** A page of what a campaign granted: so many of its members, in the order of their ids. */
export interface GrantsPage {
  readonly campaignId: number;
  /** Granted from then on, */
  readonly since: Date;
  /** and before then. */
  readonly until: Date;
  readonly afterMemberId: string;
  readonly membersMax: number;
}

const foundRow = z.object({
  members: z.int(),
  /** Null when no member is left. */
  lastMemberId: z.string().nullable(),
  txnIds: z.array(z.bigint()),
  couponIds: z.array(z.bigint()),
  messages: z.int(),
});

/** What the campaign's steps gave the members of a page, and the messages of theirs that left. */
export async function findGrants(db: Db, page: GrantsPage): Promise<z.infer<typeof foundRow>> {
  const { campaignId, since, until, afterMemberId, membersMax } = page;
  return readOnlyRow(
    foundRow,
    db.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT DISTINCT en.member_id FROM enrolment en
        WHERE en.campaign_id = ${campaignId}::int AND en.member_id > ${afterMemberId}::bigint
        ORDER BY en.member_id LIMIT ${membersMax}::int),
      entered AS MATERIALIZED (
        SELECT en.id FROM page p JOIN enrolment en ON en.campaign_id = ${campaignId}::int AND en.member_id = p.member_id),
      given AS MATERIALIZED (
        SELECT (s.outcome -> 'data' ->> 'txnId')::bigint AS txn_id, (s.outcome -> 'data' ->> 'couponId')::bigint AS coupon_id
        FROM entered en JOIN step s ON s.enrolment_id = en.id
        WHERE s.kind IN ('grant', 'coupon', 'message') AND s.outcome ->> 'kind' = 'applied'
          AND s.performed_at >= ${since}::timestamptz AND s.performed_at < ${until}::timestamptz)
      SELECT (SELECT count(*)::int FROM page) AS members, (SELECT max(member_id)::text FROM page) AS "lastMemberId",
        ARRAY(SELECT DISTINCT txn_id FROM given WHERE txn_id IS NOT NULL ORDER BY 1) AS "txnIds",
        ARRAY(SELECT DISTINCT coupon_id FROM given WHERE coupon_id IS NOT NULL ORDER BY 1) AS "couponIds",
        (SELECT count(*)::int FROM entered en JOIN message m ON m.enrolment_id = en.id
          WHERE m.sent_at >= ${since}::timestamptz AND m.sent_at < ${until}::timestamptz) AS messages`,
  );
}

/** Locks whose points these are, in the order in which the ledger does: how their lots stand is read behind it. */
export async function lockOwners(
  tx: Db,
  { txnIds, couponIds }: { readonly txnIds: readonly bigint[]; readonly couponIds: readonly bigint[] },
): Promise<void> {
  await tx.$executeRaw`
    SELECT ledger.lock_members(ARRAY(
      SELECT t.member_id FROM ledger.txn t WHERE t.id = ANY (${txnIds as bigint[]}::bigint[])
      UNION SELECT c.member_id FROM ledger.coupon c WHERE c.id = ANY (${couponIds as bigint[]}::bigint[])))`;
}

const pointsRow = z.object({
  thingId: z.string(),
  memberId: z.string(),
  key: z.string(),
  granted: z.number(),
  takeable: z.number(),
  held: z.number(),
  gone: z.number(),
});

/** How the points of these earns stand at `now`. */
export async function pointsGrants(
  db: Db,
  { programmeId, now }: { readonly programmeId: number; readonly now: Date },
  txnIds: readonly bigint[],
): Promise<PointsGrant[]> {
  if (txnIds.length === 0) return [];
  const rows = await readRows(
    pointsRow,
    db.$queryRaw`
      SELECT t.id::text AS "thingId", t.member_id::text AS "memberId", t.idem_key AS key, t.amount::float8 AS granted,
        ledger.revertible(l, coalesce(c.reversed, 0), ${now}::timestamptz)::float8 AS takeable, l.held::float8 AS held,
        (l.expired + coalesce(c.reversed, 0) + CASE WHEN l.expires_at <= ${now}::timestamptz THEN l.remaining ELSE 0 END)::float8 AS gone
      FROM unnest(${txnIds as bigint[]}::bigint[]) given (id)
      JOIN ledger.txn t ON t.id = given.id JOIN ledger.lot l ON l.id = given.id
      LEFT JOIN ledger.reversal_cap c ON c.orig_txn_id = given.id
      WHERE t.programme_id = ${programmeId}::smallint AND t.kind = 'EARN' ORDER BY t.id`,
  );
  return rows.map((row) => ({ kind: 'points', ...row }));
}

const couponRow = z.object({
  thingId: z.string(),
  memberId: z.string(),
  code: z.string(),
  status: z.enum(['issued', 'redeemed', 'expired', 'cancelled']),
  orderId: z.string().nullable(),
});

/** How these coupons stand at `now`; nobody moves them until the transaction ends. */
export async function couponGrants(
  db: Db,
  { programmeId, now, lock }: { readonly programmeId: number; readonly now: Date; readonly lock: boolean },
  couponIds: readonly bigint[],
): Promise<CouponGrant[]> {
  if (couponIds.length === 0) return [];
  const ids = couponIds as bigint[];
  if (lock) {
    await db.$executeRaw`
      SELECT FROM ledger.coupon WHERE id = ANY (${ids}::bigint[]) ORDER BY code FOR UPDATE`;
  }
  const rows = await readRows(
    couponRow,
    db.$queryRaw`
      SELECT id::text AS "thingId", member_id::text AS "memberId", code, order_id AS "orderId",
        CASE WHEN status = 'issued' AND expires_at < ${now}::timestamptz THEN 'expired' ELSE status END AS status
      FROM ledger.coupon WHERE programme_id = ${programmeId}::smallint AND id = ANY (${ids}::bigint[]) ORDER BY id`,
  );
  return rows.map((row) => ({ kind: 'coupon', ...row }));
}
