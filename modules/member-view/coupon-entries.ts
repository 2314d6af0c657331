import { date, type DisplayFormat } from '../../values/wording.ts';
import type { CouponMoveRow } from './rows-coupon-moves.ts';
import type { TimelineDraft } from './timeline-entry.ts';

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
  { programmeZone }: DisplayFormat,
): Omit<TimelineDraft, 'rank'> {
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
