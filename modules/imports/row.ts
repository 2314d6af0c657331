import type { ErrorCode } from '../../platform/errors.ts';
import type { ColumnField } from './reading/fields.ts';
import type { Columns } from './reading/columns.ts';
import { decimalSigns, type DecimalSign, isNegative, readAmount } from './reading/rules-amounts.ts';
import { type DateOrder, parseMoment } from './reading/rules-dates.ts';
import { meaningOf, type StatusMeaning } from './reading/rules-status.ts';
import { isPlainId } from '../../values/unseen.ts';
import { counted } from '../../values/plural.ts';

/** A row that can't be taken: which field, what stood there, and what to write instead. */
export interface RowProblem {
  readonly field: string;
  readonly value: string;
  readonly reason: string;
  readonly fix: string;
  /** Of the registry; EVENT_INVALID when absent. */
  readonly code?: ErrorCode;
}

export interface RowOptions {
  readonly columns: Columns;
  readonly currency: string;
  readonly digits: number;
  readonly zone: string;
  readonly dates: DateOrder | undefined;
  readonly decimal: DecimalSign;
  readonly status: Readonly<Partial<Record<string, StatusMeaning>>>;
  /** Ids that stand for everybody without an account. */
  readonly guests: readonly string[];
  /** Added to every date. */
  readonly shiftMs: number;
}

/** What a row tells of. */
export interface OrderRow {
  readonly kind: 'order' | 'return';
  readonly number: string;
  readonly memberId: string;
  readonly at: Date;
  /** Never below zero. */
  readonly amountMinor: number;
  /** The order that a return names, or empty. */
  readonly returnOf: string;
  /** What came back of an order in all, as far as its row says so; `whole` for all of it. */
  readonly refunded: number | 'whole';
  /** When, as far as it is known: not before the order. */
  readonly refundedAt: Date;
  /** Status words by which the order does not count, or empty. */
  readonly leftOut: string;
  /** With `leftOut`: it counts only if it is there already, and is cancelled then; without: it was paid, and cancelled later. */
  readonly cancelled: boolean;
}

const orderKinds = new Set(['', 'order', 'sale', 'purchase', 'payment', 'charge', 'order.placed']);
const returnKinds = new Set(['cancellation', 'return', 'refund', 'credit', 'order.returned']);
/** What systems write where they know no customer: taken as an id, it would be one member for all of them. */
const nobodies = new Set([
  'null',
  'undefined',
  'nan',
  'none',
  'nil',
  'n/a',
  'na',
  'guest',
  'unknown',
  'anonymous',
  '-',
]);
const idLengthMax = 100;

type Cell = (field: ColumnField) => string;
type Wrong = (field: ColumnField, reason: string, fix: string) => RowProblem;

/** The order or return that a row of a file tells of, or what is wrong with it. */
export function readRow(row: readonly string[], options: RowOptions): OrderRow | RowProblem {
  const { columns } = options;
  const cell: Cell = (field) => (row[columns.at[field]] ?? '').trim();
  const wrong: Wrong = (field, reason, fix) => ({ field: columns.named[field], value: cell(field), reason, fix });

  if (row.length !== columns.count && !isWideEnough(row, columns.count)) {
    const reason = `has ${counted(row.length, 'field', 'fields')} where the header has ${columns.count}`;
    return { field: '', value: row.join(','), reason, fix: 'put text with commas or line breaks in double quotes' };
  }
  const number = cell('orderId');
  const memberId = cell('memberId');
  const bad = badNumber(number, wrong) ?? badMember(memberId, options, wrong);
  if (bad) return bad;
  const currency = cell('currency');
  if (currency !== '' && currency.toUpperCase() !== options.currency) {
    return wrong(
      'currency',
      `the programme counts in ${options.currency}`,
      `convert the amount to ${options.currency}`,
    );
  }
  const ms = parseMoment(momentOf(cell), { zone: options.zone, order: options.dates });
  if (ms === undefined) {
    const fix = 'write it as 2026-05-05T14:30:00Z, or 2026-05-05 14:30 local time, or say its form with --dates';
    return wrong('placedAt', 'is not a date and time', fix);
  }
  const at = new Date(ms + options.shiftMs);
  const amount = amountOf(row, cell, options, wrong);
  if (typeof amount === 'object') return amount;

  const kind = cell('kind').toLowerCase();
  const returns = returnKinds.has(kind) || (kind === '' && amount < 0);
  if (!returns && !orderKinds.has(kind))
    return wrong('kind', 'is neither an order nor a return', 'write order or return');
  const plain = {
    number,
    memberId,
    at,
    amountMinor: Math.abs(amount),
    refunded: 0,
    refundedAt: at,
    leftOut: '',
    cancelled: false,
  };
  if (returns) {
    if (amount === 0)
      return wrong(amountField(columns), 'returns nothing', 'leave the row out, or write what came back');
    const returnOf = cell('returnOf');
    if (returnOf !== '' && isBadId(returnOf))
      return wrong('returnOf', 'is not an order number', 'write the number of the order it takes back');
    return { ...plain, kind: 'return', returnOf };
  }
  if (amount < 0)
    return wrong(
      amountField(columns),
      'an order has a negative amount',
      'write return in the kind column, or the amount paid',
    );
  const order: OrderRow = { ...plain, kind: 'order', returnOf: '' };
  if (columns.at.status < 0 && columns.at.refunded < 0 && columns.at.cancelledAt < 0) return order;
  return withStanding(order, cell, options, wrong);
}

export function isRowProblem<T extends object>(read: T | RowProblem): read is RowProblem {
  return 'reason' in read;
}

