import type { Instant } from '../../values/instant.ts';
import type { EventPattern } from './event-pattern.ts';
import type { RecordedResult } from './protocol.ts';
import type { AnyStep, Ending, MemberEvent, Outcome, StoryContext } from './story.ts';

/** Results a chapter may gather: a longer story ends it and starts the next, so that a cohort's state stays small. */
export const resultsMax = 200;

/** Where a replay of a story has come to. */
export type ReplayStatus =
  | { readonly kind: 'asks'; readonly step: AnyStep; readonly occurrence: number; readonly at: Instant }
  /** Nothing to do before `dueAt` unless an event comes; infinite when only an event can go on. */
  | {
      readonly kind: 'waits';
      readonly since: Instant;
      readonly dueAt: Instant;
      readonly name: string;
      readonly patterns: readonly EventPattern[];
      /** What the story said; an event to come may be due before it. */
      readonly deadline: Instant;
    }
  | { readonly kind: 'exits'; readonly reason: string; readonly at: Instant }
  | { readonly kind: 'ends'; readonly ending: Ending; readonly at: Instant }
  /** The story does not fit its record, or its code is broken: nothing is done until other code runs it. */
  | { readonly kind: 'blocked'; readonly reason: string; readonly at: Instant };

/** What a replay reads and adds to: results are appended, events taken out of those pending. */
export interface ReplayState {
  readonly memberId: string;
  readonly startedAt: Instant;
  readonly results: RecordedResult[];
  /** In the order of `compareEvents`. */
  readonly pendingEvents: MemberEvent[];
}

export type ExitRule = EventPattern & { readonly reason: string };

/** By their own time, then by id: however they arrived. */
export function compareEvents(left: MemberEvent, right: MemberEvent): number {
  return left.at - right.at || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);
}

/** Whether an event is what a pattern means, its tests included. */
export type Matches = (pattern: EventPattern, event: MemberEvent) => boolean;

/** The first pending event that an exit rule matches, with the story time at which it counts; of one instant the rule written first. */
export function firstExit(
  pendingEvents: readonly MemberEvent[],
  rules: readonly ExitRule[],
  clock: Instant,
  matches: Matches,
): { readonly reason: string; readonly at: Instant } | undefined {
  if (rules.length === 0) return undefined;
  const first = pendingEvents.find((event) => rules.some((rule) => matches(rule, event)));
  if (first === undefined) return undefined;
  const together = pendingEvents.filter(({ at }) => at === first.at);
  const rule = rules.find((candidate) => together.some((event) => matches(candidate, event)));
  return rule && { reason: rule.reason, at: Math.max(first.at, clock) };
}

const patchPrefix = 'patch:';
const isPatch = ({ step }: RecordedResult) => step.startsWith(patchPrefix);

/** How a wait is named: by its story, or by what it waits for. */
export function waitName(patterns: readonly EventPattern[], name: string | undefined): string {
  const types = [...new Set(patterns.map(({ type }) => type))].sort().join('|');
  return `wait:${name ?? (types || 'time')}`;
}

/**
 * One replay of a story, from its first line: recorded results are given again by name, and what the pending events and the
 * clock can decide is decided and recorded, in story time. It stops at the first thing that neither can answer. From there its
 * promises never settle: whoever began it keeps the results and lets the replay go, and begins another when there is news.
 *
 * A story whose names do not come in the order of its record is another story: it is stopped, and nothing is done for it.
 */
export class StoryReplay implements StoryContext {
  readonly memberId: string;
  /** Undefined while the story is still running. */
  status: ReplayStatus | undefined;
  private clock: Instant;
  private place = 0;
  private readonly occurrences = new Map<string, number>();

  // No #private members: transpiled for Temporal's sandbox each would be a WeakMap that grows with every replay.
  constructor(
    private readonly state: ReplayState,
    private readonly options: {
      readonly exitOn: readonly ExitRule[];
      readonly matches: Matches;
      readonly until: Instant;
      /** Every patch is answered with no. */
      readonly isFormer?: boolean;
    },
  ) {
    this.memberId = state.memberId;
    this.clock = state.startedAt;
  }

  now(): Instant {
    return this.clock;
  }

  step(step: AnyStep): Promise<Outcome<never>> {
    if (this.status) return this.askedTwice();
    const occurrence = this.nextOccurrence(step.name);
    const name = `${step.name}#${occurrence}`;
    const known = this.recall(name);
    if (known) {
      if (known.step !== name || known.value === null || !('kind' in known.value)) return this.misfit(name, known);
      return Promise.resolve(known.value as Outcome<never>);
    }
    const exit = firstExit(this.state.pendingEvents, this.options.exitOn, this.clock, this.options.matches);
    // A story that begins later than now is not over before it has begun: its first step waits for that instant, and so does the exit.
    if (exit && exit.at <= Math.min(this.clock, this.options.until)) return this.stop({ kind: 'exits', ...exit });
    return this.stop({ kind: 'asks', step, occurrence, at: this.clock });
  }

  async sleepUntil(instant: Instant, name?: string): Promise<void> {
    await this.wait([], instant, name);
  }

