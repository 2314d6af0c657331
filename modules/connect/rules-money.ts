import { amountMinorMax, currencyDigits } from '../../values/money.ts';

/** An amount as a shop writes it, "12.50", and how often it counts: -1 takes it off. */
export interface Part {
  readonly amount: string;
  readonly times?: number;
}

/** Decimals that are kept while amounts are added up: a shop may show more than its currency has. */
const scaleDigits = 8;
const decimal = /^(-?)(\d{1,13})(?:\.(\d{1,8}))?$/;

/**
 * The sum of amounts in minor units of their currency, exactly; undefined when it is not a whole number of them, below zero or
 * beyond what an amount may be. Nothing is rounded: a shop that counts in fractions of a penny is told so.
 */
export function sumMinor(parts: readonly Part[], currency: string): number | undefined {
  const digits = currencyDigits(currency);
  if (digits === undefined) return undefined;
  let sum = 0n;
  for (const { amount, times = 1 } of parts) {
    const scaled = scaledOf(amount);
    if (scaled === undefined) return undefined;
    sum += scaled * BigInt(times);
  }
  const unit = 10n ** BigInt(scaleDigits - digits);
  if (sum < 0n || sum % unit !== 0n) return undefined;
  const minor = sum / unit;
  return minor > BigInt(amountMinorMax) ? undefined : Number(minor);
}

/** `amount` x `share` / `whole`, rounded down; all of it when there is no whole to take a share of. */
export function shareOf(amount: number, share: number, whole: number): number {
  return whole <= 0 ? amount : Number((BigInt(amount) * BigInt(share)) / BigInt(whole));
}

function scaledOf(amount: string): bigint | undefined {
  const match = decimal.exec(amount);
  if (!match) return undefined;
  const [, sign, whole = '0', fraction = ''] = match;
  const scaled = BigInt(whole + fraction.padEnd(scaleDigits, '0'));
  return sign === '-' ? -scaled : scaled;
}
