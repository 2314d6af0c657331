import { execFileSync } from 'node:child_process';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fixture, importingShops } from '../support/import-shop.ts';

const { openShop, dir } = await importingShops();
const header = 'order_id,customer_id,placed_at,amount\n';
const rows = '1,anna,2026-02-20 10:00,10.00\n2,bo,2026-02-20 10:00,20.00\n';

describe('a file that is no text', () => {
  const binary = Buffer.concat([Buffer.from(header), Buffer.from([1, 2, 0, 255, 3]), Buffer.alloc(100_000, 7)]);

  it.each<[string, (folder: string) => Promise<string>]>([
    ['an endless device', () => Promise.resolve('/dev/zero')],
    [
      'ten gigabytes of nothing',
      async (folder) => {
        const path = join(folder, 'sparse.csv');
        await writeFile(path, '');
        await truncate(path, 10_000_000_000);
        return path;
      },
    ],
    [
      'the same, packed',
      async (folder) => {
        const path = join(folder, 'zeros.csv.gz');
        await writeFile(path, gzipSync(Buffer.alloc(50_000_000)));
        return path;
      },
    ],
    [
      'a pipe that never ends',
      (folder) => {
        const path = join(folder, 'pipe');
        execFileSync('mkfifo', [path]);
        return Promise.resolve(path);
      },
    ],
    [
      'a program',
      async (folder) => {
        const path = join(folder, 'program.csv');
        await writeFile(path, binary);
        return path;
      },
    ],
    [
      'a workbook by its name',
      async (folder) => {
        const path = join(folder, 'orders.xlsx');
        await writeFile(path, 'PK\u0003\u0004');
        return path;
      },
    ],
    [
      'a workbook under another name',
      async (folder) => {
        const path = join(folder, 'orders.csv');
        await writeFile(path, 'PK\u0003\u0004 and more');
        return path;
      },
    ],
    ['a folder', (folder) => Promise.resolve(folder)],
    [
      'one line without an end',
      async (folder) => {
        const path = join(folder, 'line.csv');
        await writeFile(path, header + 'x'.repeat(3_000_000));
        return path;
      },
    ],
  ])('is refused within a second and not shown: %s', async (name, make) => {
    const { take } = await openShop();
    const folder = join(dir, name.replaceAll(' ', '-'));
    await mkdir(folder);
    const path = await make(folder);
    const startedMs = performance.now();
    const refusal: unknown = await take(path).catch((error: unknown) => error);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect(refusal).toMatchObject({ code: 'IMPORT_INVALID', field: 'file', fix: expect.any(String) });
    // eslint-disable-next-line no-control-regex
    expect(String(refusal)).not.toMatch(/[\u0000-\u0008\u000e-\u001f]|xxxx/);
  });

  it('is told to be a workbook, with what to do', async () => {
    const { take, file } = await openShop();
    const refusal = take(await file('PK\u0003\u0004', 'march.xlsx'));
    await expect(refusal).rejects.toMatchObject({ message: expect.stringContaining('workbook'), fix: /CSV/ });
  });
});

