import { Command } from 'commander';
import { sayCount } from '../../platform/bounded-count.ts';
import { type AppliedProgramme, applyProgramme } from '../../modules/programme/apply.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { type ProgrammeTotals, readProgrammeTotals } from '../../modules/programme/rows-totals.ts';
import { listProgrammes } from '../../modules/programme/list.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { renderDifferences } from '../../platform/terminal/diff.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { differences } from '../../values/diff.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { describeProgramme } from '../../modules/programme/describe.ts';
import { counted } from '../../values/plural.ts';

/** `perennial programme apply | list | show` */
export function programmeCommand(): Command {
  return new Command('programme')
    .description('programmes: how points are earned, when they expire, who the mails come from')
    .addCommand(applyCommand())
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function applyCommand(): Command {
  const command = new Command('apply')
    .description('store a programme file: a new programme, or the new rules of one that is there')
    .argument('<file>', 'a YAML file')
    .option('--dry-run', 'show what would change and change nothing')
    .action((path: string, { dryRun }: { dryRun?: boolean }, self: Command) =>
      withDatabase(self, async (context) => {
        const definition = await readProgrammeFile(path);
        const applied = await applyProgramme(context, definition, { actor: actor(), dryRun: dryRun ?? false });
        const { programme, change, changes, moved } = applied;
        context.out.result({ programme, change, dryRun: applied.dryRun, changes, moved }, () =>
          renderApply(applied, context.out),
        );
      }),
    );
  return withExamples(command, [
    ['perennial programme apply playbooks/reference/programme.yaml', 'the reference programme'],
    ['perennial programme apply my-shop.yaml --dry-run', 'what would change'],
  ]);
}

/** The plan in the words of `programme show`, so that a changed rule reads as a rule. */
function renderApply({ programme, change, dryRun, moved, before, after }: AppliedProgramme, out: Output): string {
  if (change === 'unchanged') return `${programme} is unchanged.`;
  const inWords = (each: Programme) => Object.fromEntries([['Name', each.name], ...describeProgramme(each)]);
  const plan = before
    ? renderDifferences(differences(inWords(before), inWords(after)), out)
    : renderPairs(describeProgramme(after));
  const moves = moved.map(
    ({ from, to, members }) =>
      `\nThe tier "${from}" is gone: ${counted(members, 'member', 'members')} ${dryRun ? 'would move' : 'moved'} to "${to}", by what they bought.`,
  );
  return `${plan}${moves.join('')}\n${programme} ${dryRun ? 'would be' : 'is'} ${change}.`;
}

function listCommand(): Command {
  return new Command('list').description('all programmes of the database').action((_: object, self: Command) =>
    withDatabase(self, async ({ out, database }) => {
      const programmes = await listProgrammes(database);
      out.result({ data: programmes }, () =>
        programmes.length === 0
          ? 'No programmes yet. Create one: perennial programme apply playbooks/reference/programme.yaml'
          : renderTable(
              [
                { title: 'Programme' },
                { title: 'Name' },
                { title: 'Points' },
                { title: 'Money' },
                { title: 'Calendar' },
              ],
              programmes.map((each) => [each.code, each.name, each.asset, each.currency, each.zone]),
            ),
      );
    }),
  );
}

function showCommand(): Command {
  return new Command('show')
    .description("a programme's rules in words, and what it comes to")
    .argument('[programme]', 'its code, where there are several')
    .option('--exact', 'count the members, orders and points of a very large programme one by one')
    .action((code: string | undefined, { exact = false }: { exact?: boolean }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id, definition } = code === undefined ? await programme() : await loadProgramme(database, code);
        const totals = await readProgrammeTotals(database, id, clock.now(), { exact });
        out.result({ id, definition, totals }, () =>
          [
            out.paint('bold', `${definition.name} · ${definition.code}`),
            renderPairs([...describeProgramme(definition), ['Members', describeTotals(totals, definition)]]),
          ].join('\n'),
        );
      }),
    );
}

function describeTotals(
  { members, orders, outstanding, pending, debt, estimated }: ProgrammeTotals,
  { asset }: Programme,
): string {
  const count = (value: number) => sayCount(value, estimated);
  const parts = [
    `${count(members)}, with ${count(orders)} orders and ${count(outstanding)} ${asset} outstanding`,
    ...(pending > 0 ? [`${count(pending)} of them pending`] : []),
    ...(debt > 0 ? [`${count(debt)} owed`] : []),
  ];
  return parts.join(', ');
}
