import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { importOrders, type ImportOptions } from '../../modules/imports/import-orders.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from './database.ts';
import { reference } from './shop.ts';

/** Shops that import files: each one a programme of its own in one database. */
export async function importingShops(now = new Date('2026-08-30T12:00:00Z')) {
  const { database, url } = await freshDatabase();
  const deps = { database, databaseUrl: url, clock: { now: () => now } };
  const dir = await mkdtemp(join(tmpdir(), 'perennial-import-'));
  afterAll(() => rm(dir, { recursive: true, force: true }));
  let count = 0;

  /** A shop without double days and tiers, unless it says so: points are then the whole pounds of what was kept. */
  async function openShop(changes: Partial<Programme> = {}) {
    const code = `shop-${++count}`;
    const plain = { ...reference, earning: { ...reference.earning, steps: [], calendar: [] } };
    const tiers = reference.tiers.slice(0, 1);
    const { id: programmeId } = await saveProgramme(database, { ...plain, tiers, ...changes, code });
    const rejectPath = join(dir, `${code}.rejects.csv`);
    const file = async (content: string | Buffer, name = `${code}-${++count}.csv`) => {
      const path = join(dir, name);
      await writeFile(path, content);
      return path;
    };
    const take = (path: string, options: Partial<ImportOptions> = {}) =>
      importOrders(deps, { path, programmeId, rejectPath, ...options });
    const rejects = async () => (existsSync(rejectPath) ? readFile(rejectPath, 'utf8') : '');
    /** What was kept of each order, in pounds, by its number. */
    const orders = async () => {
      const rows = await database.salesOrder.findMany({ where: { programmeId }, orderBy: { orderId: 'asc' } });
      return Object.fromEntries(
        rows.map(({ orderId, amountMinor, returnedMinor }) => [orderId, Number(amountMinor - returnedMinor) / 100]),
      );
    };
    /** Points of each member, by the shop's id. */
    const points = async () => {
      const rows = await database.$queryRaw<{ name: string; available: number }[]>`
        SELECT m.external_id AS name, coalesce(b.available, 0)::int AS available
        FROM member m LEFT JOIN ledger.member_balance b ON b.member_id = m.id AND b.programme_id = m.programme_id
        WHERE m.programme_id = ${programmeId}::int ORDER BY m.external_id`;
      return Object.fromEntries(rows.map(({ name, available }) => [name, available]));
    };
    return { programmeId, rejectPath, file, take, rejects, orders, points };
  }
  return { database, dir, deps, openShop };
}

/** A file of test/imports/fixtures. */
export const fixture = (name: string) => join('test', 'imports', 'fixtures', name);
