import type { CouponOffer } from '../../modules/coupons/rules.ts';
import type { MessageClass } from '../../modules/programme/rules-message-limits.ts';
import type { JsonObject } from '../../values/json.ts';

/** A message as its step would ask for it, for somebody who is made up. */
export interface MessageSample {
  readonly class: MessageClass;
  readonly variables: JsonObject;
  /** Days ahead within which the points expire that it speaks of, where it does. */
  readonly expiringWithinDays?: number;
}

type Sample<Settings> = (settings: Settings, now: number) => MessageSample;

export type Samples<Settings> = Readonly<Record<string, Sample<Settings>>>;

const dayMs = 86_400_000;

/** Coupons get their codes when they are issued. */
export const code = 'SAMP-LE22-CODE';

/** Shown where the settings name no coupon, and the message is about one. */
export const offerDefault: CouponOffer = {
  name: 'A sample coupon',
  benefit: { kind: 'percentOff', percent: 10 },
  validDays: 14,
};

export const expiryDaysDefault = 14;

export const endOf = (now: number, days: number) => now + days * dayMs;
