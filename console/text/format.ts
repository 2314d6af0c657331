import type { Language } from './languages.ts';

/** Numbers, money and times in the words of a language, in the programme's zone and currency. */
export interface Formats {
  /** 7,539; true minus. */
  readonly number: (value: number) => string;
  /** +220 or −50. */
  readonly signed: (value: number) => string;
  /** £75.39, of minor units. */
  readonly money: (minor: number) => string;
  /** 12.5 %. */
  readonly share: (ratio: number) => string;
  /** Thu 26 Nov 2026 */
  readonly day: (at: Instant, zone?: string) => string;
  /** 26 Nov 2026 */
  readonly date: (at: Instant, zone?: string) => string;
  /** 10:00 */
  readonly time: (at: Instant, zone?: string) => string;
  /** Thu 26 Nov 2026 10:00 */
  readonly dateTime: (at: Instant, zone?: string) => string;
  /** 2026-11-26: whose day it is, to sort and to group by. */
  readonly dayKey: (at: Instant, zone?: string) => string;
  /** London, of Europe/London. */
  readonly zoneName: (zone?: string) => string;
  readonly zone: string;
}

export type Instant = string | number | Date;

interface Place {
  readonly language: Language;
  readonly zone: string;
  readonly currency: string;
}

const minus = (text: string): string => text.replaceAll('-', '−');

export function formatsOf({ language, zone: usual, currency }: Place): Formats {
  const numbers = new Intl.NumberFormat(language);
  const signed = new Intl.NumberFormat(language, { signDisplay: 'exceptZero' });
  const shares = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const moneys = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const perUnit = 10 ** (moneys.resolvedOptions().maximumFractionDigits ?? 2);
  const isChinese = language === 'zh-CN';
  const partsAt = partsReader(isChinese ? 'zh-CN' : 'en-US');

  const date = (at: Instant, zone = usual) => {
    const { year, month, monthNumber, day } = partsAt(at, zone);
    return isChinese ? `${year}年${monthNumber}月${day}日` : `${day} ${month} ${year}`;
  };
  const day = (at: Instant, zone = usual) => {
    const { weekday } = partsAt(at, zone);
    return isChinese ? `${date(at, zone)}（${weekday}）` : `${weekday} ${date(at, zone)}`;
  };
  const time = (at: Instant, zone = usual) => partsAt(at, zone).time;
  return {
    ...{ date, day, time, zone: usual },
    number: (value) => minus(numbers.format(value)),
    signed: (value) => minus(signed.format(value)),
    money: (minor) => minus(moneys.format(minor / perUnit)),
    share: (ratio) => minus(shares.format(ratio)),
    // Full-width brackets bring their own space.
    dateTime: (at, zone = usual) => `${day(at, zone)}${isChinese ? '' : ' '}${time(at, zone)}`,
    dayKey: (at, zone = usual) => partsAt(at, zone).key,
    zoneName: (zone = usual) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' '),
  };
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly monthNumber: string;
  readonly day: string;
  readonly weekday: string;
  readonly time: string;
  readonly key: string;
}

/** Reads the parts of an instant; formatters are dear to make, so each zone's are kept. */
function partsReader(locale: string): (at: Instant, zone: string) => Parts {
  const kept = new Map<string, { words: Intl.DateTimeFormat; digits: Intl.DateTimeFormat }>();
  const formattersOf = (zone: string) => {
    const known = kept.get(zone);
    if (known !== undefined) return known;
    const made = {
      words: new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short', month: 'short' }),
      digits: new Intl.DateTimeFormat('en-US', {
        ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
        ...{ hour: '2-digit', minute: '2-digit' },
      }),
    } as const;
    kept.set(zone, made);
    return made;
  };
  return (at, zone) => {
    const instant = new Date(at);
    const { words, digits } = formattersOf(zone);
    const named = byType(words.formatToParts(instant));
    const { year = '', month = '', day = '', hour = '', minute = '' } = byType(digits.formatToParts(instant));
    return {
      ...{ year, month: named.month ?? '', weekday: named.weekday ?? '' },
      ...{ monthNumber: String(Number(month)), day: String(Number(day)) },
      ...{ time: `${hour}:${minute}`, key: `${year}-${month}-${day}` },
    };
  };
}

const byType = (parts: readonly Intl.DateTimeFormatPart[]): Partial<Record<Intl.DateTimeFormatPartTypes, string>> =>
  Object.fromEntries(parts.map(({ type, value }) => [type, value]));
