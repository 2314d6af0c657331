import { couponDetails, couponTitle } from '../coupons/wording.ts';
import type { CouponMoveRow } from './rows-coupon-moves.ts';
import { type Cause, type TimelineDraft, ranks } from './timeline-entry.ts';

/** What happened to a coupon, as the timeline tells it. */
export function couponDraft(move: CouponMoveRow, campaign: string | undefined, cause: Cause): TimelineDraft {
  return {
    at: move.at,
    rank: ranks.effect,
    cause,
    kind: 'coupon',
    code: move.kind,
    title: couponTitle(move),
    details: couponDetails(move),
    points: 0,
    pending: 0,
    ...(campaign === undefined ? {} : { campaign }),
    refs: { couponId: String(move.couponId), couponCode: move.code },
  };
}
