import pg from 'pg';
import { applyFunctions, type FunctionChange } from './apply-functions.ts';
import { applyGrants } from './apply-grants.ts';
import { applyMigrations } from './apply-migrations.ts';
import { PerennialError } from './errors.ts';
import { lockClass } from './locks.ts';
import { directConnection } from './database-url.ts';
import { databaseFault } from './server-faults.ts';
import { schemaStateOf } from './schema-state.ts';

const patienceMs = 120_000;
const connectMs = 10_000;
/** There is one such lock in a database. */
const lockKey = 0;

export interface MigrateOptions {
  /** Puts this version's functions in the place of a later version's: after going back to this version for good. */
  readonly replaceLater?: boolean;
}

/** What was done to a database; nothing where it was as this version has it. */
export interface MigrateResult {
  /** Migrations applied, in order. */
  readonly migrations: readonly string[];
  readonly functions: readonly FunctionChange[];
  /** By what the database belongs to a later version, whose functions were left alone. */
  readonly later: string | null;
  /** Migrations and functions of this version that were in place already. */
  readonly inPlace: { readonly migrations: number; readonly functions: number };
}

/**
 * Brings a database to the state of this version: first the migrations, then the functions of prisma/functions that changed. Two
 * processes at once do it one after the other.
 */
export async function migrateDatabase(
  url: string,
  { replaceLater = false }: MigrateOptions = {},
): Promise<MigrateResult> {
  const connectionString = directConnection(url);
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: connectMs });
  client.on('error', () => undefined);
  try {
    await client.connect().catch((error: unknown) => {
      throw databaseFault(error, url);
    });
    await takeTurn(client);
    const { migrations, pending } = await schemaStateOf(client);
    await applyMigrations(client, pending);
    const { later, functions } = await schemaStateOf(client);
    const left = later !== null && !replaceLater;
    const changes = left ? [] : await applyFunctions(client);
    if (!left) await applyGrants(client);
    const own = changes.filter(({ change }) => change !== 'dropped').length;
    return {
      migrations: pending,
      functions: changes,
      later: left ? later : null,
      inPlace: {
        migrations: migrations.length - pending.length,
        functions: left ? 0 : functions.length - own,
      },
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The lock goes with the connection, however this process ends. */
async function takeTurn(client: pg.Client): Promise<void> {
  await client.query(`SET lock_timeout = ${patienceMs}`);
  await client.query('SELECT pg_advisory_lock($1, $2)', [lockClass.migration, lockKey]).catch((error: unknown) => {
    if ((error as pg.DatabaseError).code !== '55P03') throw error;
    throw new PerennialError(
      'DATABASE_UNAVAILABLE',
      'Another process has been migrating this database for 2 minutes.',
      {
        fix: 'Wait for it, or end it, and run `perennial migrate` again.',
        cause: error,
      },
    );
  });
  await client.query('RESET lock_timeout');
}
