import { Command, Option } from 'commander';
import { currencyDigits, parseAmount } from '../../values/money.ts';
import { redeemCoupon, returnCoupon } from '../../modules/coupons/move-one.ts';
import { memberIdOf } from '../../modules/members/find.ts';
import { PerennialError } from '../../platform/errors.ts';
import { type CouponFilter, listCoupons } from '../../modules/coupons/list.ts';
import { type CouponDetail, readCoupon } from '../../modules/coupons/show.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { csvAbout, printCsv } from '../list/csv.ts';
import { cancelCommand } from '../coupon/cancel.ts';
import { renderCoupon, renderCoupons } from '../coupon/render.ts';

const limitDefault = 30;
const limitMax = 1_000;
const statuses = ['issued', 'redeemed', 'expired', 'cancelled'] as const;

type ListOptions = Omit<CouponFilter, 'programmeId' | 'now' | 'code'> & { readonly csv?: boolean };

/** `perennial coupon list | show | redeem | return | cancel` */
export function couponCommand(): Command {
  return new Command('coupon')
    .description('coupons: whose they are, what they bring, what became of them')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(redeemCommand())
    .addCommand(returnCommand())
    .addCommand(cancelCommand());
}

function listCommand(): Command {
  const command = new Command('list')
    .description('the latest coupons')
    .addOption(new Option('--status <status>', 'only these').choices(statuses))
    .option('--campaign <code>', 'only those of a campaign')
    .option('--member <id>', "only those of a member, by the shop's id")
    .option('--before <coupon>', 'only older ones than this id: the next page', wholeId)
    .option('--limit <coupons>', 'coupons to show', wholeNumber({ min: 1, max: limitMax }), limitDefault)
    .option('--csv', csvAbout)
    .action((options: ListOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { out, database, clock, programme } = context;
        const { status, campaign, member: memberId } = options;
        if (options.csv) return printCsv(context, 'coupons', { status, campaign, memberId });
        const { id: programmeId, definition } = await programme();
        const coupons = await listCoupons(database, { ...options, programmeId, now: clock.now() });
        const next = coupons.length === options.limit ? coupons.at(-1)?.id : undefined;
        out.result({ data: coupons, nextCursor: next ?? null }, () => renderCoupons(coupons, { ...definition, out }));
        if (next !== undefined) out.note(`Older ones: perennial coupon list --before ${next}`);
      }),
    );
  return withExamples(command, [
    ['perennial coupon list --status issued', 'those that can be used'],
    ['perennial coupon list --member 17850 --json', "a member's, for a program"],
  ]);
}

function showCommand(): Command {
  return new Command('show')
    .description('one coupon: what it brings and everything that happened to it')
    .argument('<code>', 'its code, in any spelling')
    .action((code: string, _: object, self: Command) => withDatabase(self, (context) => show(context, code)));
}

interface RedeemOptions {
  readonly order: string;
  readonly amount: string;
  readonly member?: string;
}

function redeemCommand(): Command {
  const command = new Command('redeem')
    .description(
      'use a coupon on an order that does not come by an event; a second call for the same order changes nothing',
    )
    .argument('<code>', 'its code, in any spelling')
    .requiredOption('--order <id>', "the shop's number of the order")
    .requiredOption('--amount <amount>', "the order's amount, such as 30.00")
    .option('--member <id>', "refuse it when it is not this member's")
    .action((code: string, options: RedeemOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { id: programmeId, definition } = await context.programme();
        const amountMinor = parseAmount(options.amount, currencyDigits(definition.currency) ?? 2);
        if (amountMinor === undefined) {
          throw new PerennialError('USAGE', `"${options.amount}" is not an amount in ${definition.currency}.`, {
            field: '--amount',
            fix: 'Write it as 30.00.',
          });
        }
        const memberId =
          options.member === undefined ? {} : { memberId: await idOf(context, programmeId, options.member) };
        const move = { at: context.clock.now(), actor: actor(), orderId: options.order, amountMinor, ...memberId };
        print(context, definition, await redeemCoupon(context.database, programmeId, code, move));
      }),
    );
  return withExamples(command, [
    ['perennial coupon redeem 7KQM-4XWP-29TD --order T-2201 --amount 30.00', 'at a till that sends no events'],
  ]);
}

function returnCommand(): Command {
  const command = new Command('return')
    .description('give back a coupon that was used: it can be used again')
    .argument('<code>', 'its code, in any spelling')
    .requiredOption('--reason <text>', 'why, in words for its history')
    .action((code: string, { reason }: { reason: string }, self: Command) =>
      withDatabase(self, async (context) => {
        const { id: programmeId, definition } = await context.programme();
        const move = { at: context.clock.now(), actor: actor(), reason };
        print(context, definition, await returnCoupon(context.database, programmeId, code, move));
      }),
    );
  return withExamples(command, [
    ['perennial coupon return 7KQM-4XWP-29TD --reason "order cancelled"', 'it can be used again'],
  ]);
}

const wholeId = (text: string): string => {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new PerennialError('USAGE', `"${text}" is no id of a coupon.`, {
    field: '--before',
    fix: 'Give the id that the page before ended with.',
  });
};

async function idOf({ database }: CommandContext, programmeId: number, externalId: string): Promise<string> {
  const memberId = await memberIdOf(database, programmeId, externalId);
  if (memberId !== undefined) return String(memberId);
  throw new PerennialError('MEMBER_NOT_FOUND', `No member has the id "${externalId}".`, { field: '--member' });
}

async function show(context: CommandContext, code: string): Promise<void> {
  const { id: programmeId, definition } = await context.programme();
  print(context, definition, await readCoupon(context.database, { programmeId, now: context.clock.now(), code }));
}

function print({ out }: CommandContext, definition: Programme, coupon: CouponDetail): void {
  out.result(coupon, () => renderCoupon(coupon, { ...definition, out }));
}
