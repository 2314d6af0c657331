import type { Instant } from '../values/instant.ts';
import type { JsonObject } from '../values/json.ts';
import type { ClockKind } from '../values/programme-clock.ts';
import type { EventPattern } from './engine/event-pattern.ts';
import type { Advance } from './engine/advance.ts';
import type { CarriedEnrolment, Page } from './engine/carried-cohort.ts';
import type { BlockRecord, EndingRecord, EnrolmentSignal, StepReply, StepRequest } from './engine/protocol.ts';
import type { Step } from './steps.ts';

/** Ids carry the task queue: two databases on one Temporal namespace have queues of their own, and a cohort 1 each. */
export const cohortWorkflowId = (taskQueue: string, cohortId: string) => `${taskQueue}-cohort-${cohortId}`;

/** The cohort a workflow of this id carries, if it is a cohort's. */
export const cohortIdOf = (workflowId: string) => /-cohort-([0-9]+)$/.exec(workflowId)?.[1];

export const dispatchWorkflowId = (taskQueue: string, programmeId: number, channel: string) =>
  `${taskQueue}-message-dispatch-${programmeId}-${channel}`;

/** One for all programmes: its page has room for every endpoint, however slow the others are. */
export const webhookDispatchWorkflowId = (taskQueue: string) => `${taskQueue}-webhook-dispatch`;

export const sweepScheduleId = (taskQueue: string) => `${taskQueue}-sweep`;

/** Brings a cohort what has come for its enrolments. */
export const enrolmentSignalName = 'signals';
/** What it was called before 0.2.0: workflows of that time have it in their histories. */
export const formerSignalName = 'wake';
/** Asks a cohort what one of its enrolments waits for. */
export const whereIsQueryName = 'whereIs';

/**
 * A workflow's clock: 1 goes with real time, 0 stands until it is moved. A number, because workflows that are under way hold
 * one; recorded histories also hold that of a clock which went so many times faster than real time.
 */
export interface ClockInput {
  readonly scale: number;
}

export const clockInput = (kind: ClockKind): ClockInput => ({ scale: kind === 'real' ? 1 : 0 });

/** What a cohort belongs to, and how its stories are run. */
export interface CohortProgram {
  readonly programmeId: number;
  readonly cohortId: string;
  readonly campaignId: number;
  readonly campaignVersionId: number;
  readonly lifecycle: string;
  readonly settings: JsonObject;
  readonly exitOn: readonly (EventPattern & { readonly reason: string })[];
}

/** What a cohort workflow starts from, and goes on from after continue-as-new. */
export interface CohortInput extends CohortProgram {
  readonly clock: ClockInput;
  readonly enrolments: readonly CarriedEnrolment[];
  /** `enrolment signal`, the latest taken. */
  readonly seen?: readonly string[];
  /** Signals that came while the last run was closing. */
  readonly signals?: readonly EnrolmentSignal[];
  /** Ids of signals that stories have read from the outbox and that are not marked there yet. */
  readonly read?: readonly string[];
}

/** Some of a cohort's enrolments, whose stories are to be run. */
export type CohortPage = Pick<AdvanceInput, 'cohortId' | 'enrolments' | 'carried'>;

/** What the stories of a page are run from. */
export interface AdvanceInput extends CohortProgram, Page {
  /** How many enrolments the cohort carries, these among them. */
  readonly carried: number;
  /** True when these are all that the cohort carries. */
  readonly isWhole: boolean;
  /** When the first of the others is due. */
  readonly othersDueAt?: Instant;
}

export interface PerformInput {
  readonly programmeId: number;
  readonly campaignId: number;
  readonly campaignVersionId: number;
  readonly cohortId: string;
  readonly steps: readonly StepRequest<Step>[];
  readonly endings: readonly EndingRecord[];
  readonly blocks?: readonly BlockRecord[];
  /** True in the call that ends the cohort. */
  readonly last: boolean;
  /** With the settings, where what the steps ask for is read from those: of a journey. Absent from older callers. */
  readonly lifecycle?: string;
  readonly settings?: JsonObject;
}

export interface PerformResult {
  /** In the order of the steps. */
  readonly replies: readonly StepReply[];
}

export interface SplitInput {
  readonly cohortId: string;
  /** Nobody: a run that can't be handed on is told of, and goes on as it is. */
  readonly enrolmentIds: readonly string[];
  /** Of all that the cohort carries, as JSON in UTF-8. */
  readonly bytes: number;
}

