import type { Instant } from '../../values/instant.ts';
import { Cohort } from './cohort.ts';
import type { EndingRecord, EnrolmentState, StepReply, StepRequest, EnrolmentSignal } from './protocol.ts';
import type { StoryProgram } from './run-stories.ts';
import type { Outcome } from './story.ts';

/** A signal to an enrolment, and when word of it came. */
export interface PastSignal {
  readonly signal: EnrolmentSignal;
  readonly cameAt: Instant;
}

/** What became of a step, and the story time it was performed at. */
export interface PastStep {
  readonly key: string;
  readonly outcome: Outcome;
  readonly at: Instant;
}

/** All that is known of an enrolment: what came, in the order in which it came, and every step performed. */
export interface EnrolmentPast {
  readonly signals: readonly PastSignal[];
  readonly steps: readonly PastStep[];
}

/** An enrolment as it would be now, or its end if it has come to that. */
export type Rebuilt =
  | { readonly kind: 'active'; readonly state: EnrolmentState }
  | { readonly kind: 'ended'; readonly ending: EndingRecord };

/**
 * Goes through the past of an enrolment again, from the first line of its story to `now`, up to the first thing that nobody has
 * done yet. Performs nothing: a step that was performed answers as it did then, at the time it did.
 *
 * Two things are not on record, and are found by which of them fits the steps that were performed. Where word of an event came
 * late, its deadline may have passed before or not: that depends on when the cohort was awake. So the past is first taken as it
 * came, every deadline on time, and then by the events' own times. And a story with a patch went the new way or the former
 * one: the new way is tried first. What leaves the fewest steps unasked for is what was.
 */
export async function rebuildEnrolment(
  program: StoryProgram,
  enrolment: EnrolmentState,
  past: EnrolmentPast,
  now: Instant,
): Promise<Rebuilt> {
  const inOwnTime = { ...past, signals: past.signals.map(onTime).sort(byArrival) };
  let best: ReplayedPast | undefined;
  for (const way of [program, { ...program, patches: 'former' as const }]) {
    for (const each of [past, inOwnTime]) {
      const replayed = await replayPast(way, enrolment, each, now);
      if (best === undefined || replayed.stepsLeft < best.stepsLeft) best = replayed;
      if (best.stepsLeft === 0) return best.rebuilt;
    }
  }
  if (best === undefined) throw new Error('no way was tried');
  return best.rebuilt;
}

const onTime = ({ signal, cameAt }: PastSignal): PastSignal => ({
  signal,
  cameAt: signal.kind === 'event' ? signal.event.at : cameAt,
});
const byArrival = (left: PastSignal, right: PastSignal) => left.cameAt - right.cameAt;

interface ReplayedPast {
  readonly rebuilt: Rebuilt;
  /** Steps that were performed and that the story did not ask for this time. */
  readonly stepsLeft: number;
}

async function replayPast(
  program: StoryProgram,
  enrolment: EnrolmentState,
  { signals, steps }: EnrolmentPast,
  now: Instant,
): Promise<ReplayedPast> {
  const cohort = new Cohort(program, [enrolment], { isBrief: true });
  const known = new Map(steps.map((step) => [step.key, step]));
  const lastResume = signals.findLastIndex(({ signal }) => signal.kind === 'resumed');
  let place = 0;
  // What came is heard when it came, not at the next wake of the cohort's grid, which may lie after the loss.
  let heardAt: Instant = -Infinity;
  let ending: EndingRecord | undefined;

  const replyTo = ({ key, at }: StepRequest): StepReply => {
    const step = known.get(key);
    if (step) return { kind: 'done', outcome: step.outcome, at: step.at };
    // Not performed, although a resume was still to come: a pause held it.
    return lastResume >= place ? { kind: 'held' } : { kind: 'retry', at };
  };
  const goUntil = async (until: Instant) => {
    for (let next = cohort.nextWakeAt(); next !== undefined && next <= until; next = cohort.nextWakeAt()) {
      const work = await cohort.advance(Math.max(next, heardAt));
      ending ??= work.endings[0];
      const replies = work.steps.map(replyTo);
      cohort.answer(replies);
      for (const { key } of work.steps) known.delete(key);
      if (replies.some(({ kind }) => kind !== 'done')) return;
    }
  };

  while (place < signals.length) {
    const from = place;
    const cameAt = signals[from]?.cameAt ?? now;
    // A deadline of the same instant lets what comes then be in time.
    await goUntil(cameAt - 1);
    while (signals[place]?.cameAt === cameAt) place += 1;
    const came = signals.slice(from, place).map(({ signal }) => signal);
    cohort.deliver(came, cameAt);
    heardAt = cameAt;
  }
  await goUntil(now);
  const [state] = cohort.states();
  if (state) return { rebuilt: { kind: 'active', state: withoutBlock(state) }, stepsLeft: known.size };
  if (!ending) throw new Error(`enrolment ${enrolment.enrolmentId} is neither active nor has ended`);
  return { rebuilt: { kind: 'ended', ending }, stepsLeft: known.size };
}

/** Whoever carries it next runs its story again, and says so if it does not fit. */
function withoutBlock({ blocked: _, ...state }: EnrolmentState): EnrolmentState {
  return state;
}
