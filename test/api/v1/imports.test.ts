import { spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runUploads } from '../../../modules/imports/uploads/run.ts';
import { listNotifications } from '../../../modules/webhooks/notifications.ts';
import { publishNotifications } from '../../../modules/webhooks/publish.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

let sent = 0;
const send = (
  query: string,
  raw: string | Uint8Array,
  { type = 'text/csv', once = `import-${++sent}`, key = world.key } = {},
) => world.call('POST', `/imports?${query}`, { raw, headers: { 'Content-Type': type }, once, key });
const run = () => runUploads({ database: world.database, databaseUrl: world.databaseUrl, clock: world.clock });
const header = 'order_id,customer_id,placed_at,amount\n';
const orders = (name: string, count: number) =>
  header +
  Array.from({ length: count }, (_, at) => `${name}-${at},${name}-anna-${at % 7},2026-12-01T09:00:00Z,40.00\n`).join(
    '',
  );

describe('A file that is sent', () => {
  it('is queued, worked on and finished, and its orders are in', async () => {
    const made = await send('kind=orders', orders('plain', 30));
    expect(made).toMatchObject({ status: 202, body: { kind: 'orders', status: 'queued', counts: { lines: 0 } } });
    expect(made.headers.get('Location')).toBe(`/v1/imports/${made.body.id}`);
    expect(await run()).toBe(1);
    const { body } = await world.get(`/imports/${made.body.id}`);
    expect(body).toMatchObject({
      status: 'finished',
      counts: { lines: 30, imported: 30, duplicates: 0, rejected: 0, newMembers: 7 },
    });
    expect((await world.get('/members/plain-anna-0')).status).toBe(200);
    expect((await world.get('/imports?status=finished')).body.data[0].id).toBe(made.body.id);
  });

  it('may be gzipped, far above what other bodies may have, and is never in one piece', async () => {
    const text = orders('large', 25_000);
    expect(text.length).toBeGreaterThan(1_200_000);
    const made = await send('kind=orders&dryRun=true', text);
    expect(await world.database.uploadPart.count()).toBeGreaterThan(2);
    const zipped = await send('kind=orders&dryRun=true', gzipSync(text));
    await run();
    for (const { body } of [made, zipped]) {
      expect((await world.get(`/imports/${body.id}`)).body).toMatchObject({
        status: 'finished',
        dryRun: true,
        counts: { lines: 25_000, imported: 25_000 },
      });
    }
    expect((await world.get('/members/large-anna-0')).status).toBe(404);
  });

  it('sent again under its key is one import; another file under it is refused; under another key it finds all there', async () => {
    const once = 'the-same';
    const first = await send('kind=orders', orders('twice', 5), { once });
    const second = await send('kind=orders', orders('twice', 5), { once });
    expect(second.headers.get('Idempotent-Replayed')).toBe('true');
    expect(second.body.id).toBe(first.body.id);
    expect(await send('kind=orders', orders('other', 5), { once })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await send('kind=members', orders('twice', 5), { once })).toMatchObject({ status: 422 });
    // What nothing came of is not kept.
    const uploads = await world.database.upload.count({ where: { imports: { none: {} } } });
    expect(uploads).toBe(0);
    await run();
    const again = await send('kind=orders', orders('twice', 5));
    await run();
    expect((await world.get(`/imports/${again.body.id}`)).body.counts).toMatchObject({
      lines: 5,
      imported: 0,
      duplicates: 5,
    });
  });

  it('gives back rows that can not be taken: as a list, and as a file that is mended and sent again', async () => {
    const made = await send(
      'kind=orders',
      `${header}b-1,bad-1,2026-12-01,12.00\nb-2,bad-1,yesterday,"1,200.00"\nb-3,,2026-12-01,5\n`,
    );
    await run();
    expect((await world.get(`/imports/${made.body.id}`)).body.counts).toMatchObject({
      lines: 3,
      imported: 1,
      rejected: 2,
    });
    const list = await world.get(`/imports/${made.body.id}/rejects?limit=1`);
    expect(list.body.data).toEqual([
      expect.objectContaining({
        line: 3,
        field: 'placed_at',
        value: 'yesterday',
        row: 'b-2,bad-1,yesterday,"1,200.00"',
      }),
    ]);
    const next = await world.get(`/imports/${made.body.id}/rejects?limit=1&cursor=${list.body.nextCursor}`);
    expect(next.body).toMatchObject({ data: [{ line: 4, field: 'customer_id' }], nextCursor: null });
    const file = await world.get(`/imports/${made.body.id}/rejects`, { headers: { Accept: 'text/csv' } });
    expect(file.headers.get('Content-Type')).toMatch(/^text\/csv/);
    const mended = String(file.body).replace(',b-2,bad-1,yesterday,', ',b-2,bad-1,2026-12-02,');
    const again = await send('kind=orders', mended);
    await run();
    expect((await world.get(`/imports/${again.body.id}`)).body.counts).toMatchObject({
      lines: 2,
      imported: 1,
      rejected: 1,
    });
  });

  it('tells how it was read, also when it was only tried, and its rejects come with their cells and header', async () => {
    const text = 'Bestellnummer;Kunde;Datum;Betrag;Notiz\nk-1;read-1;20/11/2026;12,50;\nk-2;read-1;gestern;7,00;x\n';
    const made = await send('kind=orders&dryRun=true&fileName=kasse.csv', text);
    await run();
    const { body } = await world.get(`/imports/${made.body.id}`);
    expect(body).toMatchObject({ fileName: 'kasse.csv', hasFile: true, linesTotal: 3, dryRun: true });
    expect(body.createdBy).toMatch(/^key_/);
    expect(body.readAs).toMatchObject({
      ...{ format: 'csv', encoding: 'utf-8', delimiter: ';', dates: 'dmy', decimal: ',', lines: null },
      columns: { order_id: 'Bestellnummer', customer_id: 'Kunde', placed_at: 'Datum', amount: 'Betrag' },
      unread: ['Notiz'],
      header: ['Bestellnummer', 'Kunde', 'Datum', 'Betrag', 'Notiz'],
    });
    const rejects = `/imports/${made.body.id}/rejects`;
    expect((await world.get(rejects)).body.data).toMatchObject([{ cells: ['k-2', 'read-1', 'gestern', '7,00', 'x'] }]);
    const file = await world.get(rejects, { headers: { Accept: 'text/csv' } });
    expect(String(file.body).split('\n')[0]).toBe('line,field,value,reason,fix,Bestellnummer,Kunde,Datum,Betrag,Notiz');
    const club = await send('kind=members', 'member_id,Shoe\nshoe-1,44\n');
    await run();
    expect((await world.get(`/imports/${club.body.id}`)).body.readAs).toMatchObject({
      ...{ columns: { member_id: 'member_id' }, unread: ['Shoe'], decimal: null },
    });
  });

  it('is read once more: for real what was tried, and in another way what could be read in two', async () => {
    const unclear = `${header}a-1,again-1,05/01/2026,3.00\n`;
    const failed = await send('kind=orders&dryRun=true', unclear);
    await run();
    const again = (id: string, body?: object) =>
      world.post(`/imports/${id}/again`, body, {
        once: `again-${++sent}`,
        headers: { 'Content-Type': 'application/json' },
      });
    const tried = await again(failed.body.id, { dryRun: true, dates: 'dmy' });
    expect(tried).toMatchObject({ status: 202, body: { status: 'queued', dryRun: true } });
    await run();
    const taken = await again(tried.body.id, {});
    expect(taken.headers.get('Location')).toBe(`/v1/imports/${taken.body.id}`);
    await run();
    expect((await world.get(`/imports/${taken.body.id}`)).body).toMatchObject({
      ...{ status: 'finished', dryRun: false, counts: { imported: 1 }, readAs: { dates: 'dmy' } },
    });
    const { placedAt } = await world.database.salesOrder.findFirstOrThrow({ where: { orderId: 'a-1' } });
    expect(placedAt.toISOString()).toMatch(/^2026-01-05/);
    const waiting = await again(taken.body.id);
    expect(await again(waiting.body.id)).toMatchObject({ status: 409, body: { code: 'IMPORT_STATUS' } });
    await run();
    await world.database.upload.deleteMany({ where: { imports: { some: { sourceHash: { contains: ':' } } } } });
    expect((await world.get(`/imports/${taken.body.id}`)).body.hasFile).toBe(false);
    expect(await again(taken.body.id)).toMatchObject({ status: 409, body: { code: 'IMPORT_STATUS' } });
    expect((await again('imp_00000000')).status).toBe(404);
  });

  it('of mended rejects is read as the file was that they stood in', async () => {
    const text = 'order_id;customer_id;placed_at;amount\nz-1;as-1;20/11/2026;1,50\nz-2;as-1;nie;2,50\n';
    const made = await send('kind=orders&shiftTo=2026-12-05', text);
    await run();
    const mended = 'order_id,customer_id,placed_at,amount\nz-2,as-1,05/11/2026,"2,50"\n';
    const again = await send(`kind=orders&as=${made.body.id}`, mended);
    await run();
    expect((await world.get(`/imports/${again.body.id}`)).body).toMatchObject({
      ...{ status: 'finished', counts: { imported: 1 }, readAs: { dates: 'dmy', decimal: ',' } },
    });
    const [first, second] = await world.database.salesOrder.findMany({
      where: { orderId: { startsWith: 'z-' } },
      orderBy: { orderId: 'asc' },
    });
    // Both by as many days as the file was moved.
    const days = ((first?.placedAt.getTime() ?? 0) - (second?.placedAt.getTime() ?? 0)) / 86_400_000;
    expect([Number(second?.amountMinor), days]).toEqual([250, 15]);
    expect((await send('kind=orders&as=imp_00000000', mended)).status).toBe(404);
  });

  it('of members is taken by the same rules as at the command line', async () => {
    const lines = [
      { id: 'm-1', joinedAt: '2020-01-01T00:00:00Z', lots: [{ points: 7, earnedAt: '2026-11-01', expiresAt: null }] },
      { id: 'm-2', consent: true },
    ];
    const made = await send('kind=members', lines.map((line) => JSON.stringify(line)).join('\n'), {
      type: 'application/x-ndjson',
    });
    await run();
    expect((await world.get(`/imports/${made.body.id}`)).body.counts).toMatchObject({
      lines: 2,
      imported: 1,
      rejected: 1,
      pointsGiven: 7,
    });
    expect((await world.get('/members/m-1/balance')).body).toMatchObject({ available: 7 });
    const [reject] = (await world.get(`/imports/${made.body.id}/rejects`)).body.data;
    expect(reject).toMatchObject({ line: 2, field: 'consent_at' });
    const file = await world.get(`/imports/${made.body.id}/rejects`, { headers: { Accept: 'text/csv' } });
    const again = await send('kind=members', String(file.body).replace('""consent"":true', '""consent"":false'));
    await run();
    expect((await world.get(`/imports/${again.body.id}`)).body.counts).toMatchObject({ lines: 1, imported: 1 });
  });

  it('that can not be read fails with the reason, and says so in the feed', async () => {
    const made = await send('kind=orders', 'name,colour\nanna,blue\n');
    await run();
    const { body } = await world.get(`/imports/${made.body.id}`);
    expect(body).toMatchObject({ status: 'failed', problem: { code: 'IMPORT_INVALID', field: 'header' } });
    expect(body.problem.detail).toMatch(/^The file has no column/);
    while ((await publishNotifications(world.database, () => true)) > 0);
    const { data } = await listNotifications(world, world.programmeId, {
      types: ['import.finished'],
      after: 0,
      limit: 100,
    });
    expect(data.at(-1)?.data.object).toMatchObject({ id: made.body.id, kind: 'orders', status: 'failed' });
  });

  it.each([
    ['another form', 'kind=orders', { type: 'application/pdf' }, 415],
    ['no kind', 'dryRun=true', {}, 422],
    ['a day that is none', 'kind=orders&shiftTo=soon', {}, 422],
    ['an encoding that there is not', 'kind=orders&encoding=klingon', {}, 422],
    ['a sign between cells that is none', 'kind=orders&delimiter=x', {}, 422],
    ['a mapping of a column that there is not', 'kind=orders&map=colour=Farbe', {}, 422],
  ])('is refused with %s', async (_, query, options, status) => {
    expect((await send(query, orders('no', 1), options)).status).toBe(status);
    expect(await world.database.upload.count({ where: { imports: { none: {} } } })).toBe(0);
  });

  it('of another programme is not there', async () => {
    const made = await send('kind=orders', orders('mine', 1));
    const key = await world.newKey({ programmeId: await world.newProgramme() });
    for (const path of ['', '/rejects'])
      expect((await world.get(`/imports/${made.body.id}${path}`, { key })).status).toBe(404);
    for (const verb of ['resume', 'cancel'])
      expect((await world.post(`/imports/${made.body.id}/${verb}`, undefined, { key })).status).toBe(404);
  });
});

