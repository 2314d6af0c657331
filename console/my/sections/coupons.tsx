import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Formats } from '../../text/format.ts';
import { type Shape, useMember } from '../data.ts';
import { Loaded, Section } from '../parts.tsx';
import type { Shown } from '../shown.ts';
import { type Tell, useText } from '../text.tsx';

/** Coupons that can be used, with their terms. */
export function Coupons({ formats, unit }: Shown): ReactNode {
  const { tell } = useText();
  const coupons = useQuery(useMember().coupons);
  return (
    <Section id="coupons" title={tell('coupons.title')}>
      <Loaded of={coupons}>
        {(data) =>
          data.length === 0 ? (
            <p className="dim">{tell('coupons.none')}</p>
          ) : (
            <ul className="rows">
              {data.map((coupon) => (
                <li key={coupon.code}>
                  <b>{coupon.name}</b>
                  <code className="anywhere">{coupon.code}</code>
                  <span>{benefitOf(coupon, { tell, formats, asset: unit() })}</span>
                  <small>
                    {coupon.minOrderMinor > 0 &&
                      `${tell('coupons.minimum', { money: formats.money(coupon.minOrderMinor) })} `}
                    {tell('coupons.until', { day: formats.day(coupon.expiresAt) })}
                  </small>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function benefitOf(
  { benefit }: Shape['Coupon'],
  { tell, formats, asset }: { readonly tell: Tell; readonly formats: Formats; readonly asset: string },
): string {
  const { kind, amountMinor = 0, percent = 0, multiplier = 1 } = benefit;
  if (kind === 'amount_off') return tell('coupons.amount', { money: formats.money(amountMinor) });
  if (kind === 'percent_off') return tell('coupons.percent', { share: formats.share(percent / 100) });
  return tell('coupons.points', { times: multiplier, asset });
}
