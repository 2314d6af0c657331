import { currencyDigits } from '../../values/money.ts';
import type { JsonObject, JsonValue } from '../../values/json.ts';

/** Settings that are amounts of money: stored in minor units, written in major ones. */
const amounts = new Set(['minOrder', 'spentFrom', 'spentBelow', 'averageOrderBelow']);

/** Stored settings as a campaign file writes them: amounts in major units of the currency, coupons with their one benefit. */
export function writtenSettings(settings: JsonObject, currency: string): JsonObject {
  const perUnit = 10 ** (currencyDigits(currency) ?? 2);
  const written = (name: string, value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map((item: JsonValue) => written(name, item));
    if (typeof value === 'number' && amounts.has(name)) return value / perUnit;
    if (!isObject(value)) return value;
    const { benefit, minOrderMinor, ...rest } = value;
    const fields = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, written(key, item ?? null)]));
    if (!isObject(benefit)) return fields;
    const { name: ownName = '', names, ...others } = fields;
    const couponName = names ?? ownName;
    const minOrder = typeof minOrderMinor === 'number' ? { minOrder: minOrderMinor / perUnit } : {};
    return { name: couponName, ...benefitOf(benefit, perUnit), ...minOrder, ...others };
  };
  return written('', settings) as JsonObject;
}

function benefitOf(benefit: JsonObject, perUnit: number): JsonObject {
  const { kind, amountMinor, percent, multiplier } = benefit;
  if (kind === 'amountOff') return { amountOff: Number(amountMinor) / perUnit };
  if (kind === 'percentOff') return { percentOff: Number(percent) };
  const { numerator = 1, denominator = 1 } = isObject(multiplier) ? multiplier : {};
  return { pointsMultiplier: Number(numerator) / Number(denominator) };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
