import { PerennialError } from '../../../platform/errors.ts';
import { type Delimiter, delimiterOf, readCsv } from './csv-rows.ts';
import type { FileRow } from './file-row.ts';
import { type LinePage, readLines } from './lines.ts';
import { openContent, type OrderFile } from './source.ts';

/** What stands before a rejected row in the file of rejects. */
export const rejectHeader = ['line', 'field', 'value', 'reason', 'fix'] as const;
/** The column of a file of rejects that holds a line of NDJSON. */
export const objectHeader = 'json';

/** A file as a table, whatever stands in it. */
export interface OpenTable {
  /** The header as the file has it; of NDJSON, the one its rejects get. */
  readonly header: readonly string[];
  /** Null of NDJSON, whose rows have their line as their text and no cells. */
  readonly delimiter: Delimiter | null;
  /** In file order, some at a time. */
  readonly rows: AsyncIterable<readonly FileRow[]>;
  close(): void;
}

/** The rows of a file, read as they are asked for. A file of rejects gives its rows without what was said about them. */
export async function openTable(
  file: OrderFile,
  { delimiter }: { readonly delimiter?: Delimiter } = {},
): Promise<OpenTable> {
  const { content, close } = openContent(file);
  try {
    const lines = readLines(content, file.form);
    const opened =
      file.format === 'ndjson'
        ? { header: [objectHeader], delimiter: null, rows: lineRows(lines) }
        : await openCsv(lines, delimiter);
    return { ...opened, rows: readable(opened.rows, file.path), close };
  } catch (error) {
    close();
    throw unreadable(error, file.path);
  }
}

async function* lineRows(lines: AsyncIterable<LinePage>): AsyncGenerator<FileRow[]> {
  for await (const { first, texts } of lines) {
    const rows = texts.flatMap((text, place) =>
      text.trim() === '' ? [] : [{ line: first + place, text, cells: null }],
    );
    if (rows.length > 0) yield rows;
  }
}

async function openCsv(lines: AsyncGenerator<LinePage>, chosen: Delimiter | undefined) {
  const { first, all } = await peekLine(lines);
  // A file of rejects is ours: commas, whatever its original had.
  const ours = first.startsWith(rejectHeader.join(','));
  const delimiter = ours ? ',' : (chosen ?? delimiterOf(first));
  const pages = readCsv(all, delimiter);
  const page = await pages.next();
  const [head, ...rest] = page.done ? [] : page.value;
  const cells = head?.cells ?? [];
  const skip = ours && cells.length > rejectHeader.length ? rejectHeader.length : 0;
  const header = cells.slice(skip);
  const rows = after(rest, pages);
  if (skip > 0 && header.length === 1 && header[0] === objectHeader) {
    return { header, delimiter: null, rows: mapRows(rows, (row) => objectLine(row, skip)) };
  }
  return { header, delimiter, rows: skip === 0 ? rows : mapRows(rows, (row) => mended(row, skip)) };
}

/** A row of a file of rejects, without what was said about it. */
function mended(row: FileRow, skip: number): FileRow {
  return row.cells === null ? row : { ...row, cells: row.cells.slice(skip) };
}

function objectLine(row: FileRow, skip: number): FileRow {
  const text = row.cells?.[skip];
  return text === undefined
    ? { ...row, cells: null, problem: row.problem ?? 'is not JSON' }
    : { line: row.line, text, cells: null };
}

async function peekLine(lines: AsyncGenerator<LinePage>): Promise<{ first: string; all: AsyncGenerator<LinePage> }> {
  const page = await lines.next();
  async function* all(): AsyncGenerator<LinePage> {
    if (!page.done) yield page.value;
    yield* lines;
  }
  const texts = page.done ? [] : page.value.texts;
  return { first: texts.find((text) => text !== '') ?? '', all: all() };
}

async function* after(rest: readonly FileRow[], pages: AsyncGenerator<FileRow[]>): AsyncGenerator<readonly FileRow[]> {
  if (rest.length > 0) yield rest;
  yield* pages;
}

/** The rows, each changed. */
export async function* mapRows(
  pages: AsyncIterable<readonly FileRow[]>,
  map: (row: FileRow) => FileRow,
): AsyncGenerator<readonly FileRow[]> {
  for await (const rows of pages) yield rows.map(map);
}

async function* readable(rows: AsyncIterable<readonly FileRow[]>, path: string): AsyncGenerator<readonly FileRow[]> {
  try {
    yield* rows;
  } catch (error) {
    throw unreadable(error, path);
  }
}

/** A file that breaks off; the rows before stay taken. */
function unreadable(error: unknown, path: string): unknown {
  if (error instanceof PerennialError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PerennialError('IMPORT_INVALID', `${path} can't be read: ${message}.`, {
    field: 'file',
    fix: 'Check that the file is complete and is CSV or NDJSON, gzipped or not.',
    cause: error,
  });
}
