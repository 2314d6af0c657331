import { Client, Connection } from '@temporalio/client';
import { seededRandom } from '../values/random.ts';
import type { Bench } from './bench.ts';
import { enrol } from './engine/campaign.ts';
import { sumCpu } from './harness/cpu.ts';
import type { Finding } from './harness/finding.ts';
import type { Lab } from './harness/lab.ts';
import { meanHistory } from './wake/history-length.ts';
import { startMeter, type Spent } from './wake/meter.ts';
import { costOf, middle, pacedReactions, wakeOnce, wakeParts } from './wake/reactions.ts';
import { openSide, type Side } from './wake/side.ts';

type Runs = 'long' | 'short';

interface Sizes {
  readonly members: number;
  /** Lengths of histories at which a wake is measured, in events. */
  readonly lengths: readonly number[];
  readonly rounds: number;
  readonly wakes: number;
}

const whole: Sizes = { members: 10_000, lengths: [50, 150, 300, 500, 1_000, 1_500], rounds: 3, wakes: 40 };
const quick: Sizes = { members: 2_500, lengths: [50, 150], rounds: 1, wakes: 20 };

/** So few that none is left of those woken a round ago. */
const cachedWhenCold = 4;
const perSecond = 4;
const idleMs = 1_000;
const seed = 20_260_502;

/** What a wake costs by how much has happened to its cohort since it last went on as new: where that bound should be. */
export const historyBench: Bench = {
  name: 'history',
  title: 'a wake by the length of the history it has to read',
  run: async (lab) => [
    ...(await asleep(lab, 'long', (client, side, sizes) => measureLengths(lab, client, side, sizes))),
    // Cohorts of their own: what has gone on so far can't be read by code that would have stopped before.
    ...(await asleep(lab, 'short', async (_, side, sizes) => [await measureGoingOn(lab, side, sizes)])),
  ],
};

type Measure = (client: Client, side: Side, sizes: Sizes) => Promise<Finding[]>;

/** Lets members fall asleep in cohorts of servers that have nothing else to do. */
function asleep(lab: Lab, runs: Runs, measure: Measure): Promise<Finding[]> {
  const sizes = lab.quick ? quick : whole;
  return lab.withTemporal(({ address, pid }) =>
    lab.withDatabase(async (on) => {
      const servers = { temporalAddress: address, temporalPid: pid, postgresPid: lab.postgresPid };
      const random = seededRandom(seed);
      const side = await openSide({ name: 'cohorts', on, servers, members: sizes.members, random });
      const connection = await Connection.connect({ address });
      try {
        await side.worker.start(undefined, runs);
        await enrol(side.database, side.campaign, { first: 0, count: sizes.members, occurrence: 1 });
        await side.allAsleep(sizes.members);
        return await measure(new Client({ connection }), side, sizes);
      } finally {
        await side.worker.stop();
        await connection.close();
      }
    }),
  );
}

async function measureLengths(lab: Lab, client: Client, side: Side, sizes: Sizes): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const length of sizes.lengths) {
    while ((await meanHistory(client, side)).events < length) await wakeOnce(side, side.sleepers().cohorts);
    findings.push(...(await measureAt(lab, client, side, sizes)));
    await restart(side, undefined);
  }
  return findings;
}

async function restart(side: Side, cached: number | undefined): Promise<void> {
  await side.worker.stop();
  await side.worker.start(cached, 'long');
}

async function wakes(lab: Lab, side: Side, { rounds, wakes: count }: Sizes, what: string): Promise<Spent[]> {
  await wakeOnce(side, side.sleepers().cohorts);
  const meter = await startMeter([side], idleMs);
  const spent: Spent[] = [];
  for (let round = 1; round <= rounds; round++) {
    spent.push(await meter.spentBy(side, () => pacedReactions(side, side.sleepers().oneOfEach(count), perSecond)));
    const [cost, { tasks, replays }] = [costOf(spent.at(-1) as Spent, count), spent.at(-1) as Spent];
    lab.say(`${what}, round ${round} of ${rounds}: ${cost.toFixed(1)} ms each; ${tasks} tasks, ${replays} replays`);
  }
  return spent;
}

/** Hot and cold wakes of cohorts whose histories are as long as they are now, on average. */
async function measureAt(lab: Lab, client: Client, side: Side, sizes: Sizes): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const state of ['hot', 'cold'] as const) {
    await restart(side, state === 'cold' ? cachedWhenCold : undefined);
    const before = await meanHistory(client, side);
    const spent = await wakes(lab, side, sizes, `${state}, about ${Math.round(before.events)} events`);
    const after = await meanHistory(client, side);
    const [events, kB] = [(before.events + after.events) / 2, (before.bytes + after.bytes) / 2_000];
    findings.push(
      findingOf(`${state}, histories of ${Math.round(events)} events and ${Math.round(kB)} kB`, spent, sizes),
    );
  }
  return findings;
}

/** Wakes that end with going on as new: beyond a hot wake, what that costs once a run. */
async function measureGoingOn(lab: Lab, side: Side, sizes: Sizes): Promise<Finding> {
  return findingOf('hot, and going on as new after it', await wakes(lab, side, sizes, 'going on as new'), sizes);
}

function findingOf(what: string, spent: readonly Spent[], { wakes: count }: Sizes): Finding {
  const each = middle(spent, count);
  return {
    bench: 'history',
    what: `processor time of a wake: ${what}`,
    measured: { value: sumCpu(each, wakeParts), unit: 'ms' },
    rounds: { ms: spent.map((one) => costOf(one, count)) },
    cpu: [{ what, each }],
  };
}
