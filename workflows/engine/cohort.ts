import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import {
  type ActiveEnrolment,
  askFor,
  clockOf,
  openEnrolment,
  resume,
  resumeStep,
  suspend,
  type SuspendedEnrolment,
  toEnrolmentState,
  unblock,
  whereabouts,
} from './enrolment-state.ts';
import type {
  BlockRecord,
  EndingRecord,
  EnrolmentSignal,
  EnrolmentState,
  StepReply,
  StepRequest,
  WaitRecord,
  Whereabouts,
} from './protocol.ts';
import { compareEvents, firstExit, type Matches, type ReplayStatus } from './replay.ts';
import { exitsOf, matcherOf, runStories, type StoryProgram } from './run-stories.ts';
import { seenByAll, SignalDeduplicator } from './seen-signals.ts';
import type { MemberEvent } from './story.ts';

/** Events a story may leave unread: the oldest give way, so that a chatty member can't outgrow the cohort. */
export const pendingEventsMax = 100;
/** Chapters a story may go through at one go: twenty years of weeks, for a streak that catches up. */
const chaptersAtOnceMax = 1_000;

/** What a cohort wants done now: all empty when it can only wait. */
export interface Work {
  readonly steps: readonly StepRequest[];
  readonly endings: readonly EndingRecord[];
  readonly blocks: readonly BlockRecord[];
}

/** An enrolment that can only wait: all that is needed to go on, when, and what it waits for. */
export interface WaitingEnrolment {
  readonly state: EnrolmentState;
  readonly dueAt: Instant;
  readonly wakeAt: Instant;
  readonly where: Whereabouts;
}

/**
 * Many stories carried together, without a clock or an effect of its own. Whoever carries it delivers signals, lets it
 * advance to an instant, performs the work it gives and answers it; between works it needs nothing before `nextWakeAt`.
 * A suspended story is its results and nothing else, and `states()` is all that is needed to go on elsewhere.
 */
export class Cohort {
  private readonly program: StoryProgram;
  private readonly matches: Matches;
  private readonly isBrief: boolean;
  private readonly active = new Map<string, ActiveEnrolment>();
  private readonly suspended = new Map<string, SuspendedEnrolment>();
  private readonly seen: SignalDeduplicator;
  private asked: ActiveEnrolment[] = [];
  private endings: EndingRecord[] = [];
  private blocks: BlockRecord[] = [];

  /** `isBrief`: it lives as long as a call, and keeps those who wait as they are in place of as text. */
  constructor(program: StoryProgram, states: readonly EnrolmentState[], { isBrief = false } = {}) {
    this.program = program;
    this.matches = matcherOf(program);
    this.isBrief = isBrief;
    this.seen = new SignalDeduplicator(seenByAll(states));
    for (const state of states) this.active.set(state.enrolmentId, openEnrolment(state));
  }

  /** Stories that have not ended. */
  get size(): number {
    return this.active.size + this.suspended.size;
  }

  /** False while there is work that is not answered, or an ending or block that is not recorded. */
  get canBeMoved(): boolean {
    return this.asked.length + this.endings.length + this.blocks.length === 0;
  }

  /** Takes what came for its enrolments; what it has seen before and what is for nobody here is dropped. */
  deliver(signals: readonly EnrolmentSignal[], now: Instant): void {
    for (const signal of signals) {
      const enrolment = this.resume(signal.enrolmentId);
      if (!enrolment || !this.seen.take(signal.enrolmentId, signal.id)) continue;
      switch (signal.kind) {
        case 'event':
          post(enrolment, signal.event);
          break;
        case 'resumed':
          resumeStep(enrolment, now);
          break;
        case 'retry':
          unblock(enrolment);
          break;
        case 'cancelled':
          this.end(enrolment, 'cancelled', signal.reason, Math.max(clockOf(enrolment), now));
          break;
        default:
          signal satisfies never;
      }
    }
  }

