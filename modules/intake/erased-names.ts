import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { identityHashes } from '../../platform/identity-keys.ts';
import { readRows } from '../../platform/rows.ts';

/** What is kept of the id of a member who was erased. */
export const erasedNameHashes = (programmeId: number, name: string): string[] =>
  identityHashes(`member:${programmeId}:${name}`);

const erasedRow = z.object({ hash: z.string(), erasedAt: z.date() });

/** Which of these ids, that nobody has, members had who were erased, and when that was. */
export async function erasedNames(
  db: Db,
  programmeId: number,
  names: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const nameOf = new Map(names.flatMap((name) => erasedNameHashes(programmeId, name).map((hash) => [hash, name])));
  if (nameOf.size === 0) return new Map();
  const rows = await readRows(
    erasedRow,
    db.$queryRaw`
      SELECT hash, erased_at AS "erasedAt" FROM erased_name
      WHERE programme_id = ${programmeId}::smallint AND hash = ANY (${[...nameOf.keys()]}::text[])`,
  );
  return new Map(rows.map(({ hash, erasedAt }) => [nameOf.get(hash) ?? '', erasedAt]));
}
