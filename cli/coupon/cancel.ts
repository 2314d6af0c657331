import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { cancelChosenCoupons, type CouponChoice, type WithdrawalReport } from '../../modules/coupons/cancel-many.ts';
import { cancelCoupon } from '../../modules/coupons/move-one.ts';
import { PerennialError } from '../../platform/errors.ts';
import { startProgress } from '../../platform/terminal/progress.ts';
import { counted, pluralOf } from '../../values/plural.ts';
import { actor } from '../actor.ts';
import { instant, withExamples } from '../arguments.ts';
import { confirmOrStop } from '../confirm.ts';
import { type CommandContext, globalOptions, withDatabase } from '../context.ts';
import { renderCoupon } from './render.ts';

interface CancelOptions {
  readonly reason: string;
  readonly campaign?: string;
  readonly name?: string;
  readonly members?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `perennial coupon cancel [CODE]` */
export function cancelCommand(): Command {
  const command = new Command('cancel')
    .description('withdraw a coupon that was not used, or all unused ones of a campaign, a name or some members')
    .argument('[code]', 'its code, in any spelling')
    .requiredOption('--reason <text>', 'why, in words for its history')
    .option('--campaign <code>', 'those of a campaign')
    .option('--name <text>', 'those of this name, as members read it')
    .option('--members <file>', 'those of the members whose ids the file has, one a line')
    .option('--since <time>', 'of them those that were issued from then on', instant)
    .option('--until <time>', 'and before then', instant)
    .option('--dry-run', 'count them and change nothing')
    .option('--yes', 'do not ask')
    .action((code: string | undefined, options: CancelOptions, self: Command) =>
      withDatabase(self, (context) =>
        code === undefined
          ? cancelMany(context, options, globalOptions(self).json ?? false)
          : cancelOne(context, code, options),
      ),
    );
  return withExamples(command, [
    ['perennial coupon cancel 7KQM-4XWP-29TD --reason "sent by mistake"', 'it can not be used any more'],
    ['perennial coupon cancel --campaign spring --reason "wrong amount" --dry-run', 'how many there are'],
    ['perennial coupon cancel --members ids.txt --name "5 off" --reason "wrong amount"', 'theirs of that name'],
  ]);
}

async function cancelOne(context: CommandContext, code: string, options: CancelOptions): Promise<void> {
  const { campaign, name, members, since, until, dryRun } = options;
  if ([campaign, name, members, since, until, dryRun].some((each) => each !== undefined)) {
    throw new PerennialError('USAGE', 'A code names one coupon; the options choose others.', {
      field: 'code',
      fix: 'Leave out the code, or every option but --reason.',
    });
  }
  const { id: programmeId, definition } = await context.programme();
  const move = { at: context.clock.now(), actor: actor(), reason: options.reason };
  const coupon = await cancelCoupon(context.database, programmeId, code, move);
  context.out.result(coupon, () => renderCoupon(coupon, { ...definition, out: context.out }));
}

async function cancelMany(context: CommandContext, options: CancelOptions, quiet: boolean): Promise<void> {
  const { out } = context;
  const { campaign, name, members, since, until, reason, dryRun = false, yes } = options;
  const { id: programmeId } = await context.programme();
  const choice: CouponChoice = {
    ...{ campaign, name, since, until },
    members: members === undefined ? undefined : await idsIn(members),
  };
  const by = { reason, actor: actor() };
  const look = await cancelChosenCoupons(context, programmeId, choice, { ...by, dryRun: true });
  if (dryRun) return out.result(look, () => describe(look));
  out.note(describe(look));
  const what = counted(look.cancelled, 'coupon', 'coupons');
  await confirmOrStop(`Withdraw ${what}?`, { yes });
  const progress = startProgress({ title: 'Withdrawing', total: look.cancelled, unit: 'coupons', quiet });
  const onProgress = (done: number) => progress.update(done);
  const more = { dryRun: false, expected: look.cancelled, onProgress };
  const report = await cancelChosenCoupons(context, programmeId, choice, { ...by, ...more }).finally(() =>
    progress.stop(),
  );
  out.result(report, () => describe(report));
}

async function idsIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new PerennialError('USAGE', `${path} can't be read.`, {
      field: '--members',
      fix: 'Name a file that is there.',
    });
  });
  return text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

function describe({ dryRun, cancelled, redeemed, expired, cancelledBefore }: WithdrawalReport): string {
  const are = pluralOf(cancelled, { one: dryRun ? 'would be' : 'is', other: dryRun ? 'would be' : 'are' });
  const left = [`${redeemed} used`, `${expired} expired`, `${cancelledBefore} withdrawn before`].join(', ');
  return `${counted(cancelled, 'coupon', 'coupons')} ${are} withdrawn. Left as they are: ${left}.`;
}
