import type { CohortInput } from '../../workflows/contract.ts';
import { carryCohort } from '../../workflows/temporal/cohort-workflow.ts';

export { messageDispatch, sweep } from '../../workflows/temporal/index.ts';

/** More events than a run begins with, and fewer than it has once it was woken. */
const eventsMax = 6;

/** A cohort as the product's, but that it goes on as new after every wake. */
export async function cohort(input: CohortInput): Promise<void> {
  await carryCohort(input, { eventsMax });
}
