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
