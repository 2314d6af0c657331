import type pg from 'pg';
import { PerennialError } from './errors.ts';
import { isLaterVersion, productVersion } from './product-version.ts';
import { type DefinedFunction, findOutdated, type OutdatedFunction, readApplied, readDefined } from './schema-state.ts';
import { type FunctionSource, readFunctionSources } from './sql-functions.ts';

/** What became of one function. */
export interface FunctionChange {
  /** With its schema: `ledger.earn_round`. */
  readonly name: string;
  /** `noted`: it was there as its source has it, and is known as applied from now on. */
  readonly change: 'created' | 'replaced' | 'restored' | 'dropped' | 'noted';
}

/** Makes the functions of a database those of these sources: all that differ in one transaction, or none. */
export async function applyFunctions(client: pg.Client, sources = readFunctionSources()): Promise<FunctionChange[]> {
  // Names without a schema are those of public. Bodies are checked when all are there, so that their order does not matter.
  await client.query('BEGIN; SET LOCAL search_path = public; SET LOCAL check_function_bodies = off');
  try {
    const applied = await readApplied(client);
    const names = [...new Set([...sources, ...applied].map(({ name }) => name))];
    const before = await readDefined(client, names);
    const outdated = findOutdated(sources, applied, before);
    const gone = outdated.filter(({ why }) => why === 'source gone');
    const stale = new Set(outdated.map(({ name }) => name));
    const changed = sources.filter(({ name }) => stale.has(name));
    for (const source of changed) await create(client, source);
    for (const { name } of gone) await drop(client, name, before.get(name)?.signatures ?? []);
    const after = await readDefined(client, names);
    for (const source of changed) await check(client, source, after.get(source.name));
    const takesOver = applied.some(({ version }) => isLaterVersion(version, productVersion()));
    if (outdated.length > 0 || takesOver) await note(client, changed, after, gone);
    await client.query('COMMIT');
    return outdated.map((each) => ({ name: each.name, change: changeOf(each, before, after) }));
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function create(client: pg.Client, { file, text }: FunctionSource): Promise<void> {
  await client.query(text).catch((error: unknown) => {
    const { message, position } = error as pg.DatabaseError;
    const line = position === undefined ? '' : `:${text.slice(0, Number(position)).split('\n').length}`;
    throw refused(`${file}${line}`, `PostgreSQL says: ${message}`, 'Correct the file and run it again.', error);
  });
}

async function drop(client: pg.Client, name: string, signatures: readonly string[]): Promise<void> {
  for (const signature of signatures) {
    await client.query(`DROP FUNCTION ${name}(${signature})`).catch((error: unknown) => {
      const { message, detail } = error as pg.DatabaseError;
      const fix = `Drop what needs it in a migration first, or bring ${name} back to prisma/functions.`;
      throw refused(name, `${[message, detail].filter(Boolean).join(': ')}`, fix, error);
    });
  }
}

/** What CREATE FUNCTION would have checked by itself, and that no function with other arguments was left behind. */
async function check(client: pg.Client, source: FunctionSource, defined: DefinedFunction | undefined): Promise<void> {
  const { name, file } = source;
  const signatures = defined?.signatures ?? [];
  if (signatures.length !== source.signatures) {
    const all = signatures.map((signature) => `${name}(${signature})`).join(' and ');
    const fix = `Write above its CREATE: DROP FUNCTION IF EXISTS ${name}(the arguments it had before);`;
    throw refused(file, `it makes ${source.signatures} of that name, and the database would have ${all}`, fix);
  }
  await client.query('SET LOCAL check_function_bodies = on');
  await client.query(validation, [name]).catch((error: unknown) => {
    throw refused(file, `PostgreSQL says: ${(error as Error).message}`, 'Correct the file and run it again.', error);
  });
}

/** Asks a language's own validator, as CREATE FUNCTION does; each alone, because one call would name no function. */
const validation = `
  SELECT CASE l.lanname WHEN 'sql' THEN fmgr_sql_validator(p.oid)::text ELSE plpgsql_validator(p.oid)::text END
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE n.nspname || '.' || p.proname = $1 AND l.lanname IN ('sql', 'plpgsql')`;

async function note(
  client: pg.Client,
  changed: readonly FunctionSource[],
  after: ReadonlyMap<string, DefinedFunction>,
  gone: readonly OutdatedFunction[],
): Promise<void> {
  await client.query('DELETE FROM sql_function WHERE name = ANY ($1)', [gone.map(({ name }) => name)]);
  await client.query(
    `INSERT INTO sql_function (name, source_hash, definition_hash, version, applied_at)
     SELECT name, source_hash, definition_hash, $4, now()
     FROM unnest($1::text[], $2::text[], $3::text[]) f (name, source_hash, definition_hash)
     ON CONFLICT (name) DO UPDATE SET source_hash = excluded.source_hash, definition_hash = excluded.definition_hash,
       applied_at = excluded.applied_at`,
    [
      changed.map(({ name }) => name),
      changed.map(({ hash }) => hash),
      changed.map(({ name }) => after.get(name)?.hash),
      productVersion(),
    ],
  );
  // On every row: a version that only dropped functions must be known, too.
  await client.query('UPDATE sql_function SET version = $1 WHERE version <> $1', [productVersion()]);
}

function changeOf(
  { name, why }: OutdatedFunction,
  before: ReadonlyMap<string, DefinedFunction>,
  after: ReadonlyMap<string, DefinedFunction>,
): FunctionChange['change'] {
  if (why === 'source gone') return 'dropped';
  if (why === 'missing' || why === 'changed by hand') return 'restored';
  if (!before.has(name)) return 'created';
  return before.get(name)?.hash === after.get(name)?.hash ? 'noted' : 'replaced';
}

function refused(where: string, what: string, fix: string, cause?: unknown): PerennialError {
  const message = `The SQL functions could not be applied, and none was changed. ${where}: ${what}`;
  return new PerennialError('DATABASE_UNAVAILABLE', `${message.replace(/\.$/, '')}.`, { field: where, fix, cause });
}
