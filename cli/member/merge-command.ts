import { Command } from 'commander';
import { mergeMembers } from '../../modules/merges/merge.ts';
import { loadMerge, type MergeView, viewOf } from '../../modules/merges/rows.ts';
import { undoMerge } from '../../modules/merges/undo.ts';
import { PerennialError } from '../../platform/errors.ts';
import { counted } from '../../values/plural.ts';
import { points as inPoints } from '../../values/wording.ts';
import { actor } from '../actor.ts';
import { textOf, withExamples } from '../arguments.ts';
import { withDatabase } from '../context.ts';

const reasonLengthMax = 300;

interface MergeOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** `perennial member merge FROM INTO` */
export function mergeCommand(): Command {
  const command = new Command('merge')
    .description('make two accounts of one person one; what comes for the first id reaches the second from then on')
    .argument('<from>', "the shop's id of the account that is given up")
    .argument('<into>', "the shop's id of the account that stays")
    .requiredOption('--reason <text>', 'why, in words that the audit keeps', textOf(reasonLengthMax))
    .option('--dry-run', 'list what would move and end, and change nothing')
    .action((from: string, into: string, { reason, dryRun = false }: MergeOptions, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id, definition } = await programme();
        const wanted = { fromMemberId: from, intoMemberId: into, reason, dryRun, actor: actor() };
        const merge = await mergeMembers({ database, clock }, id, wanted);
        out.result(merge, () => describe(merge, definition));
      }),
    );
  return withExamples(command, [
    ['perennial member merge anna-old anna-1 --reason "two accounts" --dry-run', 'what would come of it'],
    ['perennial member merge anna-old anna-1 --reason "two accounts"', 'points, orders, coupons and all'],
  ]);
}

/** `perennial member merge-show NUMBER` */
export function mergeShowCommand(): Command {
  return new Command('merge-show')
    .description('a merge: what moved, and until when it can be undone')
    .argument('<number>', 'as `member merge` said it')
    .action((number: string, _: object, self: Command) =>
      withDatabase(self, async ({ out, database, programme }) => {
        const { id, definition } = await programme();
        const merge = viewOf(await loadMerge(database, id, rowOf(number)));
        out.result(merge, () => describe(merge, definition));
      }),
    );
}

/** `perennial member merge-undo NUMBER` */
export function mergeUndoCommand(): Command {
  const command = new Command('merge-undo')
    .description('make two accounts of one again, within a day; what is not there any more is named')
    .argument('<number>', 'as `member merge` said it')
    .requiredOption('--reason <text>', 'why, in words that the audit keeps', textOf(reasonLengthMax))
    .action((number: string, { reason }: { reason: string }, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
        const { id, definition } = await programme();
        const merge = await undoMerge({ database, clock }, id, rowOf(number), { actor: actor(), reason });
        out.result(merge, () => describe(merge, definition));
      }),
    );
  return withExamples(command, [['perennial member merge-undo 7 --reason "they are sisters"', 'both are as before']]);
}

function rowOf(number: string): bigint {
  if (/^\d{1,18}$/.test(number)) return BigInt(number);
  throw new PerennialError('MERGE_NOT_FOUND', `There is no merge ${number}.`, { field: 'number' });
}

function describe(merge: MergeView, { asset }: { readonly asset: string }): string {
  const { rowId, status, from, into, points, changes, leftBehind, undoableUntil } = merge;
  const lines = changes.map(({ what, count }) => `  ${what.replaceAll('_', ' ')}: ${count}`);
  const moved = `${inPoints(points, { asset })} and ${counted(merge.coupons, 'coupon', 'coupons')}`;
  if (status === 'planned') {
    return [`Merging member ${from} into ${into} would move ${moved}:`, ...lines, 'Nothing was changed.'].join('\n');
  }
  if (status === 'undone') {
    const left = leftBehind.map((what) => `  not given back: ${what}`);
    return [`Merge ${rowId} of member ${from} into ${into} is undone.`, ...left].join('\n');
  }
  const until = `It can be undone until ${undoableUntil.toISOString()}: \`perennial member merge-undo ${rowId}\`.`;
  return [`Merge ${rowId}: member ${from} is member ${into} now; ${moved} moved.`, ...lines, until].join('\n');
}
