import type { z } from 'zod';
import type { CsvCell } from '../../values/csv.ts';
import type { ExportRow, RowSource } from './row-source.ts';
import { couponRows, couponFilter } from './rows-coupons.ts';
import { eventFilter, eventRows, orderFilter, orderRows } from './rows-facts.ts';
import { memberFilter, memberRows } from './rows-members.ts';
import { messageFilter, messageRows, reviewFilter, reviewRows } from './rows-messages.ts';
import { transactionFilter, transactionRows } from './rows-transactions.ts';
import { PerennialError } from '../../platform/errors.ts';

/** Rows of one kind, read page by page: none of them holds a snapshot, and what changes meanwhile may be in either state. */
export interface RowKind {
  readonly columns: readonly string[];
  readonly rows: (source: RowSource, filter: Readonly<Record<string, string>>) => AsyncIterable<readonly ExportRow[]>;
}

/** What lists can be given out of. */
export const rowKinds = {
  members: { columns: memberColumns(), rows: (source, filter) => memberRows(source, checked(memberFilter, filter)) },
  orders: {
    columns: ['orderId', 'memberId', 'status', 'amountMinor', 'returnedMinor', 'currency', 'placedAt', 'points'],
    rows: (source, filter) => orderRows(source, checked(orderFilter, filter)),
  },
  events: {
    columns: ['id', 'type', 'memberId', 'occurredAt', 'receivedAt', 'points', 'data'],
    rows: (source, filter) => eventRows(source, checked(eventFilter, filter)),
  },
  transactions: {
    columns: [
      ...['id', 'memberId', 'kind', 'points', 'at', 'recordedAt', 'source', 'orderId', 'campaign', 'actor', 'reason'],
      ...['reverses', 'available', 'pending', 'held', 'debt'],
    ],
    rows: (source, filter) => transactionRows(source, checked(transactionFilter, filter)),
  },
  coupons: {
    columns: [
      ...[
        'code',
        'memberId',
        'campaign',
        'name',
        'benefit',
        'minOrderMinor',
        'status',
        'orderId',
        'issuedAt',
        'expiresAt',
      ],
    ],
    rows: (source, filter) => couponRows(source, checked(couponFilter, filter)),
  },
  messages: {
    columns: [
      ...['id', 'memberId', 'campaign', 'template', 'channel', 'class', 'locale', 'status', 'reason', 'subject'],
      ...['reservedAt', 'notBefore', 'sentAt'],
    ],
    rows: (source, filter) => messageRows(source, checked(messageFilter, filter)),
  },
  reviews: {
    columns: [
      ...['id', 'subject', 'memberId', 'campaign', 'status', 'reasons', 'openedAt', 'decidedAt', 'decidedBy', 'note'],
    ],
    rows: (source, filter) => reviewRows(source, checked(reviewFilter, filter)),
  },
} as const satisfies Readonly<Record<string, RowKind>>;
export type RowKindName = keyof typeof rowKinds;
export const rowKindNames = Object.keys(rowKinds) as RowKindName[];

function memberColumns(): string[] {
  return [
    ...[
      'id',
      'status',
      'email',
      'phone',
      'wechatOpenId',
      'pushToken',
      'name',
      'birthday',
      'zone',
      'locale',
      'joinedAt',
    ],
    ...['consent', 'consentAt'],
    ...['consentSource', 'tags', 'tier', 'lots', 'attributes', 'ordersCount', 'spentMinor', 'lastOrderAt'],
    ...['available', 'pending', 'held', 'debt'],
  ];
}

/** A filter as its list takes it, or the refusal that names what it does not take. */
function checked<Schema extends z.ZodType>(schema: Schema, filter: Readonly<Record<string, string>>): z.output<Schema> {
  const read = schema.safeParse(filter);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = ['filter', ...(issue?.path ?? []).map(String)].join('.');
  throw new PerennialError('REQUEST_INVALID', `${field}: ${issue?.message ?? 'it can not be read'}`, {
    field,
    fix: 'Use the filters of the list of that kind.',
  });
}

/** Throws what is wrong with the filter of an export, before it is begun. */
export function checkFilter(kind: RowKindName, filter: Readonly<Record<string, string>>): void {
  const schemas = {
    ...{ members: memberFilter, orders: orderFilter, events: eventFilter, transactions: transactionFilter },
    ...{ coupons: couponFilter, messages: messageFilter, reviews: reviewFilter },
  };
  checked(schemas[kind], filter);
}

/** A value as it stands in a cell: lists and objects as text. */
export function cellOf(value: unknown): CsvCell {
  if (value === null || value === undefined || value instanceof Date) return value;
  if (typeof value === 'object')
    return Array.isArray(value) && value.every((each) => typeof each === 'string')
      ? value.join(', ')
      : JSON.stringify(value);
  return value as CsvCell;
}
