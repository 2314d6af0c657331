import { appendFile, readFile, rm, truncate } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { RowProblem } from './row.ts';

/** Characters of a cell that are shown. */
const valueLengthMax = 200;
const header = 'line,field,value,reason,fix\n';

/** The file of rows that could not be taken, with what to change in each: written only when there are some. */
export interface Rejects {
  /** Adds rows; those that an earlier, killed run wrote are not written twice. */
  add(rows: readonly { readonly line: number; readonly problem: RowProblem }[]): Promise<void>;
  /** Rows in the file. */
  count(): number;
}

/** Opens the reject file of an import: empty for a new one, as it was left for one that goes on. */
export async function openRejects(path: string, { resumed }: { resumed: boolean }): Promise<Rejects> {
  const lines = resumed ? await linesIn(path) : new Set<number>();
  if (!resumed) await rm(path, { force: true });
  let empty = lines.size === 0;
  let queue = Promise.resolve();
  return {
    count: () => lines.size,
    add: (rows) => {
      const fresh = rows.filter(({ line }) => !lines.has(line));
      if (fresh.length === 0) return queue;
      for (const { line } of fresh) lines.add(line);
      const text = stringify(
        fresh.map(({ line, problem: { field, value, reason, fix } }) => [line, field, oneLine(value), reason, fix]),
      );
      const head = empty ? header : '';
      empty = false;
      queue = queue.then(() => appendFile(path, head + text));
      return queue;
    },
  };
}

/** A row of the reject file is one line, whatever stood in the cell. */
function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').slice(0, valueLengthMax);
}

/** Lines that an earlier run has reported; a row that was cut off by its end is removed, to be written again. */
async function linesIn(path: string): Promise<Set<number>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) await truncate(path, Buffer.byteLength(text.slice(0, end)));
  const rows = text.slice(0, end).split('\n').slice(1);
  return new Set(rows.map((row) => Number.parseInt(row, 10)).filter((line) => !Number.isNaN(line)));
}
