import type { JsonObject } from '../../values/json.ts';

/** What a merge changed, as undoing it needs to know. */
export interface Moved extends MovedBelongings {
  /** Lots that moved, points that stay on hold with the account that was given up, and points it owed. */
  readonly lots: number;
  readonly holds: number;
  readonly debt: number;
  /** Fields of the profile that are the other account's now. */
  readonly fields: readonly string[];
  readonly checkIns: MovedCheckIns;
  /** Answers of the account that stays, as they were. */
  readonly consents: JsonObject;
  /** The profile of the account that stays, as it was, and when the united one was said last. */
  readonly profile: { readonly before: JsonObject; readonly unitedAt: number };
  readonly figures: {
    readonly from: Figures;
    /** Of the orders that moved. */
    readonly kept: { readonly orders: number; readonly minor: number };
    readonly into: Figures & { readonly joinedAt: string };
  };
}

export interface Figures {
  readonly tier: string;
  readonly orders: number;
  readonly spentMinor: number;
  readonly lastOrderAt: string | null;
}

/** Rows by their ids: what the SQL functions merge_* answer. */
export interface MovedBelongings {
  readonly orders: readonly number[];
  readonly keptOrders: number;
  readonly keptMinor: number;
  readonly redemptions: readonly number[];
  readonly gifts: readonly number[];
  readonly messages: readonly number[];
  /** Of the inbox; absent of a merge from before there was one. */
  readonly inbox?: readonly number[];
  readonly coupons: readonly number[];
  readonly identities: readonly { readonly kind: string; readonly hash: string }[];
  readonly addresses: readonly string[];
  readonly claims: readonly string[];
  readonly enrolments: readonly { readonly id: number; readonly occurrence: number }[];
  readonly endedEnrolments: readonly number[];
  readonly refusedReferrals: readonly JsonObject[];
  readonly referralsSent: readonly number[];
  readonly referralsCame: readonly number[];
  readonly referralCode: string | null;
}

export interface MovedCheckIns {
  /** Days of the account that was given up, as they counted there. */
  readonly days: readonly CountedDay[];
  /** Days of the account that stays, as they counted before. */
  readonly before: readonly CountedDay[];
  readonly standing: JsonObject | null;
}

interface CountedDay {
  readonly day: string;
  readonly streak: number;
}
