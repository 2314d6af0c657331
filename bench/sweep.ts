import { expireDue } from '../modules/ledger/sweep.ts';
import type { Database } from '../platform/database.ts';
import type { Bench } from './bench.ts';
import { firstExpiryAt, type Population, wealthOf, wealthyDatabase, wealthyPopulation } from './fixtures/points.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { median } from './harness/statistics.ts';

const lotsPerSecondMin = 80_000;
const dayMs = 86_400_000;

/** How many lots one worker expires a second, member after member. */
export const sweepBench: Bench = {
  name: 'sweep',
  title: 'expiry sweep',
  run: async (lab) => {
    const wealth = wealthOf(lab);
    const copyOf = await wealthyDatabase(lab);
    const rates: number[] = [];
    for (let round = 1; round <= (lab.quick ? 2 : 3); round++) {
      const rate = await lab.withDatabase((on) => measure(lab, on), { copyOf });
      rates.push(rate);
      lab.say(`round ${round}: ${Math.round(rate).toLocaleString('en')} lots/s`);
    }
    return [
      {
        bench: 'sweep',
        what: `expiry by one worker in member order, ${wealth.lotsEach} lots a member`,
        measured: { value: median(rates), unit: 'lots/s' },
        limit: { atLeast: lotsPerSecondMin },
        rounds: { sweep: rates },
      },
    ];
  },
};

async function measure(lab: Lab, { database }: LabDatabase): Promise<number> {
  const { lotsEach } = wealthOf(lab);
  const population = await wealthyPopulation(database);
  const now = new Date(firstExpiryAt.getTime() + lotsEach * dayMs);
  const { lots, seconds } = await sweep(database, population, now);
  const expected = population.members * lotsEach;
  if (lots !== expected) throw new Error(`the sweep expired ${lots} lots of ${expected}`);
  await soundLedger(database, lab.say);
  return lots / seconds;
}

/** Page after page, as the sweep workflow asks for them. */
async function sweep(database: Database, { programmeId }: Population, now: Date) {
  const startedAt = performance.now();
  let lots = 0;
  let afterMemberId: bigint | null = null;
  do {
    const page: Awaited<ReturnType<typeof expireDue>> = await expireDue(database, { programmeId, now, afterMemberId });
    lots += page.lots;
    afterMemberId = page.nextAfterMemberId;
  } while (afterMemberId !== null);
  return { lots, seconds: (performance.now() - startedAt) / 1_000 };
}
