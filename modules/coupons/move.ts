import { z } from 'zod';
import { normalCouponCode } from './rules.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { answerOf, answersRow, type CouponAnswer } from './answers.ts';

/** What every move says. */
export interface CouponMoveRequest {
  readonly code: string;
  /** The same key moves once. */
  readonly key: string;
  readonly at: Date;
  readonly actor: string;
  readonly reason?: string;
}

export interface CouponRedeemRequest extends CouponMoveRequest {
  readonly orderId: string;
  readonly amountMinor: number;
  /** Whose order it is; unchecked when absent. */
  readonly memberId?: string;
}

export interface CouponCancelRequest extends CouponMoveRequest {
  readonly reason: string;
}

/** Uses coupons on orders; each coupon at most once, whoever else tries at the same moment. */
export const redeemCoupons = (db: Db, programmeId: number, requests: readonly CouponRedeemRequest[]) =>
  move(db, programmeId, 'REDEEM', requests);

/** Gives back coupons that were used and have not expired: the redemption is cancelled. */
export const refundCoupons = (db: Db, programmeId: number, requests: readonly CouponMoveRequest[]) =>
  move(db, programmeId, 'REFUND', requests);

/** Withdraws coupons that have not been used. */
export const cancelCoupons = (db: Db, programmeId: number, requests: readonly CouponCancelRequest[]) =>
  move(db, programmeId, 'CANCEL', requests);

async function move(
  db: Db,
  programmeId: number,
  kind: 'REDEEM' | 'REFUND' | 'CANCEL',
  requests: readonly CouponMoveRequest[],
): Promise<CouponAnswer[]> {
  if (requests.length === 0) return [];
  const rows = requests.map(({ code, ...request }) => ({ ...request, code: normalCouponCode(code) }));
  const row = await readOnlyRow(
    answersRow,
    db.$queryRaw`
      SELECT ledger.coupon_move_batch(${programmeId}::int, ${kind}, ${JSON.stringify(rows)}::jsonb) AS answers`,
  );
  return row.answers.map(answerOf);
}

const expiredRow = z.object({ coupons: z.int(), nextAfterMemberId: z.bigint().nullable() });

export interface CouponSweepPage {
  readonly programmeId: number;
  readonly now: Date;
  readonly afterMemberId: bigint;
  readonly membersMax: number;
}

/** Expires the coupons of a page of members that are past their last day. */
export async function expireCoupons(
  db: Db,
  { programmeId, now, afterMemberId, membersMax }: CouponSweepPage,
): Promise<{ readonly coupons: number; readonly nextAfterMemberId: bigint | null }> {
  return readOnlyRow(
    expiredRow,
    db.$queryRaw`
      SELECT coupons, next_after_member_id AS "nextAfterMemberId"
      FROM ledger.expire_coupons(${programmeId}::int, ${now}::timestamptz, ${afterMemberId}::bigint, ${membersMax}::int)`,
  );
}
