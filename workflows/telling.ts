import type { EventPattern } from '../domain/campaign.ts';
import { matchesPattern } from '../domain/event-pattern.ts';
import type { Answer } from './contract.ts';
import type { Ending, Instant, Life, MemberEvent, Outcome, Step } from './lifecycle.ts';

/** Answers a chapter may gather: a longer story ends it and starts the next, so that a cohort's state stays small. */
export const journalMax = 200;

/** Where a telling of a story has come to. */
export type Standing =
  | { readonly kind: 'asks'; readonly step: Step; readonly occurrence: number; readonly at: Instant }
  /** Nothing to do before `dueAt` unless an event comes; infinite when only an event can go on. */
  | { readonly kind: 'waits'; readonly since: Instant; readonly dueAt: Instant }
  | { readonly kind: 'exits'; readonly reason: string; readonly at: Instant }
  | { readonly kind: 'ends'; readonly ending: Ending; readonly at: Instant }
  | { readonly kind: 'fails'; readonly reason: string; readonly at: Instant };

/** What a telling reads and adds to: answers are appended to the journal, events taken out of the mailbox. */
export interface TellingState {
  readonly memberId: string;
  readonly startedAt: Instant;
  readonly journal: Answer[];
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
export class Telling implements Life {
  readonly #state: TellingState;
  readonly #exitOn: readonly ExitRule[];
  readonly #now: Instant;
  readonly #occurrences = new Map<string, number>();
  #clock: Instant;
  #told = 0;
  #standing: Standing | undefined;

  constructor(state: TellingState, exitOn: readonly ExitRule[], now: Instant) {
    this.#state = state;
    this.#exitOn = exitOn;
    this.#now = now;
    this.#clock = state.startedAt;
  }

  /** Undefined while the story is still running. */
  get standing(): Standing | undefined {
    return this.#standing;
  }

  get memberId(): string {
    return this.#state.memberId;
  }

  now(): Instant {
    return this.#clock;
  }

  step(step: Step): Promise<Outcome> {
    if (this.#standing) return this.#askTwice();
    const occurrence = (this.#occurrences.get(step.name) ?? 0) + 1;
    this.#occurrences.set(step.name, occurrence);
    const known = this.#recorded();
    if (known) {
      if (known.value !== null && 'kind' in known.value) return Promise.resolve(known.value);
      return this.#lost(`a step "${step.name}"`);
    }
    const exit = firstExit(this.#state.mailbox, this.#exitOn, this.#clock);
    if (exit && exit.at <= this.#clock) return this.#stop({ kind: 'exits', ...exit });
    return this.#stop({ kind: 'asks', step, occurrence, at: this.#clock });
  }

  async sleepUntil(instant: Instant): Promise<void> {
    await this.#wait([], instant, 'a sleep');
  }

  async waitFor(patterns: readonly EventPattern[], deadline: Instant = Infinity): Promise<MemberEvent | undefined> {
    return (await this.#wait(patterns, deadline, 'a wait')) ?? undefined;
  }

  /** The story has come to its end, or thrown. */
  finish(ending: Ending): void {
    if (this.#standing) void this.#fail('the story ended while it still asked for something: an await is missing');
    else this.#standing = { kind: 'ends', ending, at: this.#clock };
  }

  fail(reason: string): void {
    void this.#fail(reason);
  }

  /** What comes first in story time: an exit, an event that matches, or the deadline; an event at the deadline is in time. */
  #wait(patterns: readonly EventPattern[], deadline: Instant, what: string): Promise<MemberEvent | null> {
    if (this.#standing) return this.#askTwice();
    if (Number.isNaN(deadline)) return this.#fail(`the story asks for ${what} until an instant that is no number`);
    const known = this.#recorded();
    if (known) {
      if (known.value === null || 'type' in known.value) return Promise.resolve(known.value);
      return this.#lost(what);
    }
    const clock = this.#clock;
    const timerAt = Math.max(deadline, clock);
    const exit = firstExit(this.#state.mailbox, this.#exitOn, clock);
    const place = this.#state.mailbox.findIndex(
      (event) => event.at <= deadline && patterns.some((pattern) => matchesPattern(pattern, event)),
    );
    const event = this.#state.mailbox[place];
    const eventAt = event ? Math.max(event.at, clock) : Infinity;
    const firstAt = Math.min(exit?.at ?? Infinity, eventAt, timerAt);
    if (firstAt > this.#now) return this.#stop({ kind: 'waits', since: clock, dueAt: firstAt });
    if (exit?.at === firstAt) return this.#stop({ kind: 'exits', ...exit });
    if (!event || eventAt > firstAt) return this.#record({ at: timerAt, value: null }, null);
    this.#state.mailbox.splice(place, 1);
    return this.#record({ at: eventAt, value: event }, event);
  }

  #recorded(): Answer | undefined {
    const answer = this.#state.journal[this.#told];
    if (answer) {
      this.#told++;
      this.#clock = answer.at;
    }
    return answer;
  }

  #record<Value>(answer: Answer, value: Value): Promise<Value> {
    if (this.#isFull()) return this.#fail(chapterTooLong);
    this.#state.journal.push(answer);
    this.#told++;
    this.#clock = answer.at;
    return Promise.resolve(value);
  }

  #stop(standing: Standing): Promise<never> {
    if (standing.kind === 'asks' && this.#isFull()) return this.#fail(chapterTooLong);
    this.#standing = standing;
    return new Promise(() => undefined);
  }

  #isFull(): boolean {
    return this.#state.journal.length >= journalMax;
  }

  #askTwice(): Promise<never> {
    return this.#fail('the story asked for two things at once: an await is missing');
  }

  #lost(asked: string): Promise<never> {
    return this.#fail(`the story asks for ${asked} where its journal has another answer: its code has changed`);
  }

  #fail(reason: string): Promise<never> {
    // The first failure is the cause of the ones that follow.
    if (this.#standing?.kind !== 'fails') this.#standing = { kind: 'fails', reason, at: this.#clock };
    return new Promise(() => undefined);
  }
}

const chapterTooLong = `the story asked for more than ${journalMax} things in one chapter`;
