import type { Fraction } from '../../programme/rules-earning.ts';
import type { Ratio } from '../../../values/ratio.ts';

/** What an order comes to before it is rounded down, and what a coupon multiplies that by once it is. */
export interface ExactPoints {
  readonly earned: Fraction;
  readonly multiplier: Ratio;
  /** What `earned` is for: the whole order, or each minor unit of one that came to nothing. */
  readonly per: 'order' | 'unit';
}

const one: Ratio = { numerator: 1, denominator: 1 };

/** As it is kept with the order: `1050/100`, with a coupon `1050/100 3/2`; null when whole points say as much. */
export function writeExactPoints({ numerator, denominator }: Fraction, multiplier: Ratio = one): string | null {
  const isPlain = multiplier.numerator === multiplier.denominator;
  if (isPlain && numerator % denominator === 0n) return null;
  return `${numerator}/${denominator}${isPlain ? '' : ` ${multiplier.numerator}/${multiplier.denominator}`}`;
}

/** What each minor unit of an order of nothing would bring, `each 1/100`: it may be amended to something. */
export function writeUnitPoints({ numerator, denominator }: Fraction, multiplier: Ratio = one): string {
  const isPlain = multiplier.numerator === multiplier.denominator;
  return `each ${numerator}/${denominator}${isPlain ? '' : ` ${multiplier.numerator}/${multiplier.denominator}`}`;
}

/** What an order came to exactly; of one that has nothing on record, its points. */
export function readExactPoints({
  points,
  exactPoints,
}: {
  readonly points: number;
  readonly exactPoints: string | null;
}): ExactPoints {
  const [, each, numerator, denominator, times, by] =
    /^(each )?(\d+)\/(\d+)(?: (\d+)\/(\d+))?$/.exec(exactPoints ?? '') ?? [];
  if (numerator === undefined || denominator === undefined) {
    return { earned: { numerator: BigInt(points), denominator: 1n }, multiplier: one, per: 'order' };
  }
  return {
    earned: { numerator: BigInt(numerator), denominator: BigInt(denominator) },
    multiplier: { numerator: Number(times ?? 1), denominator: Number(by ?? 1) },
    per: each === undefined ? 'order' : 'unit',
  };
}
