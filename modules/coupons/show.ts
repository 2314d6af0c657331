import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { type CouponSummary, listCoupons } from './list.ts';
import { normalCouponCode } from './rules.ts';

/** One thing that happened to a coupon. */
export interface CouponMoveView {
  readonly kind: string;
  readonly at: Date;
  readonly orderId: string | null;
  readonly actor: string;
  readonly reason: string | null;
}

export interface CouponDetail extends CouponSummary {
  /** Oldest first. */
  readonly history: readonly CouponMoveView[];
}

/** One coupon with what happened to it, however its code is typed; throws COUPON_NOT_FOUND. */
export async function readCoupon(
  db: Db,
  { programmeId, now, code }: { programmeId: number; now: Date; code: string },
): Promise<CouponDetail> {
  const [coupon] = await listCoupons(db, { programmeId, now, code: normalCouponCode(code), limit: 1 });
  if (coupon === undefined) {
    throw new PerennialError('COUPON_NOT_FOUND', `There is no coupon "${code}".`, {
      field: 'code',
      fix: 'See `perennial coupon list`.',
    });
  }
  const history = await db.ledgerCouponMove.findMany({
    where: { couponId: BigInt(coupon.id), kind: { not: 'MOVE' } },
    orderBy: { seq: 'asc' },
    select: { kind: true, at: true, orderId: true, actor: true, reason: true },
  });
  return { ...coupon, history };
}
