import { carryCohort } from '../../workflows/temporal/cohort-workflow.ts';
import type { CohortInput } from '../../workflows/contract.ts';
import { stories } from './engine-stories.ts';

export { messageDispatch, sweep } from '../../workflows/temporal/index.ts';

/** A cohort of the test's own story, which the settings name; all else is the product's. */
export async function cohort(input: CohortInput): Promise<void> {
  const { story } = input.settings;
  await carryCohort(input, { story: (typeof story === 'string' && stories[story]) || unknownStory });
}

const unknownStory = () => Promise.reject(new Error('the test names no story'));
