import type { ErrorCode } from '../../platform/errors.ts';

/** What every ledger request carries. The key is permanent: the same key and body give the first answer again. */
export interface LedgerRequest {
  readonly programmeId: number;
  readonly memberId: bigint;
  /** 1 to 200 characters, e.g. `earn:order:536365`; unique in the programme for ever. */
  readonly key: string;
  /** The business time; drives expiry and reports. */
  readonly at: Date;
  readonly source: { readonly type: string; readonly id: string };
  readonly actor: string;
  readonly reason?: string;
}

export interface EarnRequest extends LedgerRequest {
  readonly points: number;
  /** Later than `at`: the points stay pending until then. Default `at`. */
  readonly availableAt?: Date;
  /** null never expires. */
  readonly expiresAt: Date | null;
}
export interface ConfirmRequest extends LedgerRequest {
  readonly earnKey: string;
}
export interface CancelPendingRequest extends LedgerRequest {
  readonly earnKey: string;
}
export interface SpendRequest extends LedgerRequest {
  readonly points: number;
}
export interface HoldRequest extends LedgerRequest {
  readonly points: number;
  readonly expiresAt: Date;
}
export interface CaptureRequest extends LedgerRequest {
  readonly holdKey: string;
  /** All that is still held when absent. */
  readonly points?: number;
}
export type ReleaseRequest = CaptureRequest;
export interface RefundRequest extends LedgerRequest {
  /** Key of the spend or capture whose points go back to their lots. */
  readonly redemptionKey: string;
  readonly points: number;
}
export interface ClawbackRequest extends LedgerRequest {
  readonly earnKey: string;
  /** Points to have taken back of this earn in all, so far; what earlier clawbacks took is deducted. */
  readonly totalPoints: number;
  readonly policy: 'DEBT' | 'CLAMP';
}
export interface RevertRequest extends LedgerRequest {
  readonly earnKey: string;
  /** At most these, as far as they are left of the earn's own lot. */
  readonly points: number;
  readonly reason: string;
}
export interface AdjustRequest extends LedgerRequest {
  /** Positive adds a lot that expires at `expiresAt`; negative takes from the earliest lots. */
  readonly points: number;
  readonly expiresAt?: Date | null;
  readonly reason: string;
}
export interface ForfeitRequest extends LedgerRequest {
  readonly reason: string;
}

export interface Balance {
  readonly pending: number;
  readonly available: number;
  readonly held: number;
  readonly debt: number;
}

/** A posted transaction, or a refusal that changed nothing. */
export type LedgerAnswer =
  | {
      readonly ok: true;
      readonly txnId: string;
      readonly points: number;
      readonly balance: Balance;
      /** True when the key had been used before with the same body: this is the first answer again. */
      readonly replayed: boolean;
    }
  | { readonly ok: false; readonly code: LedgerRefusal; readonly message: string };

/** The codes that the ledger refuses with. */
export const ledgerRefusals = [
  'POINTS_INSUFFICIENT',
  'POINTS_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'KEY_INVALID',
  'MEMBER_NOT_FOUND',
  'MEMBER_NOT_ACTIVE',
  'TRANSACTION_NOT_FOUND',
  'REFERENCE_EXHAUSTED',
  'NOT_PENDING',
  'HOLD_EXPIRED',
  'REASON_REQUIRED',
  'EXPIRY_INVALID',
  'TIME_INVALID',
] as const satisfies readonly ErrorCode[];
export type LedgerRefusal = (typeof ledgerRefusals)[number];
