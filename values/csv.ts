/** What may stand in a cell. */
export type CsvCell = string | number | bigint | boolean | Date | null | undefined;

/** Signs by which spreadsheets take a text for a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/**
 * A record of RFC 4180 with its line end. Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers
 * stay numbers.
 */
export function csvRecord(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString();
  if (typeof cell !== 'string') return String(cell);
  const text = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
