import { PerennialError } from './errors.ts';
import { type Prisma, PrismaClient } from '../prisma/generated/client.ts';
import { databaseTarget, parseDatabaseUrl } from './database-url.ts';
import { PoolAdapter, type PoolFigures } from './pg-adapter.ts';

/** The whole database: what a process opens once. */
export type Database = PrismaClient;

/** Anything statements can be given to: the database or a transaction on it. Functions that write take it first. */
export type Db = PrismaClient | Prisma.TransactionClient;

export interface DatabaseOptions {
  /** Connections at most; keep it above the number of activity slots. */
  readonly poolSizeMax: number;
  /** A statement that runs longer is cancelled. Default 60 s; 0 lets it run. */
  readonly statementTimeoutMs?: number;
}

/** How long a call may wait for a connection before it fails, so that an exhausted pool shows instead of hanging. */
const connectTimeoutMs = 10_000;
/** A connection unused for this long is closed. */
const idleTimeoutMs = 30_000;

/** A pool of connections to a PostgreSQL database; nothing is connected before the first statement. */
export function openDatabase(url: string, { poolSizeMax, statementTimeoutMs = 60_000 }: DatabaseOptions): Database {
  if (parseDatabaseUrl(url) === undefined) {
    throw new PerennialError('ENV_INVALID', 'DATABASE_URL is not a PostgreSQL address.', {
      field: 'DATABASE_URL',
      fix: 'Write it as postgresql://user:password@host:5432/database.',
    });
  }
  const { connectionString, isPooled } = databaseTarget(url);
  const adapter = new PoolAdapter(
    {
      connectionString,
      max: poolSizeMax,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: idleTimeoutMs,
      // A pooler refuses settings that come with a connection; there the role has them (prisma/roles.sql).
      ...(isPooled ? {} : { statement_timeout: statementTimeoutMs }),
      application_name: 'perennial',
    },
    // A server restart breaks idle connections. The pool replaces them; the statements that were running report it themselves.
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  const database = new PrismaClient({ adapter });
  adapters.set(database, adapter);
  return database;
}

const adapters = new WeakMap<Database, PoolAdapter>();

/** How the pool of a database is doing. */
export function poolFigures(database: Database): PoolFigures {
  return adapters.get(database)?.figures() ?? { inUse: 0, waiting: 0 };
}

export interface TransactionOptions {
  /** The transaction is rolled back after this. Default 60 s. */
  readonly timeoutMs?: number;
  /** Rolled back in the end all the same: what would come of it, refusals among it. */
  readonly dryRun?: boolean;
}

/** What `work` returns, with all it wrote committed together, or nothing written when it throws. */
export async function inTransaction<T>(
  database: Database,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
  { timeoutMs = 60_000, dryRun = false }: TransactionOptions = {},
): Promise<T> {
  const options = { maxWait: connectTimeoutMs, timeout: timeoutMs };
  if (!dryRun) return database.$transaction(work, options);
  const end = new DryRunEnd<T>();
  try {
    return await database.$transaction(async (tx) => {
      end.result = { value: await work(tx) };
      throw end;
    }, options);
  } catch (error) {
    if (error === end && end.result !== undefined) return end.result.value;
    throw error;
  }
}

/** What makes Prisma roll back a transaction whose work went well. */
class DryRunEnd<T> extends Error {
  result: { readonly value: T } | undefined;
}
