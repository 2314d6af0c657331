import type { Client } from '@temporalio/client';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import type { Side } from './side.ts';

const sampleSize = 20;

/** Events in the history of a side's workflow, the mean of some: what a cold wake replays. */
export async function meanHistoryLength(client: Client, side: Side): Promise<number> {
  return (await meanHistory(client, side)).events;
}

/** Events and bytes of the history of a side's workflow, the mean of some. */
export async function meanHistory(
  client: Client,
  { database, taskQueue }: Side,
): Promise<{ readonly events: number; readonly bytes: number }> {
  const cohorts = await database.cohort.findMany({
    where: { endedAt: null, startedAt: { not: null } },
    ...{ select: { id: true }, orderBy: { id: 'asc' }, take: sampleSize },
  });
  let [events, bytes] = [0, 0];
  for (const { id } of cohorts) {
    const { historyLength, historySize = 0 } = await client.workflow
      .getHandle(cohortWorkflowId(taskQueue, String(id)))
      .describe();
    events += historyLength;
    bytes += historySize;
  }
  return { events: events / cohorts.length, bytes: bytes / cohorts.length };
}
