import type { Phrase } from '../../values/phrase.ts';
import type { MemberPhrase } from './wording.ts';

/** One thing that happened to a member, with what it did to the points. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: 'event' | 'points' | 'campaign' | 'step' | 'message' | 'coupon';
  /** For programs: an event type, a transaction's or coupon move's kind, `entered` or `ended`, an outcome's or a message's status. */
  readonly code: string;
  /** What the title says, by name and with what stands in it: the same in every language. */
  readonly key: string;
  readonly params: object;
  readonly title: string;
  readonly details: readonly string[];
  /** What the details say, in their order. */
  readonly detailPhrases: readonly Phrase[];
  /** Change of what the member can spend. */
  readonly points: number;
  /** Change of what is pending. */
  readonly pending: number;
  /** What the member could spend afterwards. */
  readonly balance: number;
  readonly campaign?: string;
  readonly refs: Readonly<Record<string, string>>;
}

/** What an entry comes from, by the ids under which it is stored. */
export interface Cause {
  /** The event, or the one that brought the enrolment in. */
  readonly event?: bigint;
  readonly enrolment?: bigint;
  readonly step?: bigint;
}

/** An entry before it is put into words and the balances are known. */
export type TimelineDraft = Omit<
  TimelineEntry,
  'key' | 'params' | 'title' | 'details' | 'detailPhrases' | 'balance'
> & {
  readonly rank: number;
  readonly cause?: Cause;
  readonly title: MemberPhrase;
  readonly details: readonly MemberPhrase[];
};

/** At one instant: what happened, then what it set off, then what it ended. */
export const ranks = { event: 0, entered: 1, effect: 2, ended: 3 } as const;
