/** The most an amount may be, in minor units: 10 billion of a currency with cents, far below where numbers get inexact. */
export const amountMinorMax = 1_000_000_000_000;

const digitsOf = new Map<string, number>();

/** Decimal places of a currency: 2 for GBP, 0 for JPY; undefined when there is no such ISO 4217 code. */
export function currencyDigits(currency: string): number | undefined {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  if (!/^[A-Z]{3}$/.test(currency) || !Intl.supportedValuesOf('currency').includes(currency)) return undefined;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digitsOf.set(currency, digits);
  return digits;
}

/** Minor units of an amount as a shop's file writes it ("139.12", "-22.2", "1250"); undefined when it is not one, exactly. */
export function parseAmount(text: string, digits: number): number | undefined {
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  const minor = Number(match[2]) * 10 ** digits + Number(fraction.padEnd(digits, '0') || 0);
  if (minor > amountMinorMax) return undefined;
  return match[1] === '-' && minor !== 0 ? -minor : minor;
}

/** An amount for people: `GBP 139.12`. */
export function formatAmount(amountMinor: number, currency: string): string {
  const digits = currencyDigits(currency) ?? 2;
  return `${currency} ${(amountMinor / 10 ** digits).toFixed(digits)}`;
}
