import { currencyDigits, parseAmount } from '../../values/money.ts';
import type { JsonObject, JsonValue } from '../../values/json.ts';

/** An amount of a settings block, in major units, until the currency is known. */
export class Money {
  constructor(readonly major: number) {}
}

/** Settings as their form reads them: a number may be an amount whose currency is not known yet. */
export type WithMoney<Settings> = Settings extends number
  ? Settings | Money
  : Settings extends readonly (infer Item)[]
    ? readonly WithMoney<Item>[]
    : Settings extends object
      ? { readonly [Name in keyof Settings]: WithMoney<Settings[Name]> }
      : Settings;

/**
 * Settings as they are stored, with every amount in minor units of the currency; absent fields are absent, not undefined.
 * `complain` is told of an amount that has more decimal places than the currency.
 */
export function resolveMoney(settings: object, currency: string, complain: (amount: string) => void): JsonObject {
  const digits = currencyDigits(currency) ?? 2;
  const resolve = (value: unknown): JsonValue | undefined => {
    if (value instanceof Money) {
      const minor = parseAmount(String(value.major), digits);
      if (minor === undefined) complain(String(value.major));
      return minor ?? 0;
    }
    if (Array.isArray(value)) return value.map((item) => resolve(item) ?? null);
    if (typeof value !== 'object' || value === null) return value as JsonValue | undefined;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, resolve(item) ?? null]])),
    );
  };
  return resolve(settings) as JsonObject;
}
