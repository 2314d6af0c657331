import type { Words } from './read.ts';

/** Languages of the console, as each calls itself. Another one is a folder beside `en/` and a line here. */
export const languages = { en: 'English', 'zh-CN': '中文' } as const;
export type Language = keyof typeof languages;

/** A language's sentences; every language has the same keys. */
export type Sentences<Keys extends string> = Readonly<Record<Keys, Words>>;

/** The language that is nearest to what a browser asks for. */
export function nearestLanguage(wanted: readonly string[]): Language {
  for (const each of wanted) {
    const language = each.toLowerCase().split('-')[0];
    if (language === 'zh') return 'zh-CN';
    if (language === 'en') return 'en';
  }
  return 'en';
}
