import { currencyDigits, parseAmount } from './money.ts';

/**
 * English texts and what they are in another language. `{name}` stands for anything, which is said in the other language too
 * where it is known; `{name:points}` for a number of points, `{name:money}` for an amount such as GBP 4.00 and `{name:day}` for
 * a day such as 5 November 2026; `{name:list}` for texts with "and" between them.
 */
export type Patterns = Readonly<Record<string, string>>;

interface Formats {
  points(count: number): string;
  money(minor: number, currency: string): string;
  calendarDay(at: Date): string;
}

const placeholder = /\{(\w+)(?::(points|money|day|list))?\}/g;

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
      if (format !== 'list') return sayFormatted(value, format, formats);
      return value
        .split(' and ')
        .map((part) => translate(part, patterns, formats))
        .join('和');
    });
  }
  const parts = text.split('; ');
  return parts.length === 1 ? text : parts.map((part) => translate(part, patterns, formats)).join('；');
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

function regExpOf(english: string): RegExp {
  const fixed = english.split(placeholder).filter((_, place) => place % 3 === 0);
  const names = [...english.matchAll(placeholder)].map(([, name = '']) => name);
  const source = fixed.map((part, place) => {
    const name = names[place];
    return escapeRegExp(part) + (name === undefined ? '' : `(?<${name}>.+?)`);
  });
  return new RegExp(`^${source.join('')}$`, 's');
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function sayFormatted(text: string, format: string, formats: Formats): string {
  if (format === 'money') return sayAmount(text, formats);
  if (format === 'points') {
    const count = Number(text.replaceAll(',', ''));
    return Number.isNaN(count) ? text : formats.points(count);
  }
  const at = new Date(`${text} UTC`);
  return Number.isNaN(at.getTime()) ? text : formats.calendarDay(at);
}

function sayAmount(text: string, { money }: Formats): string {
  const [currency = '', amount = ''] = text.split(' ', 2);
  const digits = currencyDigits(currency);
  const minor = digits === undefined ? undefined : parseAmount(amount, digits);
  return minor === undefined ? text : money(minor, currency);
}
