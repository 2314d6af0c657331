import type { FileRow } from './reading/file-row.ts';
import type { LineRule } from './reading/formats.ts';
import { readAmount } from './reading/rules-amounts.ts';
import { NumberSet } from './number-set.ts';
import { isRowProblem, looksLikeReturn, type OrderRow, readRow, type RowOptions, type RowProblem } from './row.ts';
import { factsOf, type RowFact } from './row-facts.ts';

/** What a file tells in one place: an order with its lines, or a return. */
export interface Entry {
  /** The line up to which a batcher has done its part of the file once it has taken this. */
  readonly line: number;
  /** The rows it stands for, in file order. */
  readonly rows: readonly FileRow[];
  readonly facts: readonly RowFact[];
  /** Why nothing of it can be taken. */
  readonly problem?: RowProblem;
  /** The same was told in an earlier place of this file. */
  readonly repeated: boolean;
}

export interface EntryOptions extends RowOptions {
  /** What several rows of one order are; without it each row is an order. */
  readonly lines: LineRule | undefined;
  /** Numbers of refunds that stand before their orders. */
  readonly ordersToCome: ReadonlySet<string>;
}

/** Refunds that may wait for their orders. */
const waitingMax = 100_000;

/** Makes entries of rows: order lines are put together, and a refund waits for its order. */
export class EntryReader {
  readonly #options: EntryOptions;
  readonly #told = new NumberSet();
  readonly #waiting = new Map<string, Entry[]>();
  #waitingCount = 0;
  #group: FileRow[] = [];
  #lastLine = 0;
  #groupNumber = '';

  constructor(options: EntryOptions) {
    this.#options = options;
  }

