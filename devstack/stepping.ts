import type { Client } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { overdueCohorts, runningCohorts } from '../modules/enrolments/rows-cohorts.ts';
import type { Database } from '../platform/database.ts';
import { cohortWorkflowId, dispatchWorkflowId, enrolmentSignalName } from '../workflows/contract.ts';
import { forEachConcurrently } from '../platform/each-of.ts';
import { unlessNotFound } from '../platform/unless-not-found.ts';
import { taskTimeout } from '../platform/task-timeout.ts';
import { readOnlyRow, readRows } from '../platform/rows.ts';

/** A programme on a stepped clock, with a worker that does its work. */
export interface SteppedProgramme {
  readonly database: Database;
  readonly clock: Clock;
  readonly client: Client;
  readonly taskQueue: string;
}

/** What is still to be done at the instant at which the clock stands. */
export interface Backlog {
  readonly signals: number;
  /** Enrolments that wait for a cohort. */
  readonly enrolments: number;
  /** Cohorts that are not under way, or have not suspended for the first time. */
  readonly cohorts: number;
  readonly messages: number;
  /** What has come to the doors of journeys that are live, and doors and states that are due to be looked at. */
  readonly entries: number;
  /** Members whom segments that are watched have to look at. */
  readonly segments: number;
  /** Of systems of the shop that journeys ask, those that were not tried yet. */
  readonly calls: number;
}

/** Ids of rows that Temporal refuses for good: whoever knows of them waits for them no longer. */
export interface RefusedRows {
  readonly cohorts: readonly string[];
  readonly signals: readonly string[];
}

export interface UntilQuietOptions {
  /** Told what is left, again and again. */
  readonly onWait?: (backlog: Backlog) => void;
  readonly patienceMs?: number;
  readonly refused?: RefusedRows;
}

const nothingRefused: RefusedRows = { cohorts: [], signals: [] };

const pollMs = 20;
const patienceDefaultMs = 240_000;
/** The worker says ten times a second that it is well. */
const workerPatienceMs = 450;
const callsAtOnceMax = 16;

/**
 * Resolves when all that is due at the instant of a stepped clock has been done: nothing waits in the database, every cohort
 * sleeps past that instant, no workflow has a task or an activity under way, and a worker is well. Wakes the cohorts that are
 * due, one campaign after the other: what two campaigns do to a member at one instant has an order then. Throws when work is left
 * and none was done for `patienceMs`.
 */
export async function untilIdle(programme: SteppedProgramme, options: UntilQuietOptions = {}): Promise<void> {
  const { onWait, patienceMs = patienceDefaultMs, refused = nothingRefused } = options;
  const stillMoves = movement(programme, patienceMs);
  for (;;) {
    await programme.clock.refresh();
    const { isBusy, backlog, workerSeenMs, atWork } = await lookTwice(programme, refused);
    const woken = isBusy ? [] : await wakeOverdue(programme);
    if (!isBusy && woken.length === 0) return;
    if (!(await stillMoves())) {
      const left = JSON.stringify({ ...backlog, workerSeenMs, atWork, woken: woken.slice(0, wokenNamedMax) });
      throw new Error(`work is left after ${patienceMs / 1_000} s: ${left}`);
    }
    onWait?.(backlog);
    await sleep(pollMs);
  }
}

/** Cohorts that an error names. */
const wokenNamedMax = 5;
/** How often patience begins anew because something was done meanwhile. */
const patienceTimesMax = 15;

/**
 * True until nothing at all has been done for so long: a slow machine takes its time, and much work at one instant takes longer than
 * anybody would wait for nothing.
 */
function movement(programme: SteppedProgramme, patienceMs: number): () => Promise<boolean> {
  let giveUpAt = performance.now() + patienceMs;
  let before = '';
  let times = 0;
  return async () => {
    if (performance.now() <= giveUpAt) return true;
    const trace = await readTrace(programme);
    if (trace === before || ++times > patienceTimesMax) return false;
    before = trace;
    giveUpAt = performance.now() + patienceMs;
    return true;
  };
}

/** Busy unless two looks, between which no workflow was at work, found nothing to do and the same done. */
async function lookTwice(
  programme: SteppedProgramme,
  refused: RefusedRows,
): Promise<Look & { isBusy: boolean; atWork?: AtWork }> {
  const first = await lookAt(programme, refused);
  if (isLeft(first)) return { ...first, isBusy: true };
  const trace = await readTrace(programme);
  const atWork = await anyAtWork(programme);
  if (atWork) return { ...first, isBusy: true, atWork };
  const second = await lookAt(programme, refused);
  return { ...second, isBusy: isLeft(second) || (await readTrace(programme)) !== trace };
}

