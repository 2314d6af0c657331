/**
 * The first of the wanted locales that is there, exactly or by its language; otherwise the first that is there.
 *
 * @example chooseLocale(['en', 'zh-CN'], ['zh-Hans-CN', 'en']) // 'zh-CN'
 */
export function chooseLocale(available: readonly string[], wanted: readonly (string | null)[]): string | undefined {
  for (const locale of wanted) {
    if (locale === null) continue;
    const exact = available.find((one) => one.toLowerCase() === locale.toLowerCase());
    if (exact !== undefined) return exact;
    const language = languageOf(locale);
    const related = available.find((one) => languageOf(one) === language);
    if (related !== undefined) return related;
  }
  return available[0];
}

/** Whether a text in the one serves a reader of the other: `en` serves `en-GB`. */
export function isWrittenFor(written: string, wanted: string): boolean {
  return languageOf(written) === languageOf(wanted);
}

/** Traditional and simplified Chinese are two written languages: one is no stand-in for the other. */
function languageOf(locale: string): string {
  const parts = locale.toLowerCase().split(/[-_]/);
  if (parts[0] !== 'zh') return parts[0] ?? '';
  return parts.some((part) => part === 'hant' || part === 'tw' || part === 'hk' || part === 'mo')
    ? 'zh-hant'
    : 'zh-hans';
}

/** A text, or the same in several languages. */
export type LocalText = string | Readonly<Record<string, string>>;

/** A text in the wanted language where it is written in it, otherwise in the first; undefined where there is none. */
export function inLocale(text: LocalText | undefined, locale: string): string | undefined {
  if (text === undefined || typeof text === 'string') return text;
  const written = chooseLocale(Object.keys(text), [locale]);
  return written === undefined ? undefined : text[written];
}

/** The languages in which a text is lacking; none of one that is the same in all. */
export function lacksLocales(text: LocalText | undefined, locales: readonly string[]): string[] {
  if (text === undefined || typeof text === 'string') return [];
  return locales.filter((locale) => !Object.keys(text).some((written) => isWrittenFor(written, locale)));
}
