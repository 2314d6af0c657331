import { sleep } from '@temporalio/workflow';
import type { CohortActivities, PerformInput } from '../../workflows/contract.ts';
import type { StepRequest } from '../../workflows/engine/protocol.ts';
import type { Step } from '../../workflows/steps.ts';
import { retryingActivities } from '../../workflows/temporal/retrying-activities.ts';
import { doneReason, firstGrant, secondGrant, waitMs } from './stories.ts';

export { cohort, messageDispatch, sweep } from '../../workflows/temporal/index.ts';

const { perform } = retryingActivities<CohortActivities>();

export interface AloneInput extends Pick<
  PerformInput,
  'programmeId' | 'campaignId' | 'campaignVersionId' | 'cohortId'
> {
  readonly enrolmentId: string;
  readonly memberId: string;
}

/** A workflow for one member that does as `step-wait-step` does, without any cohort's machinery: the usual way. */
export async function memberAlone({ enrolmentId, memberId, ...place }: AloneInput): Promise<void> {
  const request = (step: Step): StepRequest<Step> => ({
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
