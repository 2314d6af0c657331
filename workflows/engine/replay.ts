import type { Instant } from '../../values/instant.ts';
import type { Step } from '../steps.ts';
import { type EventPattern, matchesPattern } from './event-pattern.ts';
import type { RecordedResult } from './protocol.ts';
import type { Ending, StoryContext, MemberEvent, Outcome } from './story.ts';

/** Answers a chapter may gather: a longer story ends it and starts the next, so that a cohort's state stays small. */
export const resultsMax = 200;

/** Where a telling of a story has come to. */
export type ReplayStatus =
  | { readonly kind: 'asks'; readonly step: Step; readonly occurrence: number; readonly at: Instant }
  /** Nothing to do before `dueAt` unless an event comes; infinite when only an event can go on. */
  | { readonly kind: 'waits'; readonly since: Instant; readonly dueAt: Instant }
  | { readonly kind: 'exits'; readonly reason: string; readonly at: Instant }
  | { readonly kind: 'ends'; readonly ending: Ending; readonly at: Instant }
  | { readonly kind: 'fails'; readonly reason: string; readonly at: Instant };

/** What a telling reads and adds to: answers are appended to the journal, events taken out of the mailbox. */
export interface ReplayState {
  readonly memberId: string;
  readonly startedAt: Instant;
  readonly journal: RecordedResult[];
  /** In the order of `compareEvents`. */
  readonly mailbox: MemberEvent[];
}

export type ExitRule = EventPattern & { readonly reason: string };

/** By their own time, then by id: however they arrived. */
export function compareEvents(left: MemberEvent, right: MemberEvent): number {
  return left.at - right.at || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);
}

/** The first event in the mailbox that an exit rule matches, with the story time at which it counts. */
export function firstExit(
  mailbox: readonly MemberEvent[],
  rules: readonly ExitRule[],
  clock: Instant,
): { readonly reason: string; readonly at: Instant } | undefined {
  for (const event of mailbox) {
    const rule = rules.find((candidate) => matchesPattern(candidate, event));
    if (rule) return { reason: rule.reason, at: Math.max(event.at, clock) };
  }
  return undefined;
}

/**
 * One telling of a story, from its first line: recorded answers are given again, and what the mailbox and the clock can
 * decide is decided and recorded, in story time. It stops at the first thing that neither can answer. From there its
 * promises never settle: whoever told it keeps the journal and lets the telling go, and it is told again when there is news.
 */
export class StoryReplay implements StoryContext {
  readonly memberId: string;
  /** Undefined while the story is still running. */
  standing: ReplayStatus | undefined;
  private clock: Instant;
  private told = 0;
  private readonly occurrences = new Map<string, number>();

  // No #private members: transpiled for Temporal's sandbox each would be a WeakMap that grows with every telling.
  constructor(
    private readonly state: ReplayState,
    private readonly exitOn: readonly ExitRule[],
    private readonly until: Instant,
  ) {
    this.memberId = state.memberId;
    this.clock = state.startedAt;
  }

  now(): Instant {
    return this.clock;
  }

  step(step: Step): Promise<Outcome> {
    if (this.standing) return this.askedTwice();
    const occurrence = (this.occurrences.get(step.name) ?? 0) + 1;
    this.occurrences.set(step.name, occurrence);
    const known = this.nextRecorded();
    if (known) {
      if (known.value !== null && 'kind' in known.value) return Promise.resolve(known.value);
      return this.lostItsPlace(`a step "${step.name}"`);
    }
    const exit = firstExit(this.state.mailbox, this.exitOn, this.clock);
    if (exit && exit.at <= this.clock) return this.stop({ kind: 'exits', ...exit });
    return this.stop({ kind: 'asks', step, occurrence, at: this.clock });
  }

  async sleepUntil(instant: Instant): Promise<void> {
    await this.wait([], instant, 'a sleep');
  }

  async waitFor(patterns: readonly EventPattern[], deadline: Instant = Infinity): Promise<MemberEvent | undefined> {
    return (await this.wait(patterns, deadline, 'a wait')) ?? undefined;
  }

  /** The story has come to its end. */
  finish(ending: Ending): void {
    if (this.standing) void this.fail('the story ended while it still asked for something: an await is missing');
    else this.standing = { kind: 'ends', ending, at: this.clock };
  }

  /** Ends the telling for a reason. The first is the cause of those that follow, so it stays. */
  fail(reason: string): Promise<never> {
    if (this.standing?.kind !== 'fails') this.standing = { kind: 'fails', reason, at: this.clock };
    return never();
  }

  /** What comes first in story time: an exit, an event that matches, or the deadline; an event at the deadline is in time. */
  private wait(patterns: readonly EventPattern[], deadline: Instant, what: string): Promise<MemberEvent | null> {
    if (this.standing) return this.askedTwice();
    if (Number.isNaN(deadline)) return this.fail(`the story asks for ${what} until an instant that is no number`);
    const known = this.nextRecorded();
    if (known) {
      if (known.value === null || 'type' in known.value) return Promise.resolve(known.value);
      return this.lostItsPlace(what);
    }
    const { clock, until } = this;
    const { mailbox } = this.state;
    const timerAt = Math.max(deadline, clock);
    const exit = firstExit(mailbox, this.exitOn, clock);
    const place = mailbox.findIndex(
      (event) => event.at <= deadline && patterns.some((pattern) => matchesPattern(pattern, event)),
    );
    const event = mailbox[place];
    const eventAt = event ? Math.max(event.at, clock) : Infinity;
    const firstAt = Math.min(exit?.at ?? Infinity, eventAt, timerAt);
    if (firstAt > until) return this.stop({ kind: 'waits', since: clock, dueAt: firstAt });
    if (exit?.at === firstAt) return this.stop({ kind: 'exits', ...exit });
    if (!event || eventAt > firstAt) return this.record({ at: timerAt, value: null }, null);
    mailbox.splice(place, 1);
    return this.record({ at: eventAt, value: event }, event);
  }

  private nextRecorded(): RecordedResult | undefined {
    const answer = this.state.journal[this.told];
    if (answer) {
      this.told++;
      this.clock = answer.at;
    }
    return answer;
  }

  private record<Value>(answer: RecordedResult, value: Value): Promise<Value> {
    if (this.isFull()) return this.fail(chapterTooLong);
    this.state.journal.push(answer);
    this.told++;
    this.clock = answer.at;
    return Promise.resolve(value);
  }

  private stop(standing: ReplayStatus): Promise<never> {
    if (standing.kind === 'asks' && this.isFull()) return this.fail(chapterTooLong);
    this.standing = standing;
    return never();
  }

  private isFull(): boolean {
    return this.state.journal.length >= resultsMax;
  }

  private askedTwice(): Promise<never> {
    return this.fail('the story asked for two things at once: an await is missing');
  }

  private lostItsPlace(asked: string): Promise<never> {
    return this.fail(`the story asks for ${asked} where its journal has another answer: its code has changed`);
  }
}

const chapterTooLong = `the story asked for more than ${resultsMax} things in one chapter`;

function never(): Promise<never> {
  return new Promise(() => undefined);
}
