import { beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase, runPrisma } from '../../platform/migrate.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

describe('the migrations', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });

  it('change nothing when they are applied again', async () => {
    await expect(migrateDatabase(fresh.url)).resolves.toBeUndefined();
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
  });
});
