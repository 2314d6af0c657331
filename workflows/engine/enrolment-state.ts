import type { JsonObject } from '../../values/json.ts';
import type { Blocked, EnrolmentState, RecordedResult, StepRequest, Whereabouts } from './protocol.ts';
import type { EventPattern } from './event-pattern.ts';
import { wakeAt } from './wake-grid.ts';
import type { MemberEvent } from './story.ts';
import type { Instant } from '../../values/instant.ts';
import { compareEvents, type ReplayStatus, resultsMax } from './replay.ts';

const skippedByPause = 'it fell due while the campaign was paused';

/** An enrolment whose story is being run, or whose step is asked for. */
export interface ActiveEnrolment {
  readonly enrolmentId: string;
  readonly memberId: string;
  chapter: number;
  startedAt: Instant;
  input: JsonObject;
  results: RecordedResult[];
  pendingEvents: MemberEvent[];
  phase: Phase;
  /** How the step that the story is about to ask for stood when the state was written, and whether it has been resumed. */
  pending?: { readonly held: boolean; readonly askAt: Instant; readonly resumedAt?: Instant };
  /** Set when it was blocked until its story was run again. */
  wasBlocked?: true;
}

export type Phase =
  | { readonly kind: 'ready' }
  /** Its step is to be performed, at `from` at the earliest. */
  | { readonly kind: 'asking'; readonly request: StepRequest; readonly from: Instant }
  | { readonly kind: 'held'; readonly request: StepRequest }
  | ({ readonly kind: 'blocked' } & Blocked);

type Parts = [string, number, Instant, JsonObject, RecordedResult[], MemberEvent[]];

/**
 * An enrolment that waits, without a promise or closure: its state as text, a quarter of what the objects would take, or as it
 * is where that is wanted only for the length of a call.
 */
export interface SuspendedEnrolment {
  /** When its story goes on by itself: infinite when only a signal can go on. */
  readonly dueAt: Instant;
  /** When to wake for it, a little later: whoever is awake before then takes it along. */
  readonly wakeAt: Instant;
  readonly where: Whereabouts;
  readonly waitsFor: readonly EventPattern[];
  readonly place: number;
  readonly state: string | Parts;
}

export function openEnrolment({ held = false, askAt, blocked, ...state }: EnrolmentState): ActiveEnrolment {
  return {
    enrolmentId: state.enrolmentId,
    memberId: state.memberId,
    chapter: Math.max(1, state.chapter),
    startedAt: state.startedAt,
    input: state.input,
    results: [...state.results],
    pendingEvents: [...state.pendingEvents].sort(compareEvents),
    phase: blocked ? { kind: 'blocked', ...blocked } : { kind: 'ready' },
    ...(askAt === undefined ? {} : { pending: { held, askAt } }),
  };
}

export function toEnrolmentState(enrolment: ActiveEnrolment, seen: readonly string[]): EnrolmentState {
  const { enrolmentId, memberId, startedAt, input, chapter, results, pendingEvents, phase, pending } = enrolment;
  const state = { enrolmentId, memberId, startedAt, input, chapter, results, pendingEvents, seen };
  switch (phase.kind) {
    case 'held':
      return { ...state, held: true, askAt: phase.request.at };
    case 'asking':
      return { ...state, askAt: phase.request.at };
    case 'blocked':
      return { ...state, ...stillPending(pending), blocked: { reason: phase.reason, at: phase.at } };
    case 'ready':
      return { ...state, ...stillPending(pending) };
    default:
      return phase satisfies never;
  }
}

/** Whoever runs the story next asks for the step as it stood; one that was resumed meanwhile is not held any more. */
function stillPending(pending: ActiveEnrolment['pending']): Pick<EnrolmentState, 'held' | 'askAt'> {
  if (pending === undefined) return {};
  const held = pending.held && pending.resumedAt === undefined;
  return { askAt: pending.askAt, ...(held ? { held } : {}) };
}

