import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { FileRow } from './file-row.ts';

/** Characters a row may have: an order has about 80; a quote that is never closed would take the rest of the file. */
const rowLengthMax = 10_000;

/** The header of a CSV file and its rows; comma, semicolon or tab between fields, as the header has it. */
export async function readCsv(
  content: Readable,
): Promise<{ header: string[] | undefined; rows: AsyncIterable<readonly FileRow[]> }> {
  const [firstLine = ''] = (await peek(content)).toString('utf8').split('\n', 1);
  const skipped: FileRow[] = [];
  const parser = parse({
    delimiter: [',', ';', '\t'].reduce((best, sign) => (count(firstLine, sign) > count(firstLine, best) ? sign : best)),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: rowLengthMax,
    on_skip: (error: CsvError | undefined) => {
      skipped.push({ line: Number(error?.lines ?? 0), cells: null, problem: error?.message ?? 'is not CSV' });
      return undefined;
    },
  });
  content.on('error', (error) => parser.destroy(error));
  content.pipe(parser);
  const pages = readPages<{ record: string[]; info: { lines: number } }>(parser);
  const first = await pages.next();
  const [header, ...rest] = first.done ? [] : first.value;

  async function* rows(): AsyncGenerator<FileRow[]> {
    for (let page: IteratorResult<typeof rest, void> = { value: rest }; !page.done; page = await pages.next()) {
      const taken: FileRow[] = [];
      for (const { record, info } of page.value) {
        // The parser is ahead of its reader: a bad row waits for its place among the good ones.
        while ((skipped[0]?.line ?? Infinity) < info.lines) taken.push(skipped.shift() as FileRow);
        taken.push({ line: info.lines, cells: record });
      }
      yield taken;
    }
    yield skipped;
  }
  return { header: header?.record, rows: rows() };
}

/** What a stream of objects has at hand, page by page: waiting for each object by itself costs as much as parsing it. */
async function* readPages<T>(stream: Readable): AsyncGenerator<T[], void> {
  let ended = false;
  stream.once('end', () => (ended = true));
  let failure: Error | undefined;
  stream.once('error', (error: Error) => (failure = error));
  while (failure === undefined) {
    const page: T[] = [];
    for (let item = stream.read() as T | null; item !== null; item = stream.read() as T | null) page.push(item);
    if (page.length > 0) yield page;
    else if (ended) return;
    else await somethingHappens(stream);
  }
  throw failure;
}

function somethingHappens(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    const happened = () => {
      for (const name of ['readable', 'end', 'error'] as const) stream.off(name, happened);
      resolve();
    };
    for (const name of ['readable', 'end', 'error'] as const) stream.on(name, happened);
  });
}

/** The first piece of a stream, left in it. */
function peek(content: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    content.once('error', reject);
    content.once('readable', () => {
      const chunk = content.read() as Buffer | null;
      if (chunk !== null) content.unshift(chunk);
      resolve(chunk ?? Buffer.alloc(0));
    });
  });
}

function count(text: string, sign: string): number {
  return text.split(sign).length;
}
