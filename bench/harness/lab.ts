import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startGuard } from '../../devstack/guard.ts';
import { type EmbeddedPostgres, removeCluster, startPostgres } from '../../devstack/postgres.ts';
import { isAlive } from '../../platform/process.ts';
import { findTemporalCli } from '../../devstack/temporal-cli.ts';
import { type EmbeddedTemporal, startTemporal } from '../../devstack/temporal.ts';
import { readEnv } from '../../platform/env.ts';
import { migrateDatabase } from '../../platform/migrate.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import type { Pgbench } from './pgbench.ts';

/** The servers that benchmarks run on: those of the embedded stack, with everything that makes them durable left on. */
export interface Lab {
  readonly quick: boolean;
  readonly pgbench: Pgbench | undefined;
  readonly postgresVersion: string;
  readonly postgresPid: number;
  say(text: string): void;
  /** A migrated database of the benchmark's own, or a copy of one; it is dropped after `work`. */
  withDatabase<T>(work: (database: LabDatabase) => Promise<T>, options?: { copyOf?: string }): Promise<T>;
  /** A migrated database that stays, to be copied by others: filled once. */
  filledDatabase(name: string, fill: (database: LabDatabase) => Promise<void>): Promise<string>;
  /** A new Temporal development server that runs while `work` does. */
  withTemporal<T>(work: (temporal: EmbeddedTemporal) => Promise<T>): Promise<T>;
  /** Ends the servers, also in the middle of a benchmark, and removes their data. */
  stop(): Promise<void>;
}

export interface LabDatabase {
  readonly url: string;
  /** A pool as the product's processes open it. */
  readonly database: Database;
  /** A connection for statements of the benchmark's own; it is closed with the database. */
  connect(): Promise<pg.Client>;
}

export interface LabOptions {
  readonly quick: boolean;
  readonly pgbench: Pgbench | undefined;
  readonly say: (text: string) => void;
}

const template = 'bench_template';
const poolSizeMax = 20;
/**
 * Settings beyond those of the embedded stack: no checkpoint falls into one side of a comparison and not into the other, and one
 * that is asked for leaves its WAL files to be written again, as on a server that has run for a while.
 */
const labSettings = { max_wal_size: '8GB', min_wal_size: '6GB', checkpoint_timeout: '30min' } as const;

/** Starts PostgreSQL in a folder of its own; everything is removed by `stop`. */
export async function openLab({ quick, pgbench, say }: LabOptions): Promise<Lab> {
  const dir = await ownFolder();
  const guard = startGuard();
  const postgres = await startPostgres({ dir: join(dir, 'postgres'), guard, settings: labSettings });
  const databases = createDatabases(postgres);
  await onServer(postgres, `CREATE DATABASE ${template}`);
  await migrateDatabase(postgres.url(template));
  const temporals: EmbeddedTemporal[] = [];
  return {
    quick,
    pgbench,
    say,
    postgresVersion: await durableVersion(postgres),
    postgresPid: postgres.pid,
    ...databases,
    withTemporal: async (work) => {
      const cli = await findTemporalCli({ env: readEnv(), onProgress: say });
      const name = `temporal-${temporals.length + 1}`;
      const temporal = await startTemporal({ dir: join(dir, name), guard, cli: cli.path });
      temporals.push(temporal);
      try {
        return await work(temporal);
      } finally {
        await temporal.stop();
      }
    },
    stop: async () => {
      await Promise.all([postgres.stop(), ...temporals.map((temporal) => temporal.stop())]);
      guard.release();
      await removeFolder(dir);
    },
  };
}

function createDatabases(postgres: EmbeddedPostgres): Pick<Lab, 'withDatabase' | 'filledDatabase'> {
  const filled = new Map<string, Promise<string>>();
  let count = 0;

  const use = async <T>(name: string, work: (database: LabDatabase) => Promise<T>): Promise<T> => {
    const url = postgres.url(name);
    const database = openDatabase(url, { poolSizeMax, statementTimeoutMs: 0 });
    const clients: pg.Client[] = [];
    const connect = async () => {
      const client = new pg.Client({ connectionString: url });
      // A statement under way reports a lost connection itself.
      client.on('error', () => undefined);
      await client.connect();
      clients.push(client);
      return client;
    };
    try {
      return await work({ url, database, connect });
    } finally {
      await Promise.all([database.$disconnect(), ...clients.map((client) => client.end())]);
    }
  };
  // Copied as files, after a checkpoint: a copy starts warm and with an empty log.
  const create = (name: string, from: string) =>
    onServer(postgres, `CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY FILE_COPY`);

  return {
    withDatabase: async (work, { copyOf = template } = {}) => {
      count += 1;
      const name = `bench_${count}`;
      await create(name, copyOf);
      try {
        return await use(name, work);
      } finally {
        await onServer(postgres, `DROP DATABASE ${name} WITH (FORCE)`);
      }
    },
    filledDatabase: (name, fill) => {
      const known = filled.get(name);
      if (known) return known;
      const making = create(name, template)
        .then(() => use(name, fill))
        .then(() => name);
      filled.set(name, making);
      return making;
    },
  };
}

/** The server's version; a server that would forget after a power cut is refused. */
async function durableVersion(postgres: EmbeddedPostgres): Promise<string> {
  const [row] = await onServer(
    postgres,
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
       current_setting('synchronous_commit') AS commit, current_setting('full_page_writes') AS pages`,
  );
  const { version, ...durable } = row as Record<string, string>;
  if (Object.values(durable).some((value) => value !== 'on')) {
    throw new Error(`the server is not durable: ${JSON.stringify(durable)}`);
  }
  return version ?? 'unknown';
}

async function onServer(postgres: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** `.perennial/bench-<pid>` on the disk of the working tree; those that a killed run left are removed. */
async function ownFolder(): Promise<string> {
  const parent = join(packageRoot(), '.perennial');
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = /^bench-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeFolder(join(parent, name));
  }
  const dir = join(parent, `bench-${process.pid}`);
  if (existsSync(dir)) await removeFolder(dir);
  mkdirSync(dir);
  return dir;
}

async function removeFolder(dir: string): Promise<void> {
  await removeCluster(join(dir, 'postgres'));
  rmSync(dir, { recursive: true, force: true });
}