/** The cohort's activities. */
export interface CohortActivities {
  /** Runs the stories of a page as far as they go, and performs what they ask for. */
  advance(input: AdvanceInput): Promise<Advance>;
  /** Steps and endings in one transaction; the same keys give the same outcomes. */
  perform(input: PerformInput): Promise<PerformResult>;
  /** Where a stepped clock stands. */
  readClock(): Promise<{ readonly now: Instant }>;
  /** Gives enrolments to a new cohort, which goes on from their past: all together have outgrown what a run may hand to the next. */
  splitCohort(input: SplitInput): Promise<void>;
  /** Notes how long the cohort sleeps if nothing comes before, undefined for ever: whoever moves a stepped clock wakes it. */
  noteSleep(input: { readonly cohortId: string; readonly until?: Instant }): Promise<void>;
}

/** What the `messageDispatch` workflow starts from; the `poke` signal notifies it that something is due. */
export interface DispatchInput {
  readonly programmeId: number;
  readonly channel: string;
  readonly clock: ClockInput;
}

export const notifySignalName = 'poke';

/** Sends what is due on one channel. */
export interface DispatchActivities {
  /** Claims and sends one page; `nextDueAt` is when the next reserved message may leave, null when none waits. */
  dispatchPage(input: { programmeId: number; channel: string }): Promise<{
    readonly handled: number;
    readonly nextDueAt: Instant | null;
  }>;
}

/** Sends notifications to the endpoints that asked for them. */
export interface WebhookActivities {
  /** Claims and sends what is due; `nextDueInMs` says when the next delivery is (real time), null when none waits. */
  dispatchWebhooks(): Promise<{ readonly nextDueInMs: number | null }>;
}

/** Where a sweep goes on; a new one starts from `{}`. */
export interface SweepInput {
  /** Programmes still to sweep, the first one from `stage` and `afterMemberId` on. */
  readonly programmeIds?: readonly number[];
  readonly stage?: number;
  readonly afterMemberId?: string;
}

/** One page of a sweep, from a member id on; null ends it. */
export interface SweepActivities {
  expireLotsPage(input: SweepPage): Promise<SweepProgress>;
  /** Expires what lapses without activity. */
  lapsePointsPage(input: SweepPage): Promise<SweepProgress>;
  confirmPendingPage(input: SweepPage): Promise<SweepProgress>;
  releaseHoldsPage(input: SweepPage): Promise<SweepProgress>;
  expireCouponsPage(input: SweepPage): Promise<SweepProgress>;
  /** Enrols the members that a sweep-triggered live campaign finds due. */
  enrolDuePage(input: SweepPage & { readonly campaignId: number }): Promise<SweepProgress>;
  /** Puts orders before a person whose member has not joined in time. */
  reviewUnjoinedPage(input: SweepPage): Promise<SweepProgress>;
  /** Tries reports of the mail provider again whose mail was not known when they came, and gives up those that are too old. */
  matchReportsPage(input: SweepPage): Promise<SweepProgress>;
  /** Tells of points that expire soon; the same cursor until all are told of. */
  notifyExpiringPage(input: SweepPage): Promise<SweepProgress>;
  /** Does a page of an erasure that is due; the same cursor until none is. */
  eraseDuePage(input: SweepPage): Promise<SweepProgress>;
  /** Removes notifications that are older than the feed goes back; the same cursor until none is left. */
  purgeNotificationsPage(input: SweepPage): Promise<SweepProgress>;
  /** Removes a page of details that are kept no longer, once a day; the same cursor until none is left. */
  purgeDetailsPage(input: SweepPage): Promise<SweepProgress>;
  /** Ends or wakes a page of those whom a cancel or resume of a campaign has left behind; the same cursor until nobody is left. */
  finishCampaignsPage(input: SweepPage): Promise<SweepProgress>;
  /** Live campaigns whose lifecycle is triggered by a sweep. */
  sweptCampaigns(input: { programmeId: number }): Promise<readonly number[]>;
  /** Programmes to sweep. */
  sweptProgrammes(): Promise<readonly number[]>;
  sealLedger(): Promise<{ readonly sealed: number }>;
}

export interface SweepPage {
  readonly programmeId: number;
  /** The last member of the page before; "0" at first. */
  readonly afterMemberId: string;
}

export interface SweepProgress {
  readonly count: number;
  readonly nextAfterMemberId: string | null;
}
