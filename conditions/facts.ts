import type { Catalogue } from './catalogue.ts';
import type { Asked } from './spans.ts';

/** What evaluation in memory knows of a member; compiled SQL asks the tables for the same. Money is in minor units. */
export interface MemberEvent {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface MemberOrder {
  readonly id: string;
  readonly at: number;
  /** What was not returned or cancelled of it: 0 of an order that was not kept. */
  readonly keptMinor: number;
  /** Of the event that placed it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Points that were earned together and are spent, or expire, together. */
export interface MemberLot {
  /** Left to spend. */
  readonly remaining: number;
  /** False while they are pending, and once they are gone. */
  readonly isOpen: boolean;
  /** Undefined of points that never expire. */
  readonly expiresAt: number | undefined;
}

/** Points at an instant, with what they came by: `order`, `event`, `enrolment`, `import`. */
export interface MemberEarning {
  readonly points: number;
  readonly at: number;
  readonly source: string;
}

export interface MemberCoupon {
  /** As its campaign names it; the campaign's own code where that gives one kind only. */
  readonly kind: string;
  readonly status: 'issued' | 'redeemed' | 'expired' | 'cancelled';
  readonly expiresAt: number;
}

export interface MemberStay {
  readonly campaign: string;
  readonly at: number;
  readonly endedAt: number | undefined;
  /** `active`, and `done`, `exited`, ... once it has ended. */
  readonly status: string;
}

export interface MemberMessage {
  readonly campaign: string | undefined;
  readonly template: string;
  /** When it left; undefined of one that did not. */
  readonly sentAt: number | undefined;
  /** When one that came back had left. */
  readonly bouncedAt: number | undefined;
}

export interface MemberFacts {
  readonly id: string;
  /** `ACTIVE`, or why not. */
  readonly status: string;
  readonly zone: string | undefined;
  readonly locale: string | undefined;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly joinedAt: number;
  /** `1990-02-29` */
  readonly birthday: string | undefined;
  readonly tier: string;
  readonly tags: ReadonlySet<string>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Channels of which marketing was agreed to, and those by which it may be sent now. */
  readonly consents: ReadonlySet<string>;
  readonly reachable: ReadonlySet<string>;
  /** By time. */
  readonly events: readonly MemberEvent[];
  readonly orders: readonly MemberOrder[];
  /** Points to spend. */
  readonly points: number;
  readonly lots: readonly MemberLot[];
  readonly earnings: readonly MemberEarning[];
  /** Points that were used, each time, less what was given back. */
  readonly redeemed: readonly { readonly points: number; readonly at: number }[];
  readonly coupons: readonly MemberCoupon[];
  readonly stays: readonly MemberStay[];
  readonly messages: readonly MemberMessage[];
  /** Days in a row, as they stand today. */
  readonly streak: number;
  /** When each friend that was brought was rewarded. */
  readonly referrals: readonly number[];
}

/** A member at an instant, and, inside a journey, what the journey knows beside. */
export interface Facts extends Asked {
  readonly member: MemberFacts;
  readonly catalogue: Catalogue;
  inSegment(code: string): boolean;
  /** Of `entry.field` and `step.field`; undefined outside a journey. */
  value(reference: string): unknown;
  outcome(step: string): string | undefined;
}
