import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { formatAmount } from '../../values/money.ts';
import { importOrders, type ImportReport } from '../../modules/imports/import-orders.ts';
import { mappingOf } from '../../modules/imports/reading/mapping.ts';
import { shiftInstant } from '../../modules/imports/shift-instant.ts';
import type { ReadAs } from '../../modules/imports/survey.ts';
import { withExamples } from '../arguments.ts';
import { confirmOrStop } from '../confirm.ts';
import { requireWritable } from '../writable.ts';
import { withDatabase } from '../context.ts';
import { importMembersCommand } from '../import/members-command.ts';
import { choicesOf, type ReadingOptions, withReadingOptions } from '../import/reading-options.ts';
import { importRunCommands } from '../import/run-commands.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { formatDuration, startProgress } from '../../platform/terminal/progress.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { counted } from '../../values/plural.ts';

interface ImportOptions extends ReadingOptions {
  readonly dryRun?: boolean;
  readonly shiftTo?: string;
  readonly rejects?: string;
  readonly saveMap?: string;
  readonly yes?: boolean;
}

/** `perennial import orders | members | list | show | rejects | again | resume | cancel` */
export function importCommand(): Command {
  const orders = new Command('orders')
    .description('take a file of orders and returns, each at its own time; a run that broke off goes on where it stood')
    .argument('<file>', 'CSV or NDJSON, gzipped or not: order_id, customer_id, placed_at, amount; kind for returns')
    .option('--dry-run', 'tell what would come of it and write nothing but the reject file')
    .option('--shift-to <date>', 'move all dates by whole days, so that the last order was on that day (or `today`)')
    .option('--rejects <file>', 'where rows go that can not be taken (default: <file>.rejects.csv in this folder)')
    .option('--save-map <file>', 'save what --map and the options of the reading say, for the next file')
    .option('--yes', 'take the first file of its kind without asking')
    .action(importFile);
  withReadingOptions(orders);
  withExamples(orders, [
    ['perennial import orders data/retail-invoices.csv.gz', 'a year of real orders'],
    ['perennial import orders shop.csv --dry-run', 'what would come of it, and how it is read'],
    [
      'perennial import orders kasse.csv --map order_id=Beleg --map amount=Summe --save-map kasse.yaml',
      'other columns',
    ],
    ['perennial import orders data/retail-invoices.csv.gz --shift-to today', 'as if the last order was today'],
  ]);
  orders.addHelpText('after', '\nEnds with 5 when rows were rejected; the others are taken all the same.');
  const command = new Command('import')
    .description('take what happened before, or elsewhere')
    .addCommand(orders)
    .addCommand(importMembersCommand());
  for (const each of importRunCommands()) command.addCommand(each);
  return command;
}

async function importFile(path: string, options: ImportOptions, command: Command): Promise<void> {
  const choices = await choicesOf(options);
  const rejectPath = options.rejects ?? `${basename(path)}.rejects.csv`;
  // What could not be written in the end would be an error behind an import.
  await requireWritable(rejectPath, '--rejects');
  if (options.saveMap !== undefined) await requireWritable(options.saveMap, '--save-map');
  await withDatabase(command, async ({ out, database, databaseUrl, clock, programme }) => {
    const { id, definition } = await programme();
    const progress = startProgress({ title: options.dryRun ? 'Trying' : 'Importing', total: 1, quiet: out.json });
    const startedMs = performance.now();
    const onTerminal = process.stdin.isTTY && process.stderr.isTTY && !out.json && !options.yes;
    try {
      const report = await importOrders(
        { database, databaseUrl, clock },
        {
          path,
          programmeId: id,
          dryRun: options.dryRun ?? false,
          choices,
          ...(onTerminal ? { approve: (readAs: ReadAs) => approve(readAs, definition.currency, out) } : {}),
          ...(options.shiftTo === undefined
            ? {}
            : { shiftTo: shiftInstant(options.shiftTo, definition.zone, clock.now()) }),
          rejectPath,
          onProgress: ({ rows, rowsTotal }) => progress.update(rows / rowsTotal, counted(rows, 'row', 'rows')),
        },
      );
      progress.finish(`${counted(report.rows, 'row', 'rows')} in ${formatDuration(performance.now() - startedMs)}`);
      if (options.saveMap !== undefined) await writeFile(options.saveMap, stringify(mappingOf(choices)));
      out.result(report, () => renderReport(report, definition));
      if (report.rejected > 0) process.exitCode = 5;
    } finally {
      progress.stop();
    }
  });
}

/** Shows how the first file of its kind is read, and goes on with a yes. */
async function approve(readAs: ReadAs, currency: string, out: Output): Promise<void> {
  out.note(`${renderReading(readAs)}\n\n${renderRows(readAs, currency)}\n`);
  await confirmOrStop('Is this how the file is to be read?', {});
}

/** Which column was read as what, and what was found out about the file. */
function renderReading({ format, encoding, delimiter, dates, decimal, zone, lines, columns }: ReadAs): string {
  const between = delimiter === null ? '' : `, cells between ${delimiter === '\t' ? 'tabs' : delimiter}`;
  const day = dates === null ? '' : `, dates as ${dates.split('').join('/')}`;
  const several =
    lines === null ? '' : lines === 'sum' ? ', order lines added up' : ', the first row of an order as the whole';
  const named = Object.entries(columns).map(([name, column]) =>
    name === column ? name : `${name} = ${shown(column)}`,
  );
  return renderPairs([
    ['Read as', `${format}, ${encoding}${between}${day}, cents behind ${decimal}, times of ${zone}${several}`],
    ...(named.length === 0 ? [] : [['Columns', named.join(', ')] as [string, string]]),
  ]);
}

function renderRows({ firstRows }: ReadAs, currency: string): string {
  return renderTable(
    [
      { title: 'line' },
      { title: 'is' },
      { title: 'order' },
      { title: 'customer' },
      { title: 'at' },
      { title: 'amount' },
    ],
    firstRows.map(({ line, kind, order, customer, at, amountMinor, problem }) => [
      String(line),
      problem === null ? kind : 'rejected',
      shown(order),
      shown(customer),
      shown(at),
      amountMinor === null ? shown(problem ?? '') : formatAmount(amountMinor, currency),
    ]),
  );
}

/** Characters of a cell that are shown. */
const shownLengthMax = 40;

/** A cell of somebody's file, without what a terminal would act on. */
function shown(text: string): string {
  return text.replace(/\p{C}/gu, '·').slice(0, shownLengthMax);
}

function renderReport(report: ImportReport, { asset, currency }: { asset: string; currency: string }): string {
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
    ...(report.shiftDays === 0 ? [] : [['Moved by', counted(report.shiftDays, 'day', 'days')] as [string, string]]),
    ...(report.duplicates === 0 ? [] : [['There already', number(report.duplicates)] as [string, string]]),
    ...(report.leftOut === 0
      ? []
      : [['Left out', `${number(report.leftOut)} that are no purchase by their status`] as [string, string]]),
    ...(report.rejected === 0
      ? []
      : [['Rejected', `${number(report.rejected)}, see ${report.rejectPath ?? ''}`] as [string, string]]),
  ];
  const rows = report.dryRun ? [renderRows(report.readAs, currency)] : [];
  return [...(title === '' ? [] : [title]), renderPairs(pairs), renderReading(report.readAs), ...rows].join('\n');
}
