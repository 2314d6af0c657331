import type { ErrorCode } from '../../../platform/errors.ts';
import { couponObjections } from '../../coupons/rules.ts';
import type { JsonObject, JsonValue } from '../../../values/json.ts';

/** An event as intake takes it: its form is right, what it means for the member is still to be decided. */
export type Fact = FactBase & FactDetail;

interface FactBase {
  /** The sender's id: the same id is the same event. */
  readonly id: string;
  /** The shop's id of the member. */
  readonly memberId: string;
  /** When it happened, which may be long before it arrives. */
  readonly at: Date;
  /** Says the same content by the same text. */
  readonly contentHash: string;
  /** Set when nothing was said of when it happened: `at` is when it came, and no part of the content. */
  readonly undated?: true;
  /** Of such an event: what its content would be, had it been told with this time. */
  readonly hashAt?: (at: Date) => string;
}

type FactDetail =
  | {
      readonly type: 'member.joined' | 'member.updated';
      readonly change: ProfileChange;
      /** Fields that were left out, and why. */
      readonly notes?: readonly string[];
    }
  | {
      readonly type: 'order.placed';
      readonly orderId: string;
      readonly amountMinor: number;
      readonly attributes?: JsonObject;
      /** The code of a coupon used on it. */
      readonly coupon?: string;
      /** The held redemption that it is paid with. */
      readonly redemptionId?: string;
      /** The quote that it is reckoned by. */
      readonly quoteId?: string;
    }
  | {
      readonly type: 'order.returned';
      /** Absent when the return names no order: it is put down to the member's orders. */
      readonly orderId?: string;
      /** Absent means all that is left of the order. */
      readonly amountMinor?: number;
    }
  | {
      readonly type: 'order.amended';
      readonly orderId: string;
      /** What the order comes to from now on, whatever it was before. */
      readonly amountMinor: number;
      readonly attributes?: JsonObject;
    }
  | { readonly type: 'order.cancelled'; readonly orderId: string }
  | { readonly type: OtherType; readonly data: JsonObject };

/** Any type but those above: `checkin.done`, `share.opened`, a shop's own `warranty.registered`. */
export type OtherType = `${string}.${string}` & { readonly other: true };

/** Fields to set; null clears one, an absent one stays as it is. */
export interface ProfileChange {
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly wechatOpenId?: string | null;
  readonly pushToken?: string | null;
  readonly name?: string | null;
  /** "1990-05-17" */
  readonly birthday?: string | null;
  readonly zone?: string | null;
  readonly locale?: string | null;
  readonly tags?: readonly string[];
  /** By channel: may marketing be sent there? */
  readonly consent?: Readonly<Record<string, boolean>>;
  /** When and where it was said, of consent that was given elsewhere before: it counts from then on. */
  readonly consentSaid?: { readonly at: Date; readonly source: string };
  /** What tells one person under two accounts; only its keyed hash is stored. */
  readonly deviceId?: string | null;
  /** Where the member registers from; only its keyed hash is stored. */
  readonly ip?: string | null;
  /** The code of the member who invited this one. */
  readonly referralCode?: string | null;
  /** Everything else the shop knows. */
  readonly attributes?: Readonly<Record<string, JsonValue>>;
}

/** Why an event was not taken, which field is at fault and what to do. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

export const refusalCodes = [
  'EVENT_INVALID',
  'EVENT_CONFLICT',
  'DATE_IN_FUTURE',
  'MEMBER_NOT_FOUND',
  'MEMBER_NOT_ACTIVE',
  'AMOUNT_INVALID',
  'CURRENCY_MISMATCH',
  'ORDER_CONFLICT',
  'ORDER_NOT_FOUND',
  'RETURN_TOO_LARGE',
  'CHECKIN_TOO_LATE',
  'CHECKIN_OFF',
  'STREAK_NOT_LOST',
  'REPAIR_TOO_LATE',
  'NO_REPAIR_CARD',
  ...couponObjections,
  'REDEMPTION_NOT_FOUND',
  'REDEMPTION_STATUS',
  'LEDGER_REFUSED',
] as const satisfies readonly ErrorCode[];
export type RefusalCode = (typeof refusalCodes)[number];
