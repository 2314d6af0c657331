import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Instant } from '../../values/instant.ts';
import { type CohortActivities, type CohortInput, wakeSignalName } from '../contract.ts';
import { Cohort } from '../engine/cohort.ts';
import type { LifeState, Wake } from '../engine/protocol.ts';
import type { Lifecycle } from '../engine/story.ts';
import { spreadMs } from '../engine/wake-grid.ts';
import { lifecycles } from '../lifecycles/index.ts';
import { insistentActivities } from './retrying-activities.ts';
import { untracked } from './untracked.ts';
import { type WorkflowClock, workflowClock } from './workflow-clock.ts';

const { perform } = insistentActivities<CohortActivities>();

export const wakeSignal = defineSignal<[readonly Wake[]]>(wakeSignalName);

/** A cold wake replays the run's history: 130 ms of a worker at 500 events, over a second at 4,000. */
const historyEventsMax = 500;
/** Of the server's 2 MB for a payload; what is over stays in this run and tries again later. */
const statePayloadMax = 1_500_000;

/** Carries up to 500 enrolments of one campaign version through their stories, for as long as that takes. */
export async function cohort(input: CohortInput): Promise<void> {
  await carryCohort(input, lifecycles[input.lifecycle]);
}

/** Binds a cohort to Temporal: signals bring its wakes, timers its time, `perform` does its steps. */
export async function carryCohort(
  input: CohortInput,
  lifecycle: Pick<Lifecycle, 'story'>,
  { eventsMax = historyEventsMax } = {},
): Promise<void> {
  const { lives, inbox: carriedOver = [], ...passage } = input;
  const inbox: Wake[] = [...carriedOver];
  let clockMoved = false;
  setHandler(wakeSignal, (wakes) => {
    inbox.push(...wakes);
    // A signal without wakes says so.
    clockMoved ||= wakes.length === 0;
  });
  const isCalled = () => inbox.length > 0 || clockMoved;

  const stories = new Cohort({ ...passage, story: lifecycle.story }, lives);
  // The input lives as long as the run: without this every life would be held twice.
  (lives as LifeState[]).length = 0;
  const clock = workflowClock(input.clock);
  for (;;) {
    clockMoved = false;
    const now = await takeTurns(stories, inbox, clock, passage);
    if (now === undefined) return;
    if (historyIsLong(eventsMax)) await goOnAsNew({ ...passage, lives: stories.lives(), inbox });
    const delayMs = clock.delayMs(now, stories.nextWakeAt());
    await clock.sleeps(input.cohortId, stories.nextDueAt());
    await somethingHappens(isCalled, delayMs && delayMs + spreadMs(delayMs, input.cohortId));
  }
}

/**
 * Delivers, advances and performs until the cohort can only wait; answers the instant it has come to, nothing when its last
 * story has ended. A function of its own, so that what a turn carried is not held on to while the cohort waits.
 */
async function takeTurns(
  stories: Cohort,
  inbox: Wake[],
  clock: WorkflowClock,
  { programmeId, campaignId, campaignVersionId, cohortId }: Omit<CohortInput, 'lives' | 'inbox'>,
): Promise<Instant | undefined> {
  for (;;) {
    const now = await clock.now();
    stories.deliver(inbox.splice(0), now);
    const { steps, endings } = await untracked(() => stories.advance(now));
    const last = stories.size === 0;
    if (last || steps.length > 0 || endings.length > 0) {
      const { replies } = await perform({ programmeId, campaignId, campaignVersionId, cohortId, steps, endings, last });
      if (last) return undefined;
      stories.answer(replies);
    } else if (inbox.length === 0) return now;
  }
}

/** Returns when somebody has called or the delay is over; with no delay, only for a call. */
async function somethingHappens(isCalled: () => boolean, delayMs: number | undefined): Promise<void> {
  if (delayMs === undefined) await condition(isCalled);
  else await condition(isCalled, delayMs);
}

function historyIsLong(eventsMax: number): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return historyLength >= eventsMax || continueAsNewSuggested;
}

async function goOnAsNew(state: CohortInput): Promise<void> {
  if (JSON.stringify(state).length > statePayloadMax) return;
  await condition(allHandlersFinished);
  await continueAsNew<typeof cohort>(state);
}
