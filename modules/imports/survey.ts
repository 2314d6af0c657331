import { PerennialError } from '../../platform/errors.ts';
import { currencyDigits } from '../../values/money.ts';
import type { Choices } from './reading/choices.ts';
import type { Columns } from './reading/columns.ts';
import { columnFields, columnName } from './reading/fields.ts';
import type { FileRow } from './reading/file-row.ts';
import type { FileReading } from './reading/kept.ts';
import { formats } from './reading/formats.ts';
import { openRows } from './reading/open-rows.ts';
import { decimalEvidence, type DecimalSign } from './reading/rules-amounts.ts';
import { type DateOrder, orderEvidence } from './reading/rules-dates.ts';
import { inspectFile, type OrderFile } from './reading/source.ts';
import type { EntryOptions } from './entries.ts';
import { isRowProblem, looksLikeReturn, readRow } from './row.ts';

/** Rows that are shown before a first import. */
const shownRowsMax = 3;
/** Numbers of refunds that are remembered to find their orders behind them. */
const refundsMax = 1_000_000;

/** How a file is read, for the report. */
export interface ReadAs {
  readonly format: string;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly dates: DateOrder | null;
  readonly decimal: DecimalSign;
  readonly zone: string;
  readonly lines: string | null;
  /** What the file calls each column that is read. */
  readonly columns: Readonly<Record<string, string>>;
  /** The first rows as they are understood. */
  readonly firstRows: readonly ShownRow[];
}

export interface ShownRow {
  readonly line: number;
  readonly kind: string;
  readonly order: string;
  readonly customer: string;
  readonly at: string;
  readonly amountMinor: number | null;
  /** Why it will be rejected. */
  readonly problem: string | null;
}

/** A file that was read once, without taking anything: what it is, and how its rows are to be read. */
export interface Survey {
  readonly file: OrderFile;
  readonly choices: Choices;
  readonly reading: EntryOptions;
  readonly header: readonly string[];
  readonly delimiter: string | null;
  readonly readAs: ReadAs;
}

interface Home {
  readonly currency: string;
  readonly zone: string;
}

/** Reads a file once to find out how it is to be read; what could be read in two ways is asked for by name. */
export async function surveyFile(path: string, { currency, zone }: Home, choices: Choices): Promise<Survey> {
  const file = await inspectFile(path, choices.encoding);
  if (!file.encodingSure) {
    const { encoding } = file.form;
    throw ask('encoding', `is not UTF-8; it may be ${encoding}`, `--encoding ${encoding}, or another one`);
  }
  const { columns, rows, header, delimiter, close } = await openRows(file, currency, choices);
  const digits = currencyDigits(currency) ?? 2;
  const look = new Look(columns, currency, digits);
  try {
    for await (const page of rows) for (const row of page) look.at(row);
  } catch (error) {
    // A file that breaks off is told when its rows are taken: those before are taken.
    if (!(error instanceof PerennialError) || error.cause === undefined) throw error;
  } finally {
    close();
  }
  const profile = columns.format === null ? undefined : formats[columns.format];
  const lines = choices.lines ?? (profile && 'lines' in profile ? profile.lines : undefined);
  if (lines === undefined) look.refuseOrderLines(path);
  const reading: EntryOptions = {
    columns,
    currency,
    digits,
    zone: choices.zone ?? zone,
    dates: choices.dates ?? look.dates(),
    decimal: choices.decimal ?? look.decimal(),
    status: choices.status ?? {},
    guests: profile && 'guests' in profile ? profile.guests : [],
    shiftMs: 0,
    lines,
    ordersToCome: look.ordersToCome,
  };
  return { file, choices, reading, header, delimiter, readAs: readAsOf(file, reading, delimiter, look.first) };
}

/** What a file's kind is: files with the same columns, read the same way, are not asked about again. */
export function kindOf({ readAs: { firstRows: _, ...kind } }: Survey): string {
  return JSON.stringify(kind);
}

/** How a file is read, as its import keeps it: with the columns that nobody reads, and no row. */
export function readingOf({ file, header, reading, readAs: { firstRows: _, ...readAs } }: Survey): FileReading {
  const { at, plus, minus } = reading.columns;
  const read = new Set([...Object.values(at), ...plus, ...minus]);
  const unread = file.format === 'ndjson' ? [] : header.filter((name, at) => name.trim() !== '' && !read.has(at));
  return { readAs: { ...readAs, unread, header: [...header] }, linesTotal: file.lines };
}

class Look {
  readonly first: FileRow[] = [];
  readonly ordersToCome = new Set<string>();
  readonly #columns: Columns;
  readonly #form: { readonly currency: string; readonly digits: number };
  readonly #dates = { dmy: 0, mdy: 0, ymd: 0, either: 0, clear: 0 };
  readonly #decimals = { '.': 0, ',': 0, either: 0 };
  readonly #refunds = new Set<string>();
  #ambiguousDate = '';
  #ambiguousAmount = '';
  #orderBefore = '';
  #lineBefore = 0;
  #orderLines: { order: string; lines: [number, number] } | undefined;

