import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { FileRow } from './source.ts';

/** Characters a row may have: an order has about 80; a quote that is never closed would take the rest of the file. */
const rowLengthMax = 10_000;

/** The header of a CSV file and its rows; comma, semicolon or tab between fields, as the header has it. */
export async function readCsv(
  content: Readable,
): Promise<{ header: string[] | undefined; rows: AsyncIterable<FileRow> }> {
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
  const records = (parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)[Symbol.asyncIterator]();
  const header = await records.next();

  async function* rows(): AsyncGenerator<FileRow> {
    for (let next = await records.next(); !next.done; next = await records.next()) {
      const { record, info } = next.value;
      // The parser is ahead of its reader: a bad row waits for its place among the good ones.
      while ((skipped[0]?.line ?? Infinity) < info.lines) yield skipped.shift() as FileRow;
      yield { line: info.lines, cells: record };
    }
    yield* skipped;
  }
  return { header: header.done ? undefined : header.value.record, rows: rows() };
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