describe('An import', () => {
  it('is cancelled while it waits, and taken up again', async () => {
    const made = await send('kind=orders', orders('stop', 3));
    expect((await world.post(`/imports/${made.body.id}/cancel`)).body).toMatchObject({ status: 'cancelled' });
    await run();
    expect((await world.get('/members/stop-anna-0')).status).toBe(404);
    expect(await world.post(`/imports/${made.body.id}/resume`)).toMatchObject({
      status: 202,
      body: { status: 'queued', finishedAt: null },
    });
    await run();
    expect((await world.get(`/imports/${made.body.id}`)).body).toMatchObject({
      status: 'finished',
      counts: { imported: 3 },
    });
    for (const verb of ['resume', 'cancel']) {
      expect(await world.post(`/imports/${made.body.id}/${verb}`)).toMatchObject({
        status: 409,
        body: { code: 'IMPORT_STATUS' },
      });
    }
  });

  it('killed with -9 in the middle, twice, loses nothing and takes nothing twice', async () => {
    const made = await send('kind=orders', orders('kill', 30_000));
    const counted = () =>
      world.database.salesOrder.count({ where: { programmeId: world.programmeId, orderId: { startsWith: 'kill-' } } });
    for (let kills = 0; kills < 2; kills += 1) {
      const before = await counted();
      const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/upload-process.ts', world.databaseUrl], {
        stdio: 'inherit',
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await expect.poll(counted, { timeout: 30_000, interval: 20 }).toBeGreaterThan(before);
      child.kill('SIGKILL');
      await ended;
    }
    expect((await world.get(`/imports/${made.body.id}`)).body.status).toBe('running');
    expect(await counted()).toBeLessThan(30_000);
    await expect.poll(run, { timeout: 30_000 }).toBe(1);
    expect((await world.get(`/imports/${made.body.id}`)).body).toMatchObject({
      status: 'finished',
      counts: { lines: 30_000, imported: 30_000 },
    });
    expect(await counted()).toBe(30_000);
  });

  it('is worked on by one process at a time', async () => {
    await send('kind=orders', orders('one', 2_000));
    expect((await Promise.all([run(), run(), run()])).reduce((sum, done) => sum + done, 0)).toBe(1);
  });
});
