import { Command, Option } from 'commander';
import { normalCouponCode } from '../../modules/coupons/rules.ts';
import { currencyDigits, parseAmount } from '../../values/money.ts';
import type { CouponAnswer } from '../../modules/coupons/answers.ts';
import { cancelCoupons, redeemCoupons, refundCoupons } from '../../modules/coupons/move.ts';
import { memberIdOf } from '../../modules/members/find.ts';
import { PerennialError } from '../../platform/errors.ts';
import { type CouponFilter, listCoupons } from '../../modules/coupons/list.ts';
import { readCoupon } from '../../modules/coupons/show.ts';
import { actor } from '../actor.ts';
import { wholeNumber, withExamples } from '../arguments.ts';
import { type CommandContext, withDatabase } from '../context.ts';
import { renderCoupon, renderCoupons } from '../coupon/render.ts';

const limitDefault = 30;
const limitMax = 1_000;
const statuses = ['issued', 'redeemed', 'expired', 'cancelled'] as const;

type ListOptions = Omit<CouponFilter, 'programmeId' | 'now' | 'code'>;

/** `perennial coupon list | show | redeem | cancel` */
export function couponCommand(): Command {
  return new Command('coupon')
    .description('coupons: whose they are, what they bring, what became of them')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(redeemCommand())
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
    .action((options: ListOptions, self: Command) =>
      withDatabase(self, async ({ out, database, clock, programme }) => {
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
        const move = { ...moveOf(context, code, `redeem:order:${options.order}`), ...memberId };
        const [answer] = await redeemCoupons(context.database, programmeId, [
          { ...move, orderId: options.order, amountMinor },
        ]);
        await report(context, code, answer);
      }),
    );
  return withExamples(command, [
    ['perennial coupon redeem 7KQM-4XWP-29TD --order T-2201 --amount 30.00', 'at a till that sends no events'],
  ]);
}

interface CancelOptions {
  readonly reason: string;
  readonly redemption?: boolean;
}

function cancelCommand(): Command {
  const command = new Command('cancel')
    .description('withdraw a coupon that was not used; or, with --redemption, give one back that was')
    .argument('<code>', 'its code, in any spelling')
    .requiredOption('--reason <text>', 'why, in words for its history')
    .option('--redemption', 'cancel its use: it can be used again')
    .action((code: string, { reason, redemption }: CancelOptions, self: Command) =>
      withDatabase(self, async (context) => {
        const { id: programmeId } = await context.programme();
        // How often it has moved is in the key: after a second use it can be given back a second time.
        const before = await readCoupon(context.database, { programmeId, now: context.clock.now(), code });
        const key = `${redemption ? 'refund' : 'cancel'}:coupon:${before.id}/${before.history.length + 1}`;
        const requests = [{ ...moveOf(context, code, key), reason }];
        const [answer] = await (redemption ? refundCoupons : cancelCoupons)(context.database, programmeId, requests);
        await report(context, code, answer);
      }),
    );
  return withExamples(command, [
    ['perennial coupon cancel 7KQM-4XWP-29TD --reason "sent by mistake"', 'it can not be used any more'],
    ['perennial coupon cancel 7KQM-4XWP-29TD --redemption --reason "order cancelled"', 'it can be used again'],
  ]);
}

const wholeId = (text: string): string => {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new PerennialError('USAGE', `"${text}" is no id of a coupon.`, {
    field: '--before',
    fix: 'Give the id that the page before ended with.',
  });
};

const moveOf = ({ clock }: CommandContext, code: string, key: string) => ({
  ...{ code: normalCouponCode(code), key, at: clock.now(), actor: actor() },
});

async function idOf({ database }: CommandContext, programmeId: number, externalId: string): Promise<string> {
  const memberId = await memberIdOf(database, programmeId, externalId);
  if (memberId !== undefined) return String(memberId);
  throw new PerennialError('MEMBER_NOT_FOUND', `No member has the id "${externalId}".`, { field: '--member' });
}

async function show({ out, database, clock, programme }: CommandContext, code: string): Promise<void> {
  const { id: programmeId, definition } = await programme();
  const coupon = await readCoupon(database, { programmeId, now: clock.now(), code });
  out.result(coupon, () => renderCoupon(coupon, { ...definition, out }));
}

/** The coupon as it is now, or why it did not move. */
async function report(context: CommandContext, code: string, answer: CouponAnswer | undefined): Promise<void> {
  if (answer?.ok) return show(context, code);
  const refusal = answer?.code ?? 'COUPON_NOT_FOUND';
  const said = `${answer?.message ?? 'there is no such coupon'} (${refusal})`;
  throw new PerennialError(refusal, `"${code}": ${said}.`, {
    field: 'code',
    fix: `See \`perennial coupon show ${code}\`.`,
  });
}
