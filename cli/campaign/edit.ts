import { Command, Option } from 'commander';
import { type CampaignDiff, diffVersions } from '../../modules/campaigns/diff.ts';
import { type PutLive, putEditLive } from '../../modules/campaigns/put-live.ts';
import { rollBack } from '../../modules/campaigns/rollback.ts';
import { unstageCampaign } from '../../modules/campaigns/unstage.ts';
import { type EditGroup, type EditPreview, previewEdit } from '../../modules/enrolments/preview-edit.ts';
import { sayCount } from '../../platform/bounded-count.ts';
import { renderDifferences } from '../../platform/terminal/diff.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderTable } from '../../platform/terminal/table.ts';
import { pluralOf } from '../../values/plural.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { confirmOrStop } from '../confirm.ts';
import { type CommandContext, withDatabase } from '../context.ts';

const code = ['<campaign>', "the campaign's code"] as const;
const version = wholeNumber({ min: 1, max: 1_000_000 });

interface EditOptions {
  readonly policy: PutLive['policy'];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `perennial campaign edit CODE --policy new|move|restart` */
export function editCommand(): Command {
  const command = new Command('edit')
    .description('put the staged version of a journey live, with a choice of what becomes of those inside')
    .argument(...code)
    .addOption(
      new Option(
        '--policy <policy>',
        'new: those inside keep theirs; move: they go on in the new one where they stand; restart: they begin it anew',
      )
        .choices(['new', 'move', 'restart'])
        .makeOptionMandatory(),
    )
    .option('--dry-run', 'count what would become of those inside, and change nothing')
    .option('--yes', 'do not ask')
    .action((campaign: string, options: EditOptions, self: Command) =>
      withDatabase(self, (context) => edit(context, campaign, options)),
    );
  return withExamples(command, [
    ['perennial campaign edit come-back --policy move --dry-run', 'who would move, and who would stay'],
    ['perennial campaign edit come-back --policy move', 'put it live'],
  ]);
}

async function edit(context: CommandContext, campaign: string, { policy, dryRun, yes }: EditOptions): Promise<void> {
  const { out, database, clock } = context;
  const programme = await context.programme();
  const preview = await previewEdit({ database, clock }, programme, campaign, policy);
  if (dryRun) return out.result(preview, () => renderPreview(preview));
  out.note(renderPreview(preview));
  await confirmOrStop(`Put version ${preview.version} of ${campaign} live?`, { yes });
  const by = { actor: actor(), policy, version: preview.version };
  const live = await putEditLive({ database, clock }, programme, campaign, by);
  out.result(live, () => sayLive(live, preview));
}

function sayLive({ campaign, version: now, policy }: PutLive, { inside, estimated }: EditPreview): string {
  const entering = `${campaign} is at version ${now}. Members who enter from now on take it`;
  if (inside === 0) return `${entering}; nobody is inside.`;
  const those = `the ${sayCount(inside, estimated)} inside`;
  if (policy === 'new') return `${entering}; ${those} keep the version they are in.`;
  return `${entering}; ${those} are brought to it while a worker runs.`;
}

const becomes: Readonly<Record<EditGroup['becomes'], string>> = {
  keeps: 'keep theirs',
  moves: 'go on in the new one',
  stays: 'stay in theirs',
  restarts: 'begin the new one anew',
  ends: 'are at their end',
};

function renderPreview(preview: EditPreview): string {
  const { campaign, from, version: next, inside, estimated, groups, textsOnly, isRunning } = preview;
  const members = pluralOf(inside, { one: 'member is inside', other: 'members are inside' });
  const lines = [`${campaign}: version ${from} → ${next}. ${sayCount(inside, estimated)} ${members}.`];
  if (textsOnly) lines.push('Only texts differ: whoever goes on in the new one gets the new texts from now on.');
  if (isRunning) lines.push('An earlier version is still being brought to them: wait until that is done.');
  if (groups.length > 0) {
    const rows = groups.map((group) => [
      sayCount(group.members, estimated),
      becomes[group.becomes],
      group.step ?? '',
      `v${group.version}`,
      group.says ?? '',
    ]);
    lines.push(
      renderTable(
        [
          { title: 'Members', align: 'right' },
          { title: 'They' },
          { title: 'At the step' },
          { title: '' },
          { title: 'Why' },
        ],
        rows,
      ),
    );
  }
  return lines.join('\n');
}

/** `perennial campaign diff CODE` */
export function diffCommand(): Command {
  const command = new Command('diff')
    .description('how two versions of a campaign differ; the live one and the staged one when nothing is said')
    .argument(...code)
    .option('--from <version>', 'a version', version)
    .option('--to <version>', 'another', version)
    .action((campaign: string, options: { readonly from?: number; readonly to?: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const diff = await diffVersions(database, (await programme()).id, campaign, options);
        out.result(diff, () => renderDiff(diff, out));
      }),
    );
  return withExamples(command, [['perennial campaign diff come-back --from 1 --to 3', 'what has changed since']]);
}

function renderDiff({ campaign, from, to, changes, steps, textsOnly }: CampaignDiff, out: Output): string {
  if (changes.length === 0) return `Versions ${from} and ${to} of ${campaign} say the same.`;
  const of = (what: string, names: readonly string[]) => (names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]);
  return [
    renderDifferences(changes, out),
    ...(textsOnly ? ['Only texts differ.'] : []),
    ...(steps === null
      ? []
      : [...of('Steps changed', steps.changed), ...of('Steps gone', steps.gone), ...of('Steps added', steps.added)]),
  ].join('\n');
}

/** `perennial campaign rollback CODE --to N` */
export function rollbackCommand(): Command {
  const command = new Command('rollback')
    .description('stage what an earlier version of a journey says, as another version')
    .argument(...code)
    .requiredOption('--to <version>', 'the version whose content it has', version)
    .action((campaign: string, { to }: { readonly to: number }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const by = { actor: actor(), to };
        const staged = await rollBack({ database, clock }, await programme(), campaign, by);
        out.result(
          staged,
          () => `What version ${to} of ${campaign} says is staged as version ${staged.version}. ${howToGoOn(campaign)}`,
        );
      }),
    );
  return withExamples(command, [['perennial campaign rollback come-back --to 2', 'then: perennial campaign edit']]);
}

/** What puts a staged version live. */
export const howToGoOn = (campaign: string) =>
  `Put it live with \`perennial campaign edit ${campaign} --policy new\`, or move or restart those inside.`;

/** `perennial campaign unstage CODE` */
export function unstageCommand(): Command {
  return new Command('unstage')
    .description('let go of the staged version of a journey; the one that is live stays')
    .argument(...code)
    .action((campaign: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const gone = await unstageCampaign({ database, clock }, await programme(), campaign, { actor: actor() });
        out.result(gone, () => `Version ${gone.version} of ${campaign} is not staged any more.`);
      }),
    );
}
