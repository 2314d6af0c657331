import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyFunctions } from '../../platform/apply-functions.ts';
import { migrateDatabase } from '../../platform/migrate.ts';
import { readSchemaState, warnOfSchema } from '../../platform/schema-state.ts';
import { type FunctionSource, parseFunctionSource, readFunctionSources } from '../../platform/sql-functions.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const sources = readFunctionSources();
const own = (text: string, file = 'prisma/functions/ledger/points_of.sql') => parseFunctionSource(file, text);
const pointsOf = own(
  'create or replace function ledger.points_of(p_id bigint) returns int language sql as $$ select 1 $$;',
);
const calledFirst = own(
  'create or replace function ledger.a_call() returns int language sql as $$ select ledger.points_of(1) $$;',
  'prisma/functions/ledger/a_call.sql',
);

describe('the source of an SQL function', () => {
  it('is one file for every function of the database', async () => {
    const { database } = await freshDatabase();
    const rows = await database.$queryRaw<{ name: string }[]>`
      SELECT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname IN ('public', 'ledger')`;
    expect(rows.map(({ name }) => name).sort()).toEqual(sources.map(({ name }) => name));
  });

  it('says in a comment above it what the function gives', () => {
    const commented = /^-- \w[^]*\ncreate or replace function/im;
    const bare = sources.filter(({ text }) => !commented.test(text.replace(/^-- .*\ndrop function .*$/gim, '')));
    expect(bare.map(({ file }) => file)).toEqual([]);
  });

  it('holds the function that has its name, and nothing else', () => {
    expect(() => own('create or replace function ledger.other() returns int language sql as $$ select 1 $$;')).toThrow(
      'points_of.sql: "create or replace function ledger.other() returns int langua" has no place in it.',
    );
    expect(() => own('grant execute on function ledger.points_of to public;')).toThrow('has no place in it');
    expect(() => own('-- nothing yet')).toThrow('it makes 0 functions, not one');
  });

  it('is the same source with the line endings of another system', () => {
    expect(own(pointsOf.text.replaceAll('as $$', 'as\r\n$$')).hash).toBe(
      own(pointsOf.text.replaceAll('as $$', 'as\n$$')).hash,
    );
  });
});

