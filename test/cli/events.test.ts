import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { reference } from '../support/shop.ts';

const { database, url } = await freshDatabase();
await saveProgramme(database, reference);
const dir = await mkdtemp(join(tmpdir(), 'perennial-cli-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('perennial event send', () => {
  it('tells what came of an event, and of the same event again', async () => {
    expect(await runCli(url, ['event', 'send', 'member.joined', 'anna', 'email=anna@example.com'])).toMatchObject({
      code: 0,
      stdout: '✓ member.joined of anna\n',
    });
    const order = [
      'event',
      'send',
      'order.placed',
      'anna',
      'orderId=1001',
      'amountMinor=13912',
      '--id',
      'e1',
      '--at',
      '2026-01-05T10:00:00Z',
    ];
    expect(await runJson(url, order)).toMatchObject({ kind: 'accepted', id: 'e1', points: 139, enrolled: [] });
    expect(await runCli(url, order)).toMatchObject({
      code: 0,
      stdout: 'Taken before: order.placed of anna, 139 points\n',
    });
  });

  it.each([
    ['wrong usage', ['order.placed'], 2],
    ['a member nobody knows', ['checkin.done', 'nobody'], 3],
    ['an id used before', ['checkin.done', 'anna', '--id', 'e1'], 4],
    ['more than is left of an order', ['order.returned', 'anna', 'orderId=1001', 'amountMinor=13913'], 4],
    ['a coupon nobody was given', ['order.placed', 'anna', 'orderId=3', 'amountMinor=1', 'coupon=X'], 3],
    ['a negative amount', ['order.placed', 'anna', 'orderId=2', 'amountMinor=-1'], 5],
  ])('ends with its own code for %s', async (_, words, code) => {
    const answer = await runCli(url, ['event', 'send', ...words]);
    expect(answer.code).toBe(code);
    expect(answer.stdout + answer.stderr).toMatch(/Fix: /);
  });

  it('takes an event that is sent again under its id, without a time, for the same event', async () => {
    const words = ['event', 'send', 'note.made', 'anna', '--id', 'twice', 'text=hello'];
    expect((await runCli(url, words)).stdout).toMatch(/✓ note.made of anna/);
    expect((await runCli(url, words)).stdout).toMatch(/Taken before: note.made of anna/);
  });

  it('keeps an order that comes before its member, and lists it until the member joins', async () => {
    const sent = await runCli(url, ['event', 'send', 'order.placed', 'zoe', 'orderId=Z-1', 'amountMinor=5000']);
    expect(sent).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Kept: order.placed of zoe waits for member.joined/),
    });
    expect((await runCli(url, ['event', 'parked'])).stdout).toMatch(/zoe +order.placed +Z-1 +GBP 50.00/);
    await runCli(url, ['event', 'send', 'member.joined', 'zoe']);
    expect((await runCli(url, ['event', 'parked'])).stdout).toBe('No order waits for its member.\n');
  });

  it('sends a file, and lists what was refused by line', async () => {
    const path = join(dir, 'events.ndjson');
    const event = (id: string, amountMinor: number) =>
      JSON.stringify({
        id,
        type: 'order.placed',
        memberId: 'anna',
        occurredAt: '2026-01-06T10:00:00Z',
        data: { orderId: id, amountMinor },
      });
    await writeFile(path, `${event('f1', 1_000)}\n\n${event('f2', -5)}\n${event('f1', 1_000)}\n`);
    const answer = await runCli(url, ['event', 'send', '--file', path]);
    expect(answer.code).toBe(5);
    expect(answer.stdout).toMatch(/^line 3: data\.amountMinor is -5, .*\n1 taken, 1 taken before, 1 refused\n$/);
  });
});

describe('a file of events', () => {
  const joinLine = (id: string, memberId: string) =>
    `{"id":"${id}","type":"member.joined","memberId":"${memberId}","occurredAt":"2026-01-05T10:00:00Z","data":{}}\n`;

  it('that is not UTF-8 is refused, and its members do not become one of replacement characters', async () => {
    const path = join(dir, 'latin.ndjson');
    await writeFile(path, Buffer.from(joinLine('l1', 'josé') + joinLine('l2', 'josî'), 'latin1'));
    const answer = await runCli(url, ['event', 'send', '--file', path]);
    expect(answer).toMatchObject({ code: 5, stderr: expect.stringMatching(/is not UTF-8[^]*Fix: /) });
    expect(await database.member.count({ where: { externalId: { startsWith: 'jos' } } })).toBe(0);
  });

  it('keeps whole numbers beyond 2^53 digit by digit', async () => {
    const path = join(dir, 'large.ndjson');
    await writeFile(
      path,
      joinLine('big', 'big') + joinLine('big-2', 'big-2').replace('{}', '{"shopId":12345678901234567890}'),
    );
    expect(await runCli(url, ['event', 'send', '--file', path])).toMatchObject({ code: 0 });
    const profile = await database.memberProfile.findFirstOrThrow({ where: { member: { externalId: 'big-2' } } });
    expect(profile.attributes).toMatchObject({ shopId: '12345678901234567890' });
  });

  it('that never ends or is no text is refused at once, without a word of what stands in it', async () => {
    const answer = await runCli(url, ['event', 'send', '--file', '/dev/zero']);
    expect(answer).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('Fix: ') });
    expect(answer.stderr).not.toContain('\0');
  });
});

