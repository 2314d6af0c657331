import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  closeCohort,
  markStarted,
  moveToNewCohorts,
  noteStartRefused,
  readBlankCohort,
  type UnstartedCohort,
  unstartedCohorts,
} from '../modules/enrolments/rows-cohorts.ts';
import { fittingToStart } from '../modules/enrolments/rebuild.ts';
import { taskTimeout } from '../platform/task-timeout.ts';
import { clockInput, type CohortInput, cohortWorkflowId } from '../workflows/contract.ts';
import type { cohort } from '../workflows/temporal/index.ts';
import { carryEach } from './carry-each.ts';
import { createCohortVisibility } from './cohort-visibility.ts';
import { takeRefusal } from './refusals.ts';
import { inTime, type RelayDeps, type RelayTask } from './relay-task.ts';

const name = 'start cohorts';
/** Cohorts started in one round: their inputs are about 150 kB each. */
const cohortsAtOnceMax = 32;
/** Starts under way at once: more only queue in the server. */
const startsAtOnceMax = 8;

/**
 * Starts the workflows of new cohorts. The cohort's row comes first and names the workflow's id; a crash between the row and
 * the start, or between the start and its record, starts the same id again, which Temporal refuses when it runs.
 */
export function startTask({ database, client, clock, taskQueue, logger, metrics }: RelayDeps): RelayTask {
  const visibility = createCohortVisibility({ logger, metrics });

  const start = async ({ id: cohortId, rebuilt, ...labels }: UnstartedCohort) => {
    const input = await inputOf(cohortId, rebuilt);
    // Cancelled before anything began: there is nothing to carry.
    if (input.enrolments.length === 0) return closeCohort(database, cohortId, clock.now());
    try {
      await visibility.start({ ...labels, id: cohortId, size: input.enrolments.length }, (labelled) =>
        inTime(client, () =>
          client.workflow.start<typeof cohort>('cohort', {
            workflowId: cohortWorkflowId(taskQueue, cohortId),
            taskQueue,
            args: [input],
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            ...labelled,
            ...taskTimeout(clock.kind()),
          }),
        ),
      );
      metrics.cohortsStarted.inc();
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };

  /** What a cohort starts from. Whoever does not fit into one payload is given to a cohort of their own first. */
  const inputOf = async (cohortId: string, rebuilt: boolean): Promise<CohortInput> => {
    const { program, states: blank } = await readBlankCohort(database, cohortId);
    const now = clock.now();
    const { enrolments, seen, left } = await fittingToStart(database, { program, states: blank, rebuilt }, now);
    // As many as fit into this one are likely to fit into each of the others; where they do not, it is split again.
    const sizeMax = Math.max(1, enrolments.length);
    if (left.length > 0) await moveToNewCohorts(database, { cohortId, enrolmentIds: left, sizeMax, rebuilt, now });
    return { ...program, clock: clockInput(clock.kind()), enrolments, seen };
  };

  const refuse = ({ id, startAttempts: attempts }: UnstartedCohort, error: unknown) =>
    takeRefusal(
      { logger, metrics },
      {
        ...{ task: name, error, attempts, about: { cohortId: id } },
        says: 'a cohort could not be started and is tried again later',
        note: (refusal) => noteStartRefused(database, id, refusal),
      },
    );

  return {
    name,
    carries: 'cohorts',
    perform: async (goOn) =>
      carryEach(await unstartedCohorts(database, cohortsAtOnceMax), {
        ...{ atOnceMax: startsAtOnceMax, goOn, carry: start, refuse },
        mark: (started) =>
          markStarted(
            database,
            started.map(({ id }) => id),
            clock.now(),
          ),
      }),
  };
}
