import type { Choices } from './choices.ts';
import { type ColumnField, columnFields, columnName, columnNames, fieldWords } from './fields.ts';
import { type Format, type FormatName, formatOf, formats } from './formats.ts';
import { counted } from '../../../values/plural.ts';

/** Where each field stands in a row, and what the file calls it; -1 when the file has no such column. */
export interface Columns {
  readonly at: Readonly<Record<ColumnField, number>>;
  readonly named: Readonly<Record<ColumnField, string>>;
  readonly count: number;
  /** Columns added to the amount, and those taken from it. */
  readonly plus: readonly number[];
  readonly minus: readonly number[];
  readonly format: FormatName | null;
}

export interface ColumnProblem {
  readonly problem: string;
  readonly fix: string;
}

/** The columns of a header row, or what it lacks. `amount_gbp` is an amount when the programme counts in GBP. */
export function readColumns(
  header: readonly string[],
  currency: string,
  choices: Choices = {},
): Columns | ColumnProblem {
  const found = header.map(plainName);
  const format = choices.format ?? formatOf(found) ?? null;
  const profile: Format | undefined = format === null ? undefined : formats[format];
  const at = {} as Record<ColumnField, number>;
  const named = {} as Record<ColumnField, string>;
  for (const field of columnFields) {
    const mapped = choices.columns?.[field];
    const place =
      mapped === undefined ? placeOf(field, { found, header, currency, profile }) : placeNamed(mapped, found);
    if (typeof place === 'object') return place;
    if (place === undefined)
      return { problem: `has no column "${mapped ?? ''}"`, fix: `its columns are ${header.join(', ')}` };
    at[field] = place;
    named[field] = header[place]?.trim() ?? columnName(field);
  }
  const several = (wanted: readonly string[] = []) =>
    wanted.map((name) => found.indexOf(name)).filter((each) => each >= 0);
  const count = header.findLastIndex((name) => name.trim() !== '') + 1;
  const columns = { at, named, count, plus: several(profile?.plus), minus: several(profile?.minus), format };
  return missingColumn(columns, found, currency) ?? columns;
}

function placeNamed(name: string, found: readonly string[]): number | undefined {
  if (name === '-') return -1;
  const place = found.indexOf(plainName(name));
  return place < 0 ? undefined : place;
}

interface Header {
  readonly found: readonly string[];
  readonly header: readonly string[];
  readonly currency: string;
  readonly profile: Format | undefined;
}

/** Where a field stands by its names, -1 for nowhere; two columns that both could be it are a problem. */
function placeOf(field: ColumnField, { found, header, currency, profile }: Header): number | ColumnProblem {
  if (profile) {
    const name = profile.columns[field]?.find((each) => found.includes(each));
    return name === undefined ? -1 : found.indexOf(name);
  }
  const wanted = namesOf(field, currency);
  const places = [...found.keys()].filter((place) => wanted.includes(found[place] ?? ''));
  if (places.length <= 1) return places[0] ?? -1;
  const both = places.map((place) => header[place]?.trim() ?? '');
  return {
    problem: `has ${counted(both.length, 'column', 'columns')} that could be ${fieldWords[field] ?? columnName(field)}: ${both.join(', ')}`,
    fix: `say which one it is, such as --map ${columnName(field)}=${both[0] ?? ''}`,
  };
}

function namesOf(field: ColumnField, currency: string): string[] {
  const wanted: string[] = [...columnNames[field], plainName(field)];
  if (field === 'amount') wanted.push(`amount_${currency.toLowerCase()}`, `total_${currency.toLowerCase()}`);
  return wanted;
}

function missingColumn(
  { at }: Pick<Columns, 'at'>,
  found: readonly string[],
  currency: string,
): ColumnProblem | undefined {
  const missing = (['orderId', 'memberId', 'placedAt'] as const).find((field) => at[field] < 0);
  if (missing) {
    const name = columnName(missing);
    const fix = `name a column one of ${columnNames[missing].join(', ')}, or say which one it is: --map ${name}=<column>`;
    return { problem: `has no column ${name}`, fix };
  }
  if (at.amount >= 0 || at.amountMinor >= 0) return undefined;
  const other = found.find((name) => /^(amount|total)_[a-z]{3}$/.test(name));
  return {
    problem: other ? `has "${other}", and the programme counts in ${currency}` : 'has no column amount',
    fix: `name a column amount (such as 139.12) or amount_minor (13912), in ${currency}, or say which one it is: --map amount=<column>`,
  };
}

/** The columns of NDJSON: every object is read as a row in this order. */
export const objectFields = columnFields;

/** The field an object's key means. */
export function fieldOfKey(key: string, currency: string, choices: Choices = {}): ColumnField | undefined {
  const name = plainName(key);
  const mapped = objectFields.find((field) => plainName(choices.columns?.[field] ?? '') === name);
  if (mapped !== undefined) return mapped;
  const field = objectFields.find((each) => namesOf(each, currency).includes(name));
  return field !== undefined && choices.columns?.[field] !== undefined ? undefined : field;
}

/** `Invoice No`, `invoiceNo` and `invoice-no` are invoice_no. */
export function plainName(name: string): string {
  return name
    .trim()
    .normalize('NFC')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();
}
