import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  closeCohort,
  cohortInput,
  markStarted,
  type UnstartedCohort,
  unstartedCohorts,
} from '../modules/enrolments/rows-cohorts.ts';
import type { Db } from '../platform/database.ts';
import { rebuildInput } from '../modules/enrolments/rebuild.ts';
import { clockInput, cohortWorkflowId } from '../workflows/contract.ts';
import type { cohort } from '../workflows/temporal/index.ts';
import { eachOf } from '../platform/each-of.ts';
import { taskTimeout } from '../platform/task-timeout.ts';
import type { Duty, RelayDeps } from './relay-task.ts';

/** Cohorts started in one round: their inputs are about 150 kB each. */
const cohortsAtOnceMax = 32;
/** Starts under way at once: more only queue in the server. */
const startsAtOnceMax = 8;

/**
 * Starts the workflows of new cohorts. The cohort's row comes first and names the workflow's id; a crash between the row and
 * the start, or between the start and its record, starts the same id again, which Temporal refuses when it runs.
 */
export function startDuty({ client, clock, taskQueue, metrics }: RelayDeps): Duty {
  const start = async (tx: Db, { id: cohortId, rebuilt }: UnstartedCohort) => {
    const blank = await cohortInput(tx, cohortId, clockInput(clock.kind()));
    const input = rebuilt ? await rebuildInput(tx, blank, clock.now()) : blank;
    // Cancelled before anything began: there is nothing to carry.
    if (input.lives.length === 0) return closeCohort(tx, cohortId, clock.now());
    try {
      await client.workflow.start<typeof cohort>('cohort', {
        workflowId: cohortWorkflowId(taskQueue, cohortId),
        taskQueue,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        ...taskTimeout(clock.kind()),
      });
      metrics.cohortsStarted.inc();
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };

  return {
    name: 'start cohorts',
    carries: 'cohorts',
    async perform(tx) {
      const cohorts = await unstartedCohorts(tx, cohortsAtOnceMax);
      const { done, failed } = await eachOf(cohorts, startsAtOnceMax, (cohort) => start(tx, cohort));
      await markStarted(
        tx,
        done.map(({ id }) => id),
        clock.now(),
      );
      if (done.length === 0 && failed !== undefined) throw failed;
      return done.length;
    },
  };
}
