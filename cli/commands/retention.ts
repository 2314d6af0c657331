import { Command } from 'commander';
import { type DetailKind, detailKinds } from '../../modules/retention/kinds.ts';
import { purgeAll } from '../../modules/retention/purge.ts';
import { readRetention, type RetentionView } from '../../modules/retention/show.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { counted } from '../../values/plural.ts';
import { date, timeOfDay } from '../../values/wording.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

/** `perennial retention show | purge` */
export function retentionCommand(): Command {
  return new Command('retention')
    .description('what is kept how long, beside points, coupons, consent and suppression, which stay')
    .addCommand(showCommand())
    .addCommand(purgeCommand());
}

function showCommand(): Command {
  return new Command('show')
    .description(
      'each kind of details: how long it is kept, how many rows are past that, when it was last gone through',
    )
    .action((_: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id, definition } = await programme();
        const data = await readRetention({ database, clock }, id);
        out.result({ data }, () => render(data, definition.zone));
      }),
    );
}

function purgeCommand(): Command {
  const command = new Command('purge')
    .description('remove now what the sweep would remove within a day')
    .option('--dry-run', 'count it and change nothing')
    .action(({ dryRun = false }: { dryRun?: boolean }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id } = await programme();
        const look = async () => {
          const views = await readRetention({ database, clock }, id);
          return Object.fromEntries(views.map(({ kind, past }) => [kind, past]));
        };
        const removed: Partial<Record<DetailKind, number>> = dryRun
          ? await look()
          : await purgeAll({ database, clock }, id);
        out.result({ dryRun, removed }, () => {
          const rows = detailKinds.map((kind) => [words[kind], (removed[kind] ?? 0).toLocaleString('en')]);
          return renderTable([{ title: 'Details' }, { title: dryRun ? 'Would go' : 'Gone', align: 'right' }], rows);
        });
      }),
    );
  return withExamples(command, [['perennial retention purge --dry-run', 'how many rows are past their time']]);
}

const words: Readonly<Record<DetailKind, string>> = {
  events: 'events: goods and long texts (ids, amounts and codes stay)',
  messages: 'messages: subjects and what was put into texts',
  stories: 'stories that are over: steps that gave nothing',
  signals: 'stories that are over: what they heard',
  'mail-reports': 'reports of mail providers (suppression stays)',
  'dry-runs': 'dry runs of reversals',
};

function render(views: readonly RetentionView[], zone: string): string {
  const columns = [
    ...['Details', 'Kept'].map((title) => ({ title })),
    ...['Past', 'Gone so far'].map((title) => ({ title, align: 'right' as const })),
    { title: 'Last gone through' },
  ];
  const rows = views.map(({ kind, days, past, pastIsMore, purgedAt, removed }) => [
    words[kind],
    days === 'forever' ? 'for ever' : counted(days, 'day', 'days'),
    `${past.toLocaleString('en')}${pastIsMore ? ' or more' : ''}`,
    removed.toLocaleString('en'),
    purgedAt === null ? 'never' : `${date(purgedAt, zone)} ${timeOfDay(purgedAt, zone)}`,
  ]);
  const fixed = 'Notifications and their deliveries are kept for 30 days, answers to requests for 30 days or for ever.';
  return `${renderTable(columns, rows)}\n${fixed}`;
}
