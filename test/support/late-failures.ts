import type { Database } from '../../platform/database.ts';

/** A database in which the write of a chosen number fails, and all that is stored can be compared. */
export interface LateFailures {
  readonly tables: readonly string[];
  /** The write that fails, counted from now on; 0 for none. */
  failAt(write: number): Promise<void>;
  /** No write fails any more. */
  heal(): Promise<void>;
  /** All that is stored, as a digest of each table. */
  everything(): Promise<Record<string, string>>;
}

/** Every statement that writes is counted, and the one of a given number fails as on a full disk. */
export async function injectFailures(database: Database): Promise<LateFailures> {
  const tables: string[] = [];
  await database.$executeRawUnsafe('CREATE SEQUENCE late_write');
  await database.$executeRawUnsafe('CREATE TABLE late_failure (at bigint NOT NULL)');
  await database.$executeRawUnsafe('INSERT INTO late_failure VALUES (0)');
  await database.$executeRawUnsafe(`
    CREATE FUNCTION fail_late() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('public.late_write') = (SELECT at FROM public.late_failure) THEN
        RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100';
      END IF;
      RETURN NULL;
    END $$`);
  const found = await database.$queryRawUnsafe<{ name: string }[]>(`
    SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
    WHERE schemaname IN ('public', 'ledger') AND tablename NOT LIKE '\\_%' AND tablename <> 'late_failure' ORDER BY 1`);
  for (const { name } of found) {
    tables.push(name);
    await database.$executeRawUnsafe(
      `CREATE TRIGGER zz_late AFTER INSERT OR UPDATE OR DELETE ON ${name} FOR EACH STATEMENT EXECUTE FUNCTION fail_late()`,
    );
  }
  return {
    tables,
    failAt: async (write) => {
      await database.$executeRaw`UPDATE late_failure SET at = ${write}::bigint`;
      await database.$queryRaw`SELECT setval('late_write', 1, false)`;
    },
    heal: async () => void (await database.$executeRaw`UPDATE late_failure SET at = 0`),
    everything: () => everythingIn(database, tables),
  };
}

async function everythingIn(database: Database, tables: readonly string[]): Promise<Record<string, string>> {
  const parts = tables.map(
    (name) =>
      `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS digest FROM ${name} t`,
  );
  const rows = await database.$queryRawUnsafe<{ name: string; digest: string }[]>(parts.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
