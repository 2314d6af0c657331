import type { Finding, Telling } from '../../conditions/subject.ts';
import { reasonsOf, say } from '../../conditions/tree.ts';
import type { Database } from '../../platform/database.ts';
import { money } from '../../values/wording.ts';
import type { Locale } from '../../values/wording.ts';
import type { Audience } from './asking.ts';
import { drawSample } from './count.ts';
import { factsOf } from './in-memory.ts';
import { readFacts } from './rows-facts.ts';
import { segmentSubjects } from './subjects.ts';

/** Members of a sample. */
export const sampleSize = 10;

/** One question of a condition, with what is known of a member. */
export interface SampleReason {
  /** The question, as it is read aloud. */
  readonly asks: string;
  readonly holds: boolean;
  /** What the answer rests on: `£640.00`, `12 Nov 2026`; null where the answer says it all. */
  readonly found: string | null;
}

export interface SampleMember {
  /** The shop's id. */
  readonly member: string;
  readonly reasons: readonly SampleReason[];
}

/** Ten members of an audience, drawn by lot, each with why it is in. */
export async function sampleAudience(
  database: Database,
  audience: Audience,
  { locale = 'en', seed = 0 }: { readonly locale?: Locale; readonly seed?: number } = {},
): Promise<SampleMember[]> {
  const drawn = await drawSample(database, audience, sampleSize, seed);
  const ids = drawn.map(({ id }) => id);
  const facts = await readFacts(database, audience.programme, ids, audience.now);
  const telling = tellingOf(audience, locale);
  return drawn.flatMap(({ id, member }) => {
    const own = facts.get(id);
    if (own === undefined) return [];
    const reasons = reasonsOf(audience.who, factsOf(own, audience), segmentSubjects);
    return [
      {
        member,
        reasons: reasons.map(({ block, holds, found }) => ({
          asks: say(block, segmentSubjects, telling),
          holds,
          found: found === undefined ? null : sayFinding(found, audience, locale),
        })),
      },
    ];
  });
}

/** How a condition of a programme is read aloud. */
export function tellingOf(
  { programme: { definition }, known }: Pick<Audience, 'programme' | 'known'>,
  locale: Locale,
): Telling {
  const { currencyDigits } = known.catalogue;
  return { locale, money: (major) => money(Math.round(major * 10 ** currencyDigits), definition.currency, locale) };
}

function sayFinding(found: Finding, { programme: { definition } }: Audience, locale: Locale): string {
  switch (found.kind) {
    case 'money':
      return money(found.value, definition.currency, locale);
    case 'number':
      return found.value.toLocaleString(locale);
    case 'instant':
      return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
        ...({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const),
        timeZone: definition.zone,
      }).format(found.value);
    case 'text':
      return found.value;
  }
}
