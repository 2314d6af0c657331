import type { JsonObject, JsonValue } from '../../../values/json.ts';
import type { Instant } from '../../../values/instant.ts';
import type { AnyStep } from '../../engine/story.ts';

/** A condition as it is written: plain data, answered by whoever knows the member. */
export type Tree = JsonObject;

/** What a condition may ask that only the journey knows; no more of it than the condition speaks of. */
export type Known = {
  /** `entry.amount`, `score.risk`. */
  readonly values: JsonObject;
  readonly outcomes: Readonly<Record<string, string>>;
  /** When steps were done, and `entry`. */
  readonly since: Readonly<Record<string, Instant>>;
};

/** An end of a wait as it is written: a length, or a moment, on a calendar. */
export type Reckon = {
  readonly length?: string;
  readonly moment?: string;
  readonly at?: string;
  readonly days?: string | readonly string[];
  /** A list of holidays of the programme. */
  readonly notOn?: string;
  readonly zone?: string;
  /** When the wait began. */
  readonly from: Instant;
  /** A date that is the journey's own, such as a field of what the member entered by. */
  readonly date?: JsonValue;
};

/** A state that is looked after for a story: it is told by an event `watch.met` once it holds, or has held so long. */
export type Watched = { readonly for?: string; readonly since: Instant } & (
  { readonly when: Tree } | { readonly enters: string } | { readonly leaves: string }
);

export type Gift =
  | {
      readonly kind: 'points';
      readonly points: number;
      readonly expiresInDays?: number;
      readonly oncePerPerson?: string;
    }
  | { readonly kind: 'coupon'; readonly coupon: string };

/** What a journey knows without asking: whether conditions hold, when a wait ends, and word when either changes. */
export type Question =
  | { readonly kind: 'holds'; readonly conditions: readonly Tree[]; readonly known: Known }
  /**
   * The end of a wait, and which of these states hold already. From then on, until the enrolment is at another step, an event
   * `watch.met` { watch, place } comes when one of them holds, and `watch.moved` { watch } when the end is another one.
   */
  | {
      readonly kind: 'watch';
      readonly watch: string;
      readonly end: Reckon;
      /** By their places; null of what comes as an event. */
      readonly states: readonly (Watched | null)[];
      readonly known: Known;
    };

/** How often the story has come to a step, this time included: a restart leaves out what was done, by name and round. */
interface Effect<Data = JsonObject> extends AnyStep<Data> {
  readonly round: number;
}

export type GiftAsk = Effect & { readonly kind: 'gift'; readonly gift: Gift };
export type MessageAsk = Effect & {
  readonly kind: 'message';
  readonly template: string;
  readonly class: 'marketing' | 'service' | 'transactional';
  readonly channel: string;
  readonly gives: readonly Gift[];
  readonly onlyIf?: Tree;
  readonly known?: Known;
  readonly within?: string;
};
export type StakeAsk = Effect &
  (
    | { readonly kind: 'hold'; readonly points: number }
    | { readonly kind: 'spend'; readonly points: number }
    | { readonly kind: 'spend'; readonly held: string }
    | { readonly kind: 'release'; readonly held: string }
  );
export type MemberAsk = Effect &
  (
    | { readonly kind: 'tag' | 'untag'; readonly tag: string }
    | { readonly kind: 'set'; readonly values: JsonObject }
    | { readonly kind: 'enter'; readonly campaign: string; readonly fields: JsonObject }
  );
/** Sent off; the answer comes as an event `webhook.answered` { call } with the fields that are kept. */
export type WebhookAsk = Effect<{ readonly call: string }> & {
  readonly kind: 'webhook';
  readonly endpoint: string;
  readonly send: JsonObject;
  readonly keep: readonly string[];
};
/** Put before a person; the decision comes as an event `review.decided` { caseId, approved }. */
export type ReviewAsk = Effect<{ readonly caseId: string }> & {
  readonly kind: 'review';
  readonly question: string;
  readonly by: string;
};
export type QuestionAsk = AnyStep & { readonly kind: 'ask'; readonly question: Question };

/** All that a journey may ask of the world. */
export type JourneyAsk = GiftAsk | MessageAsk | StakeAsk | MemberAsk | WebhookAsk | ReviewAsk | QuestionAsk;
export type EffectAsk = Exclude<JourneyAsk, QuestionAsk>;
