import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Connections } from '../../platform/connections.ts';
import { postgresBinaries } from '../postgres-binaries.ts';
import { readSchemaState, type SchemaState } from '../../platform/schema-state.ts';
import { type Check, checked } from './check.ts';

const oldestVersion = 15;
const patienceMs = 5_000;
/** Functions named when some are not as they should be. */
const functionsNamedMax = 5;

/** PostgreSQL answers and is new enough, and its tables and functions are those of this version. */
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
  return [database, ...(await checkSchema(databaseUrl))];
}

/** Which build these files are, and which one the worker runs that started last. */
export function checkBuild({ databaseUrl }: Connections, buildId: () => Promise<string>): Promise<Check> {
  return checked(
    'Build',
    'Apply the migrations, and see that the files of this installation are complete.',
    async () => {
      const [own, latest] = await Promise.all([
        buildId(),
        withClient(databaseUrl, async (client) => {
          const { rows } = await client.query<{ build: string; at: Date }>(
            'SELECT build_id AS build, last_seen_at AS at FROM worker_build ORDER BY last_seen_at DESC LIMIT 1',
          );
          return rows[0];
        }),
      ]);
      if (latest === undefined) return { status: 'ok', found: `${own}; no worker has started yet` };
      const started = `the worker that started last, at ${latest.at.toISOString()},`;
      return { status: 'ok', found: `${own}; ${started} runs ${latest.build === own ? 'this build' : latest.build}` };
    },
  );
}

/** Without a server: whether the embedded one could start. */
export function checkEmbeddedPostgres(): Promise<Check> {
  return checked('PostgreSQL', 'Run `npm ci` again, or set DATABASE_URL to a PostgreSQL 15 or later.', async () => {
    const { postgres, account } = postgresBinaries();
    const { stdout } = await promisify(execFile)(postgres, ['--version'], { ...account });
    return { status: 'ready', found: `${stdout.trim()}, embedded: \`perennial up\` starts it` };
  });
}

const migrateFix = 'Run `perennial migrate` with DATABASE_URL set (the embedded stack does it at every start).';

/** Two checks of one reading: the tables, and the functions on them. */
async function checkSchema(url: string): Promise<Check[]> {
  const reading = readSchemaState(url);
  return Promise.all([
    checked('Migrations', migrateFix, async () => describeMigrations(await reading)),
    checked('SQL functions', migrateFix, async () => describeFunctions(await reading)),
  ]);
}

function describeMigrations({ migrations, pending }: SchemaState): Omit<Check, 'name'> {
  if (pending.length === 0) return { status: 'ok', found: `all ${migrations.length} applied` };
  const found = `${pending.length} of ${migrations.length} not applied: ${pending.join(', ')}`;
  return { status: 'failed', found, fix: migrateFix };
}

function describeFunctions({ functions, outdated, later }: SchemaState): Omit<Check, 'name'> {
  if (later !== null) return { status: 'ok', found: `a later version's (${later}), left alone` };
  if (outdated.length === 0) return { status: 'ok', found: `all ${functions.length} as this version has them` };
  const named = outdated.slice(0, functionsNamedMax).map(({ name, why }) => `${name} (${why})`);
  const more = outdated.length > named.length ? [`and ${outdated.length - named.length} more`] : [];
  const found = `${outdated.length} of ${functions.length} not as this version has them: ${[...named, ...more].join(', ')}`;
  return { status: 'failed', found, fix: migrateFix };
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
