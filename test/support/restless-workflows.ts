import { carryCohort } from '../../workflows/temporal/cohort-workflow.ts';
import type { CohortInput } from '../../workflows/contract.ts';

export { messageDispatch, sweep } from '../../workflows/temporal/index.ts';

/** The product's cohort, which goes on as new as soon as it has done anything. */
export async function cohort(input: CohortInput): Promise<void> {
  await carryCohort(input, { eventsMax: 8 });
}
