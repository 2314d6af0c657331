import { type EventInput, ingestEvents } from '../modules/intake/ingest.ts';
import { createKey } from '../modules/keys/create.ts';
import type { Bench } from './bench.ts';
import { addMembers, addProgramme, earnedAt, externalIdOf, type Population } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { closedLoop, openLoop } from './harness/load.ts';
import { inTurns } from './harness/rounds.ts';
import { median, quantile } from './harness/statistics.ts';
import { startApiProcess } from './http/api-process.ts';
import { openConnections } from './http/client.ts';
import { randomMember } from './single-call.ts';

const connections = 32;
const singleRatioMin = 0.6;
const batchRatioMin = 0.8;
const batchSize = 1_000;
/** Batches at once, on both sides. */
const batchCallers = 4;
const readsPerSecond = 500;
const readP99BelowMs = 20;
const points = 100;
/** As many a minute as a key can have: the benchmark looks for what the process can do, not for what it lets a caller do. */
const unlimited = 1_000_000;

/** Orders over HTTP beside the intake called in this process, one a call and a thousand; and reads of a balance at a steady rate. */
export const httpBench: Bench = {
  name: 'http',
  title: 'orders over HTTP, beside the intake called without it; balances read at a steady rate',
  run: (lab) => lab.withDatabase((on) => measure(lab, on)),
};

type Client = Awaited<ReturnType<typeof openConnections>>;

interface Place {
  readonly lab: Lab;
  readonly on: LabDatabase;
  readonly population: Population;
  readonly url: string;
  readonly key: string;
}

async function measure(lab: Lab, on: LabDatabase): Promise<Finding[]> {
  const client = await on.connect();
  const programmeId = await addProgramme(on.database, 'http');
  const population = await addMembers(client, programmeId, lab.quick ? 20_000 : 100_000);
  await client.query('VACUUM ANALYZE');
  const limits = { read: unlimited, write: unlimited, events: unlimited };
  const scopes = ['read', 'write'] as const;
  const { secret: key } = await createKey(on.database, programmeId, { name: 'bench', scopes, limits, actor: 'bench' });
  const api = await startApiProcess({ databaseUrl: on.url });
  const place = { lab, on, population, url: api.url, key };
  try {
    const singles = await measureSingles(place);
    const batches = await measureBatches(place);
    // A new WAL file is filled with zeros before it is used, 16 MB at a time: a server that has run for a while has used ones.
    await client.query('CHECKPOINT');
    const reads = await measureReads(place);
    await soundLedger(on.database, lab.say);
    return [singles, batches, reads];
  } finally {
    await api.stop();
  }
}

