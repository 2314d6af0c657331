import { type ErrorCode, isErrorCode } from './registry.ts';

/** Names that codes once had, and the codes of today. Rows, histories and older SQL functions keep them, so they are read for ever. */
export const formerCodes = {
  COUPON_UNKNOWN: 'COUPON_NOT_FOUND',
  IDEMPOTENCY_CONFLICT: 'IDEMPOTENCY_KEY_REUSED',
  KEY_CONFLICT: 'IDEMPOTENCY_KEY_REUSED',
  MEMBER_UNKNOWN: 'MEMBER_NOT_FOUND',
  ORDER_UNKNOWN: 'ORDER_NOT_FOUND',
  REFERENCE_UNKNOWN: 'TRANSACTION_NOT_FOUND',
} as const satisfies Record<string, ErrorCode>;

/** The code of today for one that was stored or answered under any name it ever had; undefined for what never was a code. */
export function currentCode(text: string): ErrorCode | undefined {
  if (isErrorCode(text)) return text;
  return Object.hasOwn(formerCodes, text) ? formerCodes[text as keyof typeof formerCodes] : undefined;
}
