import { appendFile, readFile, rm, truncate } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { RejectedRow } from './outcome.ts';
import { rejectHeader } from './reading/open-table.ts';
import { cutText } from '../../values/cut-text.ts';

/** Characters of a cell that are shown. */
const valueLengthMax = 200;

/** The file of rows that could not be taken, with what to change in each, and the row as it was: mended, it can be imported. */
export interface Rejects {
  /** Adds rows; those that an earlier, killed run wrote are not written twice. */
  add(rows: readonly RejectedRow[]): Promise<void>;
  /** Rows in the file. */
  count(): number;
}

export interface RejectsForm {
  readonly resumed: boolean;
  /** The header of the file whose rows they are. */
  readonly header: readonly string[];
  /** Null for NDJSON, whose lines go in whole. */
  readonly delimiter: string | null;
}

/** Opens the reject file of an import: empty for a new one, as it was left for one that goes on. */
export async function openRejects(path: string, { resumed, header, delimiter }: RejectsForm): Promise<Rejects> {
  const lines = resumed ? await linesIn(path) : new Set<number>();
  if (!resumed) await rm(path, { force: true });
  let empty = lines.size === 0;
  let queue = Promise.resolve();
  return {
    count: () => lines.size,
    add: (rejected) => {
      const fresh = rejected.filter(({ row }) => !lines.has(row.line));
      if (fresh.length === 0) return queue;
      for (const { row } of fresh) lines.add(row.line);
      const records = fresh.map(({ row, problem: { field, value, reason, fix } }) => {
        // A row that is no row is cut at every sign: in quotes, it would hide what has to be mended.
        const cells = delimiter === null ? [row.text] : (row.cells ?? row.text.split(delimiter));
        return [row.line, field, oneLine(value), reason, fix, ...cells];
      });
      const text = stringify(empty ? [[...rejectHeader, ...header], ...records] : records);
      empty = false;
      queue = queue.then(() => appendFile(path, text));
      return queue;
    },
  };
}

/** What is shown of a cell is one line, whatever stood in it. */
function oneLine(value: string): string {
  return cutText(value.replace(/\s+/g, ' '), valueLengthMax);
}

/** Lines that an earlier run has reported; a row that was cut off by its end is removed, to be written again. */
async function linesIn(path: string): Promise<Set<number>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const rows: string[] = [];
  let from = 0;
  let open = false;
  // A row ends where a line does, unless within quotes.
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') open = !open;
    if (text[at] !== '\n' || open) continue;
    rows.push(text.slice(from, at));
    from = at + 1;
  }
  if (from < text.length) await truncate(path, Buffer.byteLength(text.slice(0, from)));
  return new Set(rows.slice(1).map((row) => Number.parseInt(row, 10)));
}
