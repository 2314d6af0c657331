import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import {
  askFor,
  clockOf,
  closeLife,
  openLife,
  rest,
  type RestingLife,
  resumeStep,
  rouse,
  type WakingLife,
} from './enrolment-state.ts';
import type { EndingRecord, LifeState, StepReply, StepRequest, Wake } from './protocol.ts';
import { compareEvents, firstExit, type Standing } from './replay.ts';
import { type Play, tellStories } from './run-stories.ts';
import { SeenWakes } from './seen-signals.ts';
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
  private readonly play: Play;
  private readonly waking = new Map<string, WakingLife>();
  private readonly resting = new Map<string, RestingLife>();
  private readonly seen: SeenWakes;
  private asked: WakingLife[] = [];
  private endings: EndingRecord[] = [];

  constructor(play: Play, lives: readonly LifeState[]) {
    this.play = play;
    this.seen = new SeenWakes(lives);
    for (const state of lives) this.waking.set(state.enrolmentId, openLife(state));
  }

  /** Stories that have not ended. */
  get size(): number {
    return this.waking.size + this.resting.size;
  }

  /** Takes what came for its lives; what it has seen before and what is for nobody here is dropped. */
  deliver(wakes: readonly Wake[], now: Instant): void {
    for (const wake of wakes) {
      const life = this.rouse(wake.enrolmentId);
      if (!life || !this.seen.take(wake.enrolmentId, wake.id)) continue;
      if (wake.kind === 'event') post(life, wake.event);
      else if (wake.kind === 'resumed') resumeStep(life, now);
      else this.end(life, 'cancelled', wake.reason, Math.max(clockOf(life), now));
    }
  }

  /** Lets every story go on as far as it goes by `now`. The work is to be answered before the next call. */
  async advance(now: Instant): Promise<Work> {
    for (const [enrolmentId, life] of this.resting) if (life.dueAt <= now) this.rouse(enrolmentId);
    let ready = [...this.waking.values()].filter((life) => life.phase.kind === 'ready');
    for (let round = 0; ready.length > 0; round++) {
      const standings = await tellStories(this.play, ready, now);
      ready = ready.filter((life, place) => this.settle(life, standings[place], round));
    }

    const steps: StepRequest[] = [];
    for (const life of this.waking.values()) {
      const exit = this.exitWhileAsking(life);
      if (exit && exit.at <= now) this.end(life, 'exited', exit.reason, exit.at);
      else if (life.phase.kind === 'asking' && life.phase.from <= now) {
        this.asked.push(life);
        steps.push(life.phase.request);
      }
    }
    return { steps, endings: this.endings };
  }

  /** Takes the replies to the steps of the last work, in their order; its endings are recorded by now. */
  answer(replies: readonly StepReply[]): void {
    const asked = this.asked.splice(0);
    if (replies.length !== asked.length) throw new Error(`${asked.length} steps asked for, ${replies.length} answered`);
    this.endings = [];
    asked.forEach((life, place) => {
      const reply = replies[place];
      if (reply && life.phase.kind === 'asking') this.take(life, life.phase.request, reply);
    });
  }

  /** When it is to advance next if nothing comes before; undefined when only a wake can go on. */
  nextWakeAt(): Instant | undefined {
    return this.first((life) => life.wakeAt);
  }

  /** As `nextWakeAt`, not rounded up to wake many together. */
  nextDueAt(): Instant | undefined {
    return this.first((life) => life.dueAt);
  }

  /** The lives as they are, to go on from in another cohort. Work under way would be lost, so it is refused then. */
  lives(): LifeState[] {
    if (this.asked.length + this.endings.length > 0) throw new Error('a cohort with work under way can not be moved');
    const seen = this.seen.byEnrolment();
    const resting = [...this.resting].map(([enrolmentId, life]) => rouse(enrolmentId, life));
    return [...this.waking.values(), ...resting].map((life) => closeLife(life, seen.get(life.enrolmentId) ?? []));
  }

  private rouse(enrolmentId: string): WakingLife | undefined {
    const resting = this.resting.get(enrolmentId);
    if (!resting) return this.waking.get(enrolmentId);
    const life = rouse(enrolmentId, resting);
    this.resting.delete(enrolmentId);
    this.waking.set(enrolmentId, life);
    return life;
  }

  /** A step that can't be performed yet does not keep its member from leaving. */
  private exitWhileAsking(life: WakingLife): { readonly reason: string; readonly at: Instant } | undefined {
    const { phase } = life;
    if (phase.kind === 'ready' || life.mailbox.length === 0) return undefined;
    const exit = firstExit(life.mailbox, this.play.exitOn, clockOf(life));
    return exit && phase.kind === 'asking' && phase.from < exit.at ? undefined : exit;
  }

  private first(instantOf: (life: RestingLife) => Instant): Instant | undefined {
    let next = Infinity;
    for (const life of this.resting.values()) next = Math.min(next, instantOf(life));
    for (const life of this.waking.values()) next = Math.min(next, this.goesOnAt(life));
    return next === Infinity ? undefined : next;
  }

  private goesOnAt(life: WakingLife): Instant {
    if (life.phase.kind === 'ready') return -Infinity;
    const exitAt = this.exitWhileAsking(life)?.at ?? Infinity;
    return life.phase.kind === 'held' ? exitAt : Math.min(exitAt, life.phase.from);
  }

  /** True when the story goes on at once with a new chapter. */
  private settle(life: WakingLife, standing: Standing | undefined, round: number): boolean {
    switch (standing?.kind) {
      case undefined:
        throw new Error(`nothing came of telling the story of enrolment ${life.enrolmentId}`);
      case 'asks':
        askFor(life, standing);
        return false;
      case 'waits':
        this.waking.delete(life.enrolmentId);
        this.resting.set(life.enrolmentId, rest(life, standing));
        return false;
      case 'exits':
        this.end(life, 'exited', standing.reason, standing.at);
        return false;
      case 'fails':
        this.end(life, 'failed', standing.reason, standing.at);
        return false;
      case 'ends':
        if (standing.ending.kind === 'chapter') return this.turnPage(life, standing.ending.input, standing.at, round);
        this.end(life, standing.ending.status, standing.ending.reason, standing.at);
        return false;
      default:
        return standing satisfies never;
    }
  }

  private turnPage(life: WakingLife, input: JsonObject, at: Instant, round: number): boolean {
    if (round >= chaptersAtOnceMax) {
      this.end(life, 'failed', `the story went through ${chaptersAtOnceMax} chapters without a wait`, at);
      return false;
    }
    life.chapter++;
    life.startedAt = at;
    life.input = input;
    life.journal = [];
    return true;
  }

  private take(life: WakingLife, request: StepRequest, reply: StepReply): void {
    switch (reply.kind) {
      case 'done':
        life.journal.push({ at: reply.at ?? request.at, value: reply.outcome });
        life.phase = { kind: 'ready' };
        return;
      case 'held':
        life.phase = { kind: 'held', request };
        return;
      case 'retry': {
        const at = Math.max(request.at, reply.at);
        life.phase = { kind: 'asking', request: { ...request, at }, from: at };
        return;
      }
      case 'ended':
        this.end(life, reply.status, reply.reason, request.at);
        return;
      case 'failed':
        this.end(life, 'failed', reply.reason, request.at);
        return;
      default:
        reply satisfies never;
    }
  }

  private end(life: WakingLife, status: EndingRecord['status'], reason: string, at: Instant): void {
    this.waking.delete(life.enrolmentId);
    this.endings.push({ enrolmentId: life.enrolmentId, status, reason, at });
  }
}

function post(life: WakingLife, event: MemberEvent): void {
  life.mailbox.push(event);
  life.mailbox.sort(compareEvents);
  if (life.mailbox.length > mailboxMax) life.mailbox.shift();
}
