import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PerennialError } from '../../platform/errors.ts';
import { type Columns, readColumns } from './columns.ts';
import type { FileRow } from './file-row.ts';
import { readCsv } from './csv-rows.ts';
import { objectColumns, readObjects } from './ndjson-rows.ts';

const lineEnd = 0x0a;

/** A file of orders. */
export interface OrderFile {
  readonly path: string;
  /** Line ends in it: about the rows there are, to tell how far an import has come. */
  readonly lines: number;
  /** SHA-256 of its content: the same content is the same import. */
  readonly hash: string;
  readonly format: 'csv' | 'ndjson';
  readonly gzipped: boolean;
}

export interface OpenRows {
  readonly columns: Columns;
  /** In file order, some at a time. */
  readonly rows: AsyncIterable<readonly FileRow[]>;
  close(): void;
}

/** Looks at a file: what it is, and the hash that tells it from others. */
export async function inspectFile(path: string): Promise<OrderFile> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) {
    throw new PerennialError('FILE_NOT_FOUND', `There is no file ${path}.`, {
      field: 'file',
      fix: 'Give the path of a CSV or NDJSON file; it may be gzipped.',
    });
  }
  const handle = await open(path);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  const gzipped = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  const format = /\.(ndjson|jsonl)(\.gz)?$/i.test(path) ? 'ndjson' : 'csv';
  return { path, ...(await digest(path, gzipped)), format, gzipped };
}

async function digest(path: string, gzipped: boolean): Promise<{ hash: string; lines: number }> {
  const raw = createReadStream(path);
  const hash = createHash('sha256');
  raw.on('data', (chunk) => hash.update(chunk));
  const content: Readable = gzipped ? raw.pipe(createGunzip()) : raw;
  let lines = 0;
  content.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(lineEnd); at >= 0; at = chunk.indexOf(lineEnd, at + 1)) lines += 1;
  });
  // A gzipped file that breaks off is told when its rows are read.
  content.on('error', () => raw.resume());
  await finished(raw);
  if (content !== raw) await finished(content).catch(() => undefined);
  return { hash: hash.digest('hex'), lines };
}

/** The rows of a file, read as they are asked for; a file without the columns of an order is refused before its first row. */
export async function openRows(file: OrderFile, currency: string): Promise<OpenRows> {
  const raw = createReadStream(file.path, { highWaterMark: 256 * 1024 });
  const content: Readable = file.gzipped ? raw.pipe(createGunzip()) : raw;
  if (content !== raw) raw.on('error', (error) => content.destroy(error));
  const handle = {
    close: () => {
      raw.destroy();
      content.destroy();
    },
  };
  if (file.format === 'ndjson') {
    return { ...handle, columns: objectColumns(), rows: readable(readObjects(content, currency), file.path) };
  }
  try {
    const { header, rows } = await readCsv(content);
    return { ...handle, columns: columnsOf(header, file.path, currency), rows: readable(rows, file.path) };
  } catch (error) {
    handle.close();
    throw unreadable(error, file.path);
  }
}

function columnsOf(header: readonly string[] | undefined, path: string, currency: string): Columns {
  const columns = header
    ? readColumns(header, currency)
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

/** A file that breaks off, or is no text; the rows before stay taken. */
function unreadable(error: unknown, path: string): unknown {
  if (error instanceof PerennialError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PerennialError('IMPORT_INVALID', `${path} can't be read: ${message}.`, {
    field: 'file',
    fix: 'Check that the file is complete and is CSV or NDJSON in UTF-8, gzipped or not.',
    cause: error,
  });
}
