import { Command, Option } from 'commander';
import { captureRedemption } from '../../modules/checkout/capture.ts';
import { createRedemption } from '../../modules/checkout/create-redemption.ts';
import { listRedemptions, type RedemptionFilter } from '../../modules/checkout/list.ts';
import { refundRedemption } from '../../modules/checkout/refund.ts';
import { releaseRedemption } from '../../modules/checkout/release.ts';
import { redemptionStatuses, type RedemptionStatus } from '../../modules/checkout/rules-capture.ts';
import { showRedemption } from '../../modules/checkout/show.ts';
import type { RedemptionView } from '../../modules/checkout/view.ts';
import { PerennialError } from '../../platform/errors.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { amountOf } from '../redemption/amount.ts';
import { renderRedemption, renderRedemptions } from '../redemption/render.ts';

const limitDefault = 30;
const limitMax = 1_000;
const points = wholeNumber({ min: 1, max: 1_000_000_000_000 });
/** A month: no order stays unpaid longer. */
const minutes = wholeNumber({ min: 1, max: 43_200 });

/** `perennial redemption create | list | show | capture | release | refund` */
export function redemptionCommand(): Command {
  return new Command('redemption')
    .description('points used on orders: held, captured, let go or given back')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(captureCommand())
    .addCommand(releaseCommand())
    .addCommand(refundCommand());
}

interface CreateOptions {
  readonly order?: string;
  readonly amount?: string;
  readonly capture?: boolean;
  readonly minutes?: number;
  readonly key?: string;
}

function createCommand(): Command {
  const command = new Command('create')
    .description('hold points for an order that is not paid yet, or use them at once')
    .argument('<member>', "the shop's id of the member")
    .argument('<points>', 'points to use', points)
    .option('--order <id>', "the shop's number of the order")
    .option(
      '--amount <amount>',
      'the goods after coupon and before points, such as 40.00: the largest share is checked',
    )
    .option('--capture', 'use the points at once')
    .option('--minutes <minutes>', 'how long they are held (default: as the programme says)', minutes)
    .option('--key <key>', 'the same key makes it once, however often it is asked for')
    .action((memberId: string, count: number, options: CreateOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { id, definition } = await context.programme();
        const { order, amount, capture, minutes: holdMinutes, key } = options;
        const input = {
          ...{ memberId, points: count },
          ...(order === undefined ? {} : { orderId: order }),
          ...(amount === undefined ? {} : { amountMinor: amountOf(amount, definition.currency, '--amount') }),
          ...(capture === undefined ? {} : { capture }),
          ...(holdMinutes === undefined ? {} : { expiresInSeconds: holdMinutes * 60 }),
        };
        const by = { actor: actor(), ...(key === undefined ? {} : { key }) };
        await tell(context, (await createRedemption(context, id, input, by)).redemption);
      }),
    );
  return withExamples(command, [
    ['perennial redemption create anna-1 400 --order 1002 --amount 40.00', 'held until the order comes, or 30 minutes'],
    ['perennial redemption create anna-1 400 --capture', 'used at once, at a till'],
  ]);
}

interface ListOptions {
  readonly member?: string;
  readonly order?: string;
  readonly status?: RedemptionStatus;
  readonly before?: string;
  readonly limit: number;
}

function listCommand(): Command {
  const command = new Command('list')
    .description('the latest redemptions')
    .addOption(new Option('--status <status>', 'only these').choices(redemptionStatuses))
    .option('--member <id>', "only those of a member, by the shop's id")
    .option('--order <id>', 'only those of an order')
    .option('--before <place>', 'where the page before ended: the next page', wholePlace)
    .option('--limit <redemptions>', 'redemptions to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .action(({ member, order, status, before, limit }: ListOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { id, definition } = await context.programme();
        const filter: RedemptionFilter = {
          ...{ limit },
          ...(member === undefined ? {} : { memberId: member }),
          ...(order === undefined ? {} : { orderId: order }),
          ...(status === undefined ? {} : { status: [status] }),
          ...(before === undefined ? {} : { before }),
        };
        const { redemptions, next } = await listRedemptions(context, id, filter);
        const { out } = context;
        out.result({ data: redemptions, nextCursor: next }, () =>
          renderRedemptions(redemptions, { ...definition, out }),
        );
        if (next !== null) out.note(`Older ones: perennial redemption list --before ${next}`);
      }),
    );
  return withExamples(command, [
    ['perennial redemption list --status held', 'what is on hold'],
    ['perennial redemption list --member anna-1 --json', "a member's, for a program"],
  ]);
}

const wholePlace = (text: string): string => {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new PerennialError('USAGE', `"${text}" is no place in the list.`, {
    field: '--before',
    fix: 'Give what the page before ended with.',
  });
};

function showCommand(): Command {
  return new Command('show')
    .description('one redemption: how it stands, and which lots its points are from')
    .argument('<redemption>', 'its id: red_ and 16 letters and digits')
    .action((redemptionId: string, _: object, self: Command) =>
      withDatabase(self, async (context) => {
        const { id } = await context.programme();
        await tell(context, await showRedemption(context, id, redemptionId));
      }),
    );
}

function captureCommand(): Command {
  return new Command('capture')
    .description('use the points that are held, once: all, or fewer and the rest is let go')
    .argument('<redemption>', 'its id')
    .option('--points <points>', 'fewer than are held', points)
    .action((redemptionId: string, options: { points?: number }, self: Command) =>
      withDatabase(self, async (context) => {
        const { id } = await context.programme();
        await tell(context, await captureRedemption(context, id, redemptionId, options, { actor: actor() }));
      }),
    );
}

function releaseCommand(): Command {
  return new Command('release')
    .description('let go of the points that are held')
    .argument('<redemption>', 'its id')
    .action((redemptionId: string, _: object, self: Command) =>
      withDatabase(self, async (context) => {
        const { id } = await context.programme();
        await tell(context, await releaseRedemption(context, id, redemptionId, { actor: actor() }));
      }),
    );
}

function refundCommand(): Command {
  const command = new Command('refund')
    .description('give points that were used back to the lots they came from, with their old ends')
    .argument('<redemption>', 'its id')
    .requiredOption('--reason <text>', 'why, in words for the ledger')
    .option('--points <points>', 'fewer than were used', points)
    .action((redemptionId: string, options: { reason: string; points?: number }, self: Command) =>
      withDatabase(self, async (context) => {
        const { id } = await context.programme();
        await tell(context, await refundRedemption(context, id, redemptionId, options, { actor: actor() }));
      }),
    );
  return withExamples(command, [
    [
      'perennial redemption refund red_9c4x7k2m1p5q8r3t --reason "goodwill" --points 100',
      'a part; without --points all of it',
    ],
  ]);
}

async function tell({ out, programme }: CommandContext, redemption: RedemptionView): Promise<void> {
  const { definition } = await programme();
  out.result(redemption, () => renderRedemption(redemption, { ...definition, out }));
}
