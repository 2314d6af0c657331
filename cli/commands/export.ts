import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { tarOf, writeFolder } from '../../modules/exports/archive.ts';
import { type RowKindName, rowKindNames } from '../../modules/exports/kinds.ts';
import { csvLines, jsonLines } from '../../modules/exports/lines.ts';
import { PerennialError } from '../../platform/errors.ts';
import { renderPairs } from '../../platform/terminal/table.ts';
import { counted } from '../../values/plural.ts';
import { withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { requireWritable } from '../writable.ts';
import { writeRows } from '../write-rows.ts';

interface ExportOptions {
  readonly format: 'ndjson' | 'csv';
  readonly filter: Readonly<Record<string, string>>;
  readonly to?: string;
}

/** `perennial export WHAT` */
export function exportCommand(): Command {
  const command = new Command('export')
    .description('give a list, or everything of the programme, out as a file')
    .argument('<what>', `${rowKindNames.join(', ')}, or everything`)
    .addOption(new Option('--format <form>', 'of a list').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--filter <name=value>', 'as the list takes it: tier=gold, memberId=anna-1; may be repeated', gather, {})
    .option('--to <file>', 'write it there and not to stdout; everything goes into a .tar.gz, or a folder')
    .action((what: string, options: ExportOptions, self: Command) =>
      withDatabase(self, (context) =>
        what === 'everything' ? exportAll(context, options) : exportList(context, what, options),
      ),
    );
  return withExamples(command, [
    ['perennial export members --to members.ndjson', 'as `import members` takes them'],
    ['perennial export orders --format csv --filter from=2026-05-01T00:00:00Z --to may.csv', 'for a spreadsheet'],
    ['perennial export everything --to club.tar.gz', 'all nouns with a manifest and checksums'],
  ]);
}

function gather(pair: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const cut = pair.indexOf('=');
  if (cut > 0) return { ...before, [pair.slice(0, cut)]: pair.slice(cut + 1) };
  throw new PerennialError('USAGE', `--filter ${pair} can't be understood.`, {
    field: '--filter',
    fix: 'Write it as tier=gold.',
  });
}

async function exportList(
  { out, database, clock, programme }: CommandContext,
  what: string,
  { format, filter, to }: ExportOptions,
): Promise<void> {
  const kind = rowKindNames.find((each) => each === what);
  if (kind === undefined) throw unknown(what);
  const lines = format === 'csv' ? csvLines : jsonLines;
  await writeRows(out, to, async (note) => {
    const source = { db: database, programme: await programme(), now: clock.now() };
    return lines(kind, source, filter, note);
  });
}

async function exportAll({ out, database, clock, programme }: CommandContext, { to }: ExportOptions): Promise<void> {
  if (to === undefined) {
    throw new PerennialError('USAGE', 'everything needs --to.', { field: '--to', fix: 'Name a .tar.gz or a folder.' });
  }
  const source = { db: database, programme: await programme(), now: clock.now() };
  const isArchive = /\.(tar\.gz|tgz)$/.test(to);
  if (isArchive) await requireWritable(to, '--to');
  const folder = isArchive ? await mkdtemp(join(tmpdir(), 'perennial-export-')) : to;
  try {
    const manifest = await writeFolder(source, folder);
    if (isArchive) await pipeline(tarOf(folder, manifest), createWriteStream(to, { mode: 0o600 }));
    out.result({ file: to, ...manifest }, () =>
      renderPairs([
        ...manifest.files.map(({ name, rows }) => [name, counted(rows, 'line', 'lines')] as [string, string]),
        ['Written to', to],
      ]),
    );
  } finally {
    if (isArchive) await rm(folder, { recursive: true, force: true });
  }
}

const unknown = (what: string) =>
  new PerennialError('USAGE', `There is no "${what}" to export.`, {
    field: 'what',
    fix: `Name one of ${([...rowKindNames] as RowKindName[]).join(', ')}, everything; one person by perennial member export.`,
  });
