import { setTimeout as sleep } from 'node:timers/promises';
import { cohortWorkflowId, dispatchWorkflowId } from '../workflows/contract.ts';
import { insist } from './insist.ts';
import type { World } from './world.ts';

const pollMs = 60;
/** The server fires a timer a little after it is due: so long nothing may have happened. */
const stillMs = 700;
const patienceMs = 240_000;
/** The worker lets the clock go on, and so says it is well, ten times a second. */
const keeperPatienceMs = 450;
/** Workflows asked about at once. */
const describedAtOnceMax = 16;

interface Look {
  readonly wakeUps: number;
  readonly enrolments: number;
  readonly cohorts: number;
  readonly mails: number;
  readonly keeperMs: number;
  readonly trace: string;
}

/**
 * Resolves when all that is due by the programme clock, which stands, has been done: nothing waits in the database, no
 * workflow has a task or an activity under way, the worker is well, and nothing has happened for a while.
 */
export async function untilQuiet(world: World): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  let before = '';
  let stillSince = performance.now();
  for (;;) {
    const look = await insist(() => lookAt(world));
    const isBusy = look.wakeUps + look.enrolments + look.cohorts + look.mails > 0 || look.keeperMs > keeperPatienceMs;
    if (isBusy || look.trace !== before) stillSince = performance.now();
    before = look.trace;
    if (performance.now() - stillSince >= stillMs) {
      if ((await insist(() => underWay(world))) === 0) return;
      stillSince = performance.now();
    }
    if (performance.now() > giveUpAt)
      throw new Error(`work is left after ${patienceMs / 1_000} s: ${JSON.stringify(look)}`);
    await sleep(pollMs);
  }
}

async function lookAt({ database, clock }: World): Promise<Look> {
  await clock.refresh();
  const now = clock.now();
  const [row] = await database.$queryRaw<Look[]>`
    SELECT
      (SELECT count(*)::int FROM wake_up WHERE delivered_at IS NULL) AS "wakeUps",
      (SELECT count(*)::int FROM enrolment WHERE cohort_id IS NULL AND status = 'active') AS enrolments,
      (SELECT count(*)::int FROM cohort WHERE started_at IS NULL AND ended_at IS NULL) AS cohorts,
      (SELECT count(*)::int FROM message WHERE status IN ('reserved', 'sending') AND not_before <= ${now}::timestamptz) AS mails,
      (SELECT coalesce(extract(epoch FROM clock_timestamp() - keeper_seen_at) * 1000, 1e9)::int FROM programme_clock) AS "keeperMs",
      concat_ws('/', (SELECT max(id) FROM step), (SELECT max(id) FROM ledger.txn), (SELECT max(id) FROM event),
        (SELECT count(*) FROM enrolment WHERE ended_at IS NOT NULL), (SELECT sum(attempts) FROM message)) AS trace`;
  if (row === undefined) throw new Error('the database gave no answer');
  return row;
}

/** Workflows that have something to do at this moment. */
async function underWay({ database, client, taskQueue, programmeId }: World): Promise<number> {
  const cohorts = await database.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM cohort WHERE started_at IS NOT NULL AND ended_at IS NULL`;
  const ids = [
    ...cohorts.map(({ id }) => cohortWorkflowId(taskQueue, id)),
    dispatchWorkflowId(taskQueue, programmeId, 'email'),
  ];
  let busy = 0;
  for (let from = 0; from < ids.length; from += describedAtOnceMax) {
    const states = await Promise.all(
      ids.slice(from, from + describedAtOnceMax).map(async (id) => {
        const { raw } = await client.workflow
          .getHandle(id)
          .describe()
          .catch((error: Error) => {
            // Messages have not been due yet.
            if (error.name === 'WorkflowNotFoundError') return { raw: undefined };
            throw error;
          });
        return raw?.pendingWorkflowTask != null || (raw?.pendingActivities?.length ?? 0) > 0;
      }),
    );
    busy += states.filter(Boolean).length;
  }
  return busy;
}
