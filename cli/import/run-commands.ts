import { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { importAgain } from '../../modules/imports/uploads/again.ts';
import { listImports, listRejects, rejectRecords, showImport } from '../../modules/imports/uploads/list.ts';
import { cancelImport, resumeImport } from '../../modules/imports/uploads/move.ts';
import type { ImportView } from '../../modules/imports/uploads/view.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';
import { choicesOf, type ReadingOptions, withReadingOptions } from './reading-options.ts';

const limitDefault = 30;
const limitMax = 1_000;

/** `perennial import list | show | rejects | again | resume | cancel` */
export const importRunCommands = (): Command[] => [
  listCommand(),
  showCommand(),
  rejectsCommand(),
  againCommand(),
  moveCommand('resume', 'let an import of an upload go on that had failed or was cancelled', resumeImport),
  moveCommand('cancel', 'stop an import; what is in stays', cancelImport),
];

const idAbout = 'its id, imp_…';

function listCommand(): Command {
  return new Command('list')
    .description('imports, latest first: of the command line and of uploads')
    .option('--limit <imports>', 'imports to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action(({ limit }: { limit: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { imports } = await listImports(database, (await programme()).id, { limit });
        out.result({ data: imports }, () => renderImports(imports));
      }),
    );
}

function showCommand(): Command {
  return new Command('show')
    .description('how far an import is, and what became of its rows')
    .argument('<import>', idAbout)
    .action((id: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        tell(out, await showImport(database, (await programme()).id, id));
      }),
    );
}

interface RejectsOptions {
  readonly limit: number;
  readonly csv?: boolean;
}

function rejectsCommand(): Command {
  const command = new Command('rejects')
    .description('rows of an upload that could not be taken, each with what to mend')
    .argument('<import>', idAbout)
    .option('--limit <rows>', 'rows to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .option('--csv', 'all of them as the file that can be mended and imported')
    .action((id: string, { limit, csv }: RejectsOptions, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id: programmeId } = await programme();
        if (csv) {
          for await (const record of rejectRecords(database, programmeId, id))
            process.stdout.write(stringify([[...record]]));
          return;
        }
        const { rejects, next } = await listRejects(database, programmeId, id, { limit });
        out.result({ data: rejects }, () =>
          renderTable(
            [{ title: 'line' }, { title: 'field' }, { title: 'value' }, { title: 'what is wrong' }, { title: 'fix' }],
            rejects.map(({ line, field, value, detail, fix }) => [String(line), field, value, detail, fix]),
          ),
        );
        if (next !== undefined) out.note(`There are more: perennial import rejects ${id} --csv`);
      }),
    );
  return withExamples(command, [
    ['perennial import rejects imp_2q6w9e4r --csv > mended.csv', 'to mend them in a file'],
  ]);
}

interface AgainOptions extends ReadingOptions {
  readonly dryRun?: boolean;
}

function againCommand(): Command {
  const command = new Command('again')
    .description('read the file of an upload once more: for real what was only tried, or in another way')
    .argument('<import>', idAbout)
    .option('--dry-run', 'tell what would come of it')
    .action((id: string, { dryRun = false, ...options }: AgainOptions, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const choices = await choicesOf(options);
        const wanted = { dryRun, choices, shiftTo: undefined, actor: actor(), now: clock.now() };
        tell(out, await importAgain(database, (await programme()).id, id, wanted));
      }),
    );
  withReadingOptions(command);
  return withExamples(command, [
    ['perennial import again imp_2q6w9e4r', 'what a dry run has tried'],
    ['perennial import again imp_2q6w9e4r --dates dmy', 'what could have been read in two ways'],
  ]);
}

function moveCommand(name: 'resume' | 'cancel', about: string, move: typeof cancelImport): Command {
  return new Command(name)
    .description(about)
    .argument('<import>', idAbout)
    .action((id: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        tell(out, await move(database, (await programme()).id, id, { actor: actor(), now: clock.now() }));
      }),
    );
}

function tell(out: Output, view: ImportView): void {
  out.result(view, () => {
    const { kind, status, dryRun, counts, problem } = view;
    return renderPairs([
      ['Import', `${view.id}: ${kind}${dryRun ? ', a dry run' : ''}`],
      ['Status', status],
      ...(problem === null ? [] : [['Why', `${problem.detail} ${problem.fix ?? ''}`.trim()] as [string, string]]),
      ['Rows', number(counts.lines)],
      ['Taken', number(counts.imported)],
      ['There already', number(counts.duplicates)],
      ['Rejected', number(counts.rejected)],
      ...(counts.leftOut === 0 ? [] : [['Left out', number(counts.leftOut)] as [string, string]]),
      ['New members', number(counts.newMembers)],
      ['Points given', number(counts.pointsGiven)],
    ]);
  });
}

const number = (value: number) => value.toLocaleString('en');

const renderImports = (imports: readonly ImportView[]): string =>
  renderTable(
    [
      ...[{ title: 'import' }, { title: 'kind' }, { title: 'status' }, { title: 'rows' }, { title: 'rejected' }],
      { title: 'begun' },
    ],
    imports.map(({ id, kind, status, dryRun, counts, createdAt }) => [
      ...[id, dryRun ? `${kind} (dry)` : kind, status, number(counts.lines), number(counts.rejected)],
      createdAt.toISOString(),
    ]),
  );
