import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { useFormats } from '../../data/session.tsx';
import { Status, type StatusKind } from '../../parts/status.tsx';
import { useText } from '../../text/use-text.tsx';

export type Coupon = Shape['Coupon'];

const kinds: Readonly<Record<Coupon['status'], StatusKind>> = {
  ...{ issued: 'live', redeemed: 'ok', expired: 'ended', cancelled: 'ended' },
};

/** Where coupons stand, in words. */
export function useCouponWords(): Readonly<Record<Coupon['status'], string>> {
  const tell = useText();
  return {
    issued: tell('coupons.issued'),
    redeemed: tell('coupons.redeemed'),
    expired: tell('coupons.expired'),
    cancelled: tell('coupons.cancelled'),
  };
}

export function CouponStatus({ status }: Pick<Coupon, 'status'>): ReactNode {
  return <Status kind={kinds[status]}>{useCouponWords()[status]}</Status>;
}

/** What an order gets by it. */
export function useBenefit(): (coupon: Coupon) => string {
  const tell = useText();
  const formats = useFormats();
  return ({ benefit: { kind, amountMinor = 0, percent = 0, multiplier = 1 } }) => {
    if (kind === 'amount_off') return tell('coupons.amountOff', { amount: formats.money(amountMinor) });
    if (kind === 'percent_off') return tell('coupons.percentOff', { share: formats.share(percent / 100) });
    return tell('coupons.multiplier', { times: formats.number(multiplier) });
  };
}
