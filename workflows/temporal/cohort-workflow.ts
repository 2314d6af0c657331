import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Instant } from '../../values/instant.ts';
import { utf8Bytes } from '../../values/utf8.ts';
import {
  type CohortActivities,
  type CohortInput,
  enrolmentSignalName,
  formerSignalName,
  whereIsQueryName,
} from '../contract.ts';
import { CarriedCohort } from '../engine/carried-cohort.ts';
import type { EnrolmentSignal, Whereabouts } from '../engine/protocol.ts';
import type { Story } from '../engine/story.ts';
import { spreadMs } from '../engine/wake-grid.ts';
import { carryFormerCohort, type FormerCohortInput, isFormer } from './former-cohort.ts';
import { type Inbox, somethingHappens } from './inbox.ts';
import { retryingActivities } from './retrying-activities.ts';
import { type WorkflowClock, workflowClock } from './workflow-clock.ts';

const { advance, splitCohort } = retryingActivities<CohortActivities>();

const enrolmentSignal = defineSignal<[readonly EnrolmentSignal[]]>(enrolmentSignalName);
const formerSignal = defineSignal<[readonly EnrolmentSignal[]]>(formerSignalName);
const whereIsQuery = defineQuery<Whereabouts | null, [string]>(whereIsQueryName);

/** A cold wake replays the run's history, about 0.2 ms an event; going on as new costs what 150 events do (decision 16). */
const historyEventsMax = 500;
/** Of the server's 2 MB for a payload: a cohort that has outgrown it is split. */
const statePayloadMax = 1_500_000;
/** Of enrolments that a cohort keeps then: it has room to grow again, and for what has come for them meanwhile. */
const keptBytesMax = 750_000;

/** Carries up to 500 enrolments of one campaign version through their stories, for as long as that takes. */
export async function cohort(input: CohortInput | FormerCohortInput): Promise<void> {
  await carryCohort(input);
}

/**
 * Binds a cohort to Temporal: signals bring what came, timers its time. It carries states and wakes for them; the stories are
 * run by the activity `advance`, so that a history holds what became of each enrolment and not how code came to it: a
 * story that has changed can't make it unreadable.
 */
export async function carryCohort(
  input: CohortInput | FormerCohortInput,
  {
    eventsMax = historyEventsMax,
    formerStory,
  }: { readonly eventsMax?: number; readonly formerStory?: Story<unknown> } = {},
): Promise<void> {
  const inbox: Inbox = { signals: [], clockMoved: false };
  const take = (signals: readonly EnrolmentSignal[]) => {
    inbox.signals.push(...signals);
    inbox.clockMoved ||= signals.length === 0;
  };
  setHandler(enrolmentSignal, take);
  setHandler(formerSignal, take);
  const current = isFormer(input) ? await carryFormerCohort(input, inbox, formerStory) : input;
  if (current === undefined) return;

  const { enrolments, seen = [], signals = [], read = [], clock: mapping, ...program } = current;
  const cohort = new CarriedCohort({ enrolments, seen, signals, read });
  setHandler(whereIsQuery, (enrolmentId) => cohort.whereIs(enrolmentId) ?? null);
  // The input is kept as long as the run: without this every state would be held twice.
  (enrolments as unknown[]).length = 0;
  const clock = workflowClock(mapping);
  for (;;) {
    inbox.clockMoved = false;
    const now = await takeTurns(cohort, inbox, clock, program);
    if (now === undefined) return;
    // A history that began before 0.2.0 is left behind at once.
    if (isFormer(input) || historyIsLong(eventsMax)) {
      await goOnAsNew(cohort, inbox, () => ({ ...program, clock: mapping, ...cohort.state() }));
    }
    const delayMs = clock.delayMs(now, cohort.nextWakeAt());
    await somethingHappens(inbox, delayMs && delayMs + spreadMs(delayMs, program.cohortId));
  }
}

/** Runs stories, page by page, until all can wait; answers the instant it has come to, nothing when the last story has ended. */
async function takeTurns(
  cohort: CarriedCohort,
  inbox: Inbox,
  clock: WorkflowClock,
  program: Omit<CohortInput, 'enrolments' | 'seen' | 'signals' | 'read' | 'clock'>,
): Promise<Instant | undefined> {
  let now = await clock.now();
  let hasLetGo = false;
  for (;;) {
    cohort.deliver(inbox.signals.splice(0));
    const page = cohort.takePage(now) ?? (cohort.size === 0 ? cohort.emptyPage() : undefined);
    if (page === undefined) {
      // What `advance` noted had them among those who sleep.
      if (hasLetGo) await clock.sleeps(program.cohortId, cohort.nextDueAt());
      return now;
    }
    const isWhole = page.enrolments.length === cohort.size;
    const othersDueAt = cohort.dueBeside(page);
    const {
      now: cameTo,
      changes,
      gone = [],
      read = [],
    } = await advance({
      ...{ ...program, ...page, isWhole, carried: cohort.size },
      ...(othersDueAt === undefined ? {} : { othersDueAt }),
    });
    cohort.apply(changes);
    cohort.takeRead(read);
    cohort.giveAway(gone);
    hasLetGo ||= gone.length > 0;
    // Who is over elsewhere leaves nobody behind to close the cohort: the next page, of nobody, does.
    if (cohort.size === 0 && isWhole) return undefined;
    now = cameTo;
  }
}

function historyIsLong(eventsMax: number): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return historyLength >= eventsMax || continueAsNewSuggested;
}

/** Returns only when all together do not fit into what a run may hand to the next, although some were given away. */
async function goOnAsNew(carried: CarriedCohort, inbox: Inbox, state: () => CohortInput): Promise<void> {
  for (const isLastTry of [false, true]) {
    await condition(allHandlersFinished);
    carried.deliver(inbox.signals.splice(0));
    const input = state();
    const bytes = utf8Bytes(JSON.stringify(input));
    if (bytes <= statePayloadMax) await continueAsNew<typeof cohort>(input);
    const enrolmentIds = isLastTry ? [] : carried.surplus(keptBytesMax);
    await splitCohort({ cohortId: input.cohortId, enrolmentIds, bytes });
    carried.giveAway(enrolmentIds);
  }
}
