import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { applyFunctions, type FunctionChange } from './apply-functions.ts';
import { applyGrants } from './apply-grants.ts';
import { PerennialError } from './errors.ts';
import { lockClass } from './locks.ts';
import { directConnection } from './database-url.ts';
import { databaseFault } from './server-faults.ts';
import { packageRoot } from './package-root.ts';
import { schemaStateOf } from './schema-state.ts';

const patienceMs = 120_000;
const connectMs = 10_000;
/** There is one such lock in a database. */
const lockKey = 0;
/** What Prisma says when all is applied and committed. */
const deployed = /All migrations have been successfully applied|No pending migrations to apply/;

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
    if (pending.length > 0) await applyMigrations(connectionString);
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

async function applyMigrations(url: string): Promise<void> {
  const { said, succeeded } = await runPrisma(['migrate', 'deploy'], { url, finished: deployed });
  if (succeeded) return;
  // The warnings before and Prisma's own stack after it are of no use when the server has said why.
  const reason = /PostgreSQL says: .*/.exec(said)?.[0] ?? said.trim().split('\n').slice(-12).join('\n');
  throw new PerennialError('DATABASE_UNAVAILABLE', `The migrations could not be applied. ${reason}`);
}

export interface PrismaRun {
  readonly said: string;
  readonly succeeded: boolean;
}

/**
 * Runs a Prisma command on a database until it says that it is done.
 * Prisma 6.19 then goes on for 10 to 60 s, until timeouts of locks and connections it no longer has are over.
 */
export async function runPrisma(
  args: readonly string[],
  { url, finished }: { readonly url: string; readonly finished: RegExp },
): Promise<PrismaRun> {
  const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js');
  const child = spawn(process.execPath, [prisma, ...args], {
    cwd: packageRoot(),
    env: { ...process.env, DATABASE_URL: url, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
  });
  let said = '';
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (finished.test(said)) child.kill();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { said, succeeded: exitCode === 0 || finished.test(said) };
}
