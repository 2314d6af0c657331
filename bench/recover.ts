import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { launchCampaign } from '../modules/campaigns/launch.ts';
import { loadCampaign } from '../modules/campaigns/load.ts';
import { ingestEvents } from '../modules/intake/ingest.ts';
import { loadProgramme } from '../modules/programme/rows.ts';
import { type Clock, openClock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { packageRoot } from '../platform/package-root.ts';
import type { JsonObject } from '../values/json.ts';
import { recover } from '../worker/recover.ts';
import { askWhereabouts, type CarriedBy } from '../worker/where-is.ts';
import type { Bench } from './bench.ts';
import { untilCount } from './engine/campaign.ts';
import { startWorkerProcess } from './engine/worker-process.ts';
import { addProgramme } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';

const membersPerSecondMin = 1_000;
const taskQueue = 'bench-recover';
const lifecycle = 'onboarding-gift';
/** What each of them has been through: asked whether the profile is complete, given the gift, welcomed, rewarded for the profile. */
const stepsEach = 4;
const poolSizeMax = 20;
const patienceMs = 600_000;
const pollMs = 100;

/** How fast the members of a real campaign are in their waits again after Temporal has lost its storage. */
export const recoverBench: Bench = {
  name: 'recover',
  title: 'rebuilding cohorts after Temporal has lost its storage',
  run: (lab) => lab.withDatabase((on) => measure(lab, on)),
};

async function measure(lab: Lab, on: LabDatabase): Promise<Finding[]> {
  const { database } = on;
  const members = lab.quick ? 5_000 : 20_000;
  const clock = await openClock(database);
  try {
    await lab.withTemporal(({ address }) => withWorker(on, address, () => liveOn({ database, clock }, members)));
    lab.say(`${members.toLocaleString('en')} members wait; Temporal is empty from now on`);
    await (await on.connect()).query('VACUUM ANALYZE');
    const seconds = await lab.withTemporal(({ address }) =>
      withWorker(on, address, () => rebuildAll(lab, { database, clock }, address)),
    );
    await nothingDoneTwice(database, members);
    await soundLedger(database, lab.say);
    return [
      {
        bench: 'recover',
        what: `${members.toLocaleString('en')} members of an onboarding gift, from the call until they wait again`,
        measured: { value: members / seconds, unit: 'members/s' },
        limit: { atLeast: membersPerSecondMin },
      },
    ];
  } finally {
    clock.close();
  }
}

async function withWorker<T>({ url }: LabDatabase, temporalAddress: string, work: () => Promise<T>): Promise<T> {
  const order = { kind: 'product', databaseUrl: url, temporalAddress, taskQueue, poolSizeMax } as const;
  const worker = await startWorkerProcess(order);
  try {
    return await work();
  } finally {
    await worker.stop();
  }
}

interface Shop {
  readonly database: Database;
  readonly clock: Clock;
}

/** Members join, get their gift and complete their profile: from then on they wait for their first order. */
async function liveOn({ database, clock }: Shop, members: number): Promise<void> {
  const programme = await loadProgramme(database, await addProgramme(database, 'recover'));
  const campaign = await loadCampaign(join(packageRoot(), 'playbooks', lifecycle));
  await launchCampaign({ database, clock }, programme, campaign, { actor: 'bench' });
  const tell = (type: string, dataOf: (name: string) => JsonObject) =>
    ingestEvents(
      { database, clock },
      programme.id,
      Array.from({ length: members }, (_, place) => {
        const name = `bench-${place + 1}`;
        const occurredAt = clock.now().toISOString();
        return { id: `${name}:${type}`, type, memberId: name, occurredAt, data: dataOf(name) };
      }),
    );
  await tell('member.joined', (name) => ({ email: `${name}@members.example`, name, consent: { email: true } }));
  // All but the reward for a complete profile.
  await untilCount(members * (stepsEach - 1), patienceMs, () => database.step.count());
  await tell('member.updated', () => ({ birthday: '1990-05-17' }));
  await untilCount(members * stepsEach, patienceMs, () => database.step.count());
}

/** Seconds from the call until every cohort that came of it waits. */
async function rebuildAll(lab: Lab, { database, clock }: Shop, address: string): Promise<number> {
  const connection = await Connection.connect({ address });
  try {
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1_000;
    const deps = { database, clock, client: new Client({ connection }), taskQueue };
    const { enrolments, made } = await recover(deps, { dryRun: false, force: false, actor: 'bench' });
    lab.say(`${enrolments.toLocaleString('en')} enrolments in ${made} new cohorts after ${seconds().toFixed(1)} s`);
    await untilCount(0, patienceMs, () => database.cohort.count({ where: { startedAt: null, endedAt: null } }));
    lab.say(`all of them started after ${seconds().toFixed(1)} s`);
    for (let left = await lastOfEach(database); left.length > 0;) {
      const found = await askWhereabouts({ connection: { address }, namespace: 'default' }, taskQueue, left);
      left = left.filter(({ enrolmentId }) => found.get(enrolmentId)?.kind !== 'waits');
      if (seconds() * 1_000 > patienceMs) throw new Error(`${left.length} cohorts do not wait`);
      if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    lab.say(`all of them wait after ${seconds().toFixed(1)} s`);
    return seconds();
  } finally {
    await connection.close();
  }
}

/** The last member of each cohort under way: he comes to his wait after all others of it. */
async function lastOfEach(database: Database): Promise<CarriedBy[]> {
  return database.$queryRaw<CarriedBy[]>`
    SELECT id::text AS "cohortId", (SELECT max(one)::text FROM unnest(enrolment_ids) one) AS "enrolmentId"
    FROM cohort WHERE ended_at IS NULL ORDER BY id`;
}

/** Everybody is still inside, and what was done before was not done again. */
async function nothingDoneTwice(database: Database, members: number): Promise<void> {
  const [active, steps] = await Promise.all([
    database.enrolment.count({ where: { status: 'active' } }),
    database.step.count(),
  ]);
  if (active !== members || steps !== members * stepsEach) {
    throw new Error(`${active} of ${members} enrolments are active, with ${steps} steps`);
  }
}
