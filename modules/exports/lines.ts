import { csvRecord } from '../../values/csv.ts';
import { cellOf, type RowKindName, rowKinds } from './kinds.ts';
import type { RowSource } from './row-source.ts';

/** The header and records of a list as CSV (RFC 4180): what a spreadsheet would take for a formula is defused. */
export async function* csvLines(
  kind: RowKindName,
  source: RowSource,
  filter: Readonly<Record<string, string>>,
  onRows: (count: number) => void = () => undefined,
): AsyncGenerator<string> {
  const { columns, rows } = rowKinds[kind];
  yield csvRecord(columns);
  for await (const page of rows(source, filter)) {
    onRows(page.length);
    if (page.length > 0) yield page.map((row) => csvRecord(columns.map((column) => cellOf(row[column])))).join('');
  }
}

/** The rows of a list as NDJSON. */
export async function* jsonLines(
  kind: RowKindName,
  source: RowSource,
  filter: Readonly<Record<string, string>>,
  onRows: (count: number) => void = () => undefined,
): AsyncGenerator<string> {
  for await (const page of rowKinds[kind].rows(source, filter)) {
    onRows(page.length);
    if (page.length > 0) yield page.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}
