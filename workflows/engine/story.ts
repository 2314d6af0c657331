import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import type { EventPattern } from './event-pattern.ts';

/** A fact about the member, as its story sees it. */
export interface MemberEvent {
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  readonly data: JsonObject;
}

/** What to do with a step that was held while its campaign was paused. */
export type AfterPause = 'shift' | 'catch-up' | 'skip';

/** What every step has, whatever it does: `Data` is what an applied outcome of it carries. */
export interface AnyStep<Data = unknown> {
  readonly kind: string;
  /** Unique among a story's kinds of steps; asking it again makes the next occurrence. Ends in the step's key. */
  readonly name: string;
  /** Default `catch-up`. `shift` lets later delays count from the resume. */
  readonly afterPause?: AfterPause;
  /** Whose it is; the story's own member when absent. */
  readonly forMemberId?: string;
  /** Never set: the type of the outcome's data rides on it. */
  readonly outcomeData?: Data;
}

/** What came of a step, as the story sees it. */
export type Outcome<Data = JsonObject> =
  | { readonly kind: 'applied'; readonly data?: Data }
  /** A business rule said no; the story goes on. `code` is a constant, `reason` is for the marketer. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** What an applied step of this kind gives; any object where the kinds are not known. */
export type GivenBy<Steps extends AnyStep, Kind> = [Extract<Steps, { readonly kind: Kind }>] extends [never]
  ? JsonObject
  : Extract<Steps, { readonly kind: Kind }> extends AnyStep<infer Data>
    ? Data
    : never;

/**
 * What a story may ask for. Every result is recorded under a name (`gift#1`, `wait:first-order#1`), so that running the story
 * again over its record brings it to the same place.
 */
export interface StoryContext<Steps extends AnyStep = AnyStep> {
  readonly memberId: string;
  /** The time of the last thing that happened to this member. */
  now(): Instant;
  step<Asked extends Steps>(step: Asked): Promise<Outcome<GivenBy<Steps, Asked['kind']>>>;
  /** `name` tells this wait from others of the story; one sleep needs none. */
  sleepUntil(instant: Instant, name?: string): Promise<void>;
  /**
   * The first event that matches, in the order of their own times; undefined when the deadline passes first. `name` tells
   * this wait from others of the story; absent it is made of the events' types.
   */
  waitFor(patterns: readonly EventPattern[], deadline?: Instant, name?: string): Promise<MemberEvent | undefined>;
  /** Whether an event is what a pattern means: of a wait for several, which it was. */
  matches(pattern: EventPattern, event: MemberEvent): boolean;
  /**
   * True for enrolments that come here with the code that has the change, false for those whose record goes on beyond: they
   * keep the way they began.
   */
  patched(id: string): boolean;
}

/** How a story ends: for good with a reason, or as a new chapter that starts from a small input. */
export type Ending =
  | { readonly kind: 'end'; readonly status: Exclude<EnrolmentStatus, 'active'>; readonly reason: string }
  | { readonly kind: 'chapter'; readonly input: JsonObject };

/** The code an enrolment runs: pure but for what it asks of its context. */
export type Story<Settings, Context = StoryContext> = (
  context: Context,
  settings: Settings,
  input: JsonObject,
) => Promise<Ending>;

/** What starts an enrolment: an event of the member, or a sweep that looks for members who are due. */
export type Trigger = { readonly kind: 'event'; readonly pattern: EventPattern } | { readonly kind: 'sweep' };

/** A kind of story the product ships. */
export interface Lifecycle<Settings = unknown, Context = StoryContext> {
  readonly code: string;
  readonly trigger: Trigger;
  /** Every event type the story may wait for; signals are written for these only. */
  readonly listensTo: readonly string[];
  readonly story: Story<Settings, Context>;
}

export type EnrolmentStatus = 'active' | 'done' | 'exited' | 'cancelled' | 'failed' | 'suppressed' | 'skipped';
