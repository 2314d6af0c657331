import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { LeftoverView } from '../../modules/reversals/rows.ts';
import { type NewReversal, type ReversalView, readReversal, revertCampaign } from '../../modules/reversals/revert.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { startProgress } from '../../platform/terminal/progress.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { counted } from '../../values/plural.ts';
import { date, points as inPoints, timeOfDay } from '../../values/wording.ts';
import { actor } from '../actor.ts';
import { instant, wholeNumber, withExamples } from '../arguments.ts';
import { confirmOrStop } from '../confirm.ts';
import { type CommandContext, globalOptions, withDatabase } from '../context.ts';

interface RevertOptions {
  readonly since: Date;
  readonly until?: Date;
  readonly only?: 'points' | 'coupons';
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly confirm?: string;
  readonly yes?: boolean;
}

const count = (value: number) => value.toLocaleString('en');
const reasonLengthMax = 300;
const leftoversDefault = 20;
const leftoversMax = 1_000;

/** `perennial campaign revert CODE` */
export function revertCommand(): Command {
  const command = new Command('revert')
    .description(
      'take back what a campaign granted: unspent points and unused coupons; what was spent stays spent and is listed',
    )
    .argument('<campaign>', "the campaign's code")
    .requiredOption('--since <time>', 'what it granted from then on, such as 2026-12-08T09:00Z', instant)
    .option('--until <time>', 'and before then; up to now when absent', instant)
    .addOption(new Option('--only <what>', 'points and coupons both when absent').choices(['points', 'coupons']))
    .requiredOption('--reason <text>', 'why, in words that the audit and the timeline keep', reasonText)
    .option('--dry-run', 'say what would come of it and change nothing')
    .option('--confirm <number>', 'the dry run that was looked at: refused when its figures hold no longer', rowNumber)
    .option('--yes', 'do not ask')
    .action((code: string, options: RevertOptions, self: Command) =>
      withDatabase(self, (context) => revert(context, code, options, globalOptions(self).json ?? false)),
    );
  return withExamples(command, [
    [
      'perennial campaign revert spring --since 2026-12-07T00:00Z --reason "ten times too many" --dry-run',
      'look first',
    ],
    [
      'perennial campaign revert spring --since 2026-12-07T00:00Z --reason "ten times too many" --confirm 1',
      'that one',
    ],
  ]);
}

async function revert(context: CommandContext, code: string, options: RevertOptions, quiet: boolean): Promise<void> {
  const { out, database, clock } = context;
  const { id: programmeId, definition } = await context.programme();
  const { since, until, only, reason, dryRun = false, yes } = options;
  const asked: Omit<NewReversal, 'key' | 'dryRun'> = {
    ...{ campaign: code, since, reason, actor: actor() },
    ...(until === undefined ? {} : { until }),
    ...(only === undefined ? {} : { what: [only] }),
  };
  const run = async (title: string, more: Pick<NewReversal, 'dryRun' | 'confirms'>): Promise<ReversalView> => {
    const progress = startProgress({ title, unit: 'members', quiet });
    const wanted = { ...asked, ...more, key: `cli:${randomUUID()}` };
    return revertCampaign({ database, clock }, programmeId, wanted, ({ figures }) => {
      progress.update(figures.members);
      return true;
    }).finally(() => progress.stop());
  };
  const show = (reversal: ReversalView) => out.result(reversal, () => renderReversal(reversal, { ...definition, out }));
  if (dryRun) return show(await run('Looking', { dryRun }));
  const look =
    options.confirm === undefined
      ? await run('Looking', { dryRun: true })
      : await readReversal(database, programmeId, options.confirm, leftoversDefault);
  if (!yes) out.note(renderReversal(look, { ...definition, out }));
  const { takenBack, coupons } = look.figures;
  const taken = `${inPoints(takenBack, { asset: definition.asset })} and ${counted(coupons, 'coupon', 'coupons')}`;
  await confirmOrStop(`Take back ${taken} of ${code}?`, { yes });
  show(await run('Taking back', { dryRun, confirms: look.rowId }));
}