describe('perennial import orders', () => {
  const header = 'order_no,customer_id,placed_at,amount\n';

  it('tells what came of a file, and ends with 5 when rows were rejected', async () => {
    const path = join(dir, 'orders.csv');
    const rejects = join(dir, 'bad.csv');
    await writeFile(
      path,
      `${header}1,ben,2026-01-05T10:00:00Z,12.50\n2,ben,soon,1.00\n3,ben,2026-01-06T10:00:00Z,-2.50\n`,
    );
    const dry = await runCli(url, ['import', 'orders', path, '--dry-run', '--rejects', rejects]);
    expect(dry).toMatchObject({ code: 5, stdout: expect.stringContaining('nothing was written') });
    const answer = await runCli(url, ['import', 'orders', path, '--rejects', rejects]);
    expect(answer.code).toBe(5);
    expect(answer.stdout.replace(/ +/g, ' ')).toContain(
      'Orders 1\nReturns 1\nNew members 1\nPoints given 12\nTaken back 2\nRejected 1, see',
    );
    expect(await readFile(rejects, 'utf8')).toMatch(
      /^line,field,value,reason,fix,order_no,customer_id,placed_at,amount\n3,placed_at,soon,is not a date and time,.*,2,ben,soon,1.00$/m,
    );
  });

  it('says which column was read as what, and takes a mapping that can be saved for the next file', async () => {
    const [path, map] = [join(dir, 'kasse.csv'), join(dir, 'kasse.yaml')];
    await writeFile(path, 'Beleg;Wer;Wann;Summe\nk1;ben;20.02.2026 10:00;1.012,50\n');
    const columns = ['order_id=Beleg', 'customer_id=Wer', 'placed_at=Wann', 'amount=Summe'];
    const asked = await runCli(url, ['import', 'orders', path, '--dry-run']);
    expect(asked).toMatchObject({ code: 5, stderr: expect.stringContaining('--map order_id=<column>') });
    const words = ['import', 'orders', path, ...columns.flatMap((pair) => ['--map', pair])];
    const answer = await runCli(url, [...words, '--save-map', map]);
    expect(answer.stdout).toMatch(/Read as +csv, utf-8, cells between ;, cents behind ,/);
    expect(answer.stdout).toMatch(/Columns +order_id = Beleg, customer_id = Wer, placed_at = Wann, amount = Summe/);
    await writeFile(path, 'Beleg;Wer;Wann;Summe\nk2;ben;21.02.2026 10:00;3,50\n');
    expect(await runJson(url, ['import', 'orders', path, '--map', map])).toMatchObject({ orders: 1, rejected: 0 });
    await writeFile(map, 'columns:\n  order_no: Beleg\n');
    const wrong = await runCli(url, ['import', 'orders', path, '--map', map]);
    expect(wrong).toMatchObject({ code: 5, stderr: expect.stringMatching(/kasse\.yaml:2: columns.*order_no/) });
  });

  it('shows in a dry run how the first rows are read, without what a terminal would act on', async () => {
    const path = join(dir, 'colours.csv');
    await writeFile(path, `${header}1,ben,2026-01-05T10:00:00Z,12.50\n2,\u001b[31mred,2026-01-05T10:00:00Z,1\n`);
    const { stdout } = await runCli(url, ['import', 'orders', path, '--dry-run', '--rejects', join(dir, 'red.csv')]);
    expect(stdout).toMatch(/2 +order +1 +ben +2026-01-05T10:00:00.000Z +GBP 12.50\n3 +rejected/);
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    ['a workbook', ['orders.xlsx', '--yes'], 3],
    ['a format nobody has', ['data/README.md', '--format', 'abacus'], 2],
    ['an encoding nobody has', ['data/retail-invoices.csv.gz', '--encoding', 'klingon'], 2],
    ['a mapping that is none', ['data/retail-invoices.csv.gz', '--map', 'colour=blue'], 2],
  ])('refuses %s with its own code', async (_, words, code) => {
    expect(await runCli(url, ['import', 'orders', ...words])).toMatchObject({ code });
  });

  it.each([
    ['a file that is not there', ['no-such-file.csv'], 3],
    ['a date that is none', ['data/README.md', '--shift-to', 'someday'], 2],
    ['a file of something else', ['data/README.md'], 5],
  ])('ends with its own code for %s', async (_, words, code) => {
    const answer = await runCli(url, ['import', 'orders', ...words]);
    expect({ code: answer.code, fix: answer.stderr.includes('Fix: ') }).toEqual({ code, fix: true });
  });
});
