import { currencyDigits, parseAmount } from './money.ts';

/**
 * English texts and what they are in another language. `{name}` stands for anything, which is said in the other language too
 * where it is known; `{name:points}` for a number of points, `{name:money}` for an amount such as GBP 4.00 and `{name:day}` for
 * a day such as 5 November 2026; `{name:list}` for texts with "and" between them. `{days:count} days` is a number of things, which
 * are written in the plural and may be one: the first word with an s behind a number may be without it.
 */
export type Patterns = Readonly<Record<string, string>>;

interface Formats {
  points(count: number): string;
  money(minor: number, currency: string): string;
  calendarDay(at: Date): string;
}

/** What stands between texts, and before the last one of a list: in Chinese, the only other language so far. */
const between = '；';
const and = '和';

const placeholder = /\{(\w+)(?::(points|count|money|day|list))?\}/g;

/** A stored text in another language; what nobody knows stays as it is. */
export function translate(text: string, patterns: Patterns, formats: Formats): string {
  const exact = patterns[text];
  if (exact !== undefined) return exact;
  for (const [pattern, translation] of patternsWithPlaceholders(patterns)) {
    const found = pattern.exec(text)?.groups;
    if (!found) continue;
    return translation.replace(placeholder, (_, name: string, format?: string) => {
      const value = found[name] ?? '';
      if (format === undefined) return translate(value, patterns, formats);
      if (format === 'list') return saySeveral(value, patterns, formats);
      return sayFigure(value, format, formats);
    });
  }
  const parts = text.split('; ');
  if (parts.length === 1) return text;
  const translated = parts.map((part) => translate(part, patterns, formats));
  return translated.every((part, place) => part === parts[place]) ? text : translated.join(between);
}

const compiled = new WeakMap<Patterns, [RegExp, string][]>();

/** The ones that say most first: "{a} expired, {b} were used" before "{a} expired". */
function patternsWithPlaceholders(patterns: Patterns): [RegExp, string][] {
  const known = compiled.get(patterns);
  if (known) return known;
  const found = Object.entries(patterns)
    .filter(([english]) => english.search(placeholder) >= 0)
    .sort(([a], [b]) => fixedLength(b) - fixedLength(a))
    .map(([english, translation]): [RegExp, string] => [regExpOf(english), translation]);
  compiled.set(patterns, found);
  return found;
}

const fixedLength = (english: string): number => english.replace(placeholder, '').length;

/** What a placeholder stands for; figures that are written otherwise are not the product's. */
const captures: Readonly<Record<string, string>> = {
  points: '[\\d,]+',
  count: '[\\d,]+',
  money: '[A-Z]{3} -?[\\d.]+',
  day: '\\d{1,2} [A-Z][a-z]+ \\d{4}',
};

function regExpOf(english: string): RegExp {
  let source = '';
  let from = 0;
  let isCounting = false;
  const say = (text: string) => {
    const words = escapeRegExp(text);
    if (!isCounting || !pluralNoun.test(words)) return words;
    isCounting = false;
    return words.replace(pluralNoun, '$1s?');
  };
  for (const { 0: whole, 1: name = '', 2: format = '', index } of english.matchAll(placeholder)) {
    source += `${say(english.slice(from, index))}(?<${name}>${captures[format] ?? '.+?'})`;
    isCounting ||= format === 'count' || format === 'points';
    from = index + whole.length;
  }
  return new RegExp(`^${source}${say(english.slice(from))}$`, 's');
}

/** Things that are counted. */
const pluralNoun = /\b([a-z]{2,})s\b/;

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function saySeveral(text: string, patterns: Patterns, formats: Formats): string {
  const parts = text.split(' and ').map((part) => translate(part, patterns, formats));
  return parts.join(and);
}

function sayFigure(text: string, format: string, formats: Formats): string {
  if (format === 'count') return text;
  if (format === 'points') return formats.points(Number(text.replaceAll(',', '')));
  if (format === 'day') {
    const at = new Date(`${text} UTC`);
    return Number.isNaN(at.getTime()) ? text : formats.calendarDay(at);
  }
  const [currency = '', amount = ''] = text.split(' ', 2);
  const digits = currencyDigits(currency);
  const minor = digits === undefined ? undefined : parseAmount(amount, digits);
  return minor === undefined ? text : formats.money(minor, currency);
}
