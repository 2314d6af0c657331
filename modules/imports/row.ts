import { hash } from 'node:crypto';
import { instantOfLocalTime, parseLocalDay } from '../../values/calendar.ts';
import type { Fact } from '../intake/rules/facts.ts';
import { parseAmount } from '../../values/money.ts';
import type { ColumnField, Columns } from './columns.ts';

/** A row that can't be taken: which field, what stood there, and what to write instead. */
export interface RowProblem {
  readonly field: string;
  readonly value: string;
  readonly reason: string;
  readonly fix: string;
}

export interface RowOptions {
  readonly columns: Columns;
  readonly currency: string;
  readonly digits: number;
  readonly zone: string;
  /** Added to every date. */
  readonly shiftMs: number;
}

const orderKinds = new Set(['', 'order', 'sale', 'purchase', 'order.placed']);
const returnKinds = new Set(['cancellation', 'return', 'refund', 'credit', 'order.returned']);
const instantInUtc = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?Z$/;
const instantWithZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;
const localTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)$/;
const idLengthMax = 100;
const badId = /[\s\p{C}]/u;

/** The order or return that a row of a file tells of, or what is wrong with it. */
export function readRow(row: readonly string[], options: RowOptions): Fact | RowProblem {
  const { columns } = options;
  const cell = (field: ColumnField) => (row[columns.at[field]] ?? '').trim();
  const wrong = (field: ColumnField, reason: string, fix: string): RowProblem => ({
    field: columns.named[field],
    value: cell(field),
    reason,
    fix,
  });

  if (row.length !== columns.count) {
    const reason = `has ${row.length} fields where the header has ${columns.count}`;
    return { field: '', value: row.join(','), reason, fix: 'put text with commas or line breaks in double quotes' };
  }
  const number = cell('orderId');
  if (number === '') return wrong('orderId', 'is empty', 'give every row its order number');
  if (isBadId(number))
    return wrong('orderId', 'is not an order number', `write at most ${idLengthMax} characters without blanks`);
  const memberId = cell('memberId');
  if (memberId === '') return wrong('memberId', 'is empty', 'leave guests out, or give them an id');
  if (isBadId(memberId))
    return wrong('memberId', 'is not an id', `write at most ${idLengthMax} characters without blanks`);
  const currency = cell('currency');
  if (currency !== '' && currency !== options.currency) {
    return wrong(
      'currency',
      `the programme counts in ${options.currency}`,
      `convert the amount to ${options.currency}`,
    );
  }
  const at = instantOf(cell('placedAt'), options);
  if (at === undefined)
    return wrong(
      'placedAt',
      'is not a date and time',
      'write it as 2026-05-05T14:30:00Z, or 2026-05-05 14:30 local time',
    );

  const [amountField, amountMinor] = amountOf(cell, options);
  if (amountMinor === undefined) {
    return wrong(
      amountField,
      `is not an amount of ${options.currency}`,
      `write it as ${(1234.5).toFixed(options.digits)}, without signs or separators`,
    );
  }
  const kind = cell('kind').toLowerCase();
  const returns = returnKinds.has(kind) || (columns.at.kind < 0 && amountMinor < 0);
  if (!returns && !orderKinds.has(kind))
    return wrong('kind', 'is neither an order nor a return', 'write order or return');
  if (returns) {
    if (amountMinor === 0) return wrong(amountField, 'returns nothing', 'leave the row out, or write what came back');
    const orderId = cell('returnOf');
    if (isBadId(orderId))
      return wrong('returnOf', 'is not an order number', 'write the number of the order it takes back');
    return returnFact({ number, memberId, at, amountMinor: Math.abs(amountMinor), orderId });
  }
  if (amountMinor < 0)
    return wrong(amountField, 'an order has a negative amount', 'write return in the kind column, or the amount paid');
  return orderFact({ orderId: number, memberId, at, amountMinor });
}

export function isRowProblem(read: Fact | RowProblem): read is RowProblem {
  return 'reason' in read;
}

function isBadId(text: string): boolean {
  return text.length > idLengthMax || badId.test(text);
}

function amountOf(
  cell: (field: ColumnField) => string,
  { columns, digits }: RowOptions,
): [ColumnField, number | undefined] {
  if (columns.at.amountMinor >= 0 && cell('amountMinor') !== '')
    return ['amountMinor', parseAmount(cell('amountMinor'), 0)];
  return [columns.at.amount < 0 ? 'amountMinor' : 'amount', parseAmount(cell('amount'), digits)];
}

function instantOf(text: string, { zone, shiftMs }: RowOptions): Date | undefined {
  const ms = utcInstant(text) ?? otherInstant(text, zone);
  return ms === undefined ? undefined : new Date(ms + shiftMs);
}

/** The common form, read ten times as fast as Date.parse reads all forms. */
function utcInstant(text: string): number | undefined {
  const match = instantInUtc.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = 0, milli = 0] = match;
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(milli),
  );
  // 30 February comes out as 2 March, 10:75 as 11:15.
  return new Date(ms).toISOString().startsWith(text.slice(0, 16)) && Number(second) < 60 ? ms : undefined;
}

function otherInstant(text: string, zone: string): number | undefined {
  if (instantWithZone.test(text)) {
    const ms = Date.parse(text);
    return Number.isNaN(ms) || !parseLocalDay(text.slice(0, 10)) ? undefined : ms;
  }
  const match = localTime.exec(text);
  return match ? instantOfLocalTime(`${match[1]}T${match[2]}`, zone)?.getTime() : undefined;
}

/** The ids of imported events come from the file's numbers, so that a file imported twice is imported once. */
function orderFact({
  orderId,
  memberId,
  at,
  amountMinor,
}: {
  orderId: string;
  memberId: string;
  at: Date;
  amountMinor: number;
}): Fact {
  const data = `{"amountMinor":${amountMinor},"orderId":${JSON.stringify(orderId)}}`;
  return {
    id: `order:${orderId}`,
    type: 'order.placed',
    memberId,
    at,
    orderId,
    amountMinor,
    contentHash: hashOf(at, data, memberId, 'order.placed'),
  };
}

function returnFact({
  number,
  memberId,
  at,
  amountMinor,
  orderId,
}: {
  number: string;
  memberId: string;
  at: Date;
  amountMinor: number;
  orderId: string;
}): Fact {
  const named = orderId === '' ? '' : `,"orderId":${JSON.stringify(orderId)}`;
  return {
    id: `return:${number}`,
    type: 'order.returned',
    memberId,
    at,
    amountMinor,
    ...(orderId === '' ? {} : { orderId }),
    contentHash: hashOf(at, `{"amountMinor":${amountMinor}${named}}`, memberId, 'order.returned'),
  };
}

/** The hash readEvent gives the same content; its canonical text is written out here because this runs for every row. */
function hashOf(at: Date, data: string, memberId: string, type: string): string {
  const text = `{"at":"${at.toISOString()}","data":${data},"memberId":${JSON.stringify(memberId)},"type":"${type}"}`;
  return hash('sha256', text, 'hex');
}