/** Does something with connections that are open while it lasts: the API closes those that nobody uses for five seconds. */
async function withClient<T>({ url }: Place, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openConnections(url, connections);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

async function measureSingles(place: Place): Promise<Finding> {
  const { lab, on, population } = place;
  const seconds = lab.quick ? 3 : 8;
  const orders = createOrders(population, 'single');
  const direct = async () => {
    requireTaken(await ingestEvents({ ...on, clock }, population.programmeId, [orders()]), 1);
    return true;
  };
  const overHttp = (client: Client) => async () => {
    const { status, body } = await post(place, client, '/v1/events', orders());
    if (status !== 201) throw new Error(`an order was not taken: ${status} ${body}`);
    return true;
  };
  const directFor = (time: number) => closedLoop({ callers: connections, seconds: time }, direct);
  const httpFor = (time: number) =>
    withClient(place, (client) => closedLoop({ callers: connections, seconds: time }, overHttp(client)));
  await directFor(2);
  await httpFor(2);
  const { all, medians } = await inTurns(
    lab.quick ? 3 : 5,
    [
      { name: 'direct', run: () => directFor(seconds) },
      { name: 'overHttp', run: () => httpFor(seconds) },
    ],
    lab.say,
  );
  return {
    ...{ bench: 'http', what: `orders over HTTP, an event a call; ${connections} connections`, rounds: all },
    measured: { value: medians.overHttp, unit: 'orders/s' },
    against: { name: 'ingestEvents:', value: medians.direct, unit: 'orders/s' },
    ratio: medians.overHttp / medians.direct,
    limit: { atLeast: singleRatioMin },
  };
}

async function measureBatches(place: Place): Promise<Finding> {
  const { lab, on, population } = place;
  const orders = createOrders(population, 'batch');
  const seconds = lab.quick ? 6 : 15;
  const batch = () => Array.from({ length: batchSize }, orders);
  const direct = async () => {
    requireTaken(await ingestEvents({ ...on, clock }, population.programmeId, batch()), batchSize);
    return true;
  };
  const overHttp = (client: Client) => async () => {
    const { status, body } = await post(place, client, '/v1/events/batch', { events: batch() });
    if (status !== 200) throw new Error(`a batch was not taken: ${status} ${body.slice(0, 500)}`);
    const taken = body.split('"status":"accepted"').length - 1;
    if (taken !== batchSize) throw new Error(`${taken} of ${batchSize} orders were taken: ${body.slice(0, 500)}`);
    return true;
  };
  const loop = (call: () => Promise<boolean>) => closedLoop({ callers: batchCallers, seconds }, call);
  const { all, medians } = await inTurns(
    lab.quick ? 3 : 5,
    [
      { name: 'direct', run: async () => batchSize * (await loop(direct)) },
      { name: 'overHttp', run: async () => batchSize * (await withClient(place, (client) => loop(overHttp(client)))) },
    ],
    lab.say,
  );
  return {
    ...{ bench: 'http', what: `orders over HTTP in batches of ${batchSize}, ${batchCallers} at once`, rounds: all },
    measured: { value: medians.overHttp, unit: 'orders/s' },
    against: { name: 'ingestEvents:', value: medians.direct, unit: 'orders/s' },
    ratio: medians.overHttp / medians.direct,
    limit: { atLeast: batchRatioMin },
  };
}

async function measureReads(place: Place): Promise<Finding> {
  const { lab, population, key } = place;
  const read = (client: Client) => async () => {
    const member = externalIdOf(randomMember(population), population);
    const { status, body } = await client.send({ method: 'GET', path: `/v1/members/${member}/balance`, key });
    if (status !== 200) throw new Error(`a balance was not read: ${status} ${body}`);
  };
  const readFor = (seconds: number) =>
    withClient(place, (client) => openLoop({ perSecond: readsPerSecond, seconds }, read(client)));
  await readFor(2);
  lab.say(`latency at ${readsPerSecond}/s`);
  const latencies = await readFor(lab.quick ? 5 : 20);
  return {
    bench: 'http',
    what: `p99 of a balance read at ${readsPerSecond}/s (median ${median(latencies).toFixed(1)} ms)`,
    measured: { value: quantile(latencies, 0.99), unit: 'ms' },
    limit: { below: readP99BelowMs },
  };
}

const clock = { now: () => earnedAt };

/** Orders of members that chance picks, as a shop tells of them. */
function createOrders(population: Population, name: string): () => EventInput & { data: object } {
  let count = 0;
  return () => {
    count += 1;
    const memberId = externalIdOf(randomMember(population), population);
    const data = { orderId: `${name}-${count}`, amountMinor: 100 * points, currency: 'GBP' };
    return { id: `${name}:${count}`, type: 'order.placed', memberId, occurredAt: earnedAt.toISOString(), data };
  };
}

function requireTaken(answers: Awaited<ReturnType<typeof ingestEvents>>, count: number): void {
  const taken = answers.filter(({ kind }) => kind === 'accepted').length;
  if (taken !== count) throw new Error(`${taken} of ${count} orders were taken: ${JSON.stringify(answers[0])}`);
}

const post = ({ key }: Place, client: Client, path: string, body: object) =>
  client.send({ method: 'POST', path, key, body: JSON.stringify(body) });
