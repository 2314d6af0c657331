// Workflows of the tests: the product's cohort with stories that the tests write.
import type { CohortInput } from '../../workflows/contract.ts';
import { carryCohort } from '../../workflows/temporal/cohort-workflow.ts';
import type { FormerCohortInput } from '../../workflows/temporal/former-cohort.ts';
import { readProgram } from './read-program.ts';

export { cohort, messageDispatch, sweep } from '../../workflows/temporal/index.ts';

/** Goes on as new every 60 events instead of every 500. */
export async function restlessCohort(input: CohortInput | FormerCohortInput): Promise<void> {
  await carryCohort(input, { eventsMax: 60, formerStory: readProgram });
}
