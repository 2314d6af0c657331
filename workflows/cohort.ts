import type { JsonObject } from '../domain/json.ts';
import type { Answer, EndingRecord, LifeState, StepReply, StepRequest, Wake } from './contract.ts';
import { wakeAt } from './due-grid.ts';
import type { Instant, MemberEvent } from './lifecycle.ts';
import { SeenWakes } from './seen-wakes.ts';
import type { Standing } from './telling.ts';
import { compareEvents, firstExit } from './telling.ts';
import type { Play } from './tell-stories.ts';
import { tellStories } from './tell-stories.ts';

/** Events a story may leave unread: the oldest give way, so that a chatty member can't outgrow the cohort. */
export const mailboxMax = 100;
/** Chapters a story may go through at one go; a streak that catches up ends one a week. */
const chaptersAtOnceMax = 1_000;
const skippedByPause = 'it fell due while the campaign was paused';

/** What a cohort wants done now: both empty when it can only wait. */
export interface Work {
  readonly steps: readonly StepRequest[];
  readonly endings: readonly EndingRecord[];
}

type Phase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'asleep'; readonly wakeAt: Instant }
  /** Its step is to be performed, at `from` at the earliest. */
  | { readonly kind: 'asking'; readonly request: StepRequest; readonly from: Instant }
  | { readonly kind: 'held'; readonly request: StepRequest };

interface CohortLife {
  readonly enrolmentId: string;
  readonly memberId: string;
  chapter: number;
  startedAt: Instant;
  input: JsonObject;
  journal: Answer[];
  mailbox: MemberEvent[];
  phase: Phase;
  /** How the step that the story is about to ask for stood when the state was written, and whether it has been resumed. */
  pending?: { readonly held: boolean; readonly askAt: Instant; readonly resumedAt?: Instant };
}

/**
 * Many stories carried together, without a clock or an effect of its own. Whoever carries it delivers wakes, lets it
 * advance to an instant, performs the work it gives and answers it; between works it needs nothing before `nextWakeAt`.
 * A story at rest is its journal and nothing else, and `lives()` is all that is needed to go on elsewhere.
 */
export class Cohort {
  readonly #play: Play;
  readonly #lives = new Map<string, CohortLife>();
  readonly #seen: SeenWakes;
  #asked: CohortLife[] = [];
  #endings: EndingRecord[] = [];

  constructor(play: Play, lives: readonly LifeState[]) {
    this.#play = play;
    this.#seen = new SeenWakes(lives);
    for (const state of lives) this.#lives.set(state.enrolmentId, open(state));
  }

  /** Stories that have not ended. */
  get size(): number {
    return this.#lives.size;
  }

  /** Takes what came for its lives; what it has seen before and what is for nobody here is dropped. */
  deliver(wakes: readonly Wake[], now: Instant): void {
    for (const wake of wakes) {
      const life = this.#lives.get(wake.enrolmentId);
      if (!life || !this.#seen.take(wake.enrolmentId, wake.id)) continue;
      if (wake.kind === 'event') this.#post(life, wake.event);
      else if (wake.kind === 'resumed') resume(life, now);
      else this.#end(life, 'cancelled', wake.reason, Math.max(clockOf(life), now));
    }
  }

  /** Lets every story that can go on by `now` go on until it asks, waits or ends. The work must be answered before the next call. */
  async advance(now: Instant): Promise<Work> {
    let ready = [...this.#lives.values()].filter((life) => isReady(life, now));
    for (let round = 0; ready.length > 0; round++) {
      const standings = await tellStories(this.#play, ready, now);
      ready = ready.filter((life, place) => this.#settle(life, standings[place], round));
    }
    for (const life of this.#lives.values()) this.#leave(life, now);
    this.#asked = [...this.#lives.values()].filter((life) => life.phase.kind === 'asking' && life.phase.from <= now);
    const steps = this.#asked.flatMap((life) => (life.phase.kind === 'asking' ? [life.phase.request] : []));
    return { steps, endings: this.#endings };
  }

  /** Takes the replies to the steps of the last work, in their order; its endings are recorded by now. */
  answer(replies: readonly StepReply[]): void {
    if (replies.length !== this.#asked.length) {
      throw new Error(`${this.#asked.length} steps were asked for, ${replies.length} answered`);
    }
    this.#endings = [];
    this.#asked.splice(0).forEach((life, place) => {
      const reply = replies[place];
      if (reply && life.phase.kind === 'asking') this.#take(life, life.phase.request, reply);
    });
  }

  /** When it is to advance next if nothing comes before; undefined when only a wake can go on. */
  nextWakeAt(): Instant | undefined {
    let next = Infinity;
    for (const life of this.#lives.values()) next = Math.min(next, this.#lifeWakesAt(life));
    return next === Infinity ? undefined : next;
  }

  /** The lives as they are, to go on from in another cohort. Work under way would be lost, so it is refused then. */
  lives(): LifeState[] {
    if (this.#asked.length > 0 || this.#endings.length > 0)
      throw new Error('a cohort with work under way can not be moved');
    const seen = this.#seen.byEnrolment();
    return [...this.#lives.values()].map((life) => close(life, seen.get(life.enrolmentId) ?? []));
  }

  #post(life: CohortLife, event: MemberEvent): void {
    life.mailbox = [...life.mailbox, event].sort(compareEvents).slice(-mailboxMax);
    if (life.phase.kind === 'asleep') life.phase = { kind: 'ready' };
  }

  /** A step that can't be performed yet does not keep its member from leaving. */
  #leave(life: CohortLife, now: Instant): void {
    const exit = this.#exitWhileAsking(life);
    if (exit && exit.at <= now) this.#end(life, 'exited', exit.reason, exit.at);
  }

  #exitWhileAsking(life: CohortLife): { readonly reason: string; readonly at: Instant } | undefined {
    const { phase } = life;
    if (phase.kind !== 'asking' && phase.kind !== 'held') return undefined;
    const exit = firstExit(life.mailbox, this.#play.exitOn, clockOf(life));
    return exit && phase.kind === 'asking' && phase.from < exit.at ? undefined : exit;
  }

  #lifeWakesAt(life: CohortLife): Instant {
    const { phase } = life;
    if (phase.kind === 'ready') return -Infinity;
    if (phase.kind === 'asleep') return phase.wakeAt;
    const exitAt = this.#exitWhileAsking(life)?.at ?? Infinity;
    return phase.kind === 'held' ? exitAt : Math.min(exitAt, phase.from);
  }

  /** True when the story goes on at once with a new chapter. */
  #settle(life: CohortLife, standing: Standing | undefined, round: number): boolean {
    switch (standing?.kind) {
      case undefined:
        throw new Error(`nothing came of telling the story of enrolment ${life.enrolmentId}`);
      case 'asks':
        ask(life, standing);
        return false;
      case 'waits':
        life.phase = { kind: 'asleep', wakeAt: wakeAt(standing.dueAt, standing.since) };
        return false;
      case 'exits':
        this.#end(life, 'exited', standing.reason, standing.at);
        return false;
      case 'fails':
        this.#end(life, 'failed', standing.reason, standing.at);
        return false;
      case 'ends':
        if (standing.ending.kind === 'chapter') return this.#turnPage(life, standing.ending.input, standing.at, round);
        this.#end(life, standing.ending.status, standing.ending.reason, standing.at);
        return false;
      default:
        return standing satisfies never;
    }
  }

  #turnPage(life: CohortLife, input: JsonObject, at: Instant, round: number): boolean {
    if (round >= chaptersAtOnceMax) {
      this.#end(life, 'failed', `the story went through ${chaptersAtOnceMax} chapters without a wait`, at);
      return false;
    }
    life.chapter++;
    life.startedAt = at;
    life.input = input;
    life.journal = [];
    return true;
  }

  #take(life: CohortLife, request: StepRequest, reply: StepReply): void {
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
        this.#end(life, reply.status, reply.reason, request.at);
        return;
      case 'failed':
        this.#end(life, 'failed', reply.reason, request.at);
        return;
      default:
        reply satisfies never;
    }
  }

