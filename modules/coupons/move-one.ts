import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { CouponAnswer } from './answers.ts';
import { cancelCoupons, redeemCoupons, refundCoupons } from './move.ts';
import { normalCouponCode } from './rules.ts';
import { type CouponDetail, readCoupon } from './show.ts';

/** When, and who answers for it. */
export interface HandMove {
  readonly at: Date;
  readonly actor: string;
}

export interface HandRedemption extends HandMove {
  readonly orderId: string;
  readonly amountMinor: number;
  /** Whose order it is; unchecked when absent. */
  readonly memberId?: string;
}

/** Uses a coupon on an order that comes by no event; a second call for the same order changes nothing. */
export async function redeemCoupon(
  db: Db,
  programmeId: number,
  code: string,
  move: HandRedemption,
): Promise<CouponDetail> {
  const key = `redeem:order:${move.orderId}`;
  const [answer] = await redeemCoupons(db, programmeId, [{ ...move, code: normalCouponCode(code), key }]);
  return asItIs(db, programmeId, { code, now: move.at, answer });
}

/** Gives back a coupon that was used: it can be used again. One that was given back stays as it is. */
export async function returnCoupon(
  db: Db,
  programmeId: number,
  code: string,
  move: HandMove & { readonly reason: string },
): Promise<CouponDetail> {
  const before = await readCoupon(db, { programmeId, now: move.at, code });
  if (before.status === 'issued' && before.history.at(-1)?.kind === 'REFUND') return before;
  // How often it has moved is in the key: after a second use it can be given back a second time.
  const key = `refund:coupon:${before.id}/${before.history.length + 1}`;
  const [answer] = await refundCoupons(db, programmeId, [{ ...move, code: before.code, key }]);
  return asItIs(db, programmeId, { code, now: move.at, answer });
}

/** Withdraws a coupon that was not used; one that was withdrawn stays as it is. */
export async function cancelCoupon(
  db: Db,
  programmeId: number,
  code: string,
  move: HandMove & { readonly reason: string },
): Promise<CouponDetail> {
  const before = await readCoupon(db, { programmeId, now: move.at, code });
  if (before.status === 'cancelled') return before;
  const key = `cancel:coupon:${before.id}/${before.history.length + 1}`;
  const [answer] = await cancelCoupons(db, programmeId, [{ ...move, code: before.code, key }]);
  return asItIs(db, programmeId, { code, now: move.at, answer });
}

/** The coupon as it is now, or why it did not move. */
async function asItIs(
  db: Db,
  programmeId: number,
  { code, now, answer }: { code: string; now: Date; answer: CouponAnswer | undefined },
): Promise<CouponDetail> {
  if (answer?.ok) return readCoupon(db, { programmeId, now, code });
  const refusal = answer?.code ?? 'COUPON_NOT_FOUND';
  const said = `${answer?.message ?? 'there is no such coupon'} (${refusal})`;
  throw new PerennialError(refusal, `"${code}": ${said}.`, { field: 'code' });
}
