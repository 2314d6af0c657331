import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type Guard, startGuard } from '../../devstack/guard.ts';
import { type EmbeddedPostgres, startPostgres } from '../../devstack/postgres.ts';
import { findTemporalCli } from '../../devstack/temporal-cli.ts';
import { startTemporal } from '../../devstack/temporal.ts';
import { readEnv } from '../../platform/env.ts';
import { describeError } from '../../platform/errors.ts';
import { registerSearchAttributes } from '../../platform/search-attributes.ts';
import { migrateDatabase } from '../../platform/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's own database, to create others from. */
    postgresUrl: string;
    /** host:port, or why there is none. */
    temporal: { address: string } | { problem: string };
  }
}

interface TestTemporal {
  readonly provided: { address: string } | { problem: string };
  stop(): Promise<void>;
}

/** A cluster reads its list of namespaces this often. */
const namespaceKnownMs = 12_000;
const folderPrefix = 'perennial-test-';
export const templateDatabase = 'perennial_template';

/** One PostgreSQL with a migrated template database, and one Temporal server, for all test files. */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  removeForgotten();
  const dir = mkdtempSync(join(tmpdir(), folderPrefix));
  chmodSync(dir, 0o711);
  // What tests put aside goes with this folder; their processes are forked from this one.
  process.env.TMPDIR = join(dir, 'tmp');
  mkdirSync(process.env.TMPDIR, { mode: 0o711 });
  const guard = startGuard();
  const [postgres, temporal] = await Promise.all([startTestPostgres(dir, guard), startTestTemporal(dir, guard)]);
  project.provide('postgresUrl', postgres.url('postgres'));
  project.provide('temporal', temporal.provided);

  return async () => {
    const kept = process.env.CI ? [] : await leftDatabases(postgres);
    await Promise.all([postgres.stop(), temporal.stop()]);
    guard.release();
    if (kept.length === 0) rmSync(dir, { recursive: true, force: true });
    else
      console.error(
        `Kept for a look: ${kept.join(', ')} in ${dir}/postgres (password beside it; remove it when done).`,
      );
  };
}

/** Folders of runs that were cut short, and of failures that nobody looked at for a day. */
function removeForgotten(): void {
  const yesterday = Date.now() - 86_400_000;
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    const folder = join(tmpdir(), name);
    if ((statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? yesterday) < yesterday)
      rmSync(folder, { recursive: true, force: true });
  }
}

async function startTestPostgres(dir: string, guard: Guard): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({
    dir: join(dir, 'postgres'),
    guard,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  await onServer(postgres, `CREATE DATABASE ${templateDatabase}`);
  await migrateDatabase(postgres.url(templateDatabase));
  return postgres;
}

async function startTestTemporal(dir: string, guard: Guard): Promise<TestTemporal> {
  // A cluster of whoever runs the tests: docs/guides/temporal-clusters.md.
  const theirs = process.env.PERENNIAL_TEST_TEMPORAL_ADDRESS;
  if (theirs !== undefined && theirs !== '') return useTheirs(theirs);
  try {
    const cli = await findTemporalCli({ env: readEnv(), onProgress: (text) => console.error(text) });
    const server = await startTemporal({ dir: join(dir, 'temporal'), guard, cli: cli.path, persistent: false });
    return { provided: { address: server.address }, stop: () => server.stop() };
  } catch (error) {
    // Many test files need no Temporal: only those that ask for its address fail, with this text.
    return { provided: { problem: describeError(error) }, stop: () => Promise.resolve() };
  }
}

/** A server that runs already; what the tests need of it is made where it is missing. */
async function useTheirs(address: string): Promise<TestTemporal> {
  const namespace = 'default';
  try {
    const connection = await Connection.connect({ address });
    const { workflowService } = connection;
    try {
      const known = () =>
        workflowService.describeNamespace({ namespace }).then(
          () => true,
          () => false,
        );
      if (!(await known())) {
        await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
        // The server's parts hear of it one after the other.
        await sleep(namespaceKnownMs);
      }
      const { refused } = await registerSearchAttributes(connection, namespace);
      if (refused !== undefined) console.error(`${address} refuses search attributes: ${refused}`);
    } finally {
      await connection.close();
    }
    return { provided: { address }, stop: () => Promise.resolve() };
  } catch (error) {
    return { provided: { problem: `${address}: ${describeError(error)}` }, stop: () => Promise.resolve() };
  }
}

/** Databases of test files in which something failed. */
async function leftDatabases(postgres: EmbeddedPostgres): Promise<string[]> {
  const { rows } = await onServer(postgres, "SELECT datname FROM pg_database WHERE datname LIKE 'test_%'");
  return rows.map((row) => String(row.datname));
}

async function onServer(postgres: EmbeddedPostgres, sql: string): Promise<{ rows: Record<string, unknown>[] }> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.end();
  }
}
