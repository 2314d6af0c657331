import { ingestEvents } from '../modules/intake/ingest.ts';
import { earn } from '../modules/ledger/earn.ts';
import type { Bench } from './bench.ts';
import { addMembers, addProgramme, earnedAt, externalIdOf, firstExpiryAt, type Population } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { closedLoop, openLoop } from './harness/load.ts';
import { inTurns } from './harness/rounds.ts';
import { median, quantile } from './harness/statistics.ts';
import { callers, compareSingleCalls, randomMember, requestSql } from './single-call.ts';

const p99BelowMs = 25;
const points = 100;

/** One earn a call, beside pgbench with the same SQL function; then whole orders, an event a call, and their latency at half that rate. */
export const earnBench: Bench = {
  name: 'earn',
  title: 'single earns, beside pgbench with the same function; single orders as a shop sends them',
  run: (lab) => lab.withDatabase((on) => measure(lab, on)),
};

async function measure(lab: Lab, on: LabDatabase): Promise<Finding[]> {
  const client = await on.connect();
  const population = await addMembers(client, await addProgramme(on.database, 'earn'), lab.quick ? 20_000 : 100_000);
  await client.query('VACUUM ANALYZE');

  const finding = await compareSingleCalls(lab, on, {
    ...{ bench: 'earn', kind: 'EARN', unit: 'earns', population, call: earnCall(on, population) },
    sql: `SELECT ok FROM ledger.earn_batch(ARRAY[${requestSql(population, { at: earnedAt, points, expiresAt: firstExpiryAt })}])`,
  });
  // A new WAL file is filled with zeros before it is used, 16 MB at a time: a server that has run for a while has used ones.
  await client.query('CHECKPOINT');
  const orders = await measureOrders(lab, orderCall(on, population));
  await soundLedger(on.database, lab.say);
  return [finding, ...orders];
}

async function measureOrders({ quick, say }: Lab, call: () => Promise<boolean>): Promise<Finding[]> {
  const seconds = quick ? 2 : 5;
  const { all, medians } = await inTurns(
    quick ? 2 : 5,
    [{ name: 'orders', run: () => closedLoop({ callers, seconds }, call) }],
    say,
  );
  const perSecond = medians.orders / 2;
  say(`latency at ${Math.round(perSecond)}/s`);
  const latencies = await openLoop({ perSecond, seconds: quick ? 4 : 15 }, call);
  return [
    {
      bench: 'earn',
      what: `orders taken, an event a call: event, order and points; ${callers} callers`,
      measured: { value: medians.orders, unit: 'orders/s' },
      rounds: all,
    },
    {
      bench: 'earn',
      what: `p99 of an order at half that rate (median ${median(latencies).toFixed(1)} ms)`,
      measured: { value: quantile(latencies, 0.99), unit: 'ms' },
      limit: { below: p99BelowMs },
    },
  ];
}

function earnCall({ database }: LabDatabase, population: Population): () => Promise<boolean> {
  let calls = 0;
  return async () => {
    calls += 1;
    const [answer] = await earn(database, [
      {
        programmeId: population.programmeId,
        memberId: randomMember(population),
        key: `product:${calls}`,
        at: earnedAt,
        points,
        expiresAt: firstExpiryAt,
        source: { type: 'bench', id: '1' },
        actor: 'bench',
      },
    ]);
    if (answer?.ok !== true) throw new Error(`the ledger refused an earn: ${answer?.message}`);
    return true;
  };
}

/** An order of a member, as the shop tells of it. */
function orderCall({ database }: LabDatabase, population: Population): () => Promise<boolean> {
  const clock = { now: () => earnedAt };
  let calls = 0;
  return async () => {
    calls += 1;
    const data = { orderId: `B-${calls}`, amountMinor: 100 * points, currency: 'GBP' };
    const memberId = externalIdOf(randomMember(population), population);
    const event = { id: `order:${calls}`, type: 'order.placed', memberId, occurredAt: earnedAt.toISOString(), data };
    const [answer] = await ingestEvents({ database, clock }, population.programmeId, [event]);
    // A member whom chance gives a fourth order is silver by then, and earns more.
    if (answer?.kind !== 'accepted' || (answer.points ?? 0) < points)
      throw new Error(`an order was not taken as it should be: ${JSON.stringify(answer)}`);
    return true;
  };
}
