import type { CohortInput } from '../../workflows/contract.ts';
import { carryCohort } from '../../workflows/temporal/cohort-workflow.ts';

export { messageDispatch, sweep } from '../../workflows/temporal/index.ts';

const eventsMax = 10_000;

/** A cohort as the product's, but for when it goes on as new: later than any length that is measured. */
export async function cohort(input: CohortInput): Promise<void> {
  await carryCohort(input, { eventsMax });
}
