import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { loadProgramme, type StoredProgramme } from './rows.ts';

/** Programmes named in the refusal that asks which of them is meant. */
const programmesNamedMax = 20;

/** The programme with this code or, when none is given, the only one there is. */
export async function findProgramme(db: Db, code: string | undefined): Promise<StoredProgramme> {
  if (code !== undefined) return loadProgramme(db, code);
  const rows = await db.programme.findMany({
    select: { id: true, code: true },
    orderBy: { id: 'asc' },
    take: programmesNamedMax,
  });
  const [row, another] = rows;
  if (row === undefined) {
    throw new PerennialError('PROGRAMME_NOT_FOUND', 'There is no programme yet.', {
      field: 'programme',
      fix: 'Create one: `perennial programme apply playbooks/reference/programme.yaml`.',
    });
  }
  if (another !== undefined) {
    throw new PerennialError('USAGE', 'There are several programmes.', {
      field: 'programme',
      fix: `Say which: --programme ${rows.map((each) => each.code).join(' | ')}.`,
    });
  }
  return loadProgramme(db, row.id);
}

/** The id of the programme with this code; undefined when there is none. */
export async function programmeIdOf(db: Db, code: string): Promise<number | undefined> {
  return (await db.programme.findUnique({ where: { code }, select: { id: true } }))?.id;
}
