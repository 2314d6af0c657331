import type { Db } from '../database.ts';
import type { Draft } from './timeline.ts';
import { date, type Manner } from './words.ts';

/** A move of one of the member's coupons. */
export interface CouponMoveRow {
  readonly kind: string;
  readonly at: Date;
  readonly orderId: string | null;
  readonly reason: string | null;
  readonly couponId: bigint;
  readonly code: string;
  readonly name: string;
  readonly expiresAt: Date;
  readonly enrolmentId: bigint | null;
}

/** The latest moves of a member's coupons, newest first. */
export async function readCouponMoves(db: Db, memberId: bigint, limit: number): Promise<CouponMoveRow[]> {
  return db.$queryRaw<CouponMoveRow[]>`
    SELECT v.kind, v.at, v.order_id AS "orderId", v.reason, c.id AS "couponId", c.code, c.name,
      c.expires_at AS "expiresAt", c.enrolment_id AS "enrolmentId"
    FROM ledger.coupon_move v JOIN ledger.coupon c ON c.id = v.coupon_id
    WHERE v.member_id = ${memberId} ORDER BY v.at DESC, v.id DESC LIMIT ${limit}`;
}

const titles: Readonly<Record<string, string>> = {
  ISSUE: 'Coupon given',
  REDEEM: 'Coupon used',
  REFUND: 'Coupon given back',
  EXPIRE: 'Coupon expired',
  CANCEL: 'Coupon cancelled',
};

/** What happened to a coupon, as the timeline tells it. */
export function couponDraft(
  move: CouponMoveRow,
  campaign: string | undefined,
  { programmeZone }: Manner,
): Omit<Draft, 'rank'> {
  const { kind, at, orderId, reason, code, name, expiresAt, couponId } = move;
  const details = {
    ISSUE: [`code ${code}, good until ${date(expiresAt, programmeZone)}`],
    REDEEM: orderId === null ? [] : [`on order ${orderId}`],
  }[kind];
  return {
    ...{ at, kind: 'coupon' as const, code: kind },
    title: `${titles[kind] ?? kind.toLowerCase()}: ${name}`,
    details: details ?? (reason === null ? [] : [reason]),
    ...{ points: 0, pending: 0 },
    ...(campaign === undefined ? {} : { campaign }),
    refs: { couponId: String(couponId), couponCode: code },
  };
}
