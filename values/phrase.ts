import { type Patterns, translate } from './stored-text.ts';
import { date, day, type Locale, type DisplayFormat, money, points, timeOfDay } from './wording.ts';

/** A text by its name, with what stands in it: the same in every language, and in every release. */
export interface Phrase {
  readonly key: string;
  readonly params: object;
}

/** The phrases of a catalogue `{ 'points.expired': { points: number } }`. */
export type PhraseOf<Phrases> = {
  [Key in keyof Phrases & string]: { readonly key: Key; readonly params: Phrases[Key] };
}[keyof Phrases & string];

/** What the phrases are in each language. */
export type Wording<Phrases> = Readonly<
  Record<Locale, { readonly [Key in keyof Phrases]: (params: Phrases[Key], say: Formatter) => string }>
>;

/** A phrase that needs nothing to be said. */
export type NoParams = Readonly<Record<never, never>>;

/** English texts that rules wrote down once and for all (reasons, notes), in the other languages. */
export type StoredTexts = Readonly<Record<Exclude<Locale, 'en'>, Patterns>>;

/** A text as it was stored: a shop's own, a mail server's answer, or one that `StoredTexts` know. */
export interface TextPhrases {
  text: { text: string };
}

export function asStored(text: string): PhraseOf<TextPhrases> {
  return { key: 'text', params: { text } };
}

/** How numbers, dates and stored texts are said in one language, to one reader. */
export interface Formatter {
  readonly locale: Locale;
  number(value: number): string;
  /** Of the programme's currency when none is named. */
  money(minor: number, currency?: string): string;
  points(count: number): string;
  /** Where the member lives. */
  date(at: Date): string;
  day(at: Date): string;
  time(at: Date): string;
  /** Date and time. */
  moment(at: Date): string;
  /** By the programme's calendar. */
  programmeDate(at: Date): string;
  programmeDay(at: Date): string;
  /** A day that stands for itself, given as its midnight in UTC. */
  calendarDay(at: Date): string;
  tier(code: string): string;
  /** A stored text. */
  text(stored: string): string;
}

export function formatterOf(manner: DisplayFormat, stored?: StoredTexts): Formatter {
  const { locale = 'en', currency: programmeCurrency, zone, programmeZone, tiers } = manner;
  const say: Formatter = {
    locale,
    number: (value) => value.toLocaleString(locale),
    money: (minor, currency = programmeCurrency) => money(minor, currency, locale),
    points: (count) => points(count, manner),
    date: (at) => date(at, zone, locale),
    day: (at) => day(at, zone, locale),
    time: (at) => timeOfDay(at, zone, locale),
    moment: (at) => `${say.date(at)} ${say.time(at)}`,
    programmeDate: (at) => date(at, programmeZone, locale),
    programmeDay: (at) => day(at, programmeZone, locale),
    calendarDay: (at) => date(at, 'UTC', locale),
    tier: (code) => tiers?.[code] ?? code,
    text: (text) => (locale === 'en' || stored === undefined ? text : translate(text, stored[locale], say)),
  };
  return say;
}

type Params<Value> = NoParams extends Value ? [params?: Value] : [params: Value];

/** Says the phrases of a catalogue in the formatter's language. */
export function speaker<Phrases>(wording: Wording<Phrases>, formatter: Formatter) {
  const texts = wording[formatter.locale];
  return <Key extends keyof Phrases>(key: Key, ...[params]: Params<Phrases[Key]>): string =>
    texts[key]((params ?? {}) as Phrases[Key], formatter);
}