describe('a file in another encoding', () => {
  const text = `${header}1,张三,2026-02-20,10.00\n2,李四,2026-02-20,20.00\n`;
  const utf16 = (mark: boolean) => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');

  it.each([
    ['UTF-16 with its mark', utf16(true), 'utf-16le'],
    ['UTF-16 without', utf16(false), 'utf-16le'],
    ['UTF-16, the other way round', utf16(true).swap16(), 'utf-16be'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
  ])('is read as what it is: %s', async (_, content, encoding) => {
    const { take, file, points } = await openShop();
    const report = await take(await file(content));
    expect(report.readAs.encoding).toBe(encoding);
    expect(await points()).toEqual({ 张三: 10, 李四: 20 });
  });

  it('can be told which one it is', async () => {
    const { take, file, points } = await openShop();
    const latin = Buffer.from(`${header}1,josé,2026-02-20,10.00\n`, 'latin1');
    await take(await file(latin), { choices: { encoding: 'latin1' } });
    expect(await points()).toEqual({ josé: 10 });
    await expect(take(await file(latin), { choices: { encoding: 'klingon' } })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('is refused whole when it is not what was said, and its customers are not merged', async () => {
    const { take, points } = await openShop();
    const refusal = take(fixture('names-gbk.csv'), { choices: { encoding: 'utf-8' } });
    await expect(refusal).rejects.toMatchObject({ code: 'IMPORT_INVALID', fix: expect.stringContaining('--encoding') });
    expect(await points()).toEqual({});
  });

  it('is asked about when it could be several', async () => {
    const { take, file, points } = await openShop();
    const strange = Buffer.concat([
      Buffer.from(`${header}1,`),
      Buffer.from([0xb0, 0xa1]),
      Buffer.from(',2026-02-20,1\n'),
    ]);
    await expect(take(await file(strange))).rejects.toMatchObject({ fix: expect.stringContaining('--encoding') });
    expect(await points()).toEqual({});
  });

  it('in which letters were lost before names nobody', async () => {
    const { take, file, points, rejects } = await openShop();
    expect(await take(await file(`${header}1,\ufffd\ufffd,2026-02-20,1.00\n`))).toMatchObject({ rejected: 1 });
    expect(await points()).toEqual({});
    expect(await rejects()).toContain('has a character that was lost');
  });
});

describe('ids', () => {
  it('of NDJSON beyond 2^53 stay apart', async () => {
    const { take, file, orders, points } = await openShop();
    const lines = Array.from(
      { length: 10 },
      (_, n) =>
        `{"order_id":90071992547409${90 + n},"customer_id":12345678901234567${n},"placed_at":"2026-02-20T10:00:00Z","amount":${n + 1}}`,
    );
    expect(await take(await file(lines.join('\n'), 'ids.ndjson'))).toMatchObject({ orders: 10, duplicates: 0 });
    expect(Object.keys(await orders())).toEqual(Array.from({ length: 10 }, (_, n) => `90071992547409${90 + n}`));
    expect(Object.keys(await points())).toHaveLength(10);
  });

  it('that are too large to be exact are refused', async () => {
    const { take, file, rejects } = await openShop();
    const line = '{"order_id":1e20,"customer_id":"a","placed_at":"2026-02-20T10:00:00Z","amount":1}';
    expect(await take(await file(line, 'large.ndjson'))).toMatchObject({ rejected: 1 });
    expect(await rejects()).toContain('too large to be exact');
  });

  it('that stand for nobody are not one customer', async () => {
    const { take, file, points } = await openShop();
    const nobody = ['null', 'Guest', 'N/A', 'undefined'].map((id, n) => `${n},${id},2026-02-20 10:00,1.00`).join('\n');
    expect(await take(await file(header + nobody))).toMatchObject({ rejected: 4 });
    expect(await points()).toEqual({});
  });
});

describe('rejected rows', () => {
  it('carry their row, and can be mended and imported again', async () => {
    const { take, file, rejects, rejectPath, orders } = await openShop();
    const bad = '3,"anna, the second",someday,30.00\n4,anna,"open,40.00\n5,anna,2026-02-20 10:00,5.00\n';
    const report = await take(await file(header + rows + bad));
    expect(report).toMatchObject({ rows: 5, taken: 3, rejected: 2 });
    const mended = (await rejects())
      .replace('"anna, the second",someday', 'anna,2026-02-21 10:00')
      .replace('"""open"', '2026-02-21 11:00');
    const again = await take(await file(mended), { rejectPath: `${rejectPath}.2` });
    expect(again).toMatchObject({ rows: 2, taken: 2, rejected: 0 });
    expect(await orders()).toEqual({ '1': 10, '2': 20, '3': 30, '4': 40, '5': 5 });
  });

  it('of NDJSON, too', async () => {
    const { take, file, rejects, rejectPath, orders } = await openShop();
    const line = '{"order_id":"9","customer_id":"a","placed_at":"soon","amount":1}';
    await take(await file(line, 'bad.ndjson'));
    const mended = (await rejects()).replace(/""soon""/, '""2026-02-20T10:00:00Z""');
    await take(await file(mended), { rejectPath: `${rejectPath}.2` });
    expect(await orders()).toEqual({ '9': 1 });
  });

  it('are written once when an import goes on, whatever line breaks they have', async () => {
    const { take, file, rejects } = await openShop();
    const wide = '7,anna,someday,1.00,"a note\nover\nlines"\n';
    const path = await file(`${header.trim()},note\n${wide}8,anna,never,2.00,\n`);
    await take(path);
    expect((await rejects()).match(/someday/g)).toHaveLength(2);
    expect((await rejects()).split('\n')[0]).toBe(
      'line,field,value,reason,fix,order_id,customer_id,placed_at,amount,note',
    );
  });

  it('never take the place of the file that is imported', async () => {
    const { take, file } = await openShop();
    const path = await file(header + rows);
    await expect(take(path, { rejectPath: path })).rejects.toMatchObject({ code: 'USAGE', field: 'rejects' });
    expect(await readFile(path, 'utf8')).toBe(header + rows);
  });
});

describe('rows in', () => {
  it('are rows taken, there already, left out or rejected, in a year of real orders that was damaged on the way', async () => {
    const { take, file } = await openShop();
    const lines = execFileSync('zcat', ['data/retail-invoices.csv.gz'], { maxBuffer: 50_000_000 })
      .toString()
      .split('\n');
    const damaged = lines.slice(0, 4_001).map((line, place) => {
      if (place % 397 === 5) return line.replace(',', ',"');
      if (place % 411 === 7) return `${line}${'x'.repeat(20_000)}`;
      return line;
    });
    const report = await take(await file(`${damaged.join('\n')}\n`));
    expect(report.rows).toBe(4_000);
    expect(report.taken + report.duplicates + report.leftOut + report.rejected).toBe(4_000);
    expect(report.taken).toBeGreaterThan(3_900);
  });
});
