import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import type { Fact } from './rules/facts.ts';
import { type LearnedName, namesIn } from './rules/learned-names.ts';

/** Names that are learned of a programme at most: a shop that makes up a name for each event teaches nothing. */
const learnedMax = 2_000;

/** By database and programme, what this process has seen already: an event whose names are among it costs no statement. */
const seen = new WeakMap<Database, Map<number, Set<string>>>();
const seenOf = (database: Database, programmeId: number) => seen.get(database)?.get(programmeId) ?? new Set<string>();

/**
 * Takes note, in the transaction of `tx`, of types, fields and attributes that have not arrived before, so that conditions may ask about
 * them. Answers what it took note of, to be remembered once that is committed.
 */
export async function learnNames(
  tx: Db,
  { database, programmeId, now }: { readonly database: Database; readonly programmeId: number; readonly now: Date },
  facts: readonly Fact[],
): Promise<string[]> {
  const known = seenOf(database, programmeId);
  if (known.size >= learnedMax) return [];
  const fresh = new Map<string, LearnedName>();
  for (const fact of facts) {
    for (const name of namesIn(fact)) {
      const key = `${name.kind} ${name.of} ${name.name} ${name.type ?? ''}`;
      if (!known.has(key)) fresh.set(key, name);
    }
  }
  if (fresh.size > 0) await writeNames(tx, programmeId, [...fresh.values()], now);
  return [...fresh.keys()];
}

/** What is in the database now costs this process no statement any more. */
export function rememberNames(database: Database, programmeId: number, keys: readonly string[]): void {
  if (keys.length === 0) return;
  const programmes = seen.get(database) ?? new Map<number, Set<string>>();
  programmes.set(programmeId, new Set([...seenOf(database, programmeId), ...keys]));
  seen.set(database, programmes);
}

/** A date that turns out to be any text is one from then on; whatever else was learned first stays. */
async function writeNames(db: Db, programmeId: number, names: readonly LearnedName[], now: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO learned_name (programme_id, kind, of, name, type, learned_at)
    SELECT DISTINCT ON (n.kind, n.of, n.name) ${programmeId}::smallint, n.kind, n.of, n.name, n.type, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(names)}::jsonb) n (kind text, of text, name text, type text)
    WHERE (SELECT count(*) FROM learned_name l WHERE l.programme_id = ${programmeId}::smallint) < ${learnedMax}::int
    ORDER BY n.kind, n.of, n.name, n.type DESC
    ON CONFLICT (programme_id, kind, of, name) DO UPDATE SET type = excluded.type
    WHERE learned_name.type = 'date' AND excluded.type = 'text'`;
}

const nameRow = z.object({
  kind: z.enum(['event', 'field', 'attribute']),
  ...{ of: z.string(), name: z.string() },
  type: z.enum(['text', 'number', 'money', 'flag', 'date']).nullable(),
});

/** Everything that has arrived. */
export async function readLearnedNames(db: Db, programmeId: number): Promise<LearnedName[]> {
  return readRows(
    nameRow,
    db.$queryRaw`
      SELECT kind, of, name, type FROM learned_name WHERE programme_id = ${programmeId}::smallint
      ORDER BY kind, of, name LIMIT ${learnedMax}::int`,
  );
}
