import type { CouponObjection } from './rules.ts';

export type CouponRefusal = CouponObjection | 'COUPON_NOT_USED' | 'IDEMPOTENCY_CONFLICT';

/** What came of a request. The same key with the same request answers as it did the first time. */
export type CouponAnswer =
  | {
      readonly ok: true;
      readonly couponId: string;
      readonly code: string;
      readonly expiresAt: Date;
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly code: CouponRefusal; readonly message: string };

export type AnswerRow =
  | {
      readonly ok: true;
      readonly couponId: string;
      readonly code: string;
      readonly expiresAt: number;
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly code: CouponRefusal; readonly message: string };

export function answerOf(row: AnswerRow): CouponAnswer {
  return row.ok ? { ...row, expiresAt: new Date(row.expiresAt) } : row;
}
