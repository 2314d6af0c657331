import type { WorkflowHandle } from '@temporalio/client';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { auditRecovery, rebuildCohorts } from '../modules/enrolments/rows-lost-cohorts.ts';
import { cohortIdOf } from '../workflows/contract.ts';
import { uncounted } from './cache-metrics.ts';
import type { RelayDeps } from './relay-task.ts';
import { hasReportedProblems, isUnknownAttribute, reportedProblemsFix } from '../platform/reported-problems.ts';
import { unlessNotFound } from '../platform/unless-not-found.ts';

export interface StuckWorkflowRepairDeps extends RelayDeps {
  /** The code that histories are replayed with. */
  readonly bundle: WorkflowBundle;
  /** How long it waits between two looks; a minute in real time when absent. */
  readonly lookEveryMs?: number;
}

export interface StuckWorkflowRepair {
  /** Ends after the round at hand. */
  stop(): Promise<void>;
}

/** The server reports a workflow after five tasks in a row that failed: most of a minute. */
const lookEveryRealMs = 60_000;
const lookEverySteppedMs = 5_000;
/** Where more go wrong it is not a history but the code: that is for whoever deployed it to take back. */
const mendedAnHourMax = 10;
const hourMs = 3_600_000;

/**
 * Looks for workflows that can't go on because their history can't be replayed, and begins them anew from the database: the
 * enrolment states of a cohort go to new cohorts as after `perennial recover`, a dispatch or a sweep is ended, and the next one takes up its
 * work. A history goes bad where the SDK mixed up two tasks of one workflow, as it may after a task that timed out; without
 * this its members would wait for ever.
 */
export function startStuckWorkflowRepair(deps: StuckWorkflowRepairDeps): StuckWorkflowRepair {
  const { clock, logger, metrics } = deps;
  const mendedAt: number[] = [];
  let isReported = true;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let round = Promise.resolve();

  const look = async () => {
    try {
      for (const stuck of await reportedWorkflows(deps)) {
        if (isStopping) return;
        await mend(deps, stuck, mendedAt);
      }
      tell(true);
    } catch (error) {
      if (isUnknownAttribute(error)) tell(false);
      else logger.warn({ err: error }, "could not look for workflows that can't go on; will look again");
    }
    if (!isStopping) wait();
  };
  // An older server does not know the attribute. It is asked all the same: one day it will have been upgraded.
  const tell = (reported: boolean) => {
    metrics.selfRepairAvailable.set(reported ? 1 : 0);
    if (reported !== isReported) {
      if (reported) logger.info("the Temporal server reports workflows that can't go on; they are mended again");
      else logger.warn({ fix: reportedProblemsFix }, "this Temporal server does not report workflows that can't go on");
    }
    isReported = reported;
  };
  const wait = () => {
    const everyMs = deps.lookEveryMs ?? (clock.kind() === 'real' ? lookEveryRealMs : lookEverySteppedMs);
    timer = setTimeout(() => void (round = look()), everyMs).unref();
  };
  wait();
  return {
    stop: () => {
      isStopping = true;
      clearTimeout(timer);
      return round;
    },
  };
}

interface Reported {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
}

/** Workflows of which the server says that their tasks fail again and again, at most as many as may be mended. */
async function reportedWorkflows({ client, taskQueue, metrics }: StuckWorkflowRepairDeps): Promise<Reported[]> {
  const ours = `TaskQueue = '${taskQueue.replaceAll("'", "''")}' AND ExecutionStatus = 'Running'`;
  const reported: Reported[] = [];
  for await (const { workflowId, runId, type } of client.workflow.list({
    query: `${ours} AND ${hasReportedProblems}`,
    pageSize: mendedAnHourMax,
  })) {
    reported.push({ workflowId, runId, type });
    if (reported.length === mendedAnHourMax) break;
  }
  metrics.workflowsStuck.set(reported.length);
  return reported;
}

async function mend(deps: StuckWorkflowRepairDeps, stuck: Reported, mendedAt: number[]): Promise<void> {
  const { client, logger, metrics } = deps;
  const handle = client.workflow.getHandle(stuck.workflowId, stuck.runId);
  const problem = await replayProblem(handle, deps.bundle);
  // Its tasks time out or fail for another reason, which may pass.
  if (problem === undefined) return;
  const now = Date.now();
  if (mendedAt.filter((at) => at > now - hourMs).length >= mendedAnHourMax) {
    const fix = 'Go back to the version of the code that ran before; histories it can replay go on by themselves.';
    logger.error({ ...stuck, problem, fix }, "too many workflows can't go on");
    return;
  }
  mendedAt.push(now);
  if (mendedAt.length > mendedAnHourMax) mendedAt.shift();
  const cohortId = cohortIdOf(stuck.workflowId);
  // First the database: a crash in between leaves a workflow that is found and ended in the next round.
  const anew = cohortId === undefined ? {} : await rebuild(deps, cohortId);
  await handle.terminate("its history can't be replayed").catch(unlessNotFound);
  metrics.workflowsRestarted.inc({ type: stuck.type });
  logger.error({ ...stuck, ...anew, problem }, "a workflow's history could not be replayed; its work was begun anew");
}

async function rebuild(
  { database, clock }: StuckWorkflowRepairDeps,
  cohortId: string,
): Promise<Record<string, number>> {
  const now = clock.now();
  const { ended, made, enrolments } = await rebuildCohorts(database, [cohortId], now);
  const anew = { cohorts: ended, enrolments, made };
  if (ended > 0) await auditRecovery(database, 'worker', now, anew);
  return anew;
}

/** Why this code can't replay the workflow's history; nothing when it can, or when another worker was faster and it is gone. */
async function replayProblem(handle: WorkflowHandle, workflowBundle: WorkflowBundle): Promise<string | undefined> {
  try {
    await Worker.runReplayHistory({ workflowBundle, sinks: uncounted }, await handle.fetchHistory(), handle.workflowId);
    return undefined;
  } catch (error) {
    return error instanceof DeterminismViolationError ? error.message : unlessNotFound(error);
  }
}
