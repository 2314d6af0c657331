import { Client, Connection } from '@temporalio/client';
import type { Bench } from './bench.ts';
import { startAlone } from './engine/alone.ts';
import { enrol } from './engine/campaign.ts';
import { addMembers, addProgramme } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { seededRandom } from '../values/random.ts';
import { type IntakeSizes, measureExits, measureUnheard, type Quiet } from './wake/intake.ts';
import { type Meter, startMeter } from './wake/meter.ts';
import { measureReactions, type ReactionSizes, wakeOnce } from './wake/reactions.ts';
import { createSend, openSide, type Servers, type Side } from './wake/side.ts';
import { createSleepers } from './wake/sleepers.ts';
import { measureSteady, type SteadySizes } from './wake/steady.ts';
import { measureSurge, type Surge, surgeFindings } from './wake/surge.ts';

interface Sizes {
  /** Members asleep in cohorts when reactions are measured, and in the end. */
  readonly few: number;
  readonly many: number;
  /** Members asleep in a workflow each. */
  readonly alone: number;
  /** How long is looked at a time what is used when nothing happens. */
  readonly idleMs: number;
  readonly intake: IntakeSizes;
  readonly unheard: number;
  readonly hot: ReactionSizes;
  readonly cold: ReactionSizes;
  readonly surgeRounds: number;
  readonly steady: SteadySizes;
}

const whole: Sizes = {
  ...{ few: 50_000, many: 200_000, alone: 2_000, idleMs: 2_000 },
  ...{ intake: { rounds: 3, warmUp: 400, singly: 800, inBatches: 4_000 }, unheard: 400 },
  ...{ hot: { rounds: 3, wakes: 80, perSecond: 8 }, cold: { rounds: 3, wakes: 40, perSecond: 4 } },
  ...{ surgeRounds: 3, steady: { perSecond: 50, seconds: 60 } },
};
const quick: Sizes = {
  ...{ few: 5_000, many: 10_000, alone: 60, idleMs: 1_000 },
  ...{ intake: { rounds: 1, warmUp: 100, singly: 150, inBatches: 1_000 }, unheard: 40 },
  ...{ hot: { rounds: 1, wakes: 20, perSecond: 8 }, cold: { rounds: 1, wakes: 20, perSecond: 4 } },
  ...{ surgeRounds: 1, steady: { perSecond: 50, seconds: 10 } },
};

/** A cold worker keeps so few workflows that none is left of those woken a round ago. */
const cachedWhenCold = 4;
/** Reactions that a new worker has performed before it is measured: its code is compiled, its connections are open. */
const warmUpWakes = 30;
/** Rounds in which every cohort is woken before many are called at once. */
const surgeWarmUps = 3;
const seed = 20_260_501;

/** What it costs, and how long it takes, when members who sleep in cohorts are called one here and one there. */
export const wakeBench: Bench = {
  name: 'wake',
  title: 'scattered events for members asleep in cohorts',
  run: (lab) =>
    lab.withTemporal(({ address, pid }) =>
      lab.withDatabase((on) =>
        lab.withDatabase((onAlone) =>
          measure(lab, { on, onAlone }, { temporalAddress: address, temporalPid: pid, postgresPid: lab.postgresPid }),
        ),
      ),
    ),
};

interface Wake {
  readonly lab: Lab;
  readonly client: Client;
  readonly sizes: Sizes;
  readonly random: () => number;
  readonly cohorts: Side;
  /** Its members have a database of their own: one relay carries to cohorts, the other to workflows of one member. */
  readonly alone: Side;
}

async function measure(
  lab: Lab,
  { on, onAlone }: { on: LabDatabase; onAlone: LabDatabase },
  servers: Servers,
): Promise<Finding[]> {
  const sizes = lab.quick ? quick : whole;
  const random = seededRandom(seed);
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const client = new Client({ connection });
  const cohorts = await openSide({ name: 'cohorts', on, servers, members: sizes.many + leaving(sizes), random });
  const alone = await openSide({ name: 'alone', on: onAlone, servers, members: sizes.alone, random });
  const wake: Wake = { lab, client, sizes, random, cohorts, alone };
  try {
    const quiet = await addQuiet(on, sizes.few, random);
    await putAsleep(wake);
    const atFirst = await measureFew(wake, quiet);
    const surges = await measureSurges(wake, quiet);
    await soundLedger(on.database, lab.say);
    await soundLedger(onAlone.database, lab.say);
    return [...atFirst, ...surges];
  } finally {
    await Promise.all([cohorts.worker.stop(), alone.worker.stop()]);
    await connection.close();
  }
}

