import { condition, sleep } from '@temporalio/workflow';
import type { CohortInput } from '../../workflows/contract.ts';
import { cohort as today } from '../../workflows/temporal/index.ts';

export { sweep } from '../../workflows/temporal/index.ts';

/** Begins as no version ever did: its history can't be replayed by the product's code. */
export async function cohort(input: CohortInput): Promise<void> {
  await sleep(1);
  await today(input);
}

/** Holds a channel for ever. */
export async function messageDispatch(): Promise<void> {
  await sleep(1);
  await condition(() => false);
}
