import { parseExactly } from '../../../values/exact-json.ts';
import type { Choices } from './choices.ts';
import { type Columns, fieldOfKey, objectFields } from './columns.ts';
import { columnName } from './fields.ts';
import type { FileRow } from './file-row.ts';

/** NDJSON has its fields by name in every row, so its columns are the fields themselves. */
export function objectColumns(): Columns {
  const at = Object.fromEntries(objectFields.map((field, index) => [field, index])) as Columns['at'];
  const named = Object.fromEntries(objectFields.map((field) => [field, field])) as Columns['named'];
  return { at, named, count: objectFields.length, plus: [], minus: [], format: null };
}

/** An object's cells, in the order of the fields. */
export function objectRow(text: string, currency: string, choices: Choices): Pick<FileRow, 'cells' | 'problem'> {
  let value: unknown;
  try {
    value = parseExactly(text);
  } catch {
    return { cells: null, problem: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { cells: null, problem: 'is not a JSON object' };
  const cells = objectFields.map(() => '');
  for (const [key, cell] of Object.entries(value)) {
    const field = fieldOfKey(key, currency, choices);
    if (field === undefined || cell === null || cell === undefined) continue;
    if (typeof cell !== 'string' && typeof cell !== 'number')
      return { cells: null, problem: `has a ${typeof cell} in "${key}"` };
    if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell))
      return { cells: null, problem: `has a number in "${key}" that is too large to be exact` };
    const place = objectFields.indexOf(field);
    if (cells[place] !== '') return { cells: null, problem: `says ${columnName(field)} twice` };
    cells[place] = String(cell);
  }
  return { cells };
}
