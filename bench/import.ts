import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '../platform/clock.ts';
import { batchSize, importOrders, batcherCount } from '../modules/imports/import-orders.ts';
import type { Bench } from './bench.ts';
import { enlarge, type OrderRow, realOrders, writeOrderFile } from './fixtures/orders.ts';
import { addProgramme } from './fixtures/points.ts';
import type { Finding } from './harness/finding.ts';
import { soundLedger } from './harness/invariants.ts';
import type { Lab, LabDatabase } from './harness/lab.ts';
import { inTurns } from './harness/rounds.ts';

const ratioMin = 0.6;
const yearMs = 365 * 86_400_000;

/** Real orders through the importer, beside the ledger's set-based function alone with the same orders, batches and connections. */
export const importBench: Bench = {
  name: 'import',
  title: 'import of orders, beside the raw ledger function',
  run: async (lab) => {
    const folder = await mkdtemp(join(tmpdir(), 'perennial-bench-'));
    try {
      return await measure(lab, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(lab: Lab, folder: string): Promise<Finding[]> {
  const all = enlarge(await realOrders(), lab.quick ? 2 : 6);
  const orders = all.filter(({ kind }) => kind === 'order');
  const files = { orders: join(folder, 'orders.csv'), all: join(folder, 'all.csv') };
  await Promise.all([writeOrderFile(files.orders, orders), writeOrderFile(files.all, all)]);
  lab.say(`${orders.length.toLocaleString('en')} orders`);
  const importFile = (path: string, rows: number) =>
    lab.withDatabase((on) => timedImport(lab, on, { path, rows, folder }));
  const { all: rounds, medians } = await inTurns(
    lab.quick ? 2 : 3,
    [
      { name: 'raw', run: () => lab.withDatabase((on) => timedBatches(on, orders)) },
      { name: 'import', run: () => importFile(files.orders, orders.length) },
    ],
    lab.say,
  );
  const mixed = await importFile(files.all, all.length);
  const cancellations = (all.length - orders.length).toLocaleString('en');
  return [
    {
      bench: 'import',
      what: `${orders.length.toLocaleString('en')} orders from a file: event, order, member and points`,
      measured: { value: medians.import, unit: 'orders/s' },
      against: { name: `raw earn_batch, ${batcherCount} × ${batchSize}:`, value: medians.raw, unit: 'earns/s' },
      ratio: medians.import / medians.raw,
      limit: { atLeast: ratioMin },
      rounds,
    },
    {
      bench: 'import',
      what: `the same with their ${cancellations} cancellations`,
      measured: { value: mixed, unit: 'rows/s' },
    },
  ];
}

interface ImportJob {
  readonly path: string;
  readonly rows: number;
  readonly folder: string;
}

/** Rows a second of an import into an empty programme. */
async function timedImport(
  lab: Lab,
  { database, url }: LabDatabase,
  { path, rows, folder }: ImportJob,
): Promise<number> {
  const programmeId = await addProgramme(database, 'import');
  const startedAt = performance.now();
  const deps = { database, databaseUrl: url, clock: realClock() };
  const report = await importOrders(deps, { path, programmeId, rejectPath: join(folder, 'rejects.csv') });
  const seconds = (performance.now() - startedAt) / 1_000;
  if (report.rows !== rows || report.rejected > 0) {
    throw new Error(`${report.rows} rows of ${rows} imported, ${report.rejected} rejected`);
  }
  await soundLedger(database, lab.say);
  return rows / seconds;
}

/** Earns a second of `ledger.earn_batch` alone, with everything else prepared: members, points, batches as SQL arrays. */
async function timedBatches(on: LabDatabase, orders: readonly OrderRow[]): Promise<number> {
  const batches = await prepareBatches(on, orders);
  const clients = await Promise.all(Array.from({ length: batcherCount }, () => on.connect()));
  const startedAt = performance.now();
  const earned = await Promise.all(
    clients.map(async (client, batcher) => {
      let count = 0;
      for (let batch = 0; batch < (batches[batcher] ?? 0); batch++) {
        const { rows } = await client.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM bench_batch b, ledger.earn_batch(b.requests) a
           WHERE b.batcher = $1 AND b.batch = $2 AND a.ok`,
          [batcher, batch],
        );
        count += rows[0]?.count ?? 0;
      }
      return count;
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const total = earned.reduce((sum, count) => sum + count, 0);
  if (total !== orders.length) throw new Error(`${total} of ${orders.length} orders earned points`);
  return total / seconds;
}

/** Stores the orders as batches of requests, a member always in one shard; answers how many batches each shard has. */
async function prepareBatches(on: LabDatabase, orders: readonly OrderRow[]): Promise<number[]> {
  const client = await on.connect();
  const programmeId = await addProgramme(on.database, 'raw');
  const customers = [...new Set(orders.map(({ customerId }) => customerId))];
  const { rows } = await client.query<{ id: string; name: string }>(
    `INSERT INTO member (programme_id, external_id, joined_at)
     SELECT $1, name, now() FROM unnest($2::text[]) name RETURNING id::text, external_id AS name`,
    [programmeId, customers],
  );
  const memberIds = new Map(rows.map(({ id, name }) => [name, Number(id)]));
  const batchers = Array.from({ length: batcherCount }, (): object[] => []);
  for (const order of orders) {
    const memberId = memberIds.get(order.customerId) ?? 0;
    batchers[memberId % batcherCount]?.push(requestOf(order, programmeId, memberId));
  }
  await client.query(
    'CREATE TABLE bench_batch (batcher int, batch int, requests ledger.request[], PRIMARY KEY (batcher, batch))',
  );
  for (const [batcher, requests] of batchers.entries()) {
    for (let from = 0; from < requests.length; from += batchSize) {
      const part = JSON.stringify(requests.slice(from, from + batchSize));
      await client.query('INSERT INTO bench_batch SELECT $1, $2, ledger.requests($3::json)', [
        batcher,
        from / batchSize,
        part,
      ]);
    }
  }
  await client.query('VACUUM ANALYZE bench_batch, member, ledger.member_balance');
  return batchers.map((requests) => Math.ceil(requests.length / batchSize));
}

/** A point a pound, one at least: what matters is the number of earns. */
function requestOf(order: OrderRow, programmeId: number, memberId: number): object {
  return {
    ...{ programme_id: programmeId, member_id: memberId, key: `earn:order:${order.invoiceNo}`, at: order.placedAt },
    points: Math.max(1, Math.floor(Number(order.amountGbp))),
    expires_at: new Date(Date.parse(order.placedAt) + yearMs).toISOString(),
    ...{ source_type: 'order', source_id: order.invoiceNo, actor: 'import' },
  };
}
