import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** A move of one of the member's coupons. */
export interface CouponMoveRow {
  readonly kind: string;
  readonly key: string;
  readonly at: Date;
  readonly orderId: string | null;
  readonly reason: string | null;
  readonly couponId: bigint;
  readonly code: string;
  readonly name: string;
  readonly expiresAt: Date;
  readonly enrolmentId: bigint | null;
}

const moveRow: z.ZodType<CouponMoveRow> = z.object({
  kind: z.string(),
  key: z.string(),
  at: z.date(),
  orderId: z.string().nullable(),
  reason: z.string().nullable(),
  couponId: z.bigint(),
  code: z.string(),
  name: z.string(),
  expiresAt: z.date(),
  enrolmentId: z.bigint().nullable(),
});

/** The latest moves of a member's coupons, newest first. */
export async function readCouponMoves(db: Db, memberId: bigint, limit: number): Promise<CouponMoveRow[]> {
  return readRows(
    moveRow,
    db.$queryRaw`
      SELECT v.kind, v.key, v.at, v.order_id AS "orderId", v.reason, c.id AS "couponId", c.code, c.name,
        c.expires_at AS "expiresAt", c.enrolment_id AS "enrolmentId"
      FROM ledger.coupon_move v JOIN ledger.coupon c ON c.id = v.coupon_id
      WHERE v.member_id = ${memberId} ORDER BY v.at DESC, v.id DESC LIMIT ${limit}`,
  );
}
