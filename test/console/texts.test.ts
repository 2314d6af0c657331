import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../console/text/en.ts';
import { formatsOf } from '../../console/text/format.ts';
import { nearestLanguage } from '../../console/text/languages.ts';
import { formOf, piecesOf, type Piece, type Words, wordsOf } from '../../console/text/read.ts';
import { zhCN } from '../../console/text/zh-CN.ts';
import { packageRoot } from '../../platform/package-root.ts';

const english = Object.entries(en) as [keyof typeof en, Words][];
const chinese = zhCN as Readonly<Record<string, Words>>;

const namesIn = (pieces: readonly Piece[]): string[] =>
  pieces.flatMap((piece) => {
    if (piece.kind === 'words') return [];
    return piece.kind === 'place' ? [`{${piece.name}}`] : [`<${piece.mark}>`, ...namesIn(piece.pieces)];
  });
const formsOf = (words: Words): string[] => (typeof words === 'string' ? [words] : Object.values(words));
const placesOf = (words: Words) => [...new Set(formsOf(words).flatMap((form) => namesIn(piecesOf(form))))].sort();

describe('The sentences of the console', () => {
  it('are the same in both languages', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(en).sort());
  });

  it('have the same places and marks in both', () => {
    const odd = english.filter(([key, words]) => placesOf(words).join() !== placesOf(chinese[key] ?? '').join());
    // A count that Chinese says in its own words may be missing there only as {n} of a plural.
    expect(odd.map(([key]) => key)).toEqual([]);
  });

  it('are whole: no key of one language holds nothing, and no English sentence is left in the Chinese ones', () => {
    expect(english.filter(([, words]) => formsOf(words).some((form) => form.trim() === ''))).toEqual([]);
    const same = english.filter(
      ([key, words]) => typeof words === 'string' && words === chinese[key] && /[a-z]{4}/.test(words),
    );
    expect(same.map(([key]) => key)).toEqual(['frame.title']);
  });

  it('keep to the rules for words: no exclamation mark, no "(s)", no "successfully"; full-width marks in Chinese', () => {
    const all = english.flatMap(([, words]) => formsOf(words));
    expect(all.filter((form) => /!|\(s\)|successful/i.test(form))).toEqual([]);
    const ofChinese = Object.values(chinese).flatMap(formsOf);
    expect(ofChinese.filter((form) => /[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]/.test(form))).toEqual([]);
    // A space stands between Chinese and Latin or digits.
    const bare = ofChinese.map((form) => form.replaceAll(/\{\w+\}|<\/?\w+>/g, ''));
    expect(bare.filter((form) => /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/.test(form))).toEqual([]);
  });

  it('are all used, and by their whole key', () => {
    const folder = join(packageRoot(), 'console');
    const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('text'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    // Names of pages are there before their pages.
    const isNameOfPage = (key: string) => /^frame\.[a-z]+$/.test(key);
    expect(
      english
        .map(([key]) => key)
        .filter((key) => !isNameOfPage(key))
        .filter((key) => !code.includes(`'${key}'`) && !code.includes(`"${key}"`)),
    ).toEqual([]);
  });
});

describe('A sentence', () => {
  it('takes the plural of its language, and elements at its places', () => {
    const words = { one: '{n} order', other: '{n} orders' };
    const rules = new Intl.PluralRules('en');
    const say = (n: number) => wordsOf(piecesOf(formOf(words, n, rules)), { n });
    expect([say(0), say(1), say(2)]).toEqual(['0 orders', '1 order', '2 orders']);
    expect(piecesOf('See <a>all {n}</a>.')).toEqual([
      { kind: 'words', text: 'See ' },
      {
        kind: 'marked',
        mark: 'a',
        pieces: [
          { kind: 'words', text: 'all ' },
          { kind: 'place', name: 'n' },
        ],
      },
      { kind: 'words', text: '.' },
    ]);
  });

  it('is in the language that a browser asks for', () => {
    expect(nearestLanguage(['zh-TW', 'en'])).toBe('zh-CN');
    expect(nearestLanguage(['de', 'en-GB'])).toBe('en');
    expect(nearestLanguage(['de'])).toBe('en');
  });
});

describe('Numbers and times', () => {
  const english = formatsOf({ language: 'en', zone: 'Europe/London', currency: 'GBP' });
  const chinese = formatsOf({ language: 'zh-CN', zone: 'Asia/Shanghai', currency: 'CNY' });
  const at = '2026-11-26T10:00:00Z';

  it('have a true minus, a currency and separators', () => {
    expect(english.number(7_539)).toBe('7,539');
    expect(english.number(-50)).toBe('−50');
    expect([english.signed(220), english.signed(-50), english.signed(0)]).toEqual(['+220', '−50', '0']);
    expect([english.money(7_539), english.money(-5)]).toEqual(['£75.39', '−£0.05']);
    expect(formatsOf({ language: 'en', zone: 'Asia/Tokyo', currency: 'JPY' }).money(1_200)).toBe('¥1,200');
  });

  it('say the day with its weekday, in the zone of the programme or another', () => {
    expect(english.dateTime(at)).toBe('Thu 26 Nov 2026 10:00');
    expect(chinese.dateTime(at)).toBe('2026年11月26日（周四）18:00');
    expect(english.dateTime(at, 'America/New_York')).toBe('Thu 26 Nov 2026 05:00');
    expect(english.dayKey('2026-11-26T23:30:00Z', 'Asia/Shanghai')).toBe('2026-11-27');
    expect([english.zoneName(), english.zoneName('America/New_York')]).toEqual(['London', 'New York']);
  });
});