describe('SQL functions', () => {
  let fresh: FreshDatabase;
  let client: pg.Client;
  beforeEach(async () => {
    fresh = await freshDatabase();
    client = new pg.Client({ connectionString: fresh.url });
    await client.connect();
  });
  afterEach(() => client.end());

  const apply = (...more: FunctionSource[]) => applyFunctions(client, [...sources, ...more]);
  const ask = async (sql: string) => (await client.query<{ answer: unknown }>(sql)).rows[0]?.answer;
  const outdated = async () => (await readSchemaState(fresh.url)).outdated;

  it('are applied when their source changed, and left alone when it did not', async () => {
    expect(await apply(pointsOf)).toEqual([{ name: 'ledger.points_of', change: 'created' }]);
    expect(await apply(pointsOf)).toEqual([]);
    expect(await apply(own(pointsOf.text.replace('select 1', 'select 2')))).toEqual([
      { name: 'ledger.points_of', change: 'replaced' },
    ]);
    expect(await ask('SELECT ledger.points_of(1) AS answer')).toBe(2);
  });

  it('may call each other in any order', async () => {
    expect(await apply(calledFirst, pointsOf)).toHaveLength(2);
    expect(await ask('SELECT ledger.a_call() AS answer')).toBe(1);
  });

  it('get other arguments with a line that drops the old ones, which nobody can forget', async () => {
    await apply(pointsOf);
    const other = pointsOf.text.replace('p_id bigint', 'p_id bigint, p_more int');
    await expect(apply(own(other))).rejects.toThrow(
      'it makes 1 of that name, and the database would have ledger.points_of(p_id bigint) and ledger.points_of(p_id bigint, p_more integer)',
    );
    expect(await ask('SELECT ledger.points_of(1) AS answer')).toBe(1);
    await apply(own(`drop function if exists ledger.points_of(bigint);\n${other}`));
    expect(await ask('SELECT ledger.points_of(1, 2) AS answer')).toBe(1);
  });

  it('are all as before when one of them is wrong, and its file and line are named', async () => {
    await expect(
      apply(own(`\n${pointsOf.text.replace('returns int', 'returns nothing')}`), calledFirst),
    ).rejects.toThrow(
      'none was changed. prisma/functions/ledger/points_of.sql: PostgreSQL says: type "nothing" does not exist.',
    );
    await expect(apply(own(`\n${pointsOf.text.replace('language', 'languag')}`))).rejects.toThrow(
      'prisma/functions/ledger/points_of.sql:2: PostgreSQL says: syntax error at or near "languag".',
    );
    await expect(apply(own(pointsOf.text.replace('select 1', 'select points from ledger.lot')))).rejects.toThrow(
      'points_of.sql: PostgreSQL says: column "points" does not exist.',
    );
    expect(await ask("SELECT to_regproc('ledger.a_call')::text AS answer")).toBeNull();
  });

  it('are dropped with their source, unless something needs them', async () => {
    await apply(pointsOf);
    expect(await apply()).toEqual([{ name: 'ledger.points_of', change: 'dropped' }]);
    await expect(
      applyFunctions(
        client,
        sources.filter(({ name }) => name !== 'public.refuse_change'),
      ),
    ).rejects.toThrow(
      /public\.refuse_change: cannot drop function .* other objects depend on it: [^]*trigger step_is_fact on table step/,
    );
  });

  it('are put back when somebody dropped or changed them by hand', async () => {
    await client.query('DROP FUNCTION ledger.spend_batch');
    await client.query(
      "CREATE OR REPLACE FUNCTION intake_ms(p_at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint'",
    );
    expect(await outdated()).toEqual([
      { name: 'ledger.spend_batch', why: 'missing' },
      { name: 'public.intake_ms', why: 'changed by hand' },
    ]);
    expect((await migrateDatabase(fresh.url)).functions).toEqual([
      { name: 'ledger.spend_batch', change: 'restored' },
      { name: 'public.intake_ms', change: 'restored' },
    ]);
    expect(await outdated()).toEqual([]);
  });

  it('are told of in the log of a worker that starts without them, and keep it from nothing', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    await warnOfSchema(fresh.url, logger);
    expect(lines).toEqual([]);
    await client.query('DROP FUNCTION ledger.spend_batch');
    await warnOfSchema(fresh.url, logger);
    await warnOfSchema('postgresql://nobody:x@127.0.0.1:1/none', logger);
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      {
        functions: [{ name: 'ledger.spend_batch', why: 'missing' }],
        msg: expect.stringContaining('perennial migrate'),
      },
      { msg: 'whether the database is as this version needs it could not be read' },
    ]);
  });

  it("stay a later version's when a lower one migrates, until it is told to replace them", async () => {
    await client.query(
      "UPDATE sql_function SET version = '99.0.0', source_hash = 'later' WHERE name = 'ledger.result'",
    );
    const left = await migrateDatabase(fresh.url);
    expect(left).toMatchObject({ functions: [], later: 'version 99.0.0' });
    expect(await readSchemaState(fresh.url)).toMatchObject({ later: 'version 99.0.0', outdated: [] });
    expect(await migrateDatabase(fresh.url, { replaceLater: true })).toMatchObject({
      functions: [{ name: 'ledger.result', change: 'noted' }],
      later: null,
    });
    expect(await migrateDatabase(fresh.url)).toMatchObject({ functions: [], later: null });
  });

  it("are a later version's, too, where a migration has been applied that this version does not know", async () => {
    await client.query(
      "UPDATE _prisma_migrations SET migration_name = '20990101000000_later' WHERE migration_name LIKE '%_initial'",
    );
    expect(await readSchemaState(fresh.url)).toMatchObject({ later: 'migration 20990101000000_later', outdated: [] });
  });
});