  /** Lets every story go on as far as it goes by `now`. The work is to be answered before the next call. */
  async advance(now: Instant): Promise<Work> {
    for (const [enrolmentId, enrolment] of this.suspended) if (enrolment.dueAt <= now) this.resume(enrolmentId);
    let ready = [...this.active.values()].filter((enrolment) => enrolment.phase.kind === 'ready');
    for (let round = 0; ready.length > 0; round++) {
      const statuses = await runStories(this.program, ready, now);
      ready = ready.filter((enrolment, place) => this.settle(enrolment, statuses[place], round));
    }

    const steps: StepRequest[] = [];
    for (const enrolment of this.active.values()) {
      const exit = this.exitWhileAsking(enrolment);
      if (exit && exit.at <= now) this.end(enrolment, 'exited', exit.reason, exit.at);
      else if (enrolment.phase.kind === 'asking' && enrolment.phase.from <= now) {
        this.asked.push(enrolment);
        steps.push(enrolment.phase.request);
      }
    }
    return { steps, endings: this.endings, blocks: this.blocks };
  }

  /** What those wait for whose stories wait. */
  waits(): WaitRecord[] {
    return [...this.suspended].map(([enrolmentId, { waitsFor, where, place }]) => ({
      ...{ enrolmentId, waitsFor, place },
      until: where.kind === 'waits' ? where.until : null,
    }));
  }

  /** Takes the replies to the steps of the last work, in their order; its endings and blocks are recorded by now. */
  answer(replies: readonly StepReply[]): void {
    const asked = this.asked.splice(0);
    if (replies.length !== asked.length) throw new Error(`${asked.length} steps asked for, ${replies.length} answered`);
    this.endings = [];
    this.blocks = [];
    asked.forEach((enrolment, place) => {
      const reply = replies[place];
      if (reply && enrolment.phase.kind === 'asking') this.take(enrolment, enrolment.phase.request, reply);
    });
  }

  /** Ends an enrolment that can't be carried any further. */
  fail(enrolmentId: string, reason: string, at: Instant): void {
    const enrolment = this.resume(enrolmentId);
    if (enrolment) this.end(enrolment, 'failed', reason, at);
  }

  /** When it is to advance next if nothing comes before; undefined when only a signal can go on. */
  nextWakeAt(): Instant | undefined {
    return this.first((enrolment) => enrolment.wakeAt);
  }

  /** As `nextWakeAt`, not rounded up to wake many together. */
  nextDueAt(): Instant | undefined {
    return this.first((enrolment) => enrolment.dueAt);
  }

  /** The enrolments as they are, to go on from in another cohort. Work under way would be lost, so it is refused then. */
  states(): EnrolmentState[] {
    return this.waiting().map(({ state }) => state);
  }

  /** As `states`, with what each waits for. */
  waiting(): WaitingEnrolment[] {
    if (!this.canBeMoved) throw new Error('a cohort with work under way can not be moved');
    const seen = this.seen.byEnrolment();
    const stateOf = (enrolment: ActiveEnrolment) => toEnrolmentState(enrolment, seen.get(enrolment.enrolmentId) ?? []);
    const active = [...this.active.values()].map((enrolment) => {
      const dueAt = this.goesOnAt(enrolment);
      return { state: stateOf(enrolment), dueAt, wakeAt: dueAt, where: whereabouts(enrolment) };
    });
    const suspended = [...this.suspended].map(([enrolmentId, enrolment]) => {
      const { dueAt, wakeAt, where } = enrolment;
      return { state: stateOf(resume(enrolmentId, enrolment)), dueAt, wakeAt, where };
    });
    return [...active, ...suspended];
  }

  private resume(enrolmentId: string): ActiveEnrolment | undefined {
    const suspended = this.suspended.get(enrolmentId);
    if (!suspended) return this.active.get(enrolmentId);
    const enrolment = resume(enrolmentId, suspended);
    this.suspended.delete(enrolmentId);
    this.active.set(enrolmentId, enrolment);
    return enrolment;
  }

  /** A step that can't be performed yet does not keep its member from leaving. */
  private exitWhileAsking(enrolment: ActiveEnrolment): { readonly reason: string; readonly at: Instant } | undefined {
    const { phase } = enrolment;
    if (phase.kind === 'ready' || enrolment.pendingEvents.length === 0) return undefined;
    const rules = exitsOf(this.program, enrolment.input);
    const exit = firstExit(enrolment.pendingEvents, rules, clockOf(enrolment), this.matches);
    return exit && phase.kind === 'asking' && phase.from < exit.at ? undefined : exit;
  }