/** Sweeps as the schedule would in real time; `name` once and, that done, never again: it may be repeated. */
export async function sweepOnce({ clock, client, taskQueue }: SteppedProgramme, name: string): Promise<void> {
  const workflowId = `${taskQueue}-sweep-${name}`;
  try {
    await client.workflow.start('sweep', {
      ...{ workflowId, taskQueue, ...taskTimeout(clock.kind()), args: [] },
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  await client.workflow.getHandle(workflowId).result();
}

/** Signals the cohorts of one campaign that are due; answers which. */
async function wakeOverdue({ database, clock, client, taskQueue }: SteppedProgramme): Promise<readonly string[]> {
  const overdue = await overdueCohorts(database, clock.now());
  const { failed } = await forEachConcurrently(overdue, callsAtOnceMax, async (id) => {
    const workflowId = cohortWorkflowId(taskQueue, id);
    // Nothing in the database tells of this signal: without asking, the cohort would be signalled again at every look.
    seenAtRest.get(client)?.delete(workflowId);
    await client.workflow.getHandle(workflowId).signal(enrolmentSignalName, []).catch(unlessNotFound);
  });
  if (failed) throw failed;
  return overdue;
}

interface Look {
  readonly backlog: Backlog;
  readonly workerSeenMs: number;
}

function isLeft({ backlog, workerSeenMs }: Look): boolean {
  return Object.values(backlog).some((count) => count > 0) || workerSeenMs > workerPatienceMs;
}

const lookRow = z.object({
  signals: z.int(),
  enrolments: z.int(),
  cohorts: z.int(),
  messages: z.int(),
  entries: z.int(),
  segments: z.int(),
  calls: z.int(),
  workerSeenMs: z.int(),
});

/** Read again and again while others work: each of these counts goes over an index that holds what is left and little more. */
async function lookAt({ database, clock }: SteppedProgramme, { cohorts, signals }: RefusedRows): Promise<Look> {
  const { workerSeenMs, ...backlog } = await readOnlyRow(
    lookRow,
    database.$queryRaw`
      SELECT
        (SELECT count(*)::int FROM signal_outbox WHERE delivered_at IS NULL AND NOT can_wait
          AND id <> ALL (${signals as string[]}::text[]::bigint[])) AS "signals",
        (SELECT count(*)::int FROM enrolment_queue) AS enrolments,
        (SELECT count(*)::int FROM cohort WHERE ended_at IS NULL AND (started_at IS NULL OR next_wake_at IS NULL)
          AND id <> ALL (${cohorts as string[]}::text[]::bigint[])) AS cohorts,
        (SELECT count(*)::int FROM message m
          WHERE m.status IN ('reserved', 'sending') AND m.not_before <= ${clock.now()}::timestamptz
            AND NOT EXISTS (SELECT FROM campaign c WHERE c.id = m.campaign_id AND c.status = 'paused')) AS messages,
        (SELECT segments_wait(${clock.now()}::timestamptz - interval '1 hour')::int) AS segments,
        (SELECT journeys_wait(${clock.now()}::timestamptz)::int + watches_wait(${clock.now()}::timestamptz)::int) AS entries,
        (SELECT count(*)::int FROM journey_call
          WHERE attempts = 0 OR attempts = 1 AND last_error IS NULL) AS calls,
        (SELECT coalesce(extract(epoch FROM clock_timestamp() - worker_seen_at) * 1000, 1e9)::int FROM programme_clock) AS "workerSeenMs"`,
  );
  return { backlog, workerSeenMs };
}

const traceRow = z.object({ trace: z.string() });

/** Another one when something was done in between; it goes over whole tables. */
async function readTrace({ database }: SteppedProgramme): Promise<string> {
  const { trace } = await readOnlyRow(
    traceRow,
    database.$queryRaw`
      SELECT concat_ws('/', (SELECT max(id) FROM step), (SELECT max(id) FROM ledger.txn), (SELECT max(id) FROM event),
        (SELECT max(id) FROM signal_outbox), (SELECT count(*) FROM enrolment WHERE ended_at IS NOT NULL),
        (SELECT sum(attempts) FROM message)) AS trace`,
  );
  return trace;
}

const queueRow = z.object({ programmeId: z.int(), channel: z.string() });

/** What cohorts had been signalled when they were last seen suspended, by their ids; for each connection to a Temporal. */
const seenAtRest = new WeakMap<Client, Map<string, string>>();

/** A workflow that is not suspended, and how often its task has been tried. */
interface AtWork {
  readonly workflowId: string;
  readonly attempt: number;
  readonly activities: number;
}

/**
 * A workflow that has a task or an activity under way at this moment. A cohort that was seen suspended and signalled nothing
 * since is not asked again: with a hundred of them asking takes as long as all the work.
 */
async function anyAtWork({ database, client, taskQueue }: SteppedProgramme): Promise<AtWork | undefined> {
  const atRest = seenAtRest.get(client) ?? new Map<string, string>();
  seenAtRest.set(client, atRest);
  const queues = await readRows(
    queueRow,
    database.$queryRaw`
      SELECT DISTINCT programme_id::int AS "programmeId", channel FROM message`,
  );
  const cohorts = await runningCohorts(database);
  const asked = [
    ...queues.map(({ programmeId, channel }) => ({
      workflowId: dispatchWorkflowId(taskQueue, programmeId, channel),
      trace: '',
    })),
    ...cohorts
      .map(({ id, trace }) => ({ workflowId: cohortWorkflowId(taskQueue, id), trace }))
      .filter(({ workflowId, trace }) => atRest.get(workflowId) !== trace),
  ];
  let atWork: AtWork | undefined;
  const { failed } = await forEachConcurrently(asked, callsAtOnceMax, async ({ workflowId, trace }) => {
    if (atWork) return;
    // A channel may not have sent anything yet, and a cohort may have ended since.
    const description = await client.workflow.getHandle(workflowId).describe().catch(unlessNotFound);
    const { pendingWorkflowTask: task, pendingActivities } = description?.raw ?? {};
    const activities = pendingActivities?.length ?? 0;
    if (task != null || activities > 0) atWork = { workflowId, attempt: task?.attempt ?? 0, activities };
    else if (trace !== '') atRest.set(workflowId, trace);
  });
  if (failed) throw failed;
  return atWork;
}
