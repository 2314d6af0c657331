import type { CouponBenefit } from '../../modules/coupons/rules.ts';
import { formatAmount } from '../../values/money.ts';
import type { CouponSummary } from '../../modules/coupons/list.ts';
import type { CouponDetail } from '../../modules/coupons/show.ts';
import { date, timeOfDay } from '../../values/wording.ts';
import type { Output } from '../../platform/terminal/output.ts';
import { renderPairs, renderTable } from '../../platform/terminal/table.ts';

interface Manner {
  readonly zone: string;
  readonly currency: string;
  readonly out: Output;
}

const colours: Readonly<Record<string, Parameters<Output['paint']>[0]>> = {
  issued: 'green',
  redeemed: 'cyan',
  expired: 'yellow',
  cancelled: 'red',
};

const paintStatus = (status: string, out: Output) => out.paint(colours[status] ?? 'reset', status);

/** A line for each coupon. */
export function renderCoupons(coupons: readonly CouponSummary[], { zone, out, currency }: Manner): string {
  if (coupons.length === 0) return 'No such coupons.';
  const columns = ['Code', 'Member', 'What', 'Brings', 'State', 'Issued', 'Good until', 'Order', 'Campaign'];
  return renderTable(
    columns.map((title) => ({ title })),
    coupons.map((coupon) => [
      coupon.code,
      coupon.member,
      coupon.name,
      benefitText(coupon.benefit, currency),
      paintStatus(coupon.status, out),
      date(coupon.issuedAt, zone),
      date(coupon.expiresAt, zone),
      coupon.orderId ?? '',
      coupon.campaign ?? '',
    ]),
  );
}

/** One coupon with all that happened to it. */
export function renderCoupon(coupon: CouponDetail, { zone, out, currency }: Manner): string {
  const when = (at: Date) => `${date(at, zone)} ${timeOfDay(at, zone)}`;
  const least =
    coupon.minOrderMinor === 0 ? 'any order' : `orders of ${formatAmount(coupon.minOrderMinor, currency)} and more`;
  const pairs = [
    ['State', `${paintStatus(coupon.status, out)}${coupon.orderId === null ? '' : ` on order ${coupon.orderId}`}`],
    ['Member', coupon.member],
    ['Brings', `${benefitText(coupon.benefit, currency)}, for ${least}`],
    ['Good until', when(coupon.expiresAt)],
    ...(coupon.campaign === null ? [] : [['Campaign', coupon.campaign]]),
  ] as [string, string][];
  const history = coupon.history.map((move) => [
    when(move.at),
    move.kind.toLowerCase(),
    move.orderId === null ? '' : `order ${move.orderId}`,
    move.reason ?? '',
    move.actor,
  ]);
  const columns = ['When', 'What', 'Order', 'Why', 'By'].map((title) => ({ title }));
  return [
    out.paint('bold', `${coupon.code}  ${coupon.name}`),
    renderPairs(pairs),
    '',
    renderTable(columns, history),
  ].join('\n');
}

/** `GBP 5.00 off`, `20% off`, `points x2` */
export function benefitText(benefit: CouponBenefit, currency: string): string {
  switch (benefit.kind) {
    case 'amountOff':
      return `${formatAmount(benefit.amountMinor, currency)} off`;
    case 'percentOff':
      return `${benefit.percent}% off`;
    case 'points':
      return `points x${benefit.multiplier.numerator / benefit.multiplier.denominator}`;
    default:
      return benefit satisfies never;
  }
}
