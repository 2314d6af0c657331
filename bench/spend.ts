import { spend } from '../modules/ledger/redeem.ts';
import type { Bench } from './bench.ts';
import { earnedAt, type Population, wealthOf, wealthyDatabase, wealthyPopulation } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { compareSingleCalls, randomMember, requestSql } from './single-call.ts';

/** A spend takes from two or three lots, the earliest first; a member can do it twelve times. */
const lotsASpend = 2.5;
const at = new Date(earnedAt.getTime() + 86_400_000);

/** One spend a call, beside pgbench with the same SQL function. */
export const spendBench: Bench = {
  name: 'spend',
  title: 'single spends, beside pgbench with the same function',
  run: async (lab) => {
    const copyOf = await wealthyDatabase(lab);
    return lab.withDatabase((on) => measure(lab, on), { copyOf });
  },
};

async function measure(lab: Lab, on: LabDatabase): Promise<Finding[]> {
  const { lotsEach, pointsALot } = wealthOf(lab);
  const points = lotsASpend * pointsALot;
  const population = await wealthyPopulation(on.database);
  const finding = await compareSingleCalls(lab, on, {
    ...{ bench: 'spend', kind: 'SPEND', unit: 'spends', population },
    sql: `SELECT ok FROM ledger.spend_batch(ARRAY[${requestSql(population, { at, points })}])`,
    call: spendCall(on, population, points),
  });
  await soundLedger(on.database, lab.say);
  return [{ ...finding, what: `${finding.what}; ${lotsASpend} of ${lotsEach} lots each` }];
}

function spendCall({ database }: LabDatabase, population: Population, points: number): () => Promise<boolean> {
  let calls = 0;
  return async () => {
    calls += 1;
    const [answer] = await spend(database, [
      {
        programmeId: population.programmeId,
        memberId: randomMember(population),
        key: `product:${calls}`,
        at,
        points,
        source: { type: 'bench', id: '1' },
        actor: 'bench',
      },
    ]);
    if (answer?.ok === false && answer.code !== 'POINTS_INSUFFICIENT')
      throw new Error(`the ledger refused: ${answer.message}`);
    return answer?.ok === true;
  };
}
