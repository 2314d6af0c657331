/** A row that was rejected. */
interface Reject {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows that were mended on the page, by their line: their cells as they are now. */
export type Mended = ReadonlyMap<number, readonly string[]>;

/** A line of NDJSON stands whole in one column. */
export const isNdjson = (header: readonly string[]): boolean => header.length === 1 && header[0] === 'json';

/**
 * What is sent: the mended rows, and beside them those of the same orders that need no mending. An order whose lines are added up
 * would else come in with a part of its amount.
 */
export function rowsToSend(
  rejects: readonly Reject[],
  mended: Mended,
  orderPlace: number,
): readonly (readonly string[])[] {
  const now = ({ line, cells }: Reject) => mended.get(line) ?? cells;
  const orderOf = (cells: readonly string[]) => (cells[orderPlace] ?? '').trim();
  const orders = new Set(
    rejects.filter(({ line }) => mended.has(line)).flatMap((row) => [orderOf(row.cells), orderOf(now(row))]),
  );
  orders.delete('');
  return rejects
    .filter((row) => mended.has(row.line) || (orderPlace >= 0 && orders.has(orderOf(row.cells))))
    .map((row) => now(row));
}

/** The rows as a file that is read as the one they stood in. */
export function fileOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (isNdjson(header)) return rows.map(([line = '']) => `${line.trim()}\n`).join('');
  return [header, ...rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