  constructor(columns: Columns, currency: string, digits: number) {
    this.#columns = columns;
    this.#form = { currency, digits };
  }

  at(row: FileRow): void {
    const { line, cells } = row;
    if (this.first.length < shownRowsMax) this.first.push(row);
    if (cells === null) return;
    const { at } = this.#columns;
    const order = (cells[at.orderId] ?? '').trim();
    const amount = (cells[at.amount] ?? '').trim();
    this.#noteDate((cells[at.placedAt] ?? '').trim());
    if (amount !== '') this.#noteAmount(amount);
    if (looksLikeReturn(cells, this.#columns)) {
      if (order !== '' && this.#refunds.size < refundsMax) this.#refunds.add(order);
      this.#orderBefore = '';
      return;
    }
    if (this.#refunds.size > 0 && this.#refunds.has(order)) this.ordersToCome.add(order);
    if (order !== '' && order === this.#orderBefore) this.#orderLines ??= { order, lines: [this.#lineBefore, line] };
    this.#orderBefore = order;
    this.#lineBefore = line;
  }

  #noteDate(text: string): void {
    const evidence = orderEvidence(text);
    if (evidence === undefined) return;
    this.#dates[evidence] += 1;
    if (evidence === 'either') this.#ambiguousDate = text;
  }

  #noteAmount(text: string): void {
    const evidence = decimalEvidence(text, this.#form);
    if (evidence === undefined) return;
    this.#decimals[evidence] += 1;
    if (evidence === 'either') this.#ambiguousAmount = text;
  }

  /** Which part of 05/01/2026 is the month: told by dates such as 20/01/2026, else asked for. */
  dates(): DateOrder | undefined {
    const { dmy, mdy, either, clear } = this.#dates;
    if (dmy > 0 || mdy > 0) return dmy >= mdy ? 'dmy' : 'mdy';
    if (either === 0 || clear > 0) return undefined;
    const fix = '--dates dmy if the day stands first, --dates mdy if the month does';
    throw ask('dates', `has dates such as ${this.#ambiguousDate}, which could be two days`, fix);
  }

  decimal(): DecimalSign {
    const { '.': point, ',': comma, either } = this.#decimals;
    if (point > 0 || comma > 0) return point >= comma ? '.' : ',';
    if (either === 0) return '.';
    const fix = '--decimal . or --decimal , by what stands before the cents';
    throw ask('decimal', `has amounts such as ${this.#ambiguousAmount}, which could be two`, fix);
  }

  /** Rows one after the other under one order's number are its lines: added up or not, they are never taken one by one. */
  refuseOrderLines(path: string): void {
    if (this.#orderLines === undefined) return;
    const {
      order,
      lines: [first, second],
    } = this.#orderLines;
    throw new PerennialError(
      'IMPORT_INVALID',
      `${path} has several rows for order ${order} (lines ${first} and ${second}).`,
      {
        field: 'lines',
        fix: 'Say what they are: --lines sum adds up the amounts of an order, --lines first takes the first row as the whole order.',
      },
    );
  }
}

function ask(field: string, what: string, option: string): PerennialError {
  return new PerennialError('IMPORT_INVALID', `The file ${what}.`, { field, fix: `Say it with ${option}.` });
}

function readAsOf(file: OrderFile, reading: EntryOptions, delimiter: string | null, first: readonly FileRow[]): ReadAs {
  const { columns, dates, decimal, zone, lines } = reading;
  const read = columnFields.filter((field) => columns.at[field] >= 0);
  return {
    format: columns.format ?? file.format,
    encoding: file.form.encoding,
    delimiter,
    dates: dates ?? null,
    decimal,
    zone,
    lines: lines ?? null,
    columns:
      file.format === 'ndjson'
        ? {}
        : Object.fromEntries(read.map((field) => [columnName(field), columns.named[field]])),
    firstRows: first.map((row) => shownRow(row, reading)),
  };
}

function shownRow({ line, cells, problem }: FileRow, reading: EntryOptions): ShownRow {
  const cell = (place: number) => (cells?.[place] ?? '').trim();
  const read = cells === null ? undefined : readRow(cells, reading);
  const known = read !== undefined && !isRowProblem(read) ? read : undefined;
  const reason = read !== undefined && isRowProblem(read) ? `${read.field} ${read.reason}` : (problem ?? null);
  return {
    line,
    kind: known === undefined ? '' : known.leftOut === '' ? known.kind : known.leftOut,
    order: known?.number ?? cell(reading.columns.at.orderId),
    customer: known?.memberId ?? cell(reading.columns.at.memberId),
    at: known?.at.toISOString() ?? cell(reading.columns.at.placedAt),
    amountMinor: known?.amountMinor ?? null,
    problem: known === undefined ? reason : null,
  };
}
