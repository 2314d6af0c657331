import type { Client } from '@temporalio/client';
import { newestCohort, passCohortIds } from '../modules/enrolments/rows-lost-cohorts.ts';
import type { Database } from '../platform/database.ts';
import { cohortIdOf } from '../workflows/contract.ts';

/** What a Temporal server knows of cohorts that the database may not: it is ahead of one that was restored from a backup. */
export interface ServerAhead {
  /** The highest id of a cohort that the server has carried and not forgotten. */
  readonly newest: string;
  /** Cohorts whose workflows run and that the database has no row of. */
  readonly unknown: readonly string[];
}

const pageSize = 1_000;

/** Reads the server's list of workflows, those that are over among them: their ids can't be used again, either. */
export async function lookAtServer(
  { client, taskQueue }: { readonly client: Client; readonly taskQueue: string },
  database: Database,
): Promise<ServerAhead> {
  const ours = `TaskQueue = '${taskQueue.replaceAll("'", "''")}' AND WorkflowType = 'cohort'`;
  let newest = 0n;
  const running: string[] = [];
  const from = BigInt(await newestCohort(database));
  for await (const { workflowId, status } of client.workflow.list({ query: ours, pageSize })) {
    const id = cohortIdOf(workflowId);
    if (id === undefined) continue;
    if (BigInt(id) > newest) newest = BigInt(id);
    if (status.name === 'RUNNING' && BigInt(id) > from) running.push(id);
  }
  // Read once more: those that were made meanwhile are known.
  const known = BigInt(await newestCohort(database));
  return { newest: String(newest), unknown: [...new Set(running)].filter((id) => BigInt(id) > known) };
}

/**
 * Sees to it that no cohort to come gets an id that the server has carried: Temporal would take its start for one that was made
 * already, and its members would wait for ever.
 */
export function passServer(database: Database, { newest }: ServerAhead): Promise<void> {
  return passCohortIds(database, newest);
}
