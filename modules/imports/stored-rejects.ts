import type { Database } from '../../platform/database.ts';
import type { Rejects } from './rejects.ts';
import type { RejectedRow } from './outcome.ts';

/** Characters of a cell that are shown. */
const valueLengthMax = 200;

/** The rows of an upload that could not be taken, in the database; those that an earlier, killed run wrote are not written twice. */
export async function openStoredRejects(
  database: Database,
  importId: number,
  { resumed, delimiter }: { readonly resumed: boolean; readonly delimiter: string | null },
): Promise<Rejects> {
  if (!resumed) await database.importReject.deleteMany({ where: { importId } });
  let total = resumed ? await database.importReject.count({ where: { importId } }) : 0;
  return {
    count: () => total,
    add: async (rejected) => {
      if (rejected.length === 0) return;
      const data = rejected.map((each) => ({ importId, ...rejectRow(each, delimiter) }));
      const { count } = await database.importReject.createMany({ data, skipDuplicates: true });
      total += count;
    },
  };
}

function rejectRow({ row, problem }: RejectedRow, delimiter: string | null) {
  const { field, value, reason, fix, code = 'EVENT_INVALID' } = problem;
  const content = storable(row.text);
  // A row that is no row is cut at every sign: in quotes, it would hide what has to be mended.
  const cells = delimiter === null ? [content] : (row.cells?.map(storable) ?? content.split(delimiter));
  const shown = storable(value.replace(/\s+/g, ' ').slice(0, valueLengthMax));
  return { line: row.line, field, value: shown, code, detail: reason, fix, content, cells };
}

/** PostgreSQL's text holds neither NUL nor halves of characters. */
const storable = (text: string): string => text.replaceAll(/[\0\p{Surrogate}]/gu, '·');
