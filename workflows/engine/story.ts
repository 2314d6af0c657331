import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Step } from '../steps.ts';
import type { EventPattern } from './event-pattern.ts';

/** A fact about the member, as its story sees it. */
export interface MemberEvent {
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  readonly data: JsonObject;
}

/** What came of a step, as the story sees it. */
export type Outcome =
  | { readonly kind: 'applied'; readonly data?: JsonObject }
  /** A business rule said no; the story goes on. `code` is a constant, `reason` is for the marketer. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** What a story may ask for. Every answer is recorded, so re-running a story from its journal brings it to the same place. */
export interface StoryContext {
  readonly memberId: string;
  /** The time of the last thing that happened to this member. */
  now(): Instant;
  step(step: Step): Promise<Outcome>;
  sleepUntil(instant: Instant): Promise<void>;
  /** The first event that matches, in the order of their own times; undefined when the deadline passes first. */
  waitFor(patterns: readonly EventPattern[], deadline?: Instant): Promise<MemberEvent | undefined>;
}

/** How a story ends: for good with a reason, or as a new chapter that starts from a small input. */
export type Ending =
  | { readonly kind: 'end'; readonly status: Exclude<EnrolmentStatus, 'active'>; readonly reason: string }
  | { readonly kind: 'chapter'; readonly input: JsonObject };

/** The code an enrolment runs: pure but for what it asks of its life. */
export type Story<Settings> = (context: StoryContext, settings: Settings, input: JsonObject) => Promise<Ending>;

/** What starts an enrolment: an event of the member, or a sweep that looks for members who are due. */
export type Trigger = { readonly kind: 'event'; readonly pattern: EventPattern } | { readonly kind: 'sweep' };

/** A kind of story the product ships. */
export interface Lifecycle<Settings = unknown> {
  readonly code: string;
  readonly trigger: Trigger;
  /** Every event type the story may wait for; wake-ups are written for these only. */
  readonly listensTo: readonly string[];
  readonly story: Story<Settings>;
}

export type EnrolmentStatus = 'active' | 'done' | 'exited' | 'cancelled' | 'failed' | 'suppressed' | 'skipped';