export function suspend(
  enrolment: ActiveEnrolment,
  { dueAt, since, name, patterns, deadline }: Extract<ReplayStatus, { kind: 'waits' }>,
  asText: boolean,
): SuspendedEnrolment {
  const { memberId, chapter, startedAt, input, results, pendingEvents } = enrolment;
  const parts: Parts = [memberId, chapter, startedAt, input, results, pendingEvents];
  const state = asText ? JSON.stringify(parts) : parts;
  // V8 leaves it as a rope of the strings it was made from, five times its size, until a character is looked at.
  if (typeof state === 'string') state.charCodeAt(0);
  const until = deadline === Infinity ? null : deadline;
  const where: Whereabouts = { kind: 'waits', name, events: patterns.map(({ type }) => type), until };
  return {
    dueAt,
    wakeAt: wakeAt(dueAt, since),
    where,
    waitsFor: patterns,
    place: chapter * (resultsMax + 1) + results.length,
    state,
  };
}

export function resume(enrolmentId: string, { state }: SuspendedEnrolment): ActiveEnrolment {
  const parts = typeof state === 'string' ? (JSON.parse(state) as Parts) : state;
  const [memberId, chapter, startedAt, input, results, pendingEvents] = parts;
  return { enrolmentId, memberId, chapter, startedAt, input, results, pendingEvents, phase: { kind: 'ready' } };
}

/** What an enrolment waits for whose story does not wait. */
export function whereabouts({ phase }: ActiveEnrolment): Whereabouts {
  switch (phase.kind) {
    case 'asking':
      return { kind: 'asks', name: phase.request.step.name, until: phase.from };
    case 'held':
      return { kind: 'held', name: phase.request.step.name };
    case 'blocked':
      return { kind: 'blocked', reason: phase.reason, since: phase.at };
    case 'ready':
      return { kind: 'ready' };
    default:
      return phase satisfies never;
  }
}

/** The story's time: that of the last thing that happened in it. */
export function clockOf(enrolment: ActiveEnrolment): Instant {
  return enrolment.results.at(-1)?.at ?? enrolment.startedAt;
}

/** Puts the step the story asks for on its way, as it stood before if it was under way in an earlier run. */
export function askFor(
  enrolment: ActiveEnrolment,
  { step, occurrence, at }: Extract<ReplayStatus, { kind: 'asks' }>,
): void {
  const { enrolmentId, memberId, chapter, pending } = enrolment;
  const key = `${enrolmentId}/${step.name}/${chapter > 1 ? `c${chapter}.` : ''}${occurrence}`;
  const request = { key, enrolmentId, memberId, at: Math.max(at, pending?.askAt ?? at), step };
  enrolment.phase = pending?.held ? { kind: 'held', request } : { kind: 'asking', request, from: request.at };
  delete enrolment.pending;
  if (pending?.resumedAt !== undefined) resumeStep(enrolment, pending.resumedAt);
}

/** Lets a step that was held by a pause be performed, as its `afterPause` says; any other enrolment is as it was. */
export function resumeStep(enrolment: ActiveEnrolment, now: Instant): void {
  if (enrolment.pending?.held) enrolment.pending = { ...enrolment.pending, resumedAt: now };
  if (enrolment.phase.kind !== 'held') return;
  const { request } = enrolment.phase;
  switch (request.step.afterPause ?? 'catch-up') {
    case 'catch-up':
      enrolment.phase = { kind: 'asking', request, from: request.at };
      return;
    case 'shift': {
      const at = Math.max(request.at, now);
      enrolment.phase = { kind: 'asking', request: { ...request, at }, from: at };
      return;
    }
    case 'skip':
      enrolment.phase = { kind: 'asking', request: { ...request, skipReason: skippedByPause }, from: request.at };
  }
}

/** Lets a blocked enrolment's story be run again; any other enrolment is as it was. */
export function unblock(enrolment: ActiveEnrolment): void {
  if (enrolment.phase.kind !== 'blocked') return;
  enrolment.phase = { kind: 'ready' };
  enrolment.wasBlocked = true;
}
