import { sleep } from '@temporalio/workflow';
import type { CohortActivities, CohortInput, PerformInput } from '../../workflows/contract.ts';
import type { StepRequest } from '../../workflows/engine/protocol.ts';
import type { Step } from '../../workflows/steps.ts';
import { carryCohort } from '../../workflows/temporal/cohort-workflow.ts';
import { retryingActivities } from '../../workflows/temporal/retrying-activities.ts';
import { doneReason, firstGrant, secondGrant, stories, waitMs } from './stories.ts';

export { messageDispatch, sweep } from '../../workflows/temporal/index.ts';

const { perform } = retryingActivities<CohortActivities>();

/** The product's cohort with a story of the benchmarks. */
export async function cohort(input: CohortInput): Promise<void> {
  const { story: name } = input.settings;
  const story = typeof name === 'string' ? stories[name] : undefined;
  if (story === undefined) throw new Error('the settings name no story');
  await carryCohort(input, { story });
}

export interface AloneInput extends Pick<
  PerformInput,
  'programmeId' | 'campaignId' | 'campaignVersionId' | 'cohortId'
> {
  readonly enrolmentId: string;
  readonly memberId: string;
}

/** A workflow for one member that does as `step-wait-step` does, without any cohort's machinery: the usual way. */
export async function memberAlone({ enrolmentId, memberId, ...place }: AloneInput): Promise<void> {
  const request = (step: Step): StepRequest => ({
    key: `${enrolmentId}/${step.name}/1`,
    enrolmentId,
    memberId,
    at: Date.now(),
    step,
  });
  await perform({ ...place, steps: [request(firstGrant)], endings: [], last: false });
  await sleep(waitMs);
  const ending = { enrolmentId, status: 'done', reason: doneReason, at: Date.now() } as const;
  await perform({ ...place, steps: [request(secondGrant)], endings: [ending], last: true });
}
