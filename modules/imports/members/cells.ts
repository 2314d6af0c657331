import { isList, type JsonObject, type JsonValue } from '../../../values/json.ts';
import { nearestWord } from '../../../values/edit-distance.ts';
import { plainName } from '../reading/columns.ts';
import { type MemberField, memberColumn, memberColumns, memberFields } from './fields.ts';

/** What a row says, by field; text where it came from a table. */
export interface MemberCells {
  readonly fields: Readonly<Partial<Record<MemberField, JsonValue>>>;
  /** The shop's own. */
  readonly attributes: JsonObject;
}

/** Where each field stands in a table; attributes are named by the shop. */
export interface MemberHeader {
  readonly at: Readonly<Partial<Record<MemberField, number>>>;
  readonly attributes: readonly { readonly name: string; readonly place: number }[];
  /** Columns that are not read. */
  readonly unread: readonly string[];
  readonly count: number;
}

/** What files of ours say besides, and no import sets: it comes of what members do. */
const toldOnly: ReadonlySet<string> = new Set([
  ...['status', 'merged_into', 'orders_count', 'spent_minor', 'last_order_at', 'available', 'pending', 'held', 'debt'],
]);

const attributeName = /^attributes?[._](.+)$/;

/** The field that a column or key means. */
function fieldNamed(name: string): MemberField | undefined {
  const plain = plainName(name);
  return memberFields.find(
    (field) => memberColumn(field) === plain || memberColumns[field].some((each) => each === plain),
  );
}

/** The columns of a header row, or what it lacks. */
export function readMemberHeader(
  header: readonly string[],
): MemberHeader | { readonly problem: string; readonly fix: string } {
  const at: Partial<Record<MemberField, number>> = {};
  const attributes: { name: string; place: number }[] = [];
  const unread: string[] = [];
  for (const [place, column] of header.entries()) {
    const own = attributeName.exec(column.trim())?.[1];
    const field = fieldNamed(column);
    if (own !== undefined) attributes.push({ name: own, place });
    else if (field === undefined) {
      if (!toldOnly.has(plainName(column))) unread.push(column.trim());
    } else if (at[field] === undefined) at[field] = place;
    else return { problem: `has two columns for ${memberColumn(field)}`, fix: 'leave one of them out' };
  }
  if (at.id === undefined) {
    const fix = `name a column one of ${memberColumns.id.join(', ')}`;
    return { problem: 'has no column member_id', fix };
  }
  const consent = unread.find((column) => nearestWord(plainName(column), ['consent'], 2) !== undefined);
  if (consent !== undefined) {
    return { problem: `has a column "${consent}" that is nearly consent`, fix: 'call it consent, or leave it out' };
  }
  const count = header.findLastIndex((name) => name.trim() !== '') + 1;
  return { at, attributes, unread: unread.filter((name) => name !== ''), count };
}

/** What the cells of a table's row say; empty ones say nothing. */
export function cellsOfRow(row: readonly string[], { at, attributes }: MemberHeader): MemberCells {
  const fields: Partial<Record<MemberField, JsonValue>> = {};
  for (const field of memberFields) {
    const text = (row[at[field] ?? -1] ?? '').trim();
    if (text !== '') fields[field] = text;
  }
  const own = attributes.map(({ name, place }) => [name, (row[place] ?? '').trim()] as const);
  return { fields, attributes: Object.fromEntries(own.filter(([, text]) => text !== '')) };
}

/** What an object says, or what is wrong with it: a key that nobody reads is refused, for it would be lost. */
export function cellsOfObject(text: string): MemberCells | { readonly problem: string; readonly fix: string } {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || isList(value)) {
    return { problem: 'is not a JSON object', fix: 'write one object a line' };
  }
  const fields: Partial<Record<MemberField, JsonValue>> = {};
  const attributes: Record<string, JsonValue> = {};
  for (const [key, cell = null] of Object.entries(value)) {
    const own = attributeName.exec(key)?.[1];
    const field = fieldNamed(key);
    if (own !== undefined) attributes[own] = cell;
    else if (field === undefined) {
      if (toldOnly.has(plainName(key))) continue;
      return { problem: `has a field "${key}" that is not known`, fix: `put it under attributes, or leave it out` };
    } else if (fields[field] !== undefined)
      return { problem: `says ${memberColumn(field)} twice`, fix: 'leave one of them out' };
    else if (cell !== null && cell !== '') fields[field] = cell;
  }
  return { fields, attributes };
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
