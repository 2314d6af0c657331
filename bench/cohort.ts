import { Client, Connection } from '@temporalio/client';
import type { Database } from '../platform/database.ts';
import type { Bench } from './bench.ts';
import { startAlone } from './engine/alone.ts';
import { type BenchCampaign, enrol, launchStory, untilCount } from './engine/campaign.ts';
import { pointsOfBoth } from './engine/stories.ts';
import { startWorkerProcess, type WorkerProcess } from './engine/worker-process.ts';
import type { Finding } from './harness/finding.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { inTurns } from './harness/rounds.ts';

const membersPerSecondMin = 1_000;
const timesMin = 20;
const patienceMs = 180_000;
const queues = { product: 'bench-cohorts', plain: 'bench-alone' } as const;
const poolSizeMax = 20;

/** "Step, wait 1 s, step" with grants in the ledger: in cohorts, and with a workflow for each member. */
export const cohortBench: Bench = {
  name: 'cohort',
  title: 'cohorts beside a workflow for each member',
  run: (lab) => lab.withTemporal(({ address }) => lab.withDatabase((on) => measure(lab, on, address))),
};

interface Sizes {
  readonly inCohorts: number;
  readonly alone: number;
  readonly rounds: number;
}

async function measure(lab: Lab, on: LabDatabase, temporalAddress: string): Promise<Finding[]> {
  const sizes = lab.quick ? { inCohorts: 5_000, alone: 200, rounds: 1 } : { inCohorts: 20_000, alone: 600, rounds: 3 };
  const campaign = await launchStory(on, 'step-wait-step', sizes.inCohorts);
  const connection = await Connection.connect({ address: temporalAddress });
  const workers: WorkerProcess[] = [];
  try {
    for (const kind of ['product', 'plain'] as const) {
      workers.push(
        await startWorkerProcess({ kind, databaseUrl: on.url, temporalAddress, taskQueue: queues[kind], poolSizeMax }),
      );
    }
    return await compare(lab, on.database, { campaign, client: new Client({ connection }), sizes });
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await connection.close();
  }
}

interface Setting {
  readonly campaign: BenchCampaign;
  readonly client: Client;
  readonly sizes: Sizes;
}

async function compare(lab: Lab, database: Database, setting: Setting): Promise<Finding[]> {
  const { campaign, client, sizes } = setting;
  let occurrence = 0;
  let granted = 0;
  const timed =
    (count: number, begin: (enrolment: { count: number; occurrence: number }) => Promise<void>) => async () => {
      occurrence += 1;
      granted += count * pointsOfBoth;
      const startedAt = performance.now();
      await begin({ count, occurrence });
      await untilCount(0, patienceMs, () => database.enrolment.count({ where: { status: 'active' } }));
      return count / ((performance.now() - startedAt) / 1_000);
    };
  const inCohorts = (count: number) => timed(count, (of) => enrol(database, campaign, { first: 0, ...of }));
  const alone = (count: number) =>
    timed(count, (of) =>
      startAlone(database, campaign, { client, taskQueue: queues.plain, workflow: 'memberAlone', ...of }),
    );

  // Both workers warm: code compiled, connections open.
  for (const warmUp of [inCohorts(1_000), alone(50)]) await warmUp();
  const { all, medians } = await inTurns(
    sizes.rounds,
    [
      { name: 'cohorts', run: inCohorts(sizes.inCohorts) },
      { name: 'alone', run: alone(sizes.alone) },
    ],
    lab.say,
  );
  await checkGrants(database, granted);
  await soundLedger(database, lab.say);
  return findings(sizes, all, medians);
}

function findings(
  sizes: Sizes,
  rounds: Finding['rounds'] & object,
  medians: { cohorts: number; alone: number },
): Finding[] {
  const measured = { value: medians.cohorts, unit: 'members/s' };
  const count = sizes.inCohorts.toLocaleString('en');
  return [
    {
      bench: 'cohort',
      what: `${count} members through "step, wait 1 s, step", relay to ledger`,
      measured,
      limit: { atLeast: membersPerSecondMin },
      rounds,
    },
    {
      bench: 'cohort',
      what: `the same beside a workflow for each of ${sizes.alone} members`,
      measured,
      against: { name: 'alone', value: medians.alone, unit: 'members/s' },
      ratio: medians.cohorts / medians.alone,
      limit: { atLeast: timesMin },
    },
  ];
}

/** Every member got both grants, once. */
async function checkGrants(database: Database, granted: number): Promise<void> {
  const { _sum } = await database.ledgerBalance.aggregate({ _sum: { available: true } });
  const undone = await database.enrolment.count({ where: { status: { not: 'done' } } });
  if (Number(_sum.available) !== granted || undone > 0) {
    throw new Error(`${_sum.available} points granted, ${granted} expected; ${undone} enrolments did not end as done`);
  }
}
