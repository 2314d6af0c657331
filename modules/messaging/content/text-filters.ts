import { currencyDigits } from '../../../values/money.ts';
import { pluralOf } from '../../../values/plural.ts';

/** How a template writes numbers, dates and money: the reader's locale, the programme's calendar and names. */
export interface TextFormat {
  readonly locale: string;
  /** IANA zone of dates: the programme's, whose days its terms speak of. */
  readonly zone: string;
  readonly currency: string;
  /** What a point is called. */
  readonly asset: string;
}

const dateStyles = {
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** The filters of message templates. */
export interface TextFilters {
  /** 1234 -> "1,234" */
  number(value: unknown): string;
  /** 1234 -> "1,234 points", 1 -> "1 point" */
  points(value: unknown): string;
  /** With `'day', 'days'`: 1234 -> "1,234 days", 1 -> "1 day"; languages of more forms name them: `one: 'dzień', few: 'dni'` */
  count(value: unknown, ...forms: unknown[]): string;
  /** The word alone: with `'is', 'are'`, 1 -> "is" */
  plural(value: unknown, ...forms: unknown[]): string;
  /** An instant -> "22 December 2026"; `short` "22 Dec", `weekday` "Tuesday 22 December" */
  date(value: unknown, style?: unknown): string;
  /** Minor units -> "£12.50" */
  money(value: unknown): string;
}

export function createTextFilters({ locale, zone, currency, asset }: TextFormat): TextFilters {
  // British day order for plain `en`: a programme that wants American dates says en-US.
  const tag = locale === 'en' ? 'en-GB' : locale;
  const numbers = new Intl.NumberFormat(tag);
  const moneys = new Intl.NumberFormat(tag, { style: 'currency', currency });
  const minorPerUnit = 10 ** (currencyDigits(currency) ?? 2);
  const dates = new Map(
    Object.entries(dateStyles).map(([style, parts]) => [
      style,
      new Intl.DateTimeFormat(tag, { ...parts, timeZone: zone }),
    ]),
  );
  return {
    number: (value) => numbers.format(numberOf(value, 'number')),
    points: (value) => {
      const points = numberOf(value, 'points');
      return `${numbers.format(points)} ${assetName(asset, tag, points)}`;
    },
    count: (value, ...forms) => {
      const count = numberOf(value, 'count');
      return `${numbers.format(count)} ${pluralOf(count, formsOf(forms), tag)}`;
    },
    plural: (value, ...forms) => pluralOf(numberOf(value, 'plural'), formsOf(forms), tag),
    date: (value, style = 'long') => {
      const format = dates.get(String(style));
      if (!format) throw new Error(`date knows the styles ${[...dates.keys()].join(', ')}, not "${String(style)}"`);
      return format.format(instantOf(value));
    },
    money: (value) => moneys.format(numberOf(value, 'money') / minorPerUnit),
  };
}

/** The plain word is translated and inflected; a name the merchant has given stays as it is. */
function assetName(asset: string, locale: string, points: number): string {
  const plain = asset.toLowerCase() === 'points' || asset === '积分';
  if (!plain) return asset;
  if (locale.startsWith('zh')) return '积分';
  return points === 1 ? 'point' : 'points';
}

/** The forms of a word as a template gives them: one for all numbers, one and several, or by their names. */
function formsOf(given: readonly unknown[]): { readonly other: string } {
  const named = given.filter((form): form is [string, unknown] => Array.isArray(form));
  const plain = given.filter((form) => !Array.isArray(form));
  const [one, other = one] = plain;
  const forms = named.length > 0 ? Object.fromEntries(named) : { one, other };
  const last = forms.other ?? forms.many ?? forms.few ?? forms.one;
  if (typeof last !== 'string' || last === '')
    throw new Error("it wants the words for one and for several: 'day', 'days'");
  return { ...(forms as object), other: last };
}

function numberOf(value: unknown, filter: string): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  if (!Number.isFinite(number)) throw new Error(`${filter} wants a number, not ${JSON.stringify(value)}`);
  return number;
}

function instantOf(value: unknown): Date {
  const date = typeof value === 'number' || typeof value === 'string' ? new Date(value) : new Date(NaN);
  // 0 stands for "no date" among the variables, and the first of January 1970 is never meant.
  if (Number.isNaN(date.getTime()) || date.getTime() === 0)
    throw new Error(`date wants an instant, not ${JSON.stringify(value)}`);
  return date;
}
