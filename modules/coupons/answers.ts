import { z } from 'zod';
import { codeFromSql, type ErrorCode } from '../../platform/errors.ts';
import { vouchedFor } from '../../platform/rows.ts';
import { couponObjections } from './rules.ts';

const couponRefusals = [
  ...couponObjections,
  'COUPON_NOT_USED',
  'IDEMPOTENCY_KEY_REUSED',
] as const satisfies readonly ErrorCode[];
export type CouponRefusal = (typeof couponRefusals)[number];

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

type AnswerRow =
  | {
      readonly ok: true;
      readonly couponId: string;
      readonly code: string;
      readonly expiresAt: number;
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The answers of a batch, as `ledger.coupon_issue_batch` and `ledger.coupon_move_batch` give them. */
export const answersRow = z.object({ answers: vouchedFor<readonly AnswerRow[]>() });

export function answerOf(row: AnswerRow): CouponAnswer {
  return row.ok
    ? { ...row, expiresAt: new Date(row.expiresAt) }
    : { ...row, code: codeFromSql(row.code, couponRefusals) };
}
