import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Columns, fieldOfKey, objectFields } from './columns.ts';
import type { FileRow } from './file-row.ts';

/** Rows handed on at a time. */
const pageSize = 100;

/** NDJSON has its fields by name in every row, so its columns are the fields themselves. */
export function objectColumns(): Columns {
  const at = Object.fromEntries(objectFields.map((field, index) => [field, index])) as Columns['at'];
  const named = Object.fromEntries(objectFields.map((field) => [field, field])) as Columns['named'];
  return { at, named, count: objectFields.length };
}

/** The objects of an NDJSON file, a row for every line that is not empty. */
export async function* readObjects(content: Readable, currency: string): AsyncGenerator<FileRow[]> {
  let page: FileRow[] = [];
  let line = 0;
  for await (const text of createInterface({ input: content, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') page.push({ line, ...objectRow(text, currency) });
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  yield page;
}

function objectRow(text: string, currency: string): Omit<FileRow, 'line'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { cells: null, problem: `is not JSON: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { cells: null, problem: 'is not a JSON object' };
  const cells = objectFields.map(() => '');
  for (const [key, cell] of Object.entries(value)) {
    const field = fieldOfKey(key, currency);
    if (field === undefined || cell === null || cell === undefined) continue;
    if (typeof cell !== 'string' && typeof cell !== 'number')
      return { cells: null, problem: `has a ${typeof cell} in "${key}"` };
    cells[objectFields.indexOf(field)] = String(cell);
  }
  return { cells };
}