  #end(life: CohortLife, status: EndingRecord['status'], reason: string, at: Instant): void {
    this.#lives.delete(life.enrolmentId);
    this.#endings.push({ enrolmentId: life.enrolmentId, status, reason, at });
  }
}

function open({ held = false, askAt, ...state }: LifeState): CohortLife {
  return {
    enrolmentId: state.enrolmentId,
    memberId: state.memberId,
    chapter: Math.max(1, state.chapter),
    startedAt: state.startedAt,
    input: state.input,
    journal: [...state.journal],
    mailbox: [...state.mailbox].sort(compareEvents),
    phase: { kind: 'ready' },
    ...(askAt === undefined ? {} : { pending: { held, askAt } }),
  };
}

function close(life: CohortLife, seen: readonly string[]): LifeState {
  const { enrolmentId, memberId, startedAt, input, chapter, journal, mailbox, phase } = life;
  const state = {
    enrolmentId,
    memberId,
    startedAt,
    input,
    chapter,
    journal: [...journal],
    mailbox: [...mailbox],
    seen,
  };
  if (phase.kind === 'held') return { ...state, held: true, askAt: phase.request.at };
  return phase.kind === 'asking' ? { ...state, askAt: phase.request.at } : state;
}

function clockOf(life: Pick<CohortLife, 'journal' | 'startedAt'>): Instant {
  return life.journal.at(-1)?.at ?? life.startedAt;
}

function isReady({ phase }: CohortLife, now: Instant): boolean {
  return phase.kind === 'ready' || (phase.kind === 'asleep' && phase.wakeAt <= now);
}

function ask(life: CohortLife, { step, occurrence, at }: Extract<Standing, { kind: 'asks' }>): void {
  const { enrolmentId, memberId, chapter, pending } = life;
  const key = `${enrolmentId}/${step.name}/${chapter > 1 ? `c${chapter}.` : ''}${occurrence}`;
  const request = { key, enrolmentId, memberId, at: Math.max(at, pending?.askAt ?? at), step };
  life.phase = pending?.held ? { kind: 'held', request } : { kind: 'asking', request, from: request.at };
  delete life.pending;
  if (pending?.resumedAt !== undefined) resume(life, pending.resumedAt);
}

/** A step held by a pause may be performed again, as its `afterPause` says. */
function resume(life: CohortLife, now: Instant): void {
  if (life.pending?.held) life.pending = { ...life.pending, resumedAt: now };
  if (life.phase.kind !== 'held') return;
  const { request } = life.phase;
  switch (request.step.afterPause ?? 'catch-up') {
    case 'catch-up':
      life.phase = { kind: 'asking', request, from: request.at };
      return;
    case 'shift': {
      const at = Math.max(request.at, now);
      life.phase = { kind: 'asking', request: { ...request, at }, from: at };
      return;
    }
    case 'skip':
      life.phase = { kind: 'asking', request: { ...request, skipReason: skippedByPause }, from: request.at };
  }
}
