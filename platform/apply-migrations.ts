import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { PerennialError } from './errors.ts';
import { packageRoot } from './package-root.ts';

/** As Prisma makes it, so that a database that Prisma migrated goes on, and its tools can still be used on one of ours. */
const migrationsTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0)`;

/** Applies migrations of prisma/migrations in the order given, each with its note in one transaction: one that fails leaves nothing. */
export async function applyMigrations(client: pg.Client, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const script = readFileSync(join(packageRoot(), 'prisma', 'migrations', name, 'migration.sql'), 'utf8');
    // Names without a schema are those of public, whatever a role is set to.
    await client.query('BEGIN; SET LOCAL search_path = public');
    try {
      await client.query(migrationsTable);
      await client.query(script);
      await note(client, { name, script });
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      const { message } = error as Error;
      throw new PerennialError(
        'DATABASE_UNAVAILABLE',
        `The migrations could not be applied. ${name}: PostgreSQL says: ${message}`,
        { cause: error },
      );
    }
  }
}

async function note(client: pg.Client, { name, script }: { name: string; script: string }): Promise<void> {
  // A try of Prisma that broke changed nothing, and would keep its tools from looking any further.
  await client.query(
    `UPDATE _prisma_migrations SET rolled_back_at = now()
     WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
    [name],
  );
  const checksum = createHash('sha256').update(script).digest('hex');
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  );
}
