import type { LotNow } from '../../../modules/member-view/lots.ts';
import type { MemberNow } from '../../../modules/member-view/members-now.ts';
import type { TransactionView } from '../../../modules/member-view/transactions.ts';
import type { CouponSummary } from '../../../modules/coupons/list.ts';
import type { CouponDetail } from '../../../modules/coupons/show.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';

/** A member as the document has one. */
export function memberBody(member: MemberNow, currency: string) {
  const { marketing, otherConsents, streak, mergedInto, ...known } = member;
  const rest = without(known, 'rowId');
  return {
    ...rest,
    ...(mergedInto === null ? {} : { mergedInto }),
    consent: { email: marketing, ...otherConsents },
    currency,
    streak: streakBody(streak),
  };
}

export const streakBody = (streak: MemberNow['streak']) =>
  streak === null ? null : { days: streak.streak, best: streak.best, lastOn: streak.lastDay };

export const lotBody = ({ rowId, ...lot }: LotNow) => ({ id: publicIdOf('lot', rowId), ...lot });

export function transactionBody(view: TransactionView) {
  const { rowId, reverses, lots, orderId, campaign, reason, ...rest } = view;
  return {
    id: publicIdOf('txn', rowId),
    ...rest,
    ...(orderId === null ? {} : { orderId }),
    ...(campaign === null ? {} : { campaign }),
    ...(reason === null ? {} : { reason }),
    explanation: reason === null ? [] : [reason],
    lots: lots.map(({ lotId, ...lot }) => ({ lotId: publicIdOf('lot', lotId), ...lot })),
    ...(reverses === null ? {} : { reverses: publicIdOf('txn', reverses) }),
  };
}

export function couponBody(coupon: CouponSummary | CouponDetail) {
  const { member, benefit, ...known } = coupon;
  const rest = without(known, 'id');
  return {
    ...rest,
    memberId: member,
    benefit: benefitBody(benefit),
    ...('history' in coupon ? { history: coupon.history.map(moveBody) } : {}),
  };
}

const moveKinds: Readonly<Record<string, string>> = {
  ISSUE: 'issued',
  REDEEM: 'redeemed',
  REFUND: 'returned',
  EXPIRE: 'expired',
  CANCEL: 'cancelled',
};

const moveBody = ({ kind, orderId, reason, ...move }: CouponDetail['history'][number]) => ({
  kind: moveKinds[kind] ?? kind,
  ...move,
  ...(orderId === null ? {} : { orderId }),
  ...(reason === null ? {} : { reason }),
});

function benefitBody(benefit: CouponSummary['benefit']) {
  switch (benefit.kind) {
    case 'amountOff':
      return { kind: 'amount_off', amountMinor: benefit.amountMinor };
    case 'percentOff':
      return { kind: 'percent_off', percent: benefit.percent };
    case 'points':
      return {
        kind: 'points_multiplier',
        multiplier: Number((benefit.multiplier.numerator / benefit.multiplier.denominator).toFixed(4)),
      };
  }
}

/** The fields of a thing but this one, which nobody outside is told of. */
function without<Thing extends object, Name extends keyof Thing>(thing: Thing, name: Name): Omit<Thing, Name> {
  return Object.fromEntries(Object.entries(thing).filter(([each]) => each !== name)) as Omit<Thing, Name>;
}
