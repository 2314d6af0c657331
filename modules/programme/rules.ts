import type { LocalText } from '../../values/locale.ts';
import type { Ratio } from '../../values/ratio.ts';
import type { RetentionRules } from './rules-retention.ts';
import type { Channel, MessageCap } from './rules-message-limits.ts';

/**
 * A merchant's scheme as the programme file describes it, parsed and complete: every default is filled in. It is stored as JSON;
 * the compiler takes types for that, and no interfaces.
 */
export type Programme = DeclaredNames & {
  readonly code: string;
  readonly name: string;
  /** The name in each language, where it differs. */
  readonly names?: Readonly<Record<string, string>>;
  /** What a point is called: "points", "积分". */
  readonly asset: string;
  /** The same in each language, where it differs. */
  readonly assets?: Readonly<Record<string, string>>;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA zone of the programme's calendar. */
  readonly zone: string;
  readonly locale: string;
  readonly locales: readonly string[];
  readonly earning: EarningRules;
  readonly tiers: readonly Tier[];
  readonly expiry: ExpiryPolicy;
  /** Fixed points for things members do other than buying; none when absent. */
  readonly tasks?: readonly Task[];
  /** Days an order's points stay pending (the return window); 0 makes them available at once. */
  readonly pendingDays: number;
  readonly clawback: 'DEBT' | 'CLAMP';
  /** What points are worth at the checkout; they can't be used there when absent. */
  readonly redemption?: RedemptionRules;
  /** Corrections by hand of more points than `reviewAbove` wait for a second person; none does when absent. */
  readonly adjustments?: { readonly reviewAbove: number };
  /** Campaigns that may cost more than this, in minor units, wait for a second person before they go live; none does when absent. */
  readonly campaigns?: { readonly reviewAboveMinor: number };
  /** How long details are kept, where it says other than the defaults. */
  readonly retention?: Partial<RetentionRules>;
  /** Profile fields a complete profile has: `email`, `name`, `birthday`, `phone`, or an attribute's name. */
  readonly profileFields: readonly string[];
  /** The share of members who get nothing from any campaign; none when absent. */
  readonly holdOut?: number;
  /** Local times between which no marketing or service message leaves; null sends at any hour. */
  readonly quietHours: QuietHours | null;
  /** How many messages a member gets at most; as many as campaigns send when absent. */
  readonly messageCaps?: readonly MessageCap[];
  /** The channels of messages, best first; a message goes by the first that may. E-mail alone when absent. */
  readonly messageChannels?: readonly Channel[];
  /** Days after it was asked for at which a message without a deadline, put off by a cap, is dropped. */
  readonly messageDeferralDays?: number;
  readonly sender: { readonly name: string; readonly address: string };
  /** At the foot of every mail: the sender's postal address, and why its reader gets it. */
  readonly footer?: { readonly address?: LocalText; readonly reason?: LocalText };
  /** What goes round its mails, by the names of the files: `layout.en.html.liquid`; the shipped ones where there is none. */
  readonly layouts?: Readonly<Record<string, string>>;
  /** Where the button of a mail leads. */
  readonly shopUrl?: string;
};

/** What a field of an event, or an attribute, holds; money is carried in minor units. */
export type DeclaredType = 'text' | 'number' | 'money' | 'flag' | 'date';

/** What conditions and journeys may name, beside what the product knows and what has arrived. */
export type DeclaredNames = {
  /** Types of events that are the shop's own, beside those of tasks. */
  readonly events?: readonly string[];
  /** What the fields of these hold, by type; absent where the file says types alone. */
  readonly eventFields?: Readonly<Record<string, Readonly<Record<string, DeclaredType>>>>;
  readonly attributes?: Readonly<Record<string, DeclaredType>>;
  readonly tags?: readonly string[];
  /** Lists of days: `{ uk: ['2026-12-25'] }`. */
  readonly holidays?: Readonly<Record<string, readonly string[]>>;
  /** February when absent. */
  readonly leapDay?: 'february' | 'march';
};

/** `points` are worth `perMinor` of money on an order. */
export type RedemptionRules = {
  readonly points: number;
  readonly perMinor: number;
  /** The part of an order that points may pay at most. */
  readonly maxShare: Ratio;
  /** One redemption takes no fewer than these. */
  readonly minPoints: number;
  /** And a multiple of these, so that every redemption is worth whole minor units. */
  readonly stepPoints: number;
  /** How long points are held for an order that is not paid yet, and how long a quote is good for. */
  readonly holdMinutes: number;
};

/** Points for an event of one type: a check-in, a share, a review. */
export type Task = {
  readonly eventType: string;
  readonly points: number;
  /** How often it pays: for every event, once a local day, or once ever. */
  readonly once: 'event' | 'day' | 'ever';
};

export type QuietHours = {
  /** "21:00" */
  readonly from: string;
  /** "09:00", of the next day when earlier than `from`. */
  readonly until: string;
};

/** An order's points: `points` for every `perMinor` of money, steps and multipliers on top, rounded down once. */
export type EarningRules = {
  readonly points: number;
  readonly perMinor: number;
  /** The part of an order above `aboveMinor` earns `multiplier` times the rate: "300元以上部分1.5倍". */
  readonly steps: readonly { readonly aboveMinor: number; readonly multiplier: Ratio }[];
  readonly calendar: readonly CalendarMultiplier[];
  /** The most a calendar and tier multiplier may come to together. */
  readonly maxMultiplier: Ratio;
};

export type CalendarMultiplier =
  | { readonly kind: 'dayOfMonth'; readonly day: number; readonly multiplier: Ratio }
  | { readonly kind: 'weekend'; readonly multiplier: Ratio }
  | { readonly kind: 'birthdayMonth'; readonly multiplier: Ratio };

export type Tier = {
  readonly code: string;
  readonly name: string;
  /** The name in each language, where it differs. */
  readonly names?: Readonly<Record<string, string>>;
  readonly multiplier: Ratio;
  /** Months that points earned in this tier live longer; none when absent. */
  readonly extraExpiryMonths?: number;
  /** Reached by spend or by order count, whichever comes first; absent for the base tier. */
  readonly spendMinor?: number;
  readonly orders?: number;
};

/**
 * Points lapse together when their member neither earned nor redeemed for so many months, or days; one of the two at most, and no
 * rule when both are absent.
 */
export type InactivityRule = {
  readonly inactivityMonths?: number;
  readonly inactivityDays?: number;
};

/**
 * When points expire; `graceDays` are the days after it on which they can still be spent, none when absent. With an inactivity
 * rule they also lapse without activity, whichever comes first.
 */
export type ExpiryPolicy = ExpiryTerm & InactivityRule;

type ExpiryTerm =
  | { readonly kind: 'never' }
  /** The end of the local day `months` after earning. */
  | { readonly kind: 'rolling'; readonly months: number; readonly graceDays?: number }
  /** The end of the local day `month`-`day` that comes after earning, `minimumMonths` later at the earliest. */
  | {
      readonly kind: 'fixedDate';
      readonly month: number;
      readonly day: number;
      readonly minimumMonths: number;
      readonly graceDays?: number;
    };
