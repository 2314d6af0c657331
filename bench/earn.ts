import { createLedger } from '../modules/ledger/ledger.ts';
import type { Bench } from './bench.ts';
import { addMembers, addProgramme, earnedAt, firstExpiryAt, type Population } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { openLoop } from './harness/load.ts';
import { median, quantile } from './harness/statistics.ts';
import { compareSingleCalls, randomMember, requestSql } from './single-call.ts';

const p99BelowMs = 25;
const points = 100;

/** One earn a call through the service, beside pgbench with the same SQL function; then its latency at half that rate. */
export const earnBench: Bench = {
  name: 'earn',
  title: 'single earns through the service, beside pgbench with the same function',
  run: (lab) => lab.withDatabase((on) => measure(lab, on)),
};

async function measure(lab: Lab, on: LabDatabase): Promise<Finding[]> {
  const { quick, say } = lab;
  const client = await on.connect();
  const population = await addMembers(client, await addProgramme(on.database, 'earn'), quick ? 20_000 : 100_000);
  await client.query('VACUUM ANALYZE');

  const call = earnCall(on, population);
  const { finding, perSecond } = await compareSingleCalls(lab, on, {
    ...{ bench: 'earn', kind: 'EARN', unit: 'earns', population, call },
    sql: `SELECT ok FROM ledger.earn_batch(ARRAY[${requestSql(population, { at: earnedAt, points, expiresAt: firstExpiryAt })}])`,
  });
  // A new WAL file is filled with zeros before it is used, 16 MB at a time: a server that has run for a while has used ones.
  await client.query('CHECKPOINT');
  say(`latency at ${Math.round(perSecond / 2)}/s`);
  const latencies = await openLoop({ perSecond: perSecond / 2, seconds: quick ? 4 : 15 }, call);
  await soundLedger(on.database, say);
  return [
    finding,
    {
      bench: 'earn',
      what: `p99 of an earn at half that rate (median ${median(latencies).toFixed(1)} ms)`,
      measured: { value: quantile(latencies, 0.99), unit: 'ms' },
      limit: { below: p99BelowMs },
    },
  ];
}

function earnCall({ database }: LabDatabase, population: Population): () => Promise<boolean> {
  const ledger = createLedger(database);
  let calls = 0;
  return async () => {
    calls += 1;
    const answer = await ledger.earn({
      programmeId: population.programmeId,
      memberId: randomMember(population),
      key: `service:${calls}`,
      at: earnedAt,
      points,
      expiresAt: firstExpiryAt,
      source: { type: 'bench', id: '1' },
      actor: 'bench',
    });
    if (!answer.ok) throw new Error(`the ledger refused an earn: ${answer.message}`);
    return true;
  };
}
