import { inLocale } from '../../values/locale.ts';
import type { Programme } from './rules.ts';

/** What of a programme its mails speak of. */
export type ProgrammeWordsSource = Pick<
  Programme,
  'name' | 'names' | 'asset' | 'assets' | 'tiers' | 'shopUrl' | 'footer'
>;

/** The programme in the words of one language. */
export interface ProgrammeWords {
  readonly name: string;
  readonly asset: string;
  readonly shopUrl: string | null;
  /** What the law wants at the foot of a mail: the sender's postal address, and why its reader gets it. */
  readonly footer: { readonly address: string | null; readonly reason: string | null };
  tierName(code: string): string;
}

/** A programme's names and footer in a language, as far as they are written in it; otherwise in its own. */
export function programmeWords(programme: ProgrammeWordsSource, locale: string): ProgrammeWords {
  const { name, names, asset, assets, tiers, shopUrl, footer = {} } = programme;
  return {
    name: inLocale(names ?? name, locale) ?? name,
    asset: inLocale(assets ?? asset, locale) ?? asset,
    shopUrl: shopUrl ?? null,
    footer: { address: inLocale(footer.address, locale) ?? null, reason: inLocale(footer.reason, locale) ?? null },
    tierName: (code) => {
      const tier = tiers.find((one) => one.code === code);
      return tier === undefined ? code : (inLocale(tier.names ?? tier.name, locale) ?? tier.name);
    },
  };
}
