import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import {
  askFor,
  clockOf,
  toEnrolmentState,
  openEnrolment,
  suspend,
  type SuspendedEnrolment,
  resumeStep,
  resume,
  type ActiveEnrolment,
} from './enrolment-state.ts';
import type { EndingRecord, EnrolmentState, StepReply, StepRequest, EnrolmentSignal } from './protocol.ts';
import { compareEvents, firstExit, type ReplayStatus } from './replay.ts';
import { type StoryProgram, runStories } from './run-stories.ts';
import { SignalDeduplicator } from './seen-signals.ts';
import type { MemberEvent } from './story.ts';

/** Events a story may leave unread: the oldest give way, so that a chatty member can't outgrow the cohort. */
export const mailboxMax = 100;
/** Chapters a story may go through at one go: twenty years of weeks, for a streak that catches up. */
const chaptersAtOnceMax = 1_000;

/** What a cohort wants done now: both empty when it can only wait. */
export interface Work {
  readonly steps: readonly StepRequest[];
  readonly endings: readonly EndingRecord[];
}

/**
 * Many stories carried together, without a clock or an effect of its own. Whoever carries it delivers wakes, lets it
 * advance to an instant, performs the work it gives and answers it; between works it needs nothing before `nextWakeAt`.
 * A story at rest is its journal and nothing else, and `lives()` is all that is needed to go on elsewhere.
 */
export class Cohort {
  private readonly play: StoryProgram;
  private readonly waking = new Map<string, ActiveEnrolment>();
  private readonly resting = new Map<string, SuspendedEnrolment>();
  private readonly seen: SignalDeduplicator;
  private asked: ActiveEnrolment[] = [];
  private endings: EndingRecord[] = [];

  constructor(play: StoryProgram, lives: readonly EnrolmentState[]) {
    this.play = play;
    this.seen = new SignalDeduplicator(lives);
    for (const state of lives) this.waking.set(state.enrolmentId, openEnrolment(state));
  }

  /** Stories that have not ended. */
  get size(): number {
    return this.waking.size + this.resting.size;
  }

  /** Takes what came for its lives; what it has seen before and what is for nobody here is dropped. */
  deliver(wakes: readonly EnrolmentSignal[], now: Instant): void {
    for (const wake of wakes) {
      const enrolment = this.resume(wake.enrolmentId);
      if (!enrolment || !this.seen.take(wake.enrolmentId, wake.id)) continue;
      if (wake.kind === 'event') post(enrolment, wake.event);
      else if (wake.kind === 'resumed') resumeStep(enrolment, now);
      else this.end(enrolment, 'cancelled', wake.reason, Math.max(clockOf(enrolment), now));
    }
  }

  /** Lets every story go on as far as it goes by `now`. The work is to be answered before the next call. */
  async advance(now: Instant): Promise<Work> {
    for (const [enrolmentId, enrolment] of this.resting) if (enrolment.dueAt <= now) this.resume(enrolmentId);
    let ready = [...this.waking.values()].filter((enrolment) => enrolment.phase.kind === 'ready');
    for (let round = 0; ready.length > 0; round++) {
      const standings = await runStories(this.play, ready, now);
      ready = ready.filter((enrolment, place) => this.settle(enrolment, standings[place], round));
    }

    const steps: StepRequest[] = [];
    for (const enrolment of this.waking.values()) {
      const exit = this.exitWhileAsking(enrolment);
      if (exit && exit.at <= now) this.end(enrolment, 'exited', exit.reason, exit.at);
      else if (enrolment.phase.kind === 'asking' && enrolment.phase.from <= now) {
        this.asked.push(enrolment);
        steps.push(enrolment.phase.request);
      }
    }
    return { steps, endings: this.endings };
  }

  /** Takes the replies to the steps of the last work, in their order; its endings are recorded by now. */
  answer(replies: readonly StepReply[]): void {
    const asked = this.asked.splice(0);
    if (replies.length !== asked.length) throw new Error(`${asked.length} steps asked for, ${replies.length} answered`);
    this.endings = [];
    asked.forEach((enrolment, place) => {
      const reply = replies[place];
      if (reply && enrolment.phase.kind === 'asking') this.take(enrolment, enrolment.phase.request, reply);
    });
  }

  /** When it is to advance next if nothing comes before; undefined when only a wake can go on. */
  nextWakeAt(): Instant | undefined {
    return this.first((enrolment) => enrolment.wakeAt);
  }