/** True of a row that tells of a return, as far as it can be told without reading all of it. */
export function looksLikeReturn(row: readonly string[], { at }: Columns): boolean {
  const kind = (row[at.kind] ?? '').trim().toLowerCase();
  if (kind !== '') return returnKinds.has(kind);
  return isNegative((row[at.amount] ?? row[at.amountMinor] ?? '').trim());
}

/** Cells beyond the header's do no harm while nothing is in them. */
function isWideEnough(row: readonly string[], count: number): boolean {
  if (row.length < count) return false;
  for (let place = count; place < row.length; place += 1) if ((row[place] as string).trim() !== '') return false;
  return true;
}

function badNumber(number: string, wrong: Wrong): RowProblem | undefined {
  if (number === '') return wrong('orderId', 'is empty', 'give every row its order number');
  if (!isBadId(number)) return undefined;
  return wrong('orderId', 'is not an order number', `write at most ${idLengthMax} characters without blanks`);
}

function badMember(memberId: string, { guests }: RowOptions, wrong: Wrong): RowProblem | undefined {
  if (memberId === '') return wrong('memberId', 'is empty', 'leave guests out, or give them an id');
  if (isBadId(memberId)) {
    if (memberId.includes('\ufffd'))
      return wrong('memberId', 'has a character that was lost', 'export the file again, as UTF-8');
    return wrong('memberId', 'is not an id', `write at most ${idLengthMax} characters without blanks`);
  }
  if (!nobodies.has(memberId.toLowerCase()) && !guests.includes(memberId)) return undefined;
  return wrong('memberId', 'is nobody', 'leave guests out, or give each an id of its own');
}

function isBadId(text: string): boolean {
  return text.length > idLengthMax || !isPlainId(text);
}

/** The date, with the time of day from a column of its own where the date has none. */
function momentOf(cell: Cell): string {
  const date = cell('placedAt');
  const time = cell('time');
  return time === '' || date.includes(':') ? date : `${date} ${time}`;
}

const amountField = ({ at }: Columns): ColumnField => (at.amount < 0 ? 'amountMinor' : 'amount');

/** The amount of a row in minor units, below zero for a return. */
function amountOf(row: readonly string[], cell: Cell, options: RowOptions, wrong: Wrong): number | RowProblem {
  const { columns, currency, digits, decimal } = options;
  const form = { currency, digits, decimal };
  const refuse = (field: ColumnField, found: 'foreign' | undefined): RowProblem => {
    if (found === 'foreign')
      return wrong(
        field,
        `is of another currency, and the programme counts in ${currency}`,
        `convert it to ${currency}`,
      );
    const example = (1234.5).toFixed(digits).replace('.', decimal);
    return wrong(field, `is not an amount of ${currency}`, `write it as ${example}, without signs or separators`);
  };
  const minor = cell('amountMinor');
  const amount = cell('amount');
  if (minor !== '') {
    const read = readAmount(minor, { currency, digits: 0, decimal: decimalSigns[0] });
    if (typeof read !== 'number') return refuse('amountMinor', read);
    if (amount !== '' && readAmount(amount, form) !== read)
      return wrong('amount', `differs from ${columns.named.amountMinor}`, 'leave one of the two columns empty');
    return read;
  }
  const read = readAmount(amount, form);
  if (typeof read !== 'number') return refuse(amountField(columns), read);
  let sum = read;
  for (const [places, factor] of [
    [columns.plus, 1],
    [columns.minus, -1],
  ] as const) {
    for (const place of places) {
      const text = (row[place] ?? '').trim();
      const part = text === '' ? 0 : readAmount(text, form);
      if (typeof part !== 'number') return refuse('amount', part);
      sum += factor < 0 ? -Math.abs(part) : part;
    }
  }
  return sum;
}

/** What an order's status, refund and cancellation columns say. */
function withStanding(placed: OrderRow, cell: Cell, options: RowOptions, wrong: Wrong): OrderRow | RowProblem {
  const order = { ...placed, refundedAt: cancelledAt(placed.at, cell, options) };
  const { currency, digits, decimal, status: own } = options;
  const status = cell('status');
  const meaning = meaningOf(status, own);
  if (meaning === undefined) {
    const fix =
      'say what it means: --map "status.<word>=order", or returned, cancelled, ignored; or --map status=- for a column of something else';
    return wrong('status', 'is not a status that is known', fix);
  }
  const refundCell = cell('refunded');
  const refunded = refundCell === '' ? 0 : readAmount(refundCell, { currency, digits, decimal });
  if (typeof refunded !== 'number')
    return wrong('refunded', `is not an amount of ${currency}`, 'write what came back of the order in all');
  const back = Math.abs(refunded);
  if (back > order.amountMinor)
    return wrong('refunded', 'is more than the order', 'write what came back of the order in all');
  if (meaning === 'ignored') return { ...order, leftOut: status };
  if (meaning === 'cancelled') return { ...order, leftOut: status, cancelled: true };
  if (meaning === 'returned') return { ...order, refunded: back === 0 ? 'whole' : back };
  if (meaning === 'partly-returned' && back === 0)
    return wrong('status', 'says that a part came back, and nothing says how much', 'add a column refunded_amount');
  if (cell('cancelledAt') !== '') return { ...order, cancelled: true };
  return { ...order, refunded: back };
}

function cancelledAt(placedAt: Date, cell: Cell, { zone, dates, shiftMs }: RowOptions): Date {
  const ms = parseMoment(cell('cancelledAt'), { zone, order: dates });
  return ms === undefined || ms + shiftMs < placedAt.getTime() ? placedAt : new Date(ms + shiftMs);
}
