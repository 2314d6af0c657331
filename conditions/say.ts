import { pluralOf } from '../values/plural.ts';
import type { Locale } from '../values/wording.ts';
import type { DateTest } from './spans.ts';
import type { Telling } from './subject.ts';
import { readDuration } from './words.ts';

/** Numbers as they are written, where no currency is at hand. */
export const currencyWords =
  (locale: Locale) =>
  (major: number): string =>
    major.toLocaleString(locale);

type Say = (value: string) => string;
const english: Readonly<Record<string, Say>> = {
  is: (value) => value,
  isNot: (value) => `not ${value}`,
  atLeast: (value) => `at least ${value}`,
  atMost: (value) => `at most ${value}`,
  above: (value) => `above ${value}`,
  below: (value) => `below ${value}`,
  contains: (value) => `containing ${value}`,
  startsWith: (value) => `starting with ${value}`,
  before: (value) => `before ${value}`,
  after: (value) => `after ${value}`,
  within: (value) => `within ${value}`,
};
const chinese: Readonly<Record<string, Say>> = {
  is: (value) => `为 ${value}`,
  isNot: (value) => `不为 ${value}`,
  atLeast: (value) => `至少 ${value}`,
  atMost: (value) => `至多 ${value}`,
  above: (value) => `高于 ${value}`,
  below: (value) => `低于 ${value}`,
  contains: (value) => `包含 ${value}`,
  startsWith: (value) => `以 ${value} 开头`,
  before: (value) => `早于${value}`,
  after: (value) => `晚于${value}`,
  within: (value) => `在${value}`,
};
const units: Readonly<Record<string, string>> = { minute: '分钟', hour: '小时', day: '天', week: '周', month: '个月' };
const spansInChinese: Readonly<Record<string, string>> = {
  today: '今天',
  'this week': '本周',
  'this month': '本月',
  'this year': '今年',
  'since entry': '进入以来',
};

/** `3 days`, `3 天` */
export function sayLength(text: string, locale: Locale): string {
  if (locale === 'en') return text;
  const { count, unit } = readDuration(text);
  return `${count} ${units[unit] ?? unit}`;
}

/** A span after a verb: ` within the last 30 days`, ` today`. */
export function sayWithin(window: string | undefined, locale: Locale): string {
  if (window === undefined) return '';
  if (locale === 'zh-CN') return `，在${saySpan(window, locale)}`;
  if (window === 'since entry') return ' since entering';
  return /^(last|next) /.test(window) ? ` within the ${window}` : ` ${window}`;
}

function saySpan(window: string, locale: Locale): string {
  if (locale === 'en') {
    if (window === 'since entry') return 'the time since entering';
    return /^(last|next) /.test(window) ? `the ${window}` : window;
  }
  const known = spansInChinese[window];
  if (known !== undefined) return known;
  if (window.startsWith('since ')) return `步骤 ${window.slice(6)} 以来`;
  return `${window.startsWith('last ') ? '最近' : '今后'} ${sayLength(window.slice(5), locale)}`;
}

function sayAge(age: string, locale: Locale): string {
  if (locale === 'en') return age;
  if (age === 'today') return '今天';
  const relative = /^(\d+ \w+) (ago|ahead)$/.exec(age);
  if (!relative) return age;
  return `${sayLength(relative[1] ?? '', locale)}${relative[2] === 'ago' ? '前' : '后'}`;
}

/** How one value of a test is said. */
type SayValue = (value: unknown) => string;

function sayOne(word: string, value: unknown, locale: Locale, say: SayValue): string {
  if (word === 'known') {
    if (locale === 'en') return value === true ? 'known' : 'not known';
    return value === true ? '已知' : '未知';
  }
  const or = locale === 'en' ? ' or ' : ' 或 ';
  const text =
    word === 'within'
      ? saySpan(String(value), locale)
      : [value]
          .flat()
          .map((one) => (typeof one === 'string' ? sayAge(one, locale) : say(one)))
          .join(or);
  return (locale === 'en' ? english : chinese)[word]?.(text) ?? `${word} ${text}`;
}

/** What a test asks, in words: `at least 3 and below 5`, `tmall or jd`. */
export function sayTest(test: unknown, locale: Locale, say: SayValue = String): string {
  const isBlock = typeof test === 'object' && test !== null && !Array.isArray(test);
  const words = isBlock ? Object.entries(test).filter(([, value]) => value !== undefined) : [['is', test] as const];
  return words.map(([word, value]) => sayOne(word, value, locale, say)).join(locale === 'en' ? ' and ' : '且');
}

/** `at least 1 order`, `3 orders`: what is asked of how many there are, in English; the last number has the form. */
export function sayHowMany(test: unknown, one: string, other: string): string {
  const words = sayTest(test, 'en');
  return `${words} ${pluralOf(Number(words.match(/\d+(?:\.\d+)?/g)?.at(-1)), { one, other })}`;
}

/** What a date is asked: a span by itself, or ages. */
export function sayDate(test: DateTest, locale: Locale): string {
  return sayTest(typeof test === 'string' ? { within: test } : test, locale);
}

/** A test of money in the programme's currency. */
export const sayMoney = (test: unknown, { locale, money }: Telling): string =>
  sayTest(test, locale, (value) => (typeof value === 'number' ? money(value) : String(value)));

/** The fields that are asked of what happened: ` with channel tmall or jd`. */
export function sayWhere(conditions: Readonly<Record<string, unknown>> | undefined, locale: Locale): string {
  const entries = Object.entries(conditions ?? {});
  if (entries.length === 0) return '';
  const parts = entries.map(([name, test]) => `${name} ${sayTest(test, locale)}`);
  return locale === 'en' ? ` with ${parts.join(' and ')}` : `（${parts.join('且')}）`;
}

/** ` of the same cartId` */
export function saySame(same: string | readonly string[] | undefined, locale: Locale): string {
  if (same === undefined) return '';
  const names = [same].flat();
  return locale === 'en' ? ` of the same ${names.join(' and ')}` : `（${names.join('、')} 相同）`;
}
