import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import type { EventPattern } from './event-pattern.ts';
import type { AnyStep, EnrolmentStatus, MemberEvent, Outcome } from './story.ts';

/** Enrolments a cohort carries at most: 500 x 2 kB of results stay below Temporal's 2 MB payload limit. */
export const cohortSizeMax = 500;

/** Events one signal carries at most. */
export const signalBatchMax = 500;

/** One enrolment inside a cohort: all that is needed to go on. */
export interface EnrolmentState {
  readonly enrolmentId: string;
  readonly memberId: string;
  readonly startedAt: Instant;
  readonly input: JsonObject;
  /** 1 at first. */
  readonly chapter: number;
  /** What the story of this chapter was given so far, oldest first. */
  readonly results: readonly RecordedResult[];
  /** Events it has not asked for yet. */
  readonly pendingEvents: readonly MemberEvent[];
  /** Ids of the latest signals taken, so that one delivered twice is dropped. */
  readonly seen: readonly string[];
  /** True while its step is held by a pause. */
  readonly held?: boolean;
  /** When the step it asks for may be performed, if that is later than the story's time. */
  readonly askAt?: Instant;
  /** Set while its story and its record do not fit: it is run again after a signal `retry` only. */
  readonly blocked?: Blocked;
}

/** Why an enrolment can't go on, and since when on its story's clock. */
export interface Blocked {
  readonly reason: string;
  readonly at: Instant;
}

/** A recorded result: of what, when on the story's clock, and what it was. */
export interface RecordedResult {
  /**
   * Name and occurrence, as in the step's key: `gift#1`, `wait:first-order#1`, `patch:two-gifts#1`. Empty in a record of 0.1.0,
   * which had no names: the story that is replayed over it gives each entry the name of what it asks for.
   */
  readonly step: string;
  readonly at: Instant;
  readonly value: Outcome | MemberEvent | null;
}

/** An event that has come for one enrolment. */
export interface EventSignal {
  readonly kind: 'event';
  readonly id: string;
  readonly enrolmentId: string;
  readonly event: MemberEvent;
}

/** Something for one enrolment: an event, or word that its campaign resumed, that it was cancelled, or to try again. */
export type EnrolmentSignal =
  | EventSignal
  | { readonly kind: 'resumed'; readonly id: string; readonly enrolmentId: string }
  | { readonly kind: 'cancelled'; readonly id: string; readonly enrolmentId: string; readonly reason: string }
  | { readonly kind: 'retry'; readonly id: string; readonly enrolmentId: string };

/** A step on its way to `perform`. */
export interface StepRequest<Step extends AnyStep = AnyStep> {
  /** `enrolment/step name/occurrence`, with `c<chapter>.` before the occurrence from the second chapter on. */
  readonly key: string;
  readonly enrolmentId: string;
  readonly memberId: string;
  /** The story's time when it asked. */
  readonly at: Instant;
  readonly step: Step;
  /** Set when the step was held by a pause and its `afterPause` is `skip`. */
  readonly skipReason?: string;
}

/** What became of one step. Only `done` reaches the story. */
export type StepReply =
  | {
      readonly kind: 'done';
      readonly outcome: Outcome;
      /** The story time it was first performed at, when the key was known: recovery answers with it. Default: as asked. */
      readonly at?: Instant;
    }
  /** The campaign is paused: ask again after `resumed`. */
  | { readonly kind: 'held' }
  /** Not before this instant: ask again then. */
  | { readonly kind: 'retry'; readonly at: Instant }
  /** The enrolment is over: cancelled, campaign ended, an exit rule met. */
  | { readonly kind: 'ended'; readonly status: Exclude<EnrolmentStatus, 'active'>; readonly reason: string }
  /** This step can't be done; the enrolment ends as failed, the others go on. */
  | { readonly kind: 'failed'; readonly reason: string };

/** An enrolment that has come to its end. */
export interface EndingRecord {
  readonly enrolmentId: string;
  readonly status: Exclude<EnrolmentStatus, 'active'>;
  readonly reason: string;
  readonly at: Instant;
}

/** An enrolment that is blocked, or goes on again. */
export interface BlockRecord {
  readonly enrolmentId: string;
  /** Absent when it goes on again. */
  readonly blocked?: Blocked;
}

/** Of the events that could come for an enrolment those that its story waits for; any other may wait until it is next run. */
export interface WaitRecord {
  readonly enrolmentId: string;
  readonly waitsFor: readonly EventPattern[];
  /** When it goes on by itself; null when only an event lets it go on. */
  readonly until: Instant | null;
  /** How far its story is: it only grows while one cohort carries it. */
  readonly place: number;
}

/** What an enrolment waits for. */
export type Whereabouts =
  /** Until one of these events comes or the time has come; null is without end. */
  | {
      readonly kind: 'waits';
      readonly name: string;
      readonly events: readonly string[];
      readonly until: Instant | null;
    }
  /** Until its step may be performed. */
  | { readonly kind: 'asks'; readonly name: string; readonly until: Instant }
  /** Until its campaign is resumed. */
  | { readonly kind: 'held'; readonly name: string }
  | { readonly kind: 'blocked'; readonly reason: string; readonly since: Instant }
  /** It goes on at once. */
  | { readonly kind: 'ready' };