  async waitFor(
    patterns: readonly EventPattern[],
    deadline: Instant = Infinity,
    name?: string,
  ): Promise<MemberEvent | undefined> {
    return (await this.wait(patterns, deadline, name)) ?? undefined;
  }

  matches(pattern: EventPattern, event: MemberEvent): boolean {
    return this.options.matches(pattern, event);
  }

  patched(id: string): boolean {
    if (this.status || this.options.isFormer) return false;
    const name = `${patchPrefix}${id}#${this.nextOccurrence(`${patchPrefix}${id}`)}`;
    const { results } = this.state;
    for (let place = this.place; place < results.length; place++) {
      const recorded = results[place];
      if (recorded === undefined || !isPatch(recorded)) return false;
      if (recorded.step !== name) continue;
      this.place = place + 1;
      return true;
    }
    if (this.isFull()) {
      void this.block(chapterTooLong);
      return false;
    }
    results.push({ step: name, at: this.clock, value: null });
    this.place = results.length;
    return true;
  }

  /** The story has come to its end. */
  finish(ending: Ending): void {
    if (this.status) {
      void this.block('the story ended while it still asked for something: an await is missing');
      return;
    }
    const left = this.state.results.slice(this.place).find((recorded) => !isPatch(recorded));
    if (left) void this.block(`the story ends where its record goes on with "${left.step}": ${itsCodeHasChanged}`);
    else this.status = { kind: 'ends', ending, at: this.clock };
  }

  /** Stops the replay for a reason. The first is the cause of those that follow, so it stays. */
  block(reason: string): Promise<never> {
    if (this.status?.kind !== 'blocked') this.status = { kind: 'blocked', reason, at: this.clock };
    return never();
  }

  /** What comes first in story time: an exit, an event that matches, or the deadline; an event at the deadline is in time. */
  private wait(
    patterns: readonly EventPattern[],
    deadline: Instant,
    given: string | undefined,
  ): Promise<MemberEvent | null> {
    if (this.status) return this.askedTwice();
    const plain = waitName(patterns, given);
    const name = `${plain}#${this.nextOccurrence(plain)}`;
    if (Number.isNaN(deadline)) return this.block(`the story asks for "${name}" until an instant that is no number`);
    const known = this.recall(name);
    if (known) {
      if (known.step !== name || (known.value !== null && !('type' in known.value))) return this.misfit(name, known);
      return Promise.resolve(known.value);
    }
    const { clock } = this;
    const { exitOn, matches, until } = this.options;
    const { pendingEvents } = this.state;
    const timerAt = Math.max(deadline, clock);
    const exit = firstExit(pendingEvents, exitOn, clock, matches);
    const place = pendingEvents.findIndex(
      (event) => event.at <= deadline && patterns.some((pattern) => matches(pattern, event)),
    );
    const event = pendingEvents[place];
    const eventAt = event ? Math.max(event.at, clock) : Infinity;
    const firstAt = Math.min(exit?.at ?? Infinity, eventAt, timerAt);
    if (firstAt > until) {
      return this.stop({ kind: 'waits', since: clock, dueAt: firstAt, name: plain, patterns, deadline });
    }
    if (exit?.at === firstAt) return this.stop({ kind: 'exits', ...exit });
    if (!event || eventAt > firstAt) return this.record({ step: name, at: timerAt, value: null }, null);
    pendingEvents.splice(place, 1);
    return this.record({ step: name, at: eventAt, value: event }, event);
  }

  private nextOccurrence(name: string): number {
    const occurrence = (this.occurrences.get(name) ?? 0) + 1;
    this.occurrences.set(name, occurrence);
    return occurrence;
  }

  /** The next recorded result, with its name; undefined at the end of the record. Patches that no code asks for are passed over. */
  private recall(name: string): RecordedResult | undefined {
    const { results } = this.state;
    let recorded = results[this.place];
    while (recorded && isPatch(recorded)) recorded = results[++this.place];
    if (!recorded) return undefined;
    if (recorded.step === '') {
      recorded = { ...recorded, step: name };
      results[this.place] = recorded;
    }
    this.place++;
    this.clock = recorded.at;
    return recorded;
  }

  private record<Value>(result: RecordedResult, value: Value): Promise<Value> {
    if (this.isFull()) return this.block(chapterTooLong);
    this.state.results.push(result);
    this.place = this.state.results.length;
    this.clock = result.at;
    return Promise.resolve(value);
  }

  private stop(status: ReplayStatus): Promise<never> {
    if (status.kind === 'asks' && this.isFull()) return this.block(chapterTooLong);
    this.status = status;
    return never();
  }

  private isFull(): boolean {
    return this.state.results.length >= resultsMax;
  }

  private askedTwice(): Promise<never> {
    return this.block('the story asked for two things at once: an await is missing');
  }

  private misfit(name: string, { step }: RecordedResult): Promise<never> {
    return this.block(`the story asks for "${name}" where its record has "${step}": ${itsCodeHasChanged}`);
  }
}

const itsCodeHasChanged = 'its code has changed';
const chapterTooLong = `the story asked for more than ${resultsMax} things in one chapter`;

function never(): Promise<never> {
  return new Promise(() => undefined);
}
