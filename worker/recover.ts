import type { Client } from '@temporalio/client';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import {
  auditRecovery,
  countCohorts,
  enrolmentsIn,
  newestCohort,
  rebuildCohorts,
  startedCohorts,
} from '../modules/enrolments/rows-lost-cohorts.ts';
import { cohortWorkflowId } from '../workflows/contract.ts';
import { forEachConcurrently } from '../platform/each-of.ts';
import { unlessNotFound } from '../platform/unless-not-found.ts';
import { keepSweepSchedule } from './schedules.ts';
import { lookAtServer, passServer } from './server-ahead.ts';

export interface RecoverDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly client: Client;
  readonly taskQueue: string;
}

export interface RecoverOptions {
  /** Only looks. */
  readonly dryRun: boolean;
  /** Ends workflows that run, those of cohorts that the database does not know among them, and rebuilds all that it knows. */
  readonly force: boolean;
  readonly actor: string;
  readonly onProgress?: (looked: number, total: number) => void;
}

export interface Recovery {
  /** Cohorts under way as the database has it. */
  readonly cohorts: number;
  /** Of these, cohorts whose workflow runs. */
  readonly running: number;
  /** Of these, cohorts whose workflow is gone: rebuilt unless it was a dry run. */
  readonly lost: number;
  readonly enrolments: number;
  /** New cohorts, which the worker starts. */
  readonly made: number;
  /** Workflows that run for cohorts the database does not know, as after it was restored from a backup. */
  readonly unknown: number;
}

/** Cohorts looked at and rebuilt at a time; what a crash leaves is for the next run. */
const pageSize = 20;
const callsAtOnceMax = 8;

/**
 * Gives the enrolments of cohorts that Temporal has lost to new cohorts, which the relay starts at the places where events and
 * steps in PostgreSQL have brought them; and sees to the sweep's schedule. Page by page and safe to repeat: a second run finds
 * what the first has done running.
 */
export async function recover(deps: RecoverDeps, options: RecoverOptions): Promise<Recovery> {
  const { database, clock, client, taskQueue } = deps;
  const { dryRun, force, actor, onProgress } = options;
  const total = await countCohorts(database);
  const upTo = await newestCohort(database);
  const ahead = await lookAtServer(deps, database);
  if (!dryRun) {
    // First: what is rebuilt below gets its ids after these.
    await passServer(database, ahead);
    if (force) await terminate(deps, ahead.unknown);
  }
  // A cohort that the backup has as not started may have been started since.
  const unstartedUpTo = force ? ahead.newest : '0';
  const sum = { cohorts: 0, running: 0, lost: 0, enrolments: 0, made: 0, unknown: ahead.unknown.length };
  for (let after = '0'; ;) {
    const cohortIds = await startedCohorts(database, { after, upTo, limit: pageSize, unstartedUpTo });
    const running = await runningOf(deps, cohortIds);
    const lost = cohortIds.filter((id) => force || !running.has(id));
    sum.cohorts += cohortIds.length;
    sum.running += running.size;
    sum.lost += cohortIds.length - running.size;
    if (lost.length > 0 && dryRun) sum.enrolments += await enrolmentsIn(database, lost);
    if (lost.length > 0 && !dryRun) {
      if (force) await terminate(deps, [...running]);
      const page = await rebuildCohorts(database, lost, clock.now());
      sum.enrolments += page.enrolments;
      sum.made += page.made;
    }
    onProgress?.(sum.cohorts, total);
    const last = cohortIds.at(-1);
    if (last === undefined) break;
    after = last;
  }
  if (!dryRun) {
    await keepSweepSchedule(client, taskQueue, clock);
    await auditRecovery(database, actor, clock.now(), sum);
  }
  return sum;
}

/** The cohorts whose workflow runs; a server that does not answer is an error, not a loss. */
async function runningOf({ client, taskQueue }: RecoverDeps, cohortIds: readonly string[]): Promise<Set<string>> {
  const running = new Set<string>();
  const { failed } = await forEachConcurrently(cohortIds, callsAtOnceMax, async (cohortId) => {
    const handle = client.workflow.getHandle(cohortWorkflowId(taskQueue, cohortId));
    const description = await handle.describe().catch(unlessNotFound);
    if (description?.status.name === 'RUNNING') running.add(cohortId);
  });
  if (failed) throw failed;
  return running;
}

async function terminate({ client, taskQueue }: RecoverDeps, cohortIds: readonly string[]): Promise<void> {
  const { failed } = await forEachConcurrently(cohortIds, callsAtOnceMax, async (cohortId) => {
    const handle = client.workflow.getHandle(cohortWorkflowId(taskQueue, cohortId));
    await handle.terminate('perennial recover --force').catch(unlessNotFound);
  });
  if (failed) throw failed;
}
