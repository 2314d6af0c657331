// `npm run histories`: records what each workflow of this version does on a real server, for test/workflows/replay.test.ts to hold later
// code to, and first what its stories ask for (test/story-records).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { packageRoot } from '../platform/package-root.ts';
import { lifecycleCodes } from '../workflows/lifecycles/codes.ts';
import { cohortWorkflowId, dispatchWorkflowId } from '../workflows/contract.ts';
import { FaultLog } from './faults/inject.ts';
import { live } from './live.ts';
import { slotsOf, writePeople, writeScript } from './script.ts';
import { writeVisits } from './checkouts.ts';
import { openWorld, type World } from './world.ts';
import { writeRecords } from '../test/story-records/files.ts';
import packageFile from '../package.json' with { type: 'json' };
import { readRows } from '../platform/rows.ts';

const options = { seed: 7, members: 25, days: 9, startsAt: new Date('2026-03-15T00:00:00Z') };
/** Longer histories only repeat themselves, and all of them are read in every test run. */
const eventsMax = 150;
const cohortsLookedAt = 40;

const cohortRow = z.object({ id: z.string() });

const say = (text: string) => void process.stderr.write(`${text}\n`);
await writeRecords();
const folder = resolve(process.argv[2] ?? join(packageRoot(), 'workflows', 'histories', packageFile.version));
const people = writePeople(options);
const world = await openWorld({
  ...{ dir: resolve('.perennial/histories'), startsAt: options.startsAt, people, say, lateMs: 0 },
  onFault: () => undefined,
});
try {
  const slots = slotsOf(options);
  const onSlot = (slot: number) => say(`slot ${slot + 1} of ${slots.length}`);
  const script = writeScript(options);
  const visits = writeVisits(options, script);
  await live(world, { seed: options.seed, slots, script, visits, plan: [], log: new FaultLog(), onSlot });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const code of lifecycleCodes) await record(code, await cohortsOf(world, code));
  await record('message-dispatch', [dispatchWorkflowId(world.taskQueue, world.programmeId, 'email')]);
  await record('sweep', [`${world.taskQueue}-sweep-of-slot-${slots.length - 1}`]);
} finally {
  await world.stop();
}

/** Workflows of a lifecycle, those with the most steps first. */
async function cohortsOf({ database, taskQueue }: World, lifecycle: string): Promise<string[]> {
  const rows = await readRows(
    cohortRow,
    database.$queryRaw`
      SELECT en.cohort_id::text AS id FROM enrolment en JOIN campaign c ON c.id = en.campaign_id
      JOIN step s ON s.enrolment_id = en.id
      WHERE c.lifecycle = ${lifecycle} AND en.cohort_id IS NOT NULL
      GROUP BY 1 ORDER BY count(*) DESC LIMIT ${cohortsLookedAt}::int`,
  );
  return rows.map(({ id }) => cohortWorkflowId(taskQueue, id));
}

/** Writes the longest history among the workflows that is not too long, or the shortest where all are. */
async function record(name: string, workflowIds: readonly string[]): Promise<void> {
  const histories = await Promise.all(
    workflowIds.map((id) =>
      world.client.workflow
        .getHandle(id)
        .fetchHistory()
        .catch(() => undefined),
    ),
  );
  const known = histories.filter((history) => history !== undefined);
  const lengthOf = ({ events }: (typeof known)[number]) => events?.length ?? 0;
  known.sort((left, right) => lengthOf(left) - lengthOf(right));
  const chosen = known.findLast((history) => lengthOf(history) <= eventsMax) ?? known[0];
  if (chosen === undefined) throw new Error(`there is no workflow of "${name}" to record`);
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(JSON.parse(historyToJSON(chosen)))}\n`);
  say(`${name}: ${lengthOf(chosen)} events`);
}
