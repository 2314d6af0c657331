/** What a row of an order file may say, by the names that shops' systems give it. */
const names = {
  orderId: ['order_id', 'order_no', 'order_number', 'invoice_no', 'invoice', 'order'],
  memberId: ['member_id', 'customer_id', 'member', 'customer'],
  placedAt: ['placed_at', 'ordered_at', 'occurred_at', 'created_at', 'invoice_date', 'date'],
  amount: ['amount', 'total', 'amount_paid'],
  amountMinor: ['amount_minor'],
  kind: ['kind', 'type'],
  currency: ['currency'],
  /** The order that a return takes back. */
  returnOf: ['return_of', 'cancels', 'original_order'],
} as const;
export type ColumnField = keyof typeof names;

/** Where each field stands in a row, and what the file calls it; -1 when the file has no such column. */
export interface Columns {
  readonly at: Readonly<Record<ColumnField, number>>;
  readonly named: Readonly<Record<ColumnField, string>>;
  readonly count: number;
}

/** The columns of a header row, or what it lacks. `amount_gbp` is an amount when the programme counts in GBP. */
export function readColumns(header: readonly string[], currency: string): Columns | { problem: string; fix: string } {
  const found = header.map(plainName);
  const at = {} as Record<ColumnField, number>;
  const named = {} as Record<ColumnField, string>;
  for (const field of Object.keys(names) as ColumnField[]) {
    const wanted: string[] = [...names[field], plainName(field)];
    if (field === 'amount') wanted.push(`amount_${currency.toLowerCase()}`, `total_${currency.toLowerCase()}`);
    at[field] = found.findIndex((name) => wanted.includes(name));
    named[field] = header[at[field]]?.trim() ?? names[field][0];
  }
  const missing = (['orderId', 'memberId', 'placedAt'] as const).find((field) => at[field] < 0);
  if (missing)
    return { problem: `has no column ${names[missing][0]}`, fix: `name a column one of ${names[missing].join(', ')}` };
  if (at.amount < 0 && at.amountMinor < 0) {
    const other = found.find((name) => /^(amount|total)_[a-z]{3}$/.test(name));
    return {
      problem: other ? `has "${other}", and the programme counts in ${currency}` : 'has no column amount',
      fix: `name a column amount (such as 139.12) or amount_minor (13912), in ${currency}`,
    };
  }
  return { at, named, count: header.length };
}

/** The columns of NDJSON: every object is read as a row in this order. */
export const objectFields = Object.keys(names) as ColumnField[];

/** The field an object's key means. */
export function fieldOfKey(key: string, currency: string): ColumnField | undefined {
  const name = plainName(key);
  if (name === `amount_${currency.toLowerCase()}`) return 'amount';
  return objectFields.find((field) => plainName(field) === name || (names[field] as readonly string[]).includes(name));
}

/** `Invoice No`, `invoiceNo` and `invoice-no` are invoice_no. */
function plainName(name: string): string {
  return name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
}
