/** One thing that happened to a member, with what it did to the points. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: 'event' | 'points' | 'campaign' | 'step' | 'message' | 'coupon';
  /** For programs: an event type, a transaction's or coupon move's kind, `entered` or `ended`, an outcome's or a message's status. */
  readonly code: string;
  readonly title: string;
  readonly details: readonly string[];
  /** Change of what the member can spend. */
  readonly points: number;
  /** Change of what is pending. */
  readonly pending: number;
  /** What the member could spend afterwards. */
  readonly balance: number;
  readonly campaign?: string;
  readonly refs: Readonly<Record<string, string>>;
}

/** An entry before the balances are known. */
export type TimelineDraft = Omit<TimelineEntry, 'balance'> & { readonly rank: number };
