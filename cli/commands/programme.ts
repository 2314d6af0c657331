import { Command } from 'commander';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { type ProgrammeTotals, readProgrammeTotals } from '../../modules/programme/rows-totals.ts';
import { loadProgramme, type SavedProgramme, saveProgramme } from '../../modules/programme/rows.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { renderDifferences } from '../../platform/terminal/diff.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { type Difference, differences } from '../../values/diff.ts';
import { actor } from '../actor.ts';
import { withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { describeProgramme } from '../programme/describe.ts';

/** `perennial programme apply | list | show` */
export function programmeCommand(): Command {
  return new Command('programme')
    .description('programmes: how points are earned, when they expire, who the mails come from')
    .addCommand(applyCommand())
    .addCommand(listCommand())
    .addCommand(showCommand());
}

interface ApplyReport {
  readonly programme: string;
  readonly change: SavedProgramme['change'];
  readonly dryRun: boolean;
  readonly changes: readonly Difference[];
}

interface AppliedProgramme {
  readonly report: ApplyReport;
  readonly before: Programme | undefined;
  readonly after: Programme;
}

function applyCommand(): Command {
  const command = new Command('apply')
    .description('store a programme file: a new programme, or the new rules of one that is there')
    .argument('<file>', 'a YAML file')
    .option('--dry-run', 'show what would change and change nothing')
    .action((path: string, { dryRun }: { dryRun?: boolean }, self: Command) =>
      withDatabase(self, async (context) => {
        const applied = await applyProgramme(context, await readProgrammeFile(path), dryRun ?? false);
        context.out.result(applied.report, () => renderApply(applied, context.out));
      }),
    );
  return withExamples(command, [
    ['perennial programme apply playbooks/reference/programme.yaml', 'the reference programme'],
    ['perennial programme apply my-shop.yaml --dry-run', 'what would change'],
  ]);
}

async function applyProgramme(
  { database, clock }: CommandContext,
  definition: Programme,
  dryRun: boolean,
): Promise<AppliedProgramme> {
  const { code } = definition;
  return inTransaction(database, async (tx) => {
    const before = (await loadProgramme(tx, code).catch(absent))?.definition;
    const changes = differences(before, JSON.parse(JSON.stringify(definition)));
    if (dryRun) {
      const change = before === undefined ? 'created' : changes.length > 0 ? 'changed' : 'unchanged';
      return { report: { programme: code, change, dryRun, changes }, before, after: definition };
    }
    const { id, change } = await saveProgramme(tx, definition);
    if (change !== 'unchanged') {
      const audit = {
        programmeId: id,
        at: clock.now(),
        actor: actor(),
        action: 'programme.apply',
        target: `programme:${code}`,
      };
      await tx.auditEvent.create({ data: { ...audit, after: JSON.parse(JSON.stringify({ changes })) as object } });
    }
    return { report: { programme: code, change, dryRun, changes }, before, after: definition };
  });
}

/** The plan in the words of `programme show`, so that a changed rule reads as a rule. */
function renderApply({ report, before, after }: AppliedProgramme, out: Output): string {
  const { programme, change, dryRun } = report;
  if (change === 'unchanged') return `${programme} is unchanged.`;
  const inWords = (each: Programme) => Object.fromEntries([['Name', each.name], ...describeProgramme(each)]);
  const plan = before
    ? renderDifferences(differences(inWords(before), inWords(after)), out)
    : renderPairs(describeProgramme(after));
  return `${plan}\n${programme} ${dryRun ? 'would be' : 'is'} ${change}.`;
}

function absent(error: unknown): undefined {
  if (error instanceof PerennialError && error.code === 'PROGRAMME_NOT_FOUND') return undefined;
  throw error;
}

/** Programmes a list shows at most. */
const programmesMax = 1_000;

function listCommand(): Command {
  return new Command('list').description('all programmes of the database').action((_: object, self: Command) =>
    withDatabase(self, async ({ out, database }) => {
      const programmes = await database.programme.findMany({
        select: { id: true, code: true, name: true, asset: true, currency: true, zone: true, locale: true },
        orderBy: { code: 'asc' },
        take: programmesMax,
      });
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
    .action((code: string | undefined, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id, definition } = code === undefined ? await programme() : await loadProgramme(database, code);
        const totals = await readProgrammeTotals(database, id);
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
  { members, orders, outstanding, pending, debt }: ProgrammeTotals,
  { asset }: Programme,
): string {
  const count = (value: number) => value.toLocaleString('en');
  const parts = [
    `${count(members)}, with ${count(orders)} orders and ${count(outstanding)} ${asset} outstanding`,
    ...(pending > 0 ? [`${count(pending)} of them pending`] : []),
    ...(debt > 0 ? [`${count(debt)} owed`] : []),
  ];
  return parts.join(', ');
}