  /** As `nextWakeAt`, not rounded up to wake many together. */
  nextDueAt(): Instant | undefined {
    return this.first((enrolment) => enrolment.dueAt);
  }

  /** The lives as they are, to go on from in another cohort. Work under way would be lost, so it is refused then. */
  lives(): EnrolmentState[] {
    if (this.asked.length + this.endings.length > 0) throw new Error('a cohort with work under way can not be moved');
    const seen = this.seen.byEnrolment();
    const resting = [...this.resting].map(([enrolmentId, enrolment]) => resume(enrolmentId, enrolment));
    return [...this.waking.values(), ...resting].map((enrolment) =>
      toEnrolmentState(enrolment, seen.get(enrolment.enrolmentId) ?? []),
    );
  }

  private resume(enrolmentId: string): ActiveEnrolment | undefined {
    const resting = this.resting.get(enrolmentId);
    if (!resting) return this.waking.get(enrolmentId);
    const enrolment = resume(enrolmentId, resting);
    this.resting.delete(enrolmentId);
    this.waking.set(enrolmentId, enrolment);
    return enrolment;
  }

  /** A step that can't be performed yet does not keep its member from leaving. */
  private exitWhileAsking(enrolment: ActiveEnrolment): { readonly reason: string; readonly at: Instant } | undefined {
    const { phase } = enrolment;
    if (phase.kind === 'ready' || enrolment.mailbox.length === 0) return undefined;
    const exit = firstExit(enrolment.mailbox, this.play.exitOn, clockOf(enrolment));
    return exit && phase.kind === 'asking' && phase.from < exit.at ? undefined : exit;
  }

  private first(instantOf: (enrolment: SuspendedEnrolment) => Instant): Instant | undefined {
    let next = Infinity;
    for (const enrolment of this.resting.values()) next = Math.min(next, instantOf(enrolment));
    for (const enrolment of this.waking.values()) next = Math.min(next, this.goesOnAt(enrolment));
    return next === Infinity ? undefined : next;
  }

  private goesOnAt(enrolment: ActiveEnrolment): Instant {
    if (enrolment.phase.kind === 'ready') return -Infinity;
    const exitAt = this.exitWhileAsking(enrolment)?.at ?? Infinity;
    return enrolment.phase.kind === 'held' ? exitAt : Math.min(exitAt, enrolment.phase.from);
  }

  /** True when the story goes on at once with a new chapter. */
  private settle(enrolment: ActiveEnrolment, standing: ReplayStatus | undefined, round: number): boolean {
    switch (standing?.kind) {
      case undefined:
        throw new Error(`nothing came of telling the story of enrolment ${enrolment.enrolmentId}`);
      case 'asks':
        askFor(enrolment, standing);
        return false;
      case 'waits':
        this.waking.delete(enrolment.enrolmentId);
        this.resting.set(enrolment.enrolmentId, suspend(enrolment, standing));
        return false;
      case 'exits':
        this.end(enrolment, 'exited', standing.reason, standing.at);
        return false;
      case 'fails':
        this.end(enrolment, 'failed', standing.reason, standing.at);
        return false;
      case 'ends':
        if (standing.ending.kind === 'chapter')
          return this.turnPage(enrolment, standing.ending.input, standing.at, round);
        this.end(enrolment, standing.ending.status, standing.ending.reason, standing.at);
        return false;
      default:
        return standing satisfies never;
    }
  }

  private turnPage(enrolment: ActiveEnrolment, input: JsonObject, at: Instant, round: number): boolean {
    if (round >= chaptersAtOnceMax) {
      this.end(enrolment, 'failed', `the story went through ${chaptersAtOnceMax} chapters without a wait`, at);
      return false;
    }
    enrolment.chapter++;
    enrolment.startedAt = at;
    enrolment.input = input;
    enrolment.journal = [];
    return true;
  }

  private take(enrolment: ActiveEnrolment, request: StepRequest, reply: StepReply): void {
    switch (reply.kind) {
      case 'done':
        enrolment.journal.push({ at: reply.at ?? request.at, value: reply.outcome });
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

  private end(enrolment: ActiveEnrolment, status: EndingRecord['status'], reason: string, at: Instant): void {
    this.waking.delete(enrolment.enrolmentId);
    this.endings.push({ enrolmentId: enrolment.enrolmentId, status, reason, at });
  }
}

function post(enrolment: ActiveEnrolment, event: MemberEvent): void {
  enrolment.mailbox.push(event);
  enrolment.mailbox.sort(compareEvents);
  if (enrolment.mailbox.length > mailboxMax) enrolment.mailbox.shift();
}
