import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** When a referrer's friends took their places under the limits. */
export type RewardedFriends = number[];

/** Places read of one referrer: a limit can't be set higher, see the settings of referral-reward. */
const friendsMax = 10_000;

const referrerRow = z.object({ id: z.string(), active: z.boolean(), friends: z.array(z.number()) });

/**
 * Locks referrers against each other's claims until the transaction ends, and tells whom each was rewarded for. A referral
 * that was taken back has given its place back.
 */
export async function lockReferrers(
  tx: Db,
  programmeId: number,
  memberIds: readonly string[],
): Promise<Map<string, { active: boolean; friends: RewardedFriends }>> {
  const ids = [...new Set(memberIds)];
  // The lock has a statement of its own: one that locks and counts at once would count what was before the lock.
  await tx.$executeRaw`
    SELECT FROM referral_code WHERE member_id = ANY (${ids}::text[]::bigint[]) AND programme_id = ${programmeId}::smallint
    ORDER BY member_id FOR UPDATE`;
  const rows = await readRows(
    referrerRow,
    tx.$queryRaw`
      SELECT m.id::text, m.status = 'ACTIVE' AS active, array(
        SELECT (extract(epoch FROM r.counted_at) * 1000)::float8 FROM referral r
        WHERE r.referrer_id = m.id AND r.counted_at IS NOT NULL AND r.state <> 'returned'
        ORDER BY r.counted_at DESC LIMIT ${friendsMax}::int) AS friends
      FROM member m WHERE m.id = ANY (${ids}::text[]::bigint[])`,
  );
  return new Map(rows.map(({ id, active, friends }) => [id, { active, friends }]));
}

const orderRow = z.object({ orderId: z.string(), kept: z.bigint() });

/** What is kept of orders, in minor units; a return of one of them waits until the transaction ends. */
export async function lockOrders(
  tx: Db,
  programmeId: number,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (orderIds.length === 0) return new Map();
  const rows = await readRows(
    orderRow,
    tx.$queryRaw`
      SELECT order_id AS "orderId", amount_minor - returned_minor AS kept FROM sales_order
      WHERE programme_id = ${programmeId}::smallint AND order_id = ANY (${orderIds}::text[])
      ORDER BY order_id FOR SHARE`,
  );
  return new Map(rows.map(({ orderId, kept }) => [orderId, Number(kept)]));
}

export interface ApprovedReferral {
  readonly id: string;
  readonly enrolmentId: string;
  readonly at: number;
  /** Whether it takes one of the referrer's places. */
  readonly counted: boolean;
  readonly orderId: string | null;
}

/** Writes that referrals are paid for. */
export async function claimReferrals(tx: Db, approved: readonly ApprovedReferral[]): Promise<void> {
  if (approved.length === 0) return;
  const rows = approved.map(({ at, ...rest }) => ({ ...rest, at: new Date(at).toISOString() }));
  await tx.$executeRaw`
    UPDATE referral r
    SET state = 'approved', reasons = '{}', waits_until = NULL, changed_at = a.at, order_id = a."orderId",
      enrolment_id = a."enrolmentId", counted_at = CASE WHEN a.counted THEN a.at END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      a (id bigint, "enrolmentId" bigint, at timestamptz, counted boolean, "orderId" text)
    WHERE r.id = a.id`;
}
