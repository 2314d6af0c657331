import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from '../../platform/migrate.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { runPrisma } from '../support/run-prisma.ts';

describe('the migrations', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });

  it('change nothing when they are applied again', async () => {
    expect(await migrateDatabase(fresh.url)).toMatchObject({ migrations: [], functions: [], later: null });
  });

  // When this fails, `db push` has just altered the copy: look for ALTER and DROP in the log of the test's PostgreSQL.
  it('make every table exactly as prisma/schema.prisma says', async () => {
    const { said } = await runPrisma(['db', 'push', '--skip-generate'], { url: fresh.url, finished: /in sync with/ });
    expect(said).toContain('The database is already in sync with the Prisma schema.');
  });

  it('are refused with what PostgreSQL said when a database is in their way', async () => {
    const { url, database } = await freshDatabase();
    await database.$executeRaw`DELETE FROM _prisma_migrations`;
    await expect(migrateDatabase(url)).rejects.toThrow(/could not be applied[^]*already exists/);
    expect(await database.$queryRaw`SELECT FROM _prisma_migrations`).toEqual([]);
  });

  it('are noted as Prisma notes them, so that databases of before and its tools agree', async () => {
    const { said, succeeded } = await runPrisma(['migrate', 'status'], { url: fresh.url, finished: /up to date/ });
    expect({ said, succeeded }).toMatchObject({
      succeeded: true,
      said: expect.stringContaining('up to date') as string,
    });
  });

  it('are applied after a try of Prisma that failed', async () => {
    const { url, database } = await freshDatabase();
    await database.$executeRaw`
      UPDATE _prisma_migrations SET finished_at = NULL, logs = 'broke' WHERE migration_name LIKE '%_sql_functions'`;
    await database.$executeRaw`DROP TABLE sql_function`;
    await database.$executeRaw`ALTER FUNCTION refuse_event_change RENAME TO event_is_fact`;
    const { migrations } = await migrateDatabase(url);
    expect(migrations).toEqual([expect.stringMatching(/_sql_functions$/)]);
    expect(await migrateDatabase(url)).toMatchObject({ migrations: [] });
  });

  it('are applied once when two processes migrate a database at once', async () => {
    const { url, database } = await freshDatabase();
    await database.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_sql_functions'`;
    await database.$executeRaw`DROP TABLE sql_function`;
    await database.$executeRaw`ALTER FUNCTION refuse_event_change RENAME TO event_is_fact`;
    const [one, other] = await Promise.all([migrateDatabase(url), migrateDatabase(url)]);
    expect([...one.migrations, ...other.migrations]).toEqual([expect.stringMatching(/_sql_functions$/)]);
    expect([one, other].filter(({ functions }) => functions.length > 0)).toHaveLength(1);
  });
});

describe('a migration that has landed', () => {
  const folder = join(packageRoot(), 'prisma', 'migrations');
  const checksums = JSON.parse(readFileSync(join(folder, 'checksums.json'), 'utf8')) as Record<string, string>;
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(names.map(({ name }) => name))('is never edited: %s', (name) => {
    const text = readFileSync(join(folder, name, 'migration.sql'), 'utf8').replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(text).digest('hex');
    expect(checksums[name], `${name} is not frozen: when it is finished, run npm run db:freeze`).toBeDefined();
    const advice = `${name} was edited, and databases that have it would not get the change: undo it, and add a new migration`;
    expect(checksum, advice).toBe(checksums[name]);
  });

  it('is never removed', () => {
    const there = names.map(({ name }) => name);
    expect(Object.keys(checksums).filter((name) => !there.includes(name))).toEqual([]);
  });
});
