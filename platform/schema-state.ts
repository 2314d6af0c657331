import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Logger } from 'pino';
import { databaseTarget } from './database-url.ts';
import { packageRoot } from './package-root.ts';
import { isLaterVersion, productVersion } from './product-version.ts';
import { type FunctionSource, readFunctionSources } from './sql-functions.ts';

/** What this version of the product says of a database's tables and functions. */
export interface SchemaState {
  /** Migrations of this version, in order. */
  readonly migrations: readonly string[];
  /** Those that the database lacks. */
  readonly pending: readonly string[];
  readonly functions: readonly FunctionSource[];
  /** Functions that are not as this version has them. */
  readonly outdated: readonly OutdatedFunction[];
  /** By what the database belongs to a later version, whose functions are left alone; null when it does not. */
  readonly later: string | null;
}

export interface OutdatedFunction {
  /** With its schema: `ledger.earn_round`. */
  readonly name: string;
  readonly why: 'new' | 'source changed' | 'changed by hand' | 'missing' | 'source gone';
}

/** A row of sql_function. */
export interface AppliedFunction {
  readonly name: string;
  readonly sourceHash: string;
  readonly definitionHash: string;
  readonly version: string;
}

/** What PostgreSQL has under a name. */
export interface DefinedFunction {
  readonly name: string;
  readonly hash: string;
  /** Argument types of each function of that name. */
  readonly signatures: readonly string[];
}

const connectMs = 5_000;
const statementMs = 30_000;

/** Reads it on a connection of its own. */
export async function readSchemaState(url: string): Promise<SchemaState> {
  const client = new pg.Client({
    connectionString: databaseTarget(url).connectionString,
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await schemaStateOf(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same on a connection that is there, in a transaction of its own. */
export async function schemaStateOf(client: pg.Client): Promise<SchemaState> {
  const functions = readFunctionSources();
  const migrations = migrationNames();
  // Names without a schema are those of public, in PostgreSQL's words for a function as well, whatever a role is set to.
  await client.query('BEGIN; SET LOCAL search_path = public');
  try {
    const done = await readMigrations(client);
    const applied = await readApplied(client);
    const names = [...new Set([...functions, ...applied].map(({ name }) => name))];
    const defined = await readDefined(client, names);
    const unknown = done.filter((name) => !migrations.includes(name));
    const later = laterThan(applied, unknown);
    return {
      ...{ migrations, functions, later },
      pending: migrations.filter((name) => !done.includes(name)),
      outdated: later === null ? findOutdated(functions, applied, defined) : [],
    };
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Says once, where a process starts, that the database is not as this version needs it; it never keeps the process from starting. */
export async function warnOfSchema(url: string, logger: Logger): Promise<void> {
  try {
    const { pending, outdated } = await readSchemaState(url);
    if (pending.length === 0 && outdated.length === 0) return;
    logger.warn(
      { migrations: pending, functions: outdated },
      'the database is not as this version needs it: run `perennial migrate` with DATABASE_URL set',
    );
  } catch (error) {
    logger.warn({ err: error }, 'whether the database is as this version needs it could not be read');
  }
}

function migrationNames(): string[] {
  return readdirSync(join(packageRoot(), 'prisma', 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readMigrations(client: pg.Client): Promise<string[]> {
  if (!(await hasTable(client, '_prisma_migrations'))) return [];
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return rows.map(({ name }) => name);
}

/** What `perennial migrate` noted of the functions it applied. */
export async function readApplied(client: pg.Client): Promise<AppliedFunction[]> {
  if (!(await hasTable(client, 'sql_function'))) return [];
  const { rows } = await client.query<AppliedFunction>(
    `SELECT name, source_hash AS "sourceHash", definition_hash AS "definitionHash", version FROM sql_function ORDER BY name`,
  );
  return rows;
}

async function hasTable(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
  return rows[0]?.there ?? false;
}

/** What PostgreSQL has under these names, in its own words, so that a change by hand shows. */
export async function readDefined(client: pg.Client, names: readonly string[]): Promise<Map<string, DefinedFunction>> {
  const { rows } = await client.query<DefinedFunction>(
    `SELECT f.name, array_agg(f.arguments ORDER BY f.arguments) AS signatures,
       encode(sha256(convert_to(string_agg(f.definition, E'\\n' ORDER BY f.arguments), 'UTF8')), 'hex') AS hash
     FROM (
       SELECT n.nspname || '.' || p.proname AS name, pg_get_function_identity_arguments(p.oid) AS arguments,
         pg_get_functiondef(p.oid) AS definition
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE p.prokind = 'f' AND n.nspname || '.' || p.proname = ANY ($1)) f
     GROUP BY f.name`,
    [names],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

function laterThan(applied: readonly AppliedFunction[], unknownMigrations: readonly string[]): string | null {
  const [migration] = unknownMigrations;
  if (migration !== undefined) return `migration ${migration}`;
  const version = applied.map((row) => row.version).find((each) => isLaterVersion(each, productVersion()));
  return version === undefined ? null : `version ${version}`;
}

/** Compares what this version has, what was noted, and what is there. */
export function findOutdated(
  sources: readonly FunctionSource[],
  applied: readonly AppliedFunction[],
  defined: ReadonlyMap<string, DefinedFunction>,
): OutdatedFunction[] {
  const noted = new Map(applied.map((row) => [row.name, row]));
  const own = new Set(sources.map(({ name }) => name));
  const whyOf = ({ name, hash }: FunctionSource): OutdatedFunction['why'] | undefined => {
    const row = noted.get(name);
    if (row === undefined) return 'new';
    if (row.sourceHash !== hash) return 'source changed';
    if (!defined.has(name)) return 'missing';
    return defined.get(name)?.hash === row.definitionHash ? undefined : 'changed by hand';
  };
  return [
    ...sources.flatMap((source) => {
      const why = whyOf(source);
      return why === undefined ? [] : [{ name: source.name, why }];
    }),
    ...applied.filter(({ name }) => !own.has(name)).map(({ name }) => ({ name, why: 'source gone' as const })),
  ];
}
