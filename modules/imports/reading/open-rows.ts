import { PerennialError } from '../../../platform/errors.ts';
import type { Choices } from './choices.ts';
import { type Columns, readColumns } from './columns.ts';
import { type Delimiter, delimiterOf, readCsv } from './csv-rows.ts';
import type { FileRow } from './file-row.ts';
import { type LinePage, readLines } from './lines.ts';
import { objectColumns, objectRow, readObjects } from './ndjson-rows.ts';
import { openContent, type OrderFile } from './source.ts';

/** What stands before a rejected row in the file of rejects. */
export const rejectHeader = ['line', 'field', 'value', 'reason', 'fix'] as const;
/** The column of a file of rejects that holds a line of NDJSON. */
export const objectHeader = 'json';

export interface OpenRows {
  readonly columns: Columns;
  /** The header as the file has it; of NDJSON, the one its rejects get. */
  readonly header: readonly string[];
  readonly delimiter: Delimiter | null;
  /** In file order, some at a time. */
  readonly rows: AsyncIterable<readonly FileRow[]>;
  close(): void;
}

/** The rows of a file, read as they are asked for; a file without the columns of an order is refused before its first row. */
export async function openRows(file: OrderFile, currency: string, choices: Choices): Promise<OpenRows> {
  const { content, close } = openContent(file);
  try {
    const lines = readLines(content, file.form);
    const opened =
      file.format === 'ndjson'
        ? {
            columns: objectColumns(),
            header: [objectHeader],
            delimiter: null,
            rows: readObjects(lines, currency, choices),
          }
        : await openCsv(lines, file.path, currency, choices);
    return { ...opened, rows: readable(opened.rows, file.path), close };
  } catch (error) {
    close();
    throw unreadable(error, file.path);
  }
}

async function openCsv(lines: AsyncGenerator<LinePage>, path: string, currency: string, choices: Choices) {
  const { first, all } = await peekLine(lines);
  // A file of rejects is ours: commas, whatever its original had.
  const ours = first.startsWith(rejectHeader.join(','));
  const delimiter = ours ? ',' : (choices.delimiter ?? delimiterOf(first));
  const pages = readCsv(all, delimiter);
  const page = await pages.next();
  const [head, ...rest] = page.done ? [] : page.value;
  const cells = head?.cells ?? [];
  const skip = ours && cells.length > rejectHeader.length ? rejectHeader.length : 0;
  const header = cells.slice(skip);
  const rows = after(rest, pages);
  if (skip > 0 && header.length === 1 && header[0] === objectHeader) {
    const objects = mapRows(rows, (row) => objectOf(row, skip, currency, choices));
    return { columns: objectColumns(), header, delimiter: null, rows: objects };
  }
  const columns = columnsOf(header, path, currency, choices);
  return { columns, header, delimiter, rows: skip === 0 ? rows : mapRows(rows, (row) => mended(row, skip)) };
}

/** A row of a file of rejects, without what was said about it. */
function mended(row: FileRow, skip: number): FileRow {
  return row.cells === null ? row : { ...row, cells: row.cells.slice(skip) };
}

function objectOf(row: FileRow, skip: number, currency: string, choices: Choices): FileRow {
  const text = row.cells?.[skip];
  return text === undefined ? row : { line: row.line, text, ...objectRow(text, currency, choices) };
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

async function* mapRows(
  pages: AsyncIterable<readonly FileRow[]>,
  map: (row: FileRow) => FileRow,
): AsyncGenerator<readonly FileRow[]> {
  for await (const rows of pages) yield rows.map(map);
}

function columnsOf(header: readonly string[], path: string, currency: string, choices: Choices): Columns {
  const columns =
    header.length > 0
      ? readColumns(header, currency, choices)
      : { problem: 'is empty', fix: 'give a file with a header row' };
  if (!('problem' in columns)) return columns;
  throw new PerennialError('IMPORT_INVALID', `${path} ${columns.problem}.`, {
    field: 'header',
    fix: `${columns.fix}.`,
  });
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
