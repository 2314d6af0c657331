import type { CommandContext } from '../context.ts';
import type { RowKindName } from '../../modules/exports/kinds.ts';
import { csvLines } from '../../modules/exports/lines.ts';

/** What `--csv` says in help. */
export const csvAbout =
  'all that meet the filters as CSV (RFC 4180; what a spreadsheet would take for a formula is defused)';

/** Writes a list as CSV to stdout, page by page, as fast as it is read. */
export async function printCsv(
  { database, clock, programme }: Pick<CommandContext, 'database' | 'clock' | 'programme'>,
  kind: RowKindName,
  filter: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const source = { db: database, programme: await programme(), now: clock.now() };
  const given = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  for await (const text of csvLines(kind, source, Object.fromEntries(given))) {
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
