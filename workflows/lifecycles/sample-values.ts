import type { CouponOffer } from '../../modules/coupons/rules.ts';
import type { MessageClass } from '../../modules/programme/rules-message-limits.ts';
import { addDays, endOfLocalDay, localDay } from '../../values/calendar.ts';
import type { JsonObject } from '../../values/json.ts';

/** A message as its step would ask for it, for somebody who is made up. */
export interface MessageSample {
  readonly class: MessageClass;
  readonly variables: JsonObject;
  /** Days ahead within which the points expire that it speaks of, where it does. */
  readonly expiringWithinDays?: number;
}

/** The day on which a sample is written. */
export interface SampleDay {
  /** The end of the day that is so many days later, on the programme's calendar. */
  endAfter(days: number): number;
}

export function sampleDay(now: Date, zone: string): SampleDay {
  const today = localDay(now, zone);
  return { endAfter: (days) => endOfLocalDay(addDays(today, days), zone).getTime() };
}

type Sample<Settings> = (settings: Settings, now: SampleDay) => MessageSample;

export type Samples<Settings> = Readonly<Record<string, Sample<Settings>>>;

/** Coupons get their codes when they are issued. */
export const code = 'SAMP-LE22-CODE';

/** Shown where the settings name no coupon, and the message is about one. */
export const offerDefault: CouponOffer = {
  name: 'A sample coupon',
  benefit: { kind: 'percentOff', percent: 10 },
  validDays: 14,
};

export const expiryDaysDefault = 14;

export const endOf = (now: SampleDay, days: number) => now.endAfter(days);
