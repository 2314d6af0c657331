import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  closeCohort,
  markStarted,
  readBlankCohort,
  type UnstartedCohort,
  unstartedCohorts,
} from '../modules/enrolments/rows-cohorts.ts';
import type { Db } from '../platform/database.ts';
import { rebuildStates } from '../modules/enrolments/rebuild.ts';
import { clockInput, type CohortInput, cohortWorkflowId } from '../workflows/contract.ts';
import { carryReady } from '../workflows/engine/advance.ts';
import { seenByAll } from '../workflows/engine/seen-signals.ts';
import type { cohort } from '../workflows/temporal/index.ts';
import { forEachConcurrently } from '../platform/each-of.ts';
import { taskTimeout } from '../platform/task-timeout.ts';
import { createCohortVisibility } from './cohort-visibility.ts';
import type { RelayTask, RelayDeps } from './relay-task.ts';

/** Cohorts started in one round: their inputs are about 150 kB each. */
const cohortsAtOnceMax = 32;
/** Starts under way at once: more only queue in the server. */
const startsAtOnceMax = 8;

/**
 * Starts the workflows of new cohorts. The cohort's row comes first and names the workflow's id; a crash between the row and
 * the start, or between the start and its record, starts the same id again, which Temporal refuses when it runs.
 */
export function startTask({ client, clock, taskQueue, logger, metrics }: RelayDeps): RelayTask {
  const visibility = createCohortVisibility({ logger, metrics });
  const start = async (tx: Db, { id: cohortId, rebuilt, ...labels }: UnstartedCohort) => {
    const blank = await readBlankCohort(tx, cohortId);
    const states = rebuilt ? await rebuildStates(tx, blank, clock.now()) : blank.states;
    // Cancelled before anything began: there is nothing to carry.
    if (states.length === 0) return closeCohort(tx, cohortId, clock.now());
    const input: CohortInput = {
      ...blank.program,
      clock: clockInput(clock.kind()),
      enrolments: states.map(carryReady),
      seen: seenByAll(states),
    };
    try {
      await visibility.start({ ...labels, id: cohortId, size: states.length }, (labelled) =>
        client.workflow.start<typeof cohort>('cohort', {
          workflowId: cohortWorkflowId(taskQueue, cohortId),
          taskQueue,
          args: [input],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          ...labelled,
          ...taskTimeout(clock.kind()),
        }),
      );
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
      const { done, failed } = await forEachConcurrently(cohorts, startsAtOnceMax, (cohort) => start(tx, cohort));
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
