/** Decimal places a multiplier may have. */
export const multiplierDigits = 4;

/** 1.5 as 3/2. */
export function ratio(decimal: number): Ratio {
  const scale = 10 ** multiplierDigits;
  const numerator = Math.round(decimal * scale);
  const divisor = greatestCommonDivisor(numerator, scale);
  return { numerator: numerator / divisor, denominator: scale / divisor };
}

/** The largest whole number that divides both. */
export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A multiplier as whole numbers, so that points never pass through a float: 1.5 is 3/2. */
export type Ratio = {
  readonly numerator: number;
  readonly denominator: number;
};