/** Members whose exits are measured: they are asleep at first, beside those who stay. */
function leaving({ intake: { rounds, warmUp, singly, inBatches } }: Sizes): number {
  return 2 * warmUp + rounds * (singly + inBatches);
}

/** A programme without a campaign beside the other, with as many members. */
async function addQuiet(on: LabDatabase, members: number, random: () => number): Promise<Quiet> {
  const client = await on.connect();
  const population = await addMembers(client, await addProgramme(on.database, 'quiet'), members);
  await client.query('VACUUM ANALYZE');
  const rows = Array.from({ length: members }, (_, place) => BigInt(population.firstMemberId + place));
  return {
    send: createSend(on.database, population),
    members: createSleepers(
      rows.map((memberId) => ({ cohortId: 1n, memberId })),
      random,
    ),
  };
}

async function putAsleep({ lab, client, sizes, cohorts, alone }: Wake): Promise<void> {
  await Promise.all([cohorts.worker.start(), alone.worker.start(sizes.alone + cachedWhenCold)]);
  await fallAsleep(lab, cohorts, 0, sizes.few + leaving(sizes));
  const { taskQueue } = alone;
  const start = { client, taskQueue, workflow: 'memberWaiting', count: sizes.alone, occurrence: 1 } as const;
  await startAlone(alone.database, alone.campaign, start);
  await alone.allAsleep(sizes.alone);
  lab.say(`${sizes.alone.toLocaleString('en')} asleep in a workflow each`);
}

async function fallAsleep(lab: Lab, cohorts: Side, first: number, last: number): Promise<void> {
  const startedAt = performance.now();
  await enrol(cohorts.database, cohorts.campaign, { first, count: last - first, occurrence: 1 });
  await cohorts.allAsleep(last);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const sleepers = cohorts.sleepers();
  lab.say(`${sleepers.members.toLocaleString('en')} asleep in ${sleepers.cohorts} cohorts, after ${seconds} s`);
}

/** Exits, and single reactions of cohorts that the worker has in memory and of such that it has not. */
async function measureFew(wake: Wake, quiet: Quiet): Promise<Finding[]> {
  const { lab, client, sizes, cohorts, alone } = wake;
  const { say } = lab;
  const sides = [cohorts, alone] as const;
  await Promise.all(sides.map((side) => wakeOnce(side, warmUpWakes)));
  const warm = await startMeter(sides, sizes.idleMs);
  const exits = await measureExits({ say, cohorts, meter: warm }, quiet, sizes.intake);
  const hot = await measureReactions({ say, client, cohorts, alone, meter: warm }, 'hot', sizes.hot);

  await Promise.all(
    sides.map(async (side) => {
      await side.worker.stop();
      await side.worker.start(cachedWhenCold);
      await wakeOnce(side, warmUpWakes);
    }),
  );
  const cold = await startMeter(sides, sizes.idleMs);
  return [...exits, hot, await measureReactions({ say, client, cohorts, alone, meter: cold }, 'cold', sizes.cold)];
}

/** What a worker of the product makes of many events, with few members asleep and with many. */
async function measureSurges(wake: Wake, quiet: Quiet): Promise<Finding[]> {
  const { lab, sizes, random, cohorts, alone } = wake;
  const { say } = lab;
  await Promise.all([alone.worker.stop(), cohorts.worker.stop()]);
  await cohorts.worker.start();
  const surge = async (asleep: number): Promise<[Meter, Surge]> => {
    // All cohorts are in the worker's memory then, and what the first of two comparisons would pay for both is paid.
    for (let round = 0; round < surgeWarmUps; round++) await wakeOnce(cohorts, cohorts.sleepers().cohorts);
    const meter = await startMeter([cohorts], sizes.idleMs);
    return [meter, await measureSurge({ say, cohorts, meter }, { asleep, rounds: sizes.surgeRounds })];
  };
  const [meter, few] = await surge(sizes.few);
  const unheard = await measureUnheard({ say, cohorts, meter }, quiet, sizes.unheard);
  const steady = await measureSteady({ say, cohorts, meter, random }, sizes.steady);
  await fallAsleep(lab, cohorts, sizes.few + leaving(sizes), sizes.many + leaving(sizes));
  const [, many] = await surge(sizes.many);
  return [...unheard, ...surgeFindings(few, many), ...steady];
}
