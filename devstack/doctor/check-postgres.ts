import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { databaseTarget, placeOf } from '../../platform/database-url.ts';
import type { Connections } from '../../platform/connections.ts';
import { postgresBinaries } from '../postgres-binaries.ts';
import { databaseFault } from '../../platform/server-faults.ts';
import { readSchemaState, type SchemaState } from '../../platform/schema-state.ts';
import { type Check, checked } from './check.ts';

const oldestVersion = 15;
const patienceMs = 5_000;
/** Functions named when some are not as they should be. */
const functionsNamedMax = 5;

/** PostgreSQL answers and is new enough, and its tables and functions are those of this version. */
export async function checkDatabase({ databaseUrl, stack }: Connections): Promise<Check[]> {
  const where =
    stack === undefined ? `DATABASE_URL (${placeOf(databaseUrl)})` : `the embedded stack (${placeOf(databaseUrl)})`;
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
  return [database, await checkConnection(databaseUrl), ...(await checkSchema(databaseUrl))];
}

interface ConnectionRow {
  readonly user: string;
  readonly isSuperuser: boolean;
  readonly isOwner: boolean;
  readonly isReadOnly: boolean;
  readonly tls: string | null;
  readonly missing: string[];
}

/** Over TLS or not, to a server that writes, as a role that may do what it has to, and what more it may. */
function checkConnection(url: string): Promise<Check> {
  const { isPooled } = databaseTarget(url);
  const fix = 'Check DATABASE_URL.';
  return checked('Connection', fix, () =>
    withClient(url, async (client) => {
      const { rows } = await client.query<ConnectionRow>(connectionSql);
      const [row] = rows;
      if (row === undefined) throw new Error('no answer');
      const pooled = isPooled ? ', through a pooler' : '';
      const tls = row.tls === null ? 'not encrypted' : row.tls;
      const found = `as ${row.user}${roleWords(row)}, ${tls}${pooled}`;
      if (row.isReadOnly) {
        const where = 'Point DATABASE_URL to the server that writes.';
        return { status: 'failed', found: `${found}: a standby, or read-only: it takes no writes`, fix: where };
      }
      if (row.missing.length > 0) {
        const names = row.missing.slice(0, functionsNamedMax).join(', ');
        const grant = 'Run `perennial migrate` as the owner; it gives the roles of prisma/roles.sql what they need.';
        return { status: 'failed', found: `${found}: may not read ${names}`, fix: grant };
      }
      if (row.tls === null && !isNear(url)) {
        return {
          status: 'warning',
          found,
          fix: 'Passwords and members pass in the open: add sslmode=verify-full to DATABASE_URL.',
        };
      }
      return { status: 'ok', found };
    }),
  );
}

const connectionSql = `
  SELECT current_user AS "user",
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser",
    coalesce((SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.event')), false) AS "isOwner",
    pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "isReadOnly",
    (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl) AS tls,
    ARRAY(SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('public', 'ledger') AND c.relkind IN ('r', 'p')
        AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')) ORDER BY 1) AS missing`;

function roleWords({ isSuperuser, isOwner }: ConnectionRow): string {
  if (isSuperuser) return ' (superuser)';
  return isOwner ? ' (owns the tables)' : ' (least privilege)';
}

/** On this machine, or by a socket. */
function isNear(url: string): boolean {
  return /^(localhost|127\.|\[::1\]|\/)/.test(placeOf(url));
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
  const { connectionString, isPooled } = databaseTarget(url);
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    // As every process sends it: a pooler that refuses it must show here.
    ...(isPooled ? {} : { statement_timeout: patienceMs }),
  });
  client.on('error', () => undefined);
  try {
    await client.connect().catch((error: unknown) => {
      throw databaseFault(error, url);
    });
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
