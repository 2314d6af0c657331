import type { Instant } from '../../values/instant.ts';
import { Cohort } from './cohort.ts';
import type { EndingRecord, EnrolmentState, StepReply, StepRequest, EnrolmentSignal } from './protocol.ts';
import type { StoryProgram } from './run-stories.ts';
import type { Outcome } from './story.ts';

/** Something that woke a life, and when word of it came. */
export interface PastSignal {
  readonly wake: EnrolmentSignal;
  readonly cameAt: Instant;
}

/** What became of a step, and the story time it was performed at. */
export interface PastStep {
  readonly key: string;
  readonly outcome: Outcome;
  readonly at: Instant;
}

/** All that is known of a life: what came, in the order in which it came, and every step performed. */
export interface EnrolmentPast {
  readonly wakes: readonly PastSignal[];
  readonly steps: readonly PastStep[];
}

/** A life as it would be now, or its end if it has come to that. */
export type Rebuilt =
  { readonly kind: 'lives'; readonly life: EnrolmentState } | { readonly kind: 'ended'; readonly ending: EndingRecord };

/**
 * Lives through the past of a life again, from its first line to `now`, up to the first thing that nobody has done yet.
 * Performs nothing: a step that was performed answers as it did then, at the time it did.
 *
 * Where word of an event came late, its deadline may have passed before or not: that depends on when the cohort was awake. The
 * past is first lived as it came, every deadline on time. If a step was performed that this telling does not come by, the
 * cohort has slept over a deadline: then the past is lived by the events' own times, should more of its steps fit.
 */
export async function rebuildLife(
  play: StoryProgram,
  enrolment: EnrolmentState,
  past: EnrolmentPast,
  now: Instant,
): Promise<Rebuilt> {
  const asItCame = await replayPast(play, enrolment, past, now);
  if (asItCame.stepsLeft === 0) return asItCame.rebuilt;
  const inOwnTime = await replayPast(play, enrolment, { ...past, wakes: past.wakes.map(onTime).sort(byArrival) }, now);
  return inOwnTime.stepsLeft < asItCame.stepsLeft ? inOwnTime.rebuilt : asItCame.rebuilt;
}

const onTime = ({ wake, cameAt }: PastSignal): PastSignal => ({
  wake,
  cameAt: wake.kind === 'event' ? wake.event.at : cameAt,
});
const byArrival = (left: PastSignal, right: PastSignal) => left.cameAt - right.cameAt;

interface ReplayedPast {
  readonly rebuilt: Rebuilt;
  /** Steps that were performed and that the story did not ask for this time. */
  readonly stepsLeft: number;
}

async function replayPast(
  play: StoryProgram,
  enrolment: EnrolmentState,
  { wakes, steps }: EnrolmentPast,
  now: Instant,
): Promise<ReplayedPast> {
  const cohort = new Cohort(play, [enrolment]);
  const known = new Map(steps.map((step) => [step.key, step]));
  const lastResume = wakes.findLastIndex(({ wake }) => wake.kind === 'resumed');
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
  const liveUntil = async (until: Instant) => {
    for (let next = cohort.nextWakeAt(); next !== undefined && next <= until; next = cohort.nextWakeAt()) {
      const work = await cohort.advance(Math.max(next, heardAt));
      ending ??= work.endings[0];
      const replies = work.steps.map(replyTo);
      cohort.answer(replies);
      for (const { key } of work.steps) known.delete(key);
      if (replies.some(({ kind }) => kind !== 'done')) return;
    }
  };

  while (place < wakes.length) {
    const from = place;
    const cameAt = wakes[from]?.cameAt ?? now;
    // A deadline of the same instant lets what comes then be in time.
    await liveUntil(cameAt - 1);
    while (wakes[place]?.cameAt === cameAt) place += 1;
    const came = wakes.slice(from, place).map(({ wake }) => wake);
    cohort.deliver(came, cameAt);
    heardAt = cameAt;
  }
  await liveUntil(now);
  const [state] = cohort.lives();
  if (state) return { rebuilt: { kind: 'lives', life: state }, stepsLeft: known.size };
  if (!ending) throw new Error(`enrolment ${enrolment.enrolmentId} neither lives nor has ended`);
  return { rebuilt: { kind: 'ended', ending }, stepsLeft: known.size };
}