  /** What a row completes: entries that belong together, most often one. */
  read(row: FileRow): Entry[] {
    this.#lastLine = row.line;
    if (this.#options.lines === undefined) return this.#entriesOf([row]);
    const number = this.#lineOf(row);
    if (number !== '' && number === this.#groupNumber) {
      this.#group.push(row);
      return [];
    }
    const before = this.#endGroup();
    if (number === '') return [...before, ...this.#entriesOf([row])];
    this.#group = [row];
    this.#groupNumber = number;
    return before;
  }

  /** What is left at the end of the file. */
  end(): Entry[] {
    const last = this.#endGroup();
    // Their orders could not be read; behind everything, so that a batcher that goes on has not passed them.
    const alone = [...this.#waiting.values()].flat().map((entry) => ({ ...entry, line: this.#lastLine + 1 }));
    this.#waiting.clear();
    return [...last, ...alone];
  }

  /** The order a row may be a line of; empty for a return or a row that can't be read. */
  #lineOf({ cells }: FileRow): string {
    if (cells === null || looksLikeReturn(cells, this.#options.columns)) return '';
    return (cells[this.#options.columns.at.orderId] ?? '').trim();
  }

  #endGroup(): Entry[] {
    const rows = this.#group;
    this.#group = [];
    this.#groupNumber = '';
    return rows.length === 0 ? [] : this.#entriesOf(rows);
  }

  #entriesOf(rows: readonly FileRow[]): Entry[] {
    const line = rows.at(-1)?.line ?? 0;
    const read = this.#read(rows);
    if (isRowProblem(read)) return [{ line, rows, facts: [], problem: read, repeated: false }];
    if (read.kind === 'return' && read.returnOf === '' && this.#options.ordersToCome.has(read.number)) {
      return this.#wait(
        { line, rows, facts: factsOf(read, { orderIsHere: true }), repeated: this.#isRepeated(read) },
        read,
      );
    }
    const entry = { line, rows, facts: factsOf(read), repeated: this.#isRepeated(read) };
    const waiting = read.kind === 'order' ? this.#waiting.get(read.number) : undefined;
    if (waiting === undefined) return [entry];
    this.#waiting.delete(read.number);
    // They are done when their order is: a batcher that goes on behind it must not lose them.
    return [entry, ...waiting.map((refund) => ({ ...refund, line }))];
  }

  #wait(refund: Entry, { number }: OrderRow): Entry[] {
    if (this.#waitingCount >= waitingMax) return [refund];
    this.#waitingCount += 1;
    const others = this.#waiting.get(number);
    if (others) others.push(refund);
    else this.#waiting.set(number, [refund]);
    return [];
  }

  #isRepeated({ kind, number, at, amountMinor }: OrderRow): boolean {
    // Refunds may share their order's number. A blank is no part of a number, so the two never meet.
    return this.#told.hasOrAdd(kind === 'order' ? number : `${number} ${at.getTime()} ${amountMinor}`);
  }

  #read(rows: readonly FileRow[]): OrderRow | RowProblem {
    const [first, ...others] = rows;
    const read = readFileRow(first as FileRow, this.#options);
    if (others.length === 0 || isRowProblem(read)) return read;
    return this.#options.lines === 'sum'
      ? sumOf(read, others, first as FileRow, this.#options)
      : wholeOf(read, others, this.#options);
  }
}

/** What the lines of an order have in common, and a further line may leave empty. */
const commonFields = ['memberId', 'placedAt', 'time', 'currency', 'kind', 'status', 'cancelledAt'] as const;

/** The order whose lines these rows are; what they have in common may stand in the first one only. */
function sumOf(
  first: OrderRow,
  others: readonly FileRow[],
  { cells: head }: FileRow,
  options: EntryOptions,
): OrderRow | RowProblem {
  const { at } = options.columns;
  const common: ReadonlySet<number> = new Set(commonFields.map((field) => at[field]));
  const lines = [first];
  for (const row of others) {
    const cells = row.cells?.map((cell, place) =>
      common.has(place) && cell.trim() === '' ? (head?.[place] ?? '') : cell,
    );
    const read = readFileRow({ ...row, cells: cells ?? null }, options);
    if (isRowProblem(read)) return read;
    if (read.memberId !== first.memberId) return otherCustomer(first, read, options);
    lines.push(read);
  }
  // A line that was cancelled is no part of what was bought.
  const counted = lines.filter(({ leftOut }) => leftOut === '');
  const amountMinor = counted.reduce((sum, line) => sum + line.amountMinor, 0);
  const refunded = counted.reduce(
    (sum, line) => sum + (line.refunded === 'whole' ? line.amountMinor : line.refunded),
    0,
  );
  return { ...(counted[0] ?? first), amountMinor, refunded };
}

function otherCustomer(first: OrderRow, { memberId }: OrderRow, { columns }: EntryOptions): RowProblem {
  return {
    field: columns.named.memberId,
    value: memberId,
    reason: `is another customer than in the first line of order ${first.number}`,
    fix: 'give the lines of an order one customer, or each order a number of its own',
  };
}

/** The order whose first row says its total: further rows say the same or nothing. */
function wholeOf(first: OrderRow, others: readonly FileRow[], options: EntryOptions): OrderRow | RowProblem {
  const { at, named } = options.columns;
  const [field, digits] = at.amount < 0 ? (['amountMinor', 0] as const) : (['amount', options.digits] as const);
  for (const { cells } of others) {
    const value = (cells?.[at[field]] ?? '').trim();
    if (value === '' || readAmount(value, { ...options, digits }) === first.amountMinor) continue;
    return {
      field: named[field],
      value,
      reason: `is another amount than in the first row of order ${first.number}`,
      fix: 'say --lines sum if the rows are the order lines, each with its own amount',
    };
  }
  return first;
}

/** The order or return that a row tells of, or what is wrong with it. */
export function readFileRow(
  { cells, problem = 'can not be read' }: FileRow,
  options: RowOptions,
): OrderRow | RowProblem {
  if (cells !== null) return readRow(cells, options);
  const fix = 'put text with quotes, commas or line breaks in double quotes, and double the quotes in it';
  return { field: '', value: '', reason: problem, fix };
}
