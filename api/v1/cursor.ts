import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { PerennialError } from '../../platform/errors.ts';

/** Where a page ends, for the list with these filters: opaque, and good for no other list; null of the last page, which has no position. */
export function writeCursor(list: string, filters: object, position: unknown): string | null {
  if (position === undefined || position === null) return null;
  return Buffer.from(JSON.stringify([markOf(list, filters), position])).toString('base64url');
}

/** The position in a cursor; undefined where none was sent. One of another list or of other filters is refused. */
export function readCursor<Position extends z.ZodType>(
  list: string,
  filters: object,
  cursor: string | undefined,
  schema: Position,
): z.output<Position> | undefined {
  if (cursor === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && read[0] === markOf(list, filters)) return schema.parse(read[1]);
  } catch {
    // What can't be read was not written here.
  }
  throw new PerennialError('CURSOR_INVALID', 'The cursor is not of this list.', {
    field: 'cursor',
    fix: 'Begin again without it, or keep the filters.',
  });
}

/** `limit` may change from page to page; everything else makes it another list. */
function markOf(list: string, filters: object): string {
  const kept = Object.entries(filters).filter(
    ([name, value]) => !['limit', 'cursor'].includes(name) && value !== undefined,
  );
  const text = JSON.stringify([list, kept.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
