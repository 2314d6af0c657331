import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { importMembers, type MemberImportReport } from '../../modules/imports/import-members.ts';
import { delimiters } from '../../modules/imports/reading/csv-rows.ts';
import { gatherChoices } from '../../modules/imports/reading/mapping.ts';
import { dateOrders } from '../../modules/imports/reading/rules-dates.ts';
import { formatDuration, startProgress } from '../../platform/terminal/progress.ts';
import { renderPairs } from '../../platform/terminal/table.ts';
import { counted } from '../../values/plural.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { requireWritable } from '../writable.ts';

interface MembersOptions {
  readonly dryRun?: boolean;
  readonly rejects?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly dates?: string;
  readonly zone?: string;
}

/** `perennial import members FILE` */
export function importMembersCommand(): Command {
  const command = new Command('members')
    .description('take members as they were elsewhere: profile, consent, tier and points, each with its own dates')
    .argument(
      '<file>',
      'CSV or NDJSON, gzipped or not: member_id, email, name, joined_at, consent, consent_at, points, …',
    )
    .option('--dry-run', 'tell what would come of it and write nothing but the reject file')
    .option('--rejects <file>', 'where rows go that can not be taken (default: <file>.rejects.csv in this folder)')
    .option('--encoding <name>', 'utf-8, utf-16le, gb18030, windows-1252, ... (default: found out)')
    .addOption(
      new Option('--delimiter <sign>', 'what stands between cells (default: found out)').choices([
        ...delimiters,
        'tab',
      ]),
    )
    .addOption(new Option('--dates <order>', 'what 05/01/2026 means').choices(dateOrders))
    .option('--zone <zone>', "the zone of times that name none (default: the programme's)")
    .action(takeMembers);
  withExamples(command, [
    ['perennial import members club.csv --dry-run', 'what would come of it'],
    ['perennial import members club.csv', 'the same file again changes nothing'],
    ['perennial import members club.csv.rejects.csv', 'the rows that were not taken, mended'],
  ]);
  command.addHelpText(
    'after',
    [
      '',
      'Columns: member_id, email, phone, name (or first_name and last_name), birthday, zone, locale, joined_at, consent (yes or no),',
      '  consent_at, consent_source, tags (a,b), tier, attributes.<name>; points with points_earned_at and points_expire_at,',
      '  or lots as 120@2025-03-01..2026-03-01; 30@2025-09-14.',
      'Points keep their own dates; those whose end has passed are counted and not brought along. Nobody enters a campaign.',
      'Ends with 5 when rows were rejected; the others are taken all the same.',
    ].join('\n'),
  );
  return command;
}

async function takeMembers(path: string, options: MembersOptions, command: Command): Promise<void> {
  const { dryRun = false, encoding, delimiter, dates, zone } = options;
  const said = { encoding, delimiter: delimiter === 'tab' ? '\t' : delimiter, dates, zone };
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const choices = await gatherChoices([], given);
  const rejectPath = options.rejects ?? `${basename(path)}.rejects.csv`;
  await requireWritable(rejectPath, '--rejects');
  await withDatabase(command, async ({ out, database, databaseUrl, clock, programme }) => {
    const { id: programmeId, definition } = await programme();
    const progress = startProgress({ title: dryRun ? 'Trying' : 'Importing', total: 1, quiet: out.json });
    const startedMs = performance.now();
    try {
      const report = await importMembers(
        { database, databaseUrl, clock },
        {
          ...{ path, programmeId, dryRun, rejectPath, choices },
          onProgress: ({ rows, rowsTotal }) =>
            progress.update(rows / Math.max(rowsTotal, 1), counted(rows, 'row', 'rows')),
        },
      );
      progress.finish(`${counted(report.rows, 'row', 'rows')} in ${formatDuration(performance.now() - startedMs)}`);
      out.result(report, () => renderReport(report, definition.asset));
      if (report.rejected > 0) process.exitCode = 5;
    } finally {
      progress.stop();
    }
  });
}

function renderReport(report: MemberImportReport, asset: string): string {
  const number = (value: number) => value.toLocaleString('en');
  const title = report.already
    ? 'This file had been imported completely before; nothing was done.'
    : report.dryRun
      ? 'A dry run: nothing was written.'
      : report.resumed
        ? 'Gone on where an earlier run had stopped; these are the figures of both.'
        : '';
  const asked = (label: string, value: number, text: string): [string, string][] =>
    value === 0 ? [] : [[label, text]];
  const lapsed = `${number(report.lapsedPoints)} ${asset} whose end had passed (${report.lapsedLines.length === 1 ? 'line' : 'lines'} ${report.lapsedLines.join(', ')}${report.lapsedLines.length === 20 ? ', …' : ''})`;
  const pairs: [string, string][] = [
    ['Rows', number(report.rows)],
    ['Taken', `${number(report.taken)}, ${counted(report.newMembers, 'new member', 'new members')} among them`],
    ['There already', number(report.duplicates)],
    ['Rejected', report.rejected === 0 ? '0' : `${number(report.rejected)}, see ${report.rejectPath ?? ''}`],
    [`${asset[0]?.toUpperCase() ?? ''}${asset.slice(1)} brought along`, number(report.pointsGiven)],
    ...asked('Not brought along', report.lapsedPoints, lapsed),
    ...asked('Columns not read', report.unread.length, report.unread.join(', ')),
  ];
  return [...(title === '' ? [] : [title]), renderPairs(pairs)].join('\n');
}
