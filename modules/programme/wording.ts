import { formatAmount } from '../../values/money.ts';
import type { Formatter, PhraseOf, Wording } from '../../values/phrase.ts';
import type { EarningPart } from './rules-earning.ts';

/** What the programme's rules say. */
export interface ProgrammePhrases {
  'order.explained': { currency: string; parts: readonly EarningPart[] };
  'tier.reached': { tier: string };
}

export const programmeWording: Wording<ProgrammePhrases> = {
  en: {
    'order.explained': ({ currency, parts }) => orderLines(parts, currency).join('; '),
    'tier.reached': ({ tier }, say) => `the tier is now ${say.tier(tier)}`,
  },
  'zh-CN': {
    'order.explained': ({ currency, parts }, say) => parts.map((part) => partInChinese(part, currency, say)).join('；'),
    'tier.reached': ({ tier }, say) => `等级变为 ${say.tier(tier)}`,
  },
};

function partInEnglish(part: EarningPart, currency: string): string {
  switch (part.kind) {
    case 'rate':
      return `${formatAmount(part.amountMinor, currency)} at ${part.points} for every ${formatAmount(part.perMinor, currency)}`;
    case 'step':
      return `the part above ${formatAmount(part.aboveMinor, currency)} counts x${part.multiplier}`;
    case 'tier':
      return `${part.name} x${part.multiplier}`;
    case 'dayOfMonth':
      return `member day (${part.day} of the month) x${part.multiplier}`;
    case 'weekend':
      return `weekend x${part.multiplier}`;
    case 'birthdayMonth':
      return `birthday month x${part.multiplier}`;
    case 'cap':
      return `multipliers together at most x${part.multiplier}`;
    default:
      return part satisfies never;
  }
}

function partInChinese(part: EarningPart, currency: string, say: Formatter): string {
  switch (part.kind) {
    case 'rate':
      return `${say.money(part.amountMinor, currency)}，每 ${say.money(part.perMinor, currency)} 得 ${say.points(part.points)}`;
    case 'step':
      return `超过 ${say.money(part.aboveMinor, currency)} 的部分 × ${part.multiplier}`;
    case 'tier':
      return `${part.name} × ${part.multiplier}`;
    case 'dayOfMonth':
      return `会员日（每月 ${part.day} 日）× ${part.multiplier}`;
    case 'weekend':
      return `周末 × ${part.multiplier}`;
    case 'birthdayMonth':
      return `生日月 × ${part.multiplier}`;
    case 'cap':
      return `倍数合计最高 × ${part.multiplier}`;
    default:
      return part satisfies never;
  }
}

/** The tier that an event brought. */
export function tierReached(tier: unknown): PhraseOf<ProgrammePhrases>[] {
  return typeof tier === 'string' ? [{ key: 'tier.reached', params: { tier } }] : [];
}

/** Why an order brought the points it did, in English, a line for every rule. */
export function orderLines(parts: readonly EarningPart[], currency: string): string[] {
  return parts.map((part) => partInEnglish(part, currency));
}

/** Why an order brought the points it did. */
export function orderExplained(parts: readonly EarningPart[], currency: string): PhraseOf<ProgrammePhrases> {
  return { key: 'order.explained', params: { currency, parts } };
}

/** The same for who asks over the API: a line for every rule. */
export function explanationLines(parts: readonly EarningPart[], currency: string): string[] {
  return parts.map((part) => partInEnglish(part, currency));
}
