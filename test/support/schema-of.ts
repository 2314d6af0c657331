import type { Database } from '../../platform/database.ts';

/** Everything a database's schema is made of, a line each, in PostgreSQL's own words: two of them are alike, or the lines tell where not. */
export async function schemaOf(database: Database): Promise<string[]> {
  const rows = await database.$queryRaw<{ line: string }[]>`
    WITH own AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('public', 'ledger')),
    relation AS (
      SELECT c.oid, c.relkind, c.reloptions, own.nspname || '.' || c.relname AS name
      FROM pg_class c JOIN own ON own.oid = c.relnamespace)
    SELECT concat_ws(' ', 'relation', name, relkind, reloptions::text) AS line FROM relation
    UNION ALL
    -- Without the columns' places: ALTER TABLE adds at the end.
    SELECT concat_ws(' ', 'column', r.name, a.attname, format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attnotnull THEN 'not null' END, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'c', 'v', 'm')
    UNION ALL
    SELECT concat_ws(' ', 'constraint', r.name, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid WHERE k.contype <> 'n'
    UNION ALL
    SELECT 'index ' || pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN relation r ON r.oid = i.indrelid
    UNION ALL
    SELECT 'trigger ' || pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
    FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT concat_ws(' ', 'sequence', r.name, format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqcache)
    FROM pg_sequence s JOIN relation r ON r.oid = s.seqrelid
    UNION ALL
    SELECT concat_ws(' ', 'enum', t.typname, e.enumlabel) FROM pg_enum e
    JOIN pg_type t ON t.oid = e.enumtypid JOIN own ON own.oid = t.typnamespace
    UNION ALL
    SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN own ON own.oid = p.pronamespace WHERE p.prokind = 'f'`;
  return rows.map(({ line }) => line).sort();
}
