import { basename } from 'node:path';
import { Command } from 'commander';
import { importOrders, type ImportReport } from '../../store/orders-import.ts';
import { instant, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { startProgress } from '../progress.ts';
import { renderPairs } from '../table.ts';

interface ImportFlags {
  readonly dryRun?: boolean;
  readonly shiftTo?: Date;
  readonly rejects?: string;
}

/** `perennial import orders` */
export function importCommand(): Command {
  return new Command('import')
    .description('bring history in: orders and returns from a file')
    .addCommand(ordersCommand());
}

function ordersCommand(): Command {
  const command = new Command('orders')
    .description('import orders and returns as the events they were; a run that was killed goes on where it stood')
    .argument('<file>', 'CSV or NDJSON, also gzipped')
    .option('--dry-run', 'check every row and write nothing but the reject file')
    .option('--shift-to <date>', 'move all dates by whole days, so that the last order falls on this day', instant)
    .option('--rejects <file>', 'where rows go that cannot be taken; <file>.rejects.csv when absent')
    .action((path: string, flags: ImportFlags, self: Command) => runImport(path, flags, self));
  return withExamples(command, [
    ['perennial import orders orders.csv --dry-run', 'what would be taken, and what is wrong with the rest'],
    ['perennial import orders orders.csv', 'take it'],
    [
      'perennial import orders data/retail-invoices.csv.gz --shift-to 2026-01-31',
      'the shipped orders, as if of the last year',
    ],
  ]);
}

function runImport(path: string, flags: ImportFlags, self: Command): Promise<void> {
  return withDatabase(self, async ({ out, database, databaseUrl, clock, programme }) => {
    const { id: programmeId } = await programme();
    const progress = startProgress({ title: flags.dryRun ? 'Checking' : 'Importing', total: 1, quiet: out.json });
    try {
      const report = await importOrders(
        { database, databaseUrl, clock },
        {
          path,
          programmeId,
          dryRun: flags.dryRun ?? false,
          ...(flags.shiftTo === undefined ? {} : { shiftTo: flags.shiftTo }),
          rejectPath: flags.rejects ?? `${basename(path)}.rejects.csv`,
          onProgress: ({ rows, bytesDone, bytesTotal }) =>
            progress.update(bytesDone / Math.max(1, bytesTotal), `${rows.toLocaleString('en')} rows`),
        },
      );
      progress.finish(`${report.rows.toLocaleString('en')} rows`);
      out.result(report, () => renderReport(report));
    } finally {
      progress.stop();
    }
  });
}

function renderReport(report: ImportReport): string {
  const count = (value: number) => value.toLocaleString('en');
  const verb = report.dryRun ? 'would be ' : '';
  return [
    ...(report.already ? ['This file was imported completely before; nothing was done. Its figures:'] : []),
    ...(report.resumed && !report.already ? ['Went on where an earlier run had stopped.'] : []),
    renderPairs([
      ['orders', `${count(report.orders)} ${verb}taken`],
      [
        'returns',
        `${count(report.returns)} ${verb}taken, ${count(report.unmatchedReturns)} of them without an order they belong to`,
      ],
      ['new members', count(report.newMembers)],
      ['points', `${count(report.pointsGiven)} given, ${count(report.pointsTakenBack)} taken back`],
      ['seen before', count(report.duplicates)],
      ['rejected', report.rejectPath === null ? '0' : `${count(report.rejected)}: see ${report.rejectPath}`],
    ]),
  ].join('\n');
}
