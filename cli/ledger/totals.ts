import { Command, Option } from 'commander';
import { type LedgerTotals, ledgerTotals, totalsBy, type TotalsBy } from '../../modules/programme/ledger-totals.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { formatAmount } from '../../values/money.ts';
import { instant, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

interface TotalsOptions {
  readonly by: TotalsBy;
  readonly from?: Date;
  readonly to?: Date;
}

/** `perennial ledger totals` */
export function totalsCommand(): Command {
  const command = new Command('totals')
    .description('points issued, used, expired and taken back in a period, and what is outstanding now')
    .addOption(new Option('--by <rows>', 'a row for each').choices(totalsBy).default('source'))
    .option('--from <instant>', 'own time, not before this', instant)
    .option('--to <instant>', 'before this', instant)
    .action((options: TotalsOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { id, definition } = await context.programme();
        const totals = await ledgerTotals(context.database, id, options);
        context.out.result(totals, () => renderTotals(totals, definition));
      }),
    );
  return withExamples(command, [
    ['perennial ledger totals', 'since the first point, by what they came from and went to'],
    ['perennial ledger totals --by day --from 2026-12-01 --to 2027-01-01', 'the days of a month'],
    ['perennial ledger totals --by month --json', 'for a program'],
  ]);
}

function renderTotals(
  { by, data, outstanding, liabilityMinor }: LedgerTotals,
  { asset, currency }: { readonly asset: string; readonly currency: string },
): string {
  const worth = liabilityMinor === undefined ? '' : `, worth ${formatAmount(liabilityMinor, currency)} at the checkout`;
  const now = `${outstanding.toLocaleString('en')} ${asset} outstanding${worth}.`;
  if (data.length === 0) return `Nothing was posted in this period.\n${now}`;
  const title = { source: 'Source', day: 'Day', month: 'Month' }[by];
  const figures = ['Issued', 'Redeemed', 'Expired', 'Taken back', 'Adjusted'];
  const table = renderTable(
    [{ title }, ...figures.map((each) => ({ title: each, align: 'right' as const }))],
    data.map(({ key, issued, redeemed, expired, clawedBack, adjusted }) => [
      key,
      ...[issued, redeemed, expired, clawedBack, adjusted].map((count) => count.toLocaleString('en')),
    ]),
  );
  return `${table}\n\n${now}`;
}
