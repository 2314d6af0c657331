import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { FileRow } from './file-row.ts';
import type { LinePage } from './lines.ts';

/** Signs that may stand between cells. */
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Characters of a cell's lines: a quote that is not closed within them is one that was forgotten. */
const quotedLengthMax = 100_000;

/**
 * The rows of a CSV file, its header first. Every line is in one row: where a quote is forgotten or a row over several lines
 * does not come out right, its first line is the bad row, and reading goes on with the next line.
 */
export async function* readCsv(lines: AsyncIterable<LinePage>, delimiter?: Delimiter): AsyncGenerator<FileRow[]> {
  let cutter: CsvCutter | undefined;
  for await (const page of lines) {
    cutter ??= new CsvCutter(delimiter ?? delimiterOf(page.texts[0] ?? ''));
    const rows = cutter.cut(page);
    if (rows.length > 0) yield rows;
  }
  const last = cutter?.end() ?? [];
  if (last.length > 0) yield last;
}

/** The sign that stands most often in a header, outside of quotes; Excel may say it in a line of its own, `sep=;`. */
export function delimiterOf(header: string): Delimiter {
  const stated = delimiters.find((sign) => header === `sep=${sign}`);
  if (stated !== undefined) return stated;
  const plain = header.replace(/"[^"]*"/g, '');
  const count = (sign: string) => plain.split(sign).length;
  return delimiters.reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

class CsvCutter {
  readonly #delimiter: Delimiter;
  /** Lines of a row that is not closed yet. */
  #open: readonly string[] = [];
  #openFirst = 1;
  /** Cells of the header. */
  #width: number | undefined;

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  cut({ first, texts }: LinePage): FileRow[] {
    if (this.#open.length === 0) return this.#cut(texts, first, false);
    return this.#cut([...this.#open, ...texts], this.#openFirst, false);
  }

  end(): FileRow[] {
    return this.#cut(this.#open, this.#openFirst, true);
  }

  #cut(texts: readonly string[], first: number, ended: boolean): FileRow[] {
    this.#open = [];
    const rows: FileRow[] = [];
    /** Places of rows of one line with quotes: they are parsed together, which is faster. */
    const quoted: number[] = [];
    for (let at = 0; at < texts.length; at += 1) {
      const text = texts[at] as string;
      const line = first + at;
      if (this.#isBlank(text) || (line === 1 && text === `sep=${this.#delimiter}`)) continue;
      if (!text.includes('"')) {
        rows.push({ line, text, cells: text.split(this.#delimiter) });
      } else if (hasEvenQuotes(text)) {
        quoted.push(rows.push({ line, text, cells: null }) - 1);
      } else {
        const end = closingLine(texts, at);
        if (end === undefined && !ended) {
          this.#open = texts.slice(at);
          this.#openFirst = line;
          break;
        }
        const row = typeof end === 'number' ? this.#wide(texts.slice(at, end + 1).join('\n'), line) : undefined;
        rows.push(row ?? { line, text, cells: null, problem: 'opens a quote that is not closed' });
        if (row !== undefined && typeof end === 'number') at = end;
      }
      if (this.#width === undefined && rows.length > 0) this.#width = this.#fill(rows, quoted);
    }
    this.#fill(rows, quoted);
    return rows;
  }

  /** Nothing in any cell: what spreadsheets leave below a table. */
  #isBlank(text: string): boolean {
    if (text === '') return true;
    const sign = text[0];
    return (sign === this.#delimiter || sign === ' ') && text.replaceAll(this.#delimiter, '').trim() === '';
  }

  /** A row over several lines, if it comes out as wide as the header. */
  #wide(text: string, line: number): FileRow | undefined {
    const row = this.#parsed(text, line);
    if (row.cells === null) return undefined;
    const fits = this.#width === undefined || row.cells.length === this.#width || row.cells.at(this.#width - 1) === '';
    return fits ? row : undefined;
  }

  /** Cuts the rows with quotes into cells; answers the cells of the first row. */
  #fill(rows: FileRow[], quoted: number[]): number {
    const texts = quoted.map((place) => (rows[place] as FileRow).text);
    const all = quoted.length > 1 ? tryParse(texts.join('\n'), this.#delimiter) : undefined;
    for (const [index, place] of quoted.entries()) {
      const { text, line } = rows[place] as FileRow;
      const cells = Array.isArray(all) && all.length === quoted.length ? all[index] : undefined;
      rows[place] = cells ? { line, text, cells } : this.#parsed(text, line);
    }
    quoted.length = 0;
    return rows[0]?.cells?.length ?? 0;
  }

  #parsed(text: string, line: number): FileRow {
    const parsed = tryParse(text, this.#delimiter);
    const [cells] = Array.isArray(parsed) && parsed.length === 1 ? parsed : [];
    if (cells) return { line, text, cells };
    const problem = Array.isArray(parsed) ? 'is not one row' : parsed;
    return { line, text, cells: null, problem };
  }
}

/** Rows of cells, or what is wrong with the first bad one. */
function tryParse(text: string, delimiter: Delimiter): string[][] | string {
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true });
  } catch (error) {
    const behind = error instanceof CsvError && /closing/i.test(error.code);
    return behind ? 'has text behind a closing quote' : 'has a quote within a cell';
  }
}

/** The line in which a quote that is open at the end of line `at` is closed; undefined when more lines are needed, false when it was forgotten. */
function closingLine(texts: readonly string[], at: number): number | false | undefined {
  let length = (texts[at] as string).length;
  for (let end = at + 1; end < texts.length; end += 1) {
    const text = texts[end] as string;
    length += text.length + 1;
    if (length > quotedLengthMax) return false;
    if (!hasEvenQuotes(text)) return end;
  }
  return undefined;
}

function hasEvenQuotes(text: string): boolean {
  let even = true;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) even = !even;
  return even;
}
