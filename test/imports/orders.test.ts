import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { parseProgramme } from '../../modules/programme/file.ts';
import { importOrders, type ImportOptions } from '../../modules/imports/import-orders.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { figuresOf } from '../support/figures.ts';

const { database, url } = await freshDatabase();
const reference = parseProgramme(await readFile('playbooks/reference/programme.yaml', 'utf8'), 'programme.yaml');
const now = new Date('2026-05-20T12:00:00Z');
const deps = { database, databaseUrl: url, clock: { now: () => now } };
const retail = 'data/retail-invoices.csv.gz';
const dir = await mkdtemp(join(tmpdir(), 'perennial-import-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

let count = 0;
async function shop() {
  const code = `shop-${++count}`;
  const { id: programmeId } = await saveProgramme(database, { ...reference, code });
  const rejectPath = join(dir, `${code}.rejects.csv`);
  const file = async (content: string | Buffer, name = `${code}-${++count}.csv`) => {
    const path = join(dir, name);
    await writeFile(path, content);
    return path;
  };
  const importFile = (path: string, options: Partial<ImportOptions> = {}) =>
    importOrders(deps, { path, programmeId, rejectPath, ...options });
  const rejects = async () =>
    existsSync(rejectPath) ? (await readFile(rejectPath, 'utf8')).trim().split('\n').sort(byLine) : [];
  return { programmeId, rejectPath, file, importFile, rejects };
}

/** The header first; batchers report their rows as they come to them. */
const byLine = (a: string, b: string) => (Number.parseInt(a, 10) || 0) - (Number.parseInt(b, 10) || 0);

const header = 'order_no,customer_id,placed_at,amount,kind\n';

describe('importing the real orders', () => {
  let whole: Awaited<ReturnType<typeof figuresOf>>;
  let counts: Awaited<ReturnType<typeof importOrders>>;

  it('takes every order and cancellation of 4,372 customers, each at its own time', async () => {
    const { importFile, programmeId } = await shop();
    const report = await importFile(retail);
    expect(report).toEqual({
      dryRun: false,
      resumed: false,
      already: false,
      shiftDays: 0,
      rejectPath: null,
      rows: 22_190,
      taken: 22_190,
      leftOut: 0,
      orders: 18_536,
      returns: 3_654,
      duplicates: 0,
      rejected: 0,
      newMembers: 4_372,
      readAs: expect.objectContaining({ format: 'csv', encoding: 'utf-8', delimiter: ',' }),
      pointsGiven: expect.any(Number),
      pointsTakenBack: expect.any(Number),
      unmatchedReturns: expect.any(Number),
    });
    const [ledger] = await database.$queryRaw<[{ given: number; taken: number; outstanding: number }]>`
      SELECT -sum(amount) FILTER (WHERE account = 'ISSUANCE')::float AS given, sum(amount) FILTER (WHERE account = 'CLAWBACK')::float AS taken,
        sum(amount) FILTER (WHERE account = 'MEMBER_AVAILABLE')::float AS outstanding
      FROM ledger.posting WHERE programme_id = ${programmeId}::int`;
    expect(ledger).toEqual({
      given: report.pointsGiven,
      taken: report.pointsTakenBack,
      outstanding: report.pointsGiven - report.pointsTakenBack,
    });
    const [orders] = await database.$queryRaw<[{ spent: number; kept: number }]>`
      SELECT (SELECT sum(spent_minor)::float FROM member WHERE programme_id = ${programmeId}::int) AS spent,
        (SELECT sum(amount_minor - returned_minor)::float FROM sales_order WHERE programme_id = ${programmeId}::int) AS kept`;
    expect(orders?.spent).toBe(orders?.kept);
    whole = await figuresOf(database, programmeId);
    counts = report;
  });

  it('is done once: the same file again changes nothing and answers the same counts', async () => {
    const { importFile, programmeId } = await shop();
    const path = join(dir, 'few.csv');
    await writeFile(path, `${header}1,anna,2026-01-05T10:00:00Z,12.50,order\n`);
    const first = await importFile(path);
    const before = await figuresOf(database, programmeId);
    expect(await importFile(path)).toEqual({ ...first, already: true, resumed: true });
    expect(await figuresOf(database, programmeId)).toEqual(before);
  });

  it('killed with -9 half-way, twice, and started again comes to the same figures', async () => {
    const { programmeId, rejectPath } = await shop();
    const kills = [
      await importUntil(programmeId, rejectPath, 4_000),
      await importUntil(programmeId, rejectPath, 12_000),
    ];
    expect(kills.every((rows) => rows > 0 && rows < 22_190)).toBe(true);
    const report = await importOrders(deps, { path: retail, programmeId, rejectPath });
    expect(report).toMatchObject({
      resumed: true,
      rows: 22_190,
      orders: 18_536,
      returns: 3_654,
      duplicates: 0,
      rejected: 0,
      newMembers: 4_372,
    });
    expect(await figuresOf(database, programmeId)).toEqual(whole);
  });

  it('tried dry first tells the counts and writes nothing', async () => {
    const { importFile, programmeId } = await shop();
    const report = await importFile(retail, { dryRun: true });
    expect(report).toEqual({ ...counts, dryRun: true });
    expect(await database.member.count({ where: { programmeId } })).toBe(0);
    expect(await database.importRun.count({ where: { programmeId } })).toBe(0);
  });
});

/** Starts an import in a process of its own and kills it once it has told of so many rows; the rows it told of. */
function importUntil(programmeId: number, rejectPath: string, rows: number): Promise<number> {
  const script = [
    '--import',
    'tsx',
    'test/support/import-process.ts',
    retail,
    String(programmeId),
    rejectPath,
    now.toISOString(),
  ];
  const child = spawn(process.execPath, script, {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let told = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      told = Number(chunk.toString().trim().split('\n').at(-1));
      if (told >= rows) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', () => resolve(told));
  });
}

describe('a file of orders', () => {
  const rows = '1,anna,2026-01-05T10:00:00Z,12.50,order\n2,ben,2026-01-06T10:00:00Z,7,order\n';

  it.each<[string, string, string | Buffer]>([
    ['CSV', 'a.csv', header + rows],
    ['gzipped CSV', 'a.csv.gz', gzipSync(header + rows)],
    [
      'CSV as spreadsheets write it: a mark in front, semicolons, Windows line ends',
      'b.csv',
      `\uFEFF${header}${rows}`.replaceAll(',', ';').replaceAll('\n', '\r\n'),
    ],
    [
      'CSV with other names, another order of columns, and columns nobody needs',
      'c.csv',
      'Invoice No,Country,Amount GBP,Customer ID,Invoice Date\n1,UK,12.50,anna,2026-01-05 10:00\n2,"Isle of, Man",7.00,ben,2026-01-06 10:00:00\n',
    ],
    [
      'NDJSON',
      'd.ndjson',
      '{"orderId":"1","memberId":"anna","placedAt":"2026-01-05T10:00:00Z","amountMinor":1250}\n\n{"order_id":2,"customer_id":"ben","placed_at":"2026-01-06T10:00:00Z","amount":7}\n',
    ],
    [
      'gzipped NDJSON',
      'e.ndjson.gz',
      gzipSync(
        '{"orderId":"1","memberId":"anna","placedAt":"2026-01-05T10:00:00Z","amount":"12.50"}\n{"orderId":"2","memberId":"ben","placedAt":"2026-01-06T10:00:00Z","amount":"7.00"}',
      ),
    ],
  ])('may be %s', async (_, name, content) => {
    const { importFile, file, programmeId, rejects } = await shop();
    const report = await importFile(await file(content, name));
    expect(await rejects()).toEqual([]);
    expect(report).toMatchObject({ rows: 2, orders: 2, newMembers: 2, pointsGiven: 19 });
    const orders = await database.salesOrder.findMany({ where: { programmeId }, orderBy: { orderId: 'asc' } });
    expect(orders.map(({ placedAt, amountMinor }) => [placedAt.toISOString(), Number(amountMinor)])).toEqual([
      ['2026-01-05T10:00:00.000Z', 1_250],
      ['2026-01-06T10:00:00.000Z', 700],
    ]);
  });

  it.each([
    ['has no order number', 'customer_id,placed_at,amount\n', 'has no column order_id'],
    ['has no amount', 'order_id,customer_id,placed_at\n', 'has no column amount'],
    ['counts in another currency', 'order_id,customer_id,placed_at,amount_eur\n', 'and the programme counts in GBP'],
    ['is empty', '', 'is empty'],
  ])('that %s is refused whole, before its first row', async (_, content, problem) => {
    const { importFile, file, programmeId } = await shop();
    await expect(importFile(await file(content))).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      field: 'header',
      fix: expect.any(String),
      message: expect.stringContaining(problem),
    });
    expect(await database.member.count({ where: { programmeId } })).toBe(0);
  });

  it('that is not there is refused', async () => {
    const { importFile } = await shop();
    await expect(importFile('no/such/file.csv')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', field: 'file' });
  });

  it('that breaks off is told as such; what was read before stays taken', async () => {
    const { importFile, file } = await shop();
    const broken = gzipSync(header + rows.repeat(2_000)).subarray(0, -200);
    await expect(importFile(await file(broken, 'broken.csv.gz'))).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      field: 'file',
    });
  });

  it('may name the order that a return takes back', async () => {
    const { importFile, file, programmeId } = await shop();
    const content =
      'order_no,customer_id,placed_at,amount,kind,return_of\n1,anna,2026-01-05T10:00:00Z,50.00,order,\n2,anna,2026-01-06T10:00:00Z,20.00,order,\nR1,anna,2026-01-07T10:00:00Z,-20.00,return,1\n';
    expect(await importFile(await file(content))).toMatchObject({ orders: 2, returns: 1, pointsTakenBack: 20 });
    const order = await database.salesOrder.findFirstOrThrow({ where: { programmeId, orderId: '1' } });
    expect(order.returnedMinor).toBe(2_000n);
  });

  it('can be moved in time by whole days, so that its last order was today', async () => {
    const { importFile, file, programmeId } = await shop();
    const report = await importFile(await file(header + rows), { shiftTo: now });
    expect(report.shiftDays).toBe(134);
    const orders = await database.salesOrder.findMany({ where: { programmeId }, orderBy: { orderId: 'asc' } });
    expect(orders.map(({ placedAt }) => placedAt.toISOString())).toEqual([
      '2026-05-19T10:00:00.000Z',
      '2026-05-20T10:00:00.000Z',
    ]);
  });
});

