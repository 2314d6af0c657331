import pg from 'pg';

/** Everything as the server writes it: no number or date is read and written again. */
const asText = { getTypeParser: () => (value: unknown) => value };

/** A script with the result of every statement behind it, as a terminal would show both. */
export async function transcriptOf(client: pg.Client, script: string): Promise<string> {
  const parts: string[] = [];
  for (const statement of script.split(/(?<=;)\n/)) {
    if (statement.trim() === '') continue;
    parts.push(statement.trimStart(), await resultOf(client, statement));
  }
  return `${parts.join('\n').trimEnd()}\n`;
}

async function resultOf(client: pg.Client, text: string): Promise<string> {
  try {
    const query = { text, rowMode: 'array', types: asText } as unknown as pg.QueryArrayConfig;
    const { fields, rows } = await client.query<(string | null)[]>(query);
    if (fields.length === 0) return '';
    return `${tableOf(
      fields.map(({ name }) => name),
      rows.map((row) => row.map((value) => shown(value))),
    )}\n`;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return `ERROR: ${error.message}\n`;
  }
}

function shown(value: string | null): string {
  if (value === null) return '-';
  return value === 't' ? 'true' : value === 'f' ? 'false' : value;
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, place) => Math.max(title.length, ...rows.map((row) => String(row[place]).length)));
  const line = (cells: readonly string[]) =>
    ` ${cells.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join(' | ')}`.trimEnd();
  const count = `(${rows.length} row${rows.length === 1 ? '' : 's'})`;
  return [line(titles), widths.map((width) => '-'.repeat(width + 2)).join('+'), ...rows.map(line), count].join('\n');
}
