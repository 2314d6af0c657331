import { z } from 'zod';
import type { Database, Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import type { Fact } from './rules/facts.ts';
import { type LearnedName, namesIn } from './rules/learned-names.ts';

/** Names that are learned of a programme at most: a shop that makes up a name for each event teaches nothing. */
const learnedMax = 2_000;

/** By programme, what this process has seen already: an event whose names are among it costs no statement. */
const seen = new Map<number, Set<string>>();

/** Takes note of types, fields and attributes that have not arrived before, so that conditions may ask about them. */
export async function learnNames(
  database: Database,
  programmeId: number,
  facts: readonly Fact[],
  now: Date,
): Promise<void> {
  let known = seen.get(programmeId);
  if (known === undefined) seen.set(programmeId, (known = new Set()));
  const fresh = new Map<string, LearnedName>();
  for (const fact of facts) {
    if (known.size >= learnedMax) return;
    for (const name of namesIn(fact)) {
      const key = `${name.kind} ${name.of} ${name.name} ${name.type ?? ''}`;
      if (!known.has(key)) fresh.set(key, name);
    }
  }
  if (fresh.size === 0) return;
  // The events are in the database by now: whoever sent them is not told that names were not noted, and the next ones note them.
  const written = await writeNames(database, programmeId, [...fresh.values()], now).then(
    () => true,
    () => false,
  );
  if (written) for (const key of fresh.keys()) known.add(key);
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
