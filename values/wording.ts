/** The languages the product itself speaks; messages to members speak those of the programme. */
export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** How amounts and dates are said. */
export interface DisplayFormat {
  readonly asset: string;
  readonly currency: string;
  /** The member's: when something happened is told as the member lived it. */
  readonly zone: string;
  /** The programme's: the day of an expiry is one of its calendar, as in its mails. */
  readonly programmeZone: string;
  /** Names of the tiers by code. */
  readonly tiers?: Readonly<Record<string, string>>;
  /** English when not said. */
  readonly locale?: Locale;
}

/** British day order for plain `en`, as in messages. */
const dateTags = { en: 'en-GB', 'zh-CN': 'zh-CN' } as const satisfies Record<Locale, string>;

/** `£139.12` */
export function money(minor: number, currency: string, locale: Locale = 'en'): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

/** `1,240 points`, `1 point`, `1,240 积分`; a name the merchant gave stays as it is. */
export function points(count: number, { asset, locale = 'en' }: Pick<DisplayFormat, 'asset' | 'locale'>): string {
  return `${count.toLocaleString(locale)} ${assetName(asset, count, locale)}`;
}

function assetName(asset: string, count: number, locale: Locale): string {
  if (locale === 'zh-CN') return asset.toLowerCase() === 'points' ? '积分' : asset;
  return count === 1 && asset === 'points' ? 'point' : asset;
}

/** `Sun 22 Nov 2026`, `2026年11月22日（周日）`, where the member lives. */
export function day(at: Date, zone: string, locale: Locale = 'en'): string {
  const weekday = new Intl.DateTimeFormat(dateTags[locale], { weekday: 'short', timeZone: zone }).format(at);
  return locale === 'zh-CN' ? `${date(at, zone, locale)}（${weekday}）` : `${weekday} ${date(at, zone, locale)}`;
}

/** `22 Nov 2026`, `2026年11月22日` */
export function date(at: Date, zone: string, locale: Locale = 'en'): string {
  const parts = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(dateTags[locale], { ...parts, timeZone: zone }).format(at);
}

/** `09:04` */
export function timeOfDay(at: Date, zone: string, locale: Locale = 'en'): string {
  const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(dateTags[locale], { ...parts, timeZone: zone }).format(at);
}
