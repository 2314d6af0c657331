import { parseAmount } from '../../../values/money.ts';

/** What stands before the cents. */
export const decimalSigns = ['.', ','] as const;
export type DecimalSign = (typeof decimalSigns)[number];

export interface AmountForm {
  readonly currency: string;
  readonly digits: number;
  readonly decimal: DecimalSign;
}

const plainNumber = /^-?\d+(?:\.\d+)?$/;
/** What most files have, and what can be read in one way only. */
const usual = /^-?\d+(?:\.\d\d?)?$/;
/** `£12.50`, `-$5.00`, `(5.00)`, `12,50 €`, `GBP 12.50`, `5.00-` */
const dressed = /^(\(?)([-−]?)([^\d\s.,()\-−']*)\s*([-−]?)(\d[\d.,'’\s]*?)\s*([^\d\s.,()\-−'’]*)([-−]?)(\)?)$/u;
const numberWith: Readonly<Record<DecimalSign, RegExp>> = {
  '.': /^(?:\d{1,3}(?:[,'’\s]\d{3})+|\d+)(?:\.(\d+))?$/u,
  ',': /^(?:\d{1,3}(?:[.'’\s]\d{3})+|\d+)(?:,(\d+))?$/u,
};
/** Signs that Intl does not know in English. */
const localSigns: Readonly<Partial<Record<string, readonly string[]>>> = {
  CNY: ['¥', '￥', '元', 'RMB'],
  JPY: ['¥', '￥', '円'],
  USD: ['US$'],
  GBP: ['UK£'],
  EUR: ['Euro', 'EURO'],
};

/** Minor units of an amount; undefined when it is none, `foreign` when it is one of another currency. */
export function readAmount(text: string, form: AmountForm): number | 'foreign' | undefined {
  if (form.decimal === '.' && plainNumber.test(text)) return parseAmount(text, form.digits);
  const match = dressed.exec(text);
  if (!match) return undefined;
  const [, open, minus, before = '', minusInside, body = '', after = '', minusBehind, close] = match;
  if ((open === '') !== (close === '') || (before !== '' && after !== '')) return undefined;
  const sign = before + after;
  if (sign !== '' && !signsOf(form.currency).has(sign.toLowerCase())) return 'foreign';
  const found = numberWith[form.decimal].exec(body);
  const fraction = found?.[1] ?? '';
  if (!found || (form.decimal === ',' && fraction.length > form.digits)) return undefined;
  const whole = (fraction === '' ? body : body.slice(0, -fraction.length - 1)).replace(/\D/g, '');
  const minor = parseAmount(fraction === '' ? whole : `${whole}.${fraction}`, form.digits);
  const negative = open !== '' || minus !== '' || minusInside !== '' || minusBehind !== '';
  return minor === undefined || minor === 0 || !negative ? minor : -minor;
}

/** Which sign an amount's cents stand behind; `either` when it would be another amount with the other one. */
export function decimalEvidence(text: string, form: Omit<AmountForm, 'decimal'>): DecimalSign | 'either' | undefined {
  if (usual.test(text)) return text.includes('.') ? '.' : undefined;
  const point = readAmount(text, { ...form, decimal: '.' });
  const comma = readAmount(text, { ...form, decimal: ',' });
  if (point === comma) return undefined;
  if (comma === undefined) return '.';
  return point === undefined ? ',' : 'either';
}

/** True of what is less than nothing, in whatever form. */
export const isNegative = (text: string): boolean => /^\(|[-−]/u.test(text);

const signs = new Map<string, ReadonlySet<string>>();

function signsOf(currency: string): ReadonlySet<string> {
  const known = signs.get(currency);
  if (known) return known;
  const shown = (['symbol', 'narrowSymbol', 'code'] as const).map((currencyDisplay) => {
    const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay }).formatToParts(1);
    return parts.find(({ type }) => type === 'currency')?.value ?? currency;
  });
  const all = new Set([...shown, ...(localSigns[currency] ?? [])].map((sign) => sign.toLowerCase()));
  signs.set(currency, all);
  return all;
}
