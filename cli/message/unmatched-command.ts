import { Command } from 'commander';
import { listUnmatched, type UnmatchedReport } from '../../modules/messaging/reachability/list-unmatched.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { date } from '../../values/wording.ts';
import { wholeNumber } from '../arguments.ts';
import { withDatabase } from '../context.ts';

const limitDefault = 30;
const limitMax = 1_000;

/** `perennial message unmatched`: reports of the mail provider that nothing could be made of. */
export function unmatchedCommand(): Command {
  return new Command('unmatched')
    .description('bounces and complaints that name a mail nobody knows: tried again for seven days, then given up')
    .option('--limit <reports>', 'reports to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action(({ limit }: { limit: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id, definition } = await programme();
        const found = await listUnmatched(database, id, limit);
        out.result({ data: found }, () => renderUnmatched(found, definition.zone));
      }),
    );
}

function renderUnmatched(found: readonly UnmatchedReport[], zone: string): string {
  if (found.length === 0) return 'Every report of the mail provider names a mail that is known, or an address.';
  return renderTable(
    ['Report', 'Kind', 'Mail', `Happened (${zone})`, 'State'].map((title) => ({ title })),
    found.map(({ id, type, mail, at, triedUntil, givenUpAt }) => [
      ...[id, type, mail, date(at, zone)],
      givenUpAt === null ? `tried again until ${date(triedUntil, zone)}` : `given up on ${date(givenUpAt, zone)}`,
    ]),
  );
}
