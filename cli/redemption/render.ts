import type { Quote } from '../../modules/checkout/quote.ts';
import type { Limit } from '../../modules/checkout/rules-share.ts';
import type { RedemptionView } from '../../modules/checkout/view.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';
import { formatAmount } from '../../values/money.ts';
import { date, points, timeOfDay } from '../../values/wording.ts';

interface Manner {
  readonly zone: string;
  readonly asset: string;
  readonly out: Output;
}

const colours: Readonly<Record<RedemptionView['status'], Parameters<Output['paint']>[0]>> = {
  held: 'yellow',
  captured: 'green',
  refunded: 'cyan',
  released: 'dim',
  expired: 'dim',
};

/** A line for each redemption. */
export function renderRedemptions(redemptions: readonly RedemptionView[], { zone, out }: Manner): string {
  if (redemptions.length === 0) return 'No such redemptions.';
  return renderTable(
    [
      ...['Redemption', 'Member', 'Order', 'State'].map((title) => ({ title })),
      ...['Points', 'Used', 'Back', 'Worth'].map((title) => ({ title, align: 'right' as const })),
      ...['Made', 'Held until'].map((title) => ({ title })),
    ],
    redemptions.map((each) => [
      ...[each.id, each.memberId, each.orderId ?? '', out.paint(colours[each.status], each.status)],
      ...[each.points, each.capturedPoints, each.refundedPoints].map((count) => count.toLocaleString('en')),
      formatAmount(each.amountMinor, each.currency),
      moment(each.createdAt, zone),
      each.expiresAt === null ? '' : moment(each.expiresAt, zone),
    ]),
  );
}

/** One redemption with the lots its points are from. */
export function renderRedemption(redemption: RedemptionView, { zone, asset, out }: Manner): string {
  const { id, status, orderId, memberId, capturedPoints, refundedPoints, amountMinor, currency, lots } = redemption;
  const counted = (count: number) => points(count, { asset });
  const { available, held } = redemption.balance;
  return [
    out.paint('bold', id),
    renderPairs([
      ['State', out.paint(colours[status], status)],
      ['Member', `${memberId}, with ${counted(available)} to spend${held > 0 ? ` and ${held} on hold` : ''}`],
      ...(orderId === null ? [] : [['Order', orderId] as [string, string]]),
      ['Points', `${counted(redemption.points)}, worth ${formatAmount(amountMinor, currency)}`],
      ...(capturedPoints === 0
        ? []
        : [['Used', `${capturedPoints}, of which ${refundedPoints} are back`] as [string, string]]),
      ['Made', moment(redemption.createdAt, zone)],
      ...(redemption.expiresAt === null
        ? []
        : [['Held until', moment(redemption.expiresAt, zone)] as [string, string]]),
      [
        'From',
        lots
          .map(
            (lot) => `${-lot.points} ${lot.expiresAt === null ? 'without end' : `until ${date(lot.expiresAt, zone)}`}`,
          )
          .join(', '),
      ],
    ]),
  ].join('\n');
}

const moment = (at: Date, zone: string) => `${date(at, zone)} ${timeOfDay(at, zone)}`;

const limitWords: Readonly<Record<Limit, string>> = {
  balance: 'all there are',
  share: 'the largest share of an order',
  minimum: 'fewer than one redemption takes',
  debt: 'the member owes points',
  status: 'the member is not active',
  off: "the programme's points can't be used at the checkout",
};

/** What an order would earn and may be paid with. */
export function renderQuote(quote: Quote, { zone, asset }: Manner): string {
  const counted = (count: number) => points(count, { asset });
  const money = (minor: number) => formatAmount(minor, quote.currency);
  const { discount, redeemable, redeem, earn } = quote;
  return renderPairs([
    ['Order', money(quote.amountMinor)],
    ...(discount === null
      ? []
      : [
          [
            'Coupon',
            discount.problem === undefined
              ? `${discount.coupon}: ${money(discount.amountMinor)} off`
              : discount.problem.detail,
          ] as [string, string],
        ]),
    [
      'Can use',
      `${counted(redeemable.points)}, worth ${money(redeemable.amountMinor)}` +
        (redeemable.limitedBy === null ? '' : ` (${limitWords[redeemable.limitedBy]})`),
    ],
    ...(redeem.points === 0
      ? []
      : [['Uses', `${counted(redeem.points)} for ${money(redeem.amountMinor)}`] as [string, string]]),
    ['To pay', money(quote.payableMinor)],
    ['Earns', `${counted(earn.points)}: ${earn.explanation.join('; ')}`],
    ['Good until', moment(quote.validUntil, zone)],
    ['Quote', quote.id],
  ]);
}