  private first(instantOf: (enrolment: SuspendedEnrolment) => Instant): Instant | undefined {
    let next = Infinity;
    for (const enrolment of this.suspended.values()) next = Math.min(next, instantOf(enrolment));
    for (const enrolment of this.active.values()) next = Math.min(next, this.goesOnAt(enrolment));
    return next === Infinity ? undefined : next;
  }

  private goesOnAt(enrolment: ActiveEnrolment): Instant {
    if (enrolment.phase.kind === 'ready') return -Infinity;
    const exitAt = this.exitWhileAsking(enrolment)?.at ?? Infinity;
    return enrolment.phase.kind === 'asking' ? Math.min(exitAt, enrolment.phase.from) : exitAt;
  }

  /** True when the story goes on at once with a new chapter. */
  private settle(enrolment: ActiveEnrolment, status: ReplayStatus | undefined, round: number): boolean {
    if (enrolment.wasBlocked) {
      delete enrolment.wasBlocked;
      if (status?.kind !== 'blocked') this.blocks.push({ enrolmentId: enrolment.enrolmentId });
    }
    switch (status?.kind) {
      case undefined:
        throw new Error(`nothing came of running the story of enrolment ${enrolment.enrolmentId}`);
      case 'asks':
        askFor(enrolment, status);
        return false;
      case 'waits':
        this.active.delete(enrolment.enrolmentId);
        this.suspended.set(enrolment.enrolmentId, suspend(enrolment, status, !this.isBrief));
        return false;
      case 'exits':
        this.end(enrolment, 'exited', status.reason, status.at);
        return false;
      case 'blocked':
        this.block(enrolment, status.reason, status.at);
        return false;
      case 'ends':
        if (status.ending.kind === 'chapter')
          return this.turnToChapter(enrolment, status.ending.input, status.at, round);
        this.end(enrolment, status.ending.status, status.ending.reason, status.at);
        return false;
      default:
        return status satisfies never;
    }
  }

  private turnToChapter(enrolment: ActiveEnrolment, input: JsonObject, at: Instant, round: number): boolean {
    if (round >= chaptersAtOnceMax) {
      this.block(enrolment, `the story went through ${chaptersAtOnceMax} chapters without a wait`, at);
      return false;
    }
    enrolment.chapter++;
    enrolment.startedAt = at;
    enrolment.input = input;
    enrolment.results = [];
    return true;
  }

  private take(enrolment: ActiveEnrolment, request: StepRequest, reply: StepReply): void {
    switch (reply.kind) {
      case 'done':
        enrolment.results.push({ step: recordedAs(request), at: reply.at ?? request.at, value: reply.outcome });
        enrolment.phase = { kind: 'ready' };
        return;
      case 'held':
        enrolment.phase = { kind: 'held', request };
        return;
      case 'retry': {
        const at = Math.max(request.at, reply.at);
        enrolment.phase = { kind: 'asking', request: { ...request, at }, from: at };
        return;
      }
      case 'ended':
        this.end(enrolment, reply.status, reply.reason, request.at);
        return;
      case 'failed':
        this.end(enrolment, 'failed', reply.reason, request.at);
        return;
      default:
        reply satisfies never;
    }
  }

  /** Nothing more is done for it until a signal `retry`; what comes meanwhile is kept. */
  private block(enrolment: ActiveEnrolment, reason: string, at: Instant): void {
    enrolment.phase = { kind: 'blocked', reason, at };
    this.blocks.push({ enrolmentId: enrolment.enrolmentId, blocked: { reason, at } });
  }

  private end(enrolment: ActiveEnrolment, status: EndingRecord['status'], reason: string, at: Instant): void {
    this.active.delete(enrolment.enrolmentId);
    this.endings.push({ enrolmentId: enrolment.enrolmentId, status, reason, at });
  }
}

/** The name under which a step's outcome is recorded; its key ends in the occurrence. */
function recordedAs({ key, step }: StepRequest): string {
  return `${step.name}#${/[0-9]+$/.exec(key)?.[0] ?? '1'}`;
}

function post(enrolment: ActiveEnrolment, event: MemberEvent): void {
  enrolment.pendingEvents.push(event);
  enrolment.pendingEvents.sort(compareEvents);
  if (enrolment.pendingEvents.length > pendingEventsMax) enrolment.pendingEvents.shift();
}
