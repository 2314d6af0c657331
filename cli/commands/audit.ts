import { Command } from 'commander';
import { type AuditEntry, listAuditEntries } from '../../modules/audit/list.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { date, timeOfDay } from '../../values/wording.ts';
import { instant, wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

interface ListOptions {
  readonly actor?: string;
  readonly target?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly before?: string;
  readonly limit: number;
}

const limitDefault = 50;
const limitMax = 1_000;

/** `perennial audit list` */
export function auditCommand(): Command {
  const whole = wholeNumber({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const list = new Command('list')
    .description('the latest changes: who, what, when and why')
    .option('--actor <actor>', 'only by this key or person, such as key_4n8b2v6c1m0x or cli:anna')
    .option('--target <target>', 'only of this thing, such as review:12')
    .option('--from <date>', 'not before this day or instant', instant)
    .option('--to <date>', 'before this day or instant', instant)
    .option('--before <entry>', 'only older ones than this: the next page', (text) => String(whole(text)))
    .option('--limit <entries>', 'entries to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action((options: ListOptions, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id, definition } = await programme();
        const { entries, next } = await listAuditEntries(database, id, options);
        out.result({ data: entries, nextCursor: next ?? null }, () => render(entries, definition.zone));
        if (next !== undefined) out.note(`Older ones: perennial audit list --before ${next}`);
      }),
    );
  withExamples(list, [
    ['perennial audit list --actor cli:anna', 'what one person did'],
    ['perennial audit list --from 2026-12-01 --json', 'for a program'],
  ]);
  return new Command('audit').description('who changed what, when and why').addCommand(list);
}

function render(entries: readonly AuditEntry[], zone: string): string {
  if (entries.length === 0) return 'Nothing was changed.';
  const columns = ['When', 'Who', 'What', 'Of', 'Why'].map((title) => ({ title }));
  return renderTable(
    columns,
    entries.map(({ at, actor, action, target, reason }) => [
      ...[`${date(at, zone)} ${timeOfDay(at, zone)}`, actor, action, target, reason ?? ''],
    ]),
  );
}
