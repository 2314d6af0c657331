import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Connections } from '../../platform/connections.ts';
import { postgresBinaries } from '../postgres-binaries.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { type Check, checked } from './check.ts';

const oldestVersion = 15;
const patienceMs = 5_000;

/** PostgreSQL answers and is new enough, and its tables are those of this version. */
export async function checkDatabase({ databaseUrl, stack }: Connections): Promise<Check[]> {
  const where =
    stack === undefined ? `DATABASE_URL (${hostOf(databaseUrl)})` : `the embedded stack (${hostOf(databaseUrl)})`;
  const database = await checked(
    'PostgreSQL',
    'Check DATABASE_URL, and that the server runs and lets this user in.',
    () =>
      withClient(databaseUrl, async (client) => {
        const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version");
        const version = String(rows[0]?.version);
        const found = `${version} at ${where}`;
        if (Number.parseInt(version, 10) >= oldestVersion) return { status: 'ok', found };
        return { status: 'failed', found, fix: `Use PostgreSQL ${oldestVersion} or later.` };
      }),
  );
  if (database.status === 'failed') return [database];
  return [database, await checkMigrations(databaseUrl)];
}

/** Without a server: whether the embedded one could start. */
export function checkEmbeddedPostgres(): Promise<Check> {
  return checked('PostgreSQL', 'Run `npm ci` again, or set DATABASE_URL to a PostgreSQL 15 or later.', async () => {
    const { postgres, account } = postgresBinaries();
    const { stdout } = await promisify(execFile)(postgres, ['--version'], { ...account });
    return { status: 'ready', found: `${stdout.trim()}, embedded: \`perennial up\` starts it` };
  });
}

function checkMigrations(url: string): Promise<Check> {
  const fix = 'Apply them: DATABASE_URL=... npx prisma migrate deploy (the embedded stack does it at every start).';
  return checked('Migrations', fix, () =>
    withClient(url, async (client) => {
      const known = readdirSync(join(packageRoot(), 'prisma', 'migrations'), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name);
      const { rows } = await client.query<{ name: string }>(
        'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
      );
      const applied = new Set(rows.map((row) => row.name));
      const missing = known.filter((name) => !applied.has(name));
      if (missing.length === 0) return { status: 'ok', found: `all ${known.length} applied` };
      return {
        status: 'failed',
        found: `${missing.length} of ${known.length} not applied: ${missing.join(', ')}`,
        fix,
      };
    }),
  );
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** An address without the password. */
function hostOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
