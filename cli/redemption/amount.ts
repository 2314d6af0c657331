import { PerennialError } from '../../platform/errors.ts';
import { currencyDigits, parseAmount } from '../../values/money.ts';

/** The minor units of an amount as a person writes it; `field` is what a refusal names. */
export function amountOf(text: string, currency: string, field: string): number {
  const amountMinor = parseAmount(text, currencyDigits(currency) ?? 2);
  if (amountMinor !== undefined && amountMinor >= 0) return amountMinor;
  throw new PerennialError('USAGE', `"${text}" is not an amount in ${currency}.`, {
    field,
    fix: 'Write it as 40.00.',
  });
}
