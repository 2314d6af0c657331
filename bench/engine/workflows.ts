import { condition, defineSignal, setHandler, sleep } from '@temporalio/workflow';
import { type CohortActivities, enrolmentSignalName, type PerformInput } from '../../workflows/contract.ts';
import type { EnrolmentSignal, StepRequest } from '../../workflows/engine/protocol.ts';
import type { Step } from '../../workflows/steps.ts';
import { retryingActivities } from '../../workflows/temporal/retrying-activities.ts';
import { doneReason, firstGrant, reactionGrant, reactionsMax, secondGrant, waitLongMs, waitMs } from './stories.ts';

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
  const request = requestsOf(enrolmentId, memberId);
  await perform({ ...place, steps: [request(firstGrant)], endings: [], last: false });
  await sleep(waitMs);
  const ending = { enrolmentId, status: 'done', reason: doneReason, at: Date.now() } as const;
  await perform({ ...place, steps: [request(secondGrant)], endings: [ending], last: true });
}

/** A workflow for one member that does as `reacting` does: a step, then one for each signal. */
export async function memberWaiting({ enrolmentId, memberId, ...place }: AloneInput): Promise<void> {
  let waiting = 0;
  setHandler(defineSignal<[readonly EnrolmentSignal[]]>(enrolmentSignalName), (signals) => {
    waiting += signals.length;
  });
  const request = requestsOf(enrolmentId, memberId);
  await perform({ ...place, steps: [request(firstGrant)], endings: [], last: false });
  for (let reaction = 1; reaction <= reactionsMax; reaction++) {
    if (!(await condition(() => waiting > 0, waitLongMs))) return;
    waiting -= 1;
    await perform({ ...place, steps: [request(reactionGrant, reaction)], endings: [], last: false });
  }
}

function requestsOf(enrolmentId: string, memberId: string) {
  return (step: Step, occurrence = 1): StepRequest<Step> => ({
    key: `${enrolmentId}/${step.name}/${occurrence}`,
    enrolmentId,
    memberId,
    at: Date.now(),
    step,
  });
}
