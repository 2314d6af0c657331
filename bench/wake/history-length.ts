import type { Client } from '@temporalio/client';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import type { Side } from './side.ts';

const sampleSize = 20;

/** Events in the history of a side's workflow, the mean of some: what a cold wake replays. */
export async function meanHistoryLength(client: Client, { database, taskQueue }: Side): Promise<number> {
  const cohorts = await database.cohort.findMany({
    where: { endedAt: null, startedAt: { not: null } },
    ...{ select: { id: true }, orderBy: { id: 'asc' }, take: sampleSize },
  });
  let events = 0;
  for (const { id } of cohorts) {
    const { historyLength } = await client.workflow.getHandle(cohortWorkflowId(taskQueue, String(id))).describe();
    events += historyLength;
  }
  return events / cohorts.length;
}
