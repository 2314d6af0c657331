import { reasonSayer } from '../../modules/member-view/say-reason.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Db } from '../../platform/database.ts';
import { type Locale, locales } from '../../values/wording.ts';

/** The first language of Accept-Language that the product speaks. */
export function localeOf(header: string | undefined): Locale {
  const asked = (header ?? '').split(',').map((each) => {
    const [tag = '', ...more] = each.split(';').map((part) => part.trim());
    const weight = more.find((part) => part.startsWith('q='));
    return { tag: tag.toLowerCase(), weight: weight === undefined ? 1 : Number(weight.slice(2)) };
  });
  const speaks = (tag: string) =>
    locales.find((each) => each.toLowerCase() === tag || each.toLowerCase().split('-')[0] === tag.split('-')[0]);
  for (const { tag, weight } of asked.sort((a, b) => b.weight - a.weight)) {
    const locale = speaks(tag);
    if (locale !== undefined && weight > 0) return locale;
  }
  return 'en';
}

/** Says stored reasons in the first language of Accept-Language that the product speaks. */
export async function reasonsIn(
  db: Db,
  programmeId: number,
  language: string | undefined,
): Promise<(reason: string) => string> {
  const locale = localeOf(language);
  if (locale === 'en') return (reason) => reason;
  const { asset, currency, zone } = (await loadProgramme(db, programmeId)).definition;
  return reasonSayer({ asset, currency, zone, programmeZone: zone, locale });
}