describe('a row that can not be taken', () => {
  it('goes to the reject file with line, field, value, reason and fix, and the others are taken', async () => {
    const { importFile, file, rejects, programmeId } = await shop();
    const content = `${header}${[
      '1,anna,2026-01-05T10:00:00Z,12.50,order',
      ',anna,2026-01-05T10:00:00Z,1.00,order',
      '3,,2026-01-05T10:00:00Z,1.00,order',
      '4,anna,05/01/2026,1.00,order',
      '5,anna,2026-02-30T10:00:00Z,1.00,order',
      '6,anna,2026-01-05T10:00:00Z,"1,50",order',
      '7,anna,2026-01-05T10:00:00Z,-1.00,order',
      '8,anna,2026-01-05T10:00:00Z,1.00,gift',
      '9,anna,2026-01-05T10:00:00Z,0.00,return',
      '10,anna,2026-01-05T10:00:00Z,1.00',
      '11,anna,2026-06-05T10:00:00Z,1.00,order',
      '1,anna,2026-01-05T10:00:00Z,13.50,order',
      '12,an"na,2026-01-05T10:00:00Z,1.00,order',
      '13,anna,2026-01-05T10:00:00Z,1.00,order',
    ].join('\n')}\n`;
    const report = await importFile(await file(content));
    expect(report).toMatchObject({ rows: 14, orders: 2, rejected: 12, duplicates: 0 });
    expect((await rejects()).map((line) => line.replace(/"/g, ''))).toEqual([
      'line,field,value,reason,fix,order_no,customer_id,placed_at,amount,kind',
      expect.stringMatching(/^3,order_no,,is empty,/),
      expect.stringMatching(/^4,customer_id,,is empty,leave guests out, or give them an id,/),
      expect.stringMatching(/^5,placed_at,05\/01\/2026,is not a date and time,write it as/),
      expect.stringMatching(/^6,placed_at,2026-02-30T10:00:00Z,is not a date and time,/),
      expect.stringMatching(/^7,amount,1,50,is not an amount of GBP,write it as 1234.50/),
      expect.stringMatching(/^8,amount,-1.00,an order has a negative amount,/),
      expect.stringMatching(/^9,kind,gift,is neither an order nor a return,/),
      expect.stringMatching(/^10,amount,0.00,returns nothing,/),
      expect.stringMatching(/^11,,.*has 4 fields where the header has 5,/),
      expect.stringMatching(/^12,placed_at,2026-06-05T10:00:00.000Z,.*has not come yet/),
      expect.stringMatching(/^13,order_no,1,this number was used before, with another member, amount or time,/),
      expect.stringMatching(/^14,,.*[Qq]uote/),
    ]);
    const orders = await database.salesOrder.findMany({ where: { programmeId }, orderBy: { orderId: 'asc' } });
    expect(orders.map(({ orderId }) => orderId)).toEqual(['1', '13']);
  });

  it('is in the file once, whatever happened on the way', async () => {
    const { importFile, file, rejects, rejectPath, programmeId } = await shop();
    const path = await file(
      `${header}1,anna,soon,1.00,order\n2,anna,2026-01-05T10:00:00Z,1.00,order\n3,anna,never,1.00,order\n`,
    );
    await importFile(path);
    // A run that was killed after its reject file was written, and before its rows were.
    const run = await database.importRun.findFirstOrThrow({ where: { programmeId } });
    const { batchers } = run.counts as unknown as { batchers: Record<string, number>[] };
    const fresh = batchers.map((batcher) => Object.fromEntries(Object.keys(batcher).map((key) => [key, 0])));
    await database.importRun.update({ where: { id: run.id }, data: { finishedAt: null, counts: { batchers: fresh } } });
    await writeFile(rejectPath, (await readFile(rejectPath, 'utf8')).slice(0, -10));
    const report = await importFile(path);
    expect(report).toMatchObject({ rejected: 2, duplicates: 1, orders: 0 });
    expect((await rejects()).map((line) => line.split(',', 1)[0])).toEqual(['line', '2', '4']);
  });
});

describe('orders that are there already', () => {
  it('are counted as duplicates, by whatever way they came, and their points stay as they are', async () => {
    const { importFile, file, programmeId } = await shop();
    const at = '2026-01-05T10:00:00Z';
    await ingestEvents(deps, programmeId, [
      { id: 'a', type: 'member.joined', memberId: 'anna', occurredAt: at },
      { id: 'b', type: 'order.placed', memberId: 'anna', occurredAt: at, data: { orderId: '1', amountMinor: 1_250 } },
    ]);
    const first = await file(`${header}1,anna,${at},12.50,order\n2,anna,${at},1.00,order\n`);
    expect(await importFile(first)).toMatchObject({ orders: 1, duplicates: 1, newMembers: 0 });
    const second = await file(`${header}2,anna,${at},1.00,order\n3,anna,${at},1.00,order\n`);
    expect(await importFile(second)).toMatchObject({ orders: 1, duplicates: 1 });
    const member = await database.member.findFirstOrThrow({ where: { programmeId } });
    expect(member).toMatchObject({ ordersCount: 3, spentMinor: 1_450n });
  });

  it('do not keep an import from noticing what others change meanwhile', async () => {
    const { importFile, file, programmeId } = await shop();
    const lines = Array.from({ length: 3_000 }, (_, n) => `o${n},m${n % 7},2026-01-05T10:00:00Z,1.00,order`).join('\n');
    const path = await file(`${header}${lines}\n`);
    await ingestEvents(
      deps,
      programmeId,
      Array.from({ length: 7 }, (_, n) => ({
        id: `j${n}`,
        type: 'member.joined',
        memberId: `m${n}`,
        occurredAt: '2026-01-01T10:00:00Z',
      })),
    );
    const live = Array.from(
      { length: 40 },
      (_, n) => () =>
        ingestEvents(deps, programmeId, [
          {
            id: `live${n}`,
            type: 'order.placed',
            memberId: `m${n % 7}`,
            occurredAt: '2026-02-01T10:00:00Z',
            data: { orderId: `live${n}`, amountMinor: 100 },
          },
        ]),
    );
    const [report] = await Promise.all([
      importFile(path),
      (async () => {
        for (const send of live) await send();
      })(),
    ]);
    expect(report).toMatchObject({ orders: 3_000, rejected: 0, duplicates: 0 });
    const [sums] = await database.$queryRaw<[{ orders: number; spent: number; booked: number }]>`
      SELECT sum(orders_count)::int AS orders, sum(spent_minor)::int AS spent,
        (SELECT count(*)::int FROM sales_order WHERE programme_id = ${programmeId}::int) AS booked
      FROM member WHERE programme_id = ${programmeId}::int`;
    expect(sums).toEqual({ orders: 3_040, spent: 304_000, booked: 3_040 });
  });

  it('are not imported by two processes at once', async () => {
    const { importFile, file, programmeId } = await shop();
    const lines = Array.from({ length: 6_000 }, (_, n) => `o${n},m${n % 50},2026-01-05T10:00:00Z,1.00,order`).join(
      '\n',
    );
    const path = await file(`${header}${lines}\n`);
    const results = await Promise.allSettled([importFile(path), importFile(path)]);
    const refused = results.filter(({ status }) => status === 'rejected').length;
    if (refused > 0) await importFile(path);
    const orders = await database.salesOrder.count({ where: { programmeId } });
    const runs = await database.importRun.findMany({ where: { programmeId } });
    expect({ orders, runs: runs.length }).toEqual({ orders: 6_000, runs: 1 });
    const { batchers } = runs[0]?.counts as unknown as { batchers: { orders: number; rows: number }[] };
    expect(batchers.reduce((sum, batcher) => sum + batcher.rows, 0)).toBe(6_000);
  });
});
