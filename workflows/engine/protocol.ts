import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Step } from '../steps.ts';
import type { EnrolmentStatus, MemberEvent, Outcome } from './story.ts';

/** Enrolments a cohort carries at most: 500 x 2 kB of journal stays below Temporal's 2 MB payload limit. */
export const cohortSizeMax = 500;

/** Events one wake signal carries at most. */
export const signalBatchMax = 500;

/** One enrolment inside a cohort: all that is needed to go on. */
export interface EnrolmentState {
  readonly enrolmentId: string;
  readonly memberId: string;
  readonly startedAt: Instant;
  readonly input: JsonObject;
  /** 1 at first. */
  readonly chapter: number;
  /** The answers given so far, oldest first. */
  readonly journal: readonly RecordedResult[];
  readonly mailbox: readonly MemberEvent[];
  /** Ids of the latest wakes taken, so that one delivered twice is dropped. */
  readonly seen: readonly string[];
  /** True while its step is held by a pause. */
  readonly held?: boolean;
  /** When the step it asks for may be performed, if that is later than the story's time. */
  readonly askAt?: Instant;
}

/** A recorded answer: when it was given on the story's clock, and what. */
export interface RecordedResult {
  readonly at: Instant;
  readonly value: Outcome | MemberEvent | null;
}

/** Something for one enrolment: an event, or word that its campaign resumed or that it was cancelled. */
export type EnrolmentSignal =
  | { readonly kind: 'event'; readonly id: string; readonly enrolmentId: string; readonly event: MemberEvent }
  | { readonly kind: 'resumed'; readonly id: string; readonly enrolmentId: string }
  | { readonly kind: 'cancelled'; readonly id: string; readonly enrolmentId: string; readonly reason: string };

/** A step on its way to `perform`. */
export interface StepRequest {
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