/** `perennial campaign reversal NUMBER` */
export function reversalCommand(): Command {
  return new Command('reversal')
    .description('a reversal: how far it is, what it took back, whose points had been spent')
    .argument('<number>', 'as `campaign revert` said it')
    .option('--limit <grants>', 'grants to show', wholeNumber({ min: 1, max: leftoversMax }), leftoversDefault)
    .action((rowId: string, { limit }: { limit: number }, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id, definition } = await programme();
        const reversal = await readReversal(database, id, rowId, limit);
        out.result(reversal, () => renderReversal(reversal, { ...definition, out }));
      }),
    );
}

interface Manner {
  readonly asset: string;
  readonly zone: string;
  readonly out: Output;
}

function renderReversal(reversal: ReversalView, { asset, zone, out }: Manner): string {
  const { rowId, campaign, dryRun, status, figures, reason, leftovers, leftoversTotal } = reversal;
  const when = (at: Date) => `${date(at, zone)} ${timeOfDay(at, zone)}`;
  const inAsset = (number: number) => inPoints(number, { asset });
  const would = dryRun ? 'would be ' : '';
  const pairs: [string, string][] = [
    ['Granted', `${when(reversal.since)} to ${when(reversal.until)}: ${counted(figures.grants, 'grant', 'grants')}`],
    ['Why', reason],
    ...(reversal.points
      ? ([
          ['Points', `${inAsset(figures.takenBack)} of ${count(figures.granted)} ${would}taken back`],
          ['Spent', `${inAsset(figures.spent)} stay spent`],
          ['On hold', `${inAsset(figures.held)}: what is released is taken back then`],
          ['Gone before', inAsset(figures.gone)],
        ] as [string, string][])
      : []),
    ...(reversal.coupons
      ? ([
          [
            'Coupons',
            `${count(figures.coupons)} ${would}withdrawn, ${count(figures.couponsUsed)} used, ${count(figures.couponsOver)} over before`,
          ],
        ] as [string, string][])
      : []),
    ['Messages', `${count(figures.messages)} sent, which stay sent`],
  ];
  const title = `${dryRun ? 'Dry run' : 'Reversal'} ${rowId} of ${campaign}: ${status}`;
  const next = dryRun && status === 'done' ? [`Go ahead with it: --confirm ${rowId}`] : [];
  return [
    out.paint('bold', title),
    renderPairs(pairs),
    ...(leftovers.length === 0 ? [] : ['', renderLeftovers(leftovers)]),
    ...(leftoversTotal > leftovers.length
      ? [
          `and ${count(leftoversTotal - leftovers.length)} more: perennial campaign reversal ${rowId} --limit ${leftoversMax}`,
        ]
      : []),
    ...next,
  ].join('\n');
}

function renderLeftovers(leftovers: readonly LeftoverView[]): string {
  const columns = [
    { title: 'Member' },
    { title: 'Granted' },
    { title: 'Spent' },
    { title: 'On hold' },
    { title: 'Order' },
  ];
  return renderTable(
    columns,
    leftovers.map(({ kind, memberId, granted, spent, held, orderId, coupon }) => [
      memberId,
      kind === 'coupon' ? `coupon ${coupon ?? ''}` : count(granted),
      kind === 'coupon' ? 'used' : count(spent),
      kind === 'coupon' ? '' : count(held),
      orderId ?? '',
    ]),
  );
}

function rowNumber(text: string): string {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new InvalidArgumentError('Give the number that the dry run said.');
}

function reasonText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it refuses
  if (text.trim() !== '' && text.length <= reasonLengthMax && !/[\u0000-\u001f\u007f]/.test(text)) return text;
  throw new InvalidArgumentError(`Write 1 to ${reasonLengthMax} characters on one line.`);
}
