import { seenName } from '../../values/unseen.ts';
import type { Part } from './rules-money.ts';
import type { ToldRefusal } from './rules-told.ts';
import { cutText } from '../../values/cut-text.ts';

/** Codes of one order that may be coupons. */
const codesMax = 5;
const codeLengthMax = 40;
const nameLengthMax = 100;

/** An amount that can't be taken as it stands, rounded by nobody. */
export function amountRefusal(field: string, parts: readonly Part[], currency: string): ToldRefusal {
  const shown = parts
    .slice(0, 5)
    .map(({ amount, times = 1 }) => (times === 1 ? amount : `${times} x ${amount}`))
    .join(' + ');
  return {
    ...{ code: 'AMOUNT_INVALID', field, message: `adds up to no whole amount of ${currency}: ${shown}` },
    fix: 'have the shop count in whole minor units of its currency',
  };
}

/** Codes that can be a coupon. */
export function couponsOf(codes: readonly string[]): string[] {
  const fitting = codes.map((code) => code.trim()).filter((code) => code !== '' && code.length <= codeLengthMax);
  return [...new Set(fitting)].slice(0, codesMax);
}

/** The id of a hold that the checkout has put on the order; customers can write there, too, so anything else is nothing. */
export function redemptionIdOf(value: unknown): string | null {
  return typeof value === 'string' && /^red_[0-9a-z]{8,40}$/.test(value.trim()) ? value.trim() : null;
}

export function nameOf(...parts: readonly (string | null | undefined)[]): string | null {
  const whole = seenName(parts.filter(Boolean).join(' ')).replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
  const name = cutText(whole.trim(), nameLengthMax);
  return name === '' ? null : name;
}

/** A language as profiles keep it; null of what is none. */
export function cleanLocale(locale: string | null | undefined): string | null {
  const [language = '', ...more] = (locale ?? '').replaceAll('_', '-').split('-');
  if (!/^[a-z]{2,3}$/i.test(language)) return null;
  const script = more.find((part) => /^[a-z]{4}$/i.test(part));
  const region = more.find((part) => /^[a-z]{2}$/i.test(part));
  const shaped = script && script[0]?.toUpperCase() + script.slice(1).toLowerCase();
  return [language.toLowerCase(), shaped, region?.toUpperCase()].filter(Boolean).join('-');
}
