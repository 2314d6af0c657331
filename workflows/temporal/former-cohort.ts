import { patched } from '@temporalio/workflow';
import type { Instant } from '../../values/instant.ts';
import type { CohortActivities, CohortInput } from '../contract.ts';
import { carry } from '../engine/carry.ts';
import { Cohort } from '../engine/cohort.ts';
import type { EnrolmentSignal, EnrolmentState, RecordedResult, StepRequest } from '../engine/protocol.ts';
import { seenByAll } from '../engine/seen-signals.ts';
import type { Story } from '../engine/story.ts';
import { spreadMs } from '../engine/wake-grid.ts';
import { lifecycleOf } from '../lifecycles/index.ts';
import type { Step } from '../steps.ts';
import { type Inbox, somethingHappens } from './inbox.ts';
import { retryingActivities } from './retrying-activities.ts';
import { untracked } from './untracked.ts';
import { type WorkflowClock, workflowClock } from './workflow-clock.ts';

// Before 0.2.0 a cohort told its stories inside the workflow and kept their results without names. Workflows that began then
// may sleep for months: this replays what they did, and hands them over. It goes when no such workflow is left (ADR 12).

const { perform } = retryingActivities<CohortActivities>();

/** What a cohort's workflow started from before 0.2.0. */
export interface FormerCohortInput extends Omit<CohortInput, 'enrolments' | 'seen' | 'signals'> {
  readonly lives: readonly FormerEnrolment[];
  readonly inbox?: readonly EnrolmentSignal[];
}

type FormerEnrolment = Omit<EnrolmentState, 'results' | 'pendingEvents'> & {
  /** In the order of the story, without names. */
  readonly journal: readonly Omit<RecordedResult, 'step'>[];
  readonly mailbox: EnrolmentState['pendingEvents'];
};

export function isFormer(input: CohortInput | FormerCohortInput): input is FormerCohortInput {
  return 'lives' in input;
}

/** An enrolment as it is written today; its results are named by the story when it is next told over them. */
function fromFormer({ journal, mailbox, ...state }: FormerEnrolment): EnrolmentState {
  return { ...state, results: journal.map((result) => ({ step: '', ...result })), pendingEvents: mailbox };
}

/** Carries a cohort as it began, until it can be handed over: answers what it goes on from, or nothing when it has ended. */
export async function carryFormerCohort(
  input: FormerCohortInput,
  inbox: Inbox,
  story: Story<unknown> = lifecycleOf(input.lifecycle).story,
): Promise<CohortInput | undefined> {
  const { lives, inbox: carriedOver = [], ...passage } = input;
  inbox.signals.unshift(...carriedOver);
  // Its history has no patch: what was told then is told again as it was.
  const stories = new Cohort({ ...passage, story, patches: 'former' }, lives.map(fromFormer));
  (lives as unknown[]).length = 0;
  const clock = workflowClock(input.clock);
  for (;;) {
    inbox.clockMoved = false;
    const now = await takeTurns(stories, inbox, clock, passage);
    if (now === undefined) return undefined;
    if (patched('stories-in-activities')) {
      const waiting = stories.waiting();
      return { ...passage, enrolments: waiting.map(carry), seen: seenByAll(waiting.map(({ state }) => state)) };
    }
    const delayMs = clock.delayMs(now, stories.nextWakeAt());
    await clock.sleeps(input.cohortId, stories.nextDueAt());
    await somethingHappens(inbox, delayMs && delayMs + spreadMs(delayMs, input.cohortId));
  }
}

/** Delivers, advances and performs until the cohort can only wait. */
async function takeTurns(
  stories: Cohort,
  inbox: Inbox,
  clock: WorkflowClock,
  { programmeId, campaignId, campaignVersionId, cohortId }: Omit<FormerCohortInput, 'lives' | 'inbox'>,
): Promise<Instant | undefined> {
  for (;;) {
    const now = await clock.now();
    stories.deliver(inbox.signals.splice(0), now);
    const { steps, endings, blocks } = await untracked(() => stories.advance(now));
    const last = stories.size === 0;
    if (last || steps.length > 0 || endings.length > 0 || blocks.length > 0) {
      const { replies } = await perform({
        ...{ programmeId, campaignId, campaignVersionId, cohortId, endings, blocks, last },
        steps: steps as readonly StepRequest<Step>[],
      });
      if (last) return undefined;
      stories.answer(replies);
    } else if (inbox.signals.length === 0) return now;
  }
}
