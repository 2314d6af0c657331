import { basename } from 'node:path';
import { Command } from 'commander';
import { endOfLocalDay, parseLocalDay } from '../../values/calendar.ts';
import { PerennialError } from '../../platform/errors.ts';
import { importOrders, type ImportReport } from '../../modules/imports/import-orders.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { formatDuration, startProgress } from '../../platform/terminal/progress.ts';
import { renderPairs } from '../../platform/terminal/table.ts';

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly shiftTo?: string;
  readonly rejects?: string;
}

/** `perennial import orders FILE` */
export function importCommand(): Command {
  const orders = new Command('orders')
    .description('take a file of orders and returns, each at its own time; a run that broke off goes on where it stood')
    .argument('<file>', 'CSV or NDJSON, gzipped or not: order_id, customer_id, placed_at, amount; kind for returns')
    .option('--dry-run', 'tell what would come of it and write nothing but the reject file')
    .option('--shift-to <date>', 'move all dates by whole days, so that the last order was on that day (or `today`)')
    .option('--rejects <file>', 'where rows go that can not be taken (default: <file>.rejects.csv in this folder)')
    .action(importFile);
  withExamples(orders, [
    ['perennial import orders data/retail-invoices.csv.gz', 'a year of real orders'],
    ['perennial import orders shop.csv --dry-run', 'what would come of it'],
    ['perennial import orders data/retail-invoices.csv.gz --shift-to today', 'as if the last order was today'],
  ]);
  orders.addHelpText('after', '\nEnds with 5 when rows were rejected; the others are taken all the same.');
  return new Command('import').description('take what happened before, or elsewhere').addCommand(orders);
}

async function importFile(path: string, options: ImportOptions, command: Command): Promise<void> {
  await withDatabase(command, async ({ out, database, databaseUrl, clock, programme }) => {
    const { id, definition } = await programme();
    const progress = startProgress({ title: options.dryRun ? 'Trying' : 'Importing', total: 1, quiet: out.json });
    const startedMs = performance.now();
    try {
      const report = await importOrders(
        { database, databaseUrl, clock },
        {
          path,
          programmeId: id,
          dryRun: options.dryRun ?? false,
          ...(options.shiftTo === undefined
            ? {}
            : { shiftTo: shiftInstant(options.shiftTo, definition.zone, clock.now()) }),
          rejectPath: options.rejects ?? `${basename(path)}.rejects.csv`,
          onProgress: ({ rows, rowsTotal }) => progress.update(rows / rowsTotal, `${rows.toLocaleString('en')} rows`),
        },
      );
      progress.finish(`${report.rows.toLocaleString('en')} rows in ${formatDuration(performance.now() - startedMs)}`);
      out.result(report, () => renderReport(report, definition.asset));
      if (report.rejected > 0) process.exitCode = 5;
    } finally {
      progress.stop();
    }
  });
}

/** The last instant of the day that is meant, and not later than now: an order can't lie ahead. */
function shiftInstant(text: string, zone: string, now: Date): Date {
  if (text === 'today') return now;
  const day = parseLocalDay(text);
  const end = day && endOfLocalDay(day, zone);
  if (end) return end < now ? end : now;
  throw new PerennialError('USAGE', `--shift-to: "${text}" is not a date.`, {
    field: 'shift-to',
    fix: 'Write it as 2026-05-20, or `today`.',
  });
}

function renderReport(report: ImportReport, asset: string): string {
  const number = (value: number) => value.toLocaleString('en');
  const title = report.already
    ? 'This file had been imported completely before; nothing was done.'
    : report.dryRun
      ? 'A dry run: nothing was written.'
      : report.resumed
        ? 'Gone on where an earlier run had stopped; these are the figures of both.'
        : '';
  const unmatched =
    report.unmatchedReturns === 0 ? '' : `, ${number(report.unmatchedReturns)} of them without a fitting order`;
  const pairs: [string, string][] = [
    ['Orders', number(report.orders)],
    ['Returns', `${number(report.returns)}${unmatched}`],
    ['New members', number(report.newMembers)],
    [`${asset[0]?.toUpperCase() ?? ''}${asset.slice(1)} given`, number(report.pointsGiven)],
    ['Taken back', number(report.pointsTakenBack)],
    ...(report.shiftDays === 0 ? [] : [['Moved by', `${number(report.shiftDays)} days`] as [string, string]]),
    ...(report.duplicates === 0 ? [] : [['There already', number(report.duplicates)] as [string, string]]),
    ...(report.rejected === 0
      ? []
      : [['Rejected', `${number(report.rejected)}, see ${report.rejectPath ?? ''}`] as [string, string]]),
  ];
  return [...(title === '' ? [] : [title]), renderPairs(pairs)].join('\n');
}
