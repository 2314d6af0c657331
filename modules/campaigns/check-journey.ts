import { currencyDigits, parseAmount } from '../../values/money.ts';
import { lacksLocales } from '../../values/locale.ts';
import { fieldName, FileError, type FileProblem } from '../../platform/yaml-file.ts';
import type { Db } from '../../platform/database.ts';
import type { Catalogue } from '../../conditions/catalogue.ts';
import { checkJourney } from '../../workflows/lifecycles/journey/check.ts';
import type { CouponOffers } from '../../workflows/lifecycles/journey/coupons.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import type { Finding } from '../../workflows/lifecycles/journey/kind.ts';
import { type Plan, planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { deferralDaysDefault } from '../programme/rules-message-limits.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { readKnown } from '../segments/catalogue.ts';
import type { WrittenCampaign } from './check.ts';
import { journeyFileOf, journeyLifecycle } from './journey-definition.ts';
import { shippedLanguage } from '../journeys/language.ts';
import type { CampaignDefinition } from './rules.ts';

/** What a journey's names are held against. */
export interface JourneyNames {
  readonly catalogue: Catalogue;
  /** The other journeys of the programme by their codes. */
  readonly journeys: ReadonlyMap<string, JourneyFile>;
}

/** Journeys looked at when one of them is checked, at most. */
const journeysMax = 1_000;

/** Everything that a journey of the programme may name now. */
export async function readJourneyNames(db: Db, programme: StoredProgramme): Promise<JourneyNames> {
  const { catalogue } = await readKnown(db, programme);
  const campaigns = await db.campaign.findMany({
    where: { programmeId: programme.id, lifecycle: journeyLifecycle, status: { not: 'ended' } },
    select: { id: true, currentVersion: true, code: true },
    orderBy: { id: 'asc' },
    take: journeysMax,
  });
  const versions = await db.campaignVersion.findMany({
    where: { OR: campaigns.map(({ id, currentVersion }) => ({ campaignId: id, version: currentVersion })) },
    select: { campaignId: true, definition: true },
  });
  const files = new Map(
    versions.map(({ campaignId, definition }) => [campaignId, definition as unknown as CampaignDefinition]),
  );
  const journeys = campaigns.flatMap(({ id, code }) => {
    const definition = files.get(id);
    return definition === undefined ? [] : [[code, journeyFileOf(definition)] as const];
  });
  return { catalogue, journeys: new Map(journeys) };
}

/** What of a programme a journey is told in. */
interface ToldIn {
  readonly currency: string;
  readonly locales: readonly string[];
  /** Days after which a message that a cap puts off is dropped. */
  readonly deferralDays: number;
  readonly now: Date;
}

/** Throws a FileError with everything that keeps a journey from being told; answers what its author had better look at. */
export function refuseUntold(
  { value, problemAt, messages }: Pick<WrittenCampaign, 'problemAt'> & Told,
  { catalogue, journeys }: JourneyNames,
  { currency, locales, deferralDays, now }: ToldIn,
): readonly FileProblem[] {
  const own = { coupons: Object.keys(value.coupons ?? {}), templates: Object.keys(messages) };
  const known = {
    catalogue: { ...catalogue, campaigns: { ...catalogue.campaigns, [value.campaign]: own } },
    now: now.getTime(),
    deferralDays,
    journeys: new Map(journeys).set(value.campaign, value),
  };
  const plan = planOf(value, shippedLanguage);
  const findings = [...checkJourney(plan, known), ...notPerformed(plan)];
  const told = (isAdvice: boolean) =>
    findings
      .filter((finding) => (finding.isAdvice ?? false) === isAdvice)
      .map(({ path, problem, fix }) => problemAt(path, problem, fix));
  const errors = [...told(false), ...couponProblems(value, problemAt, { currency, locales })];
  if (errors.length > 0) throw new FileError(errors);
  return told(true);
}

/** What the language has and no server performs: it is refused here, where its author sees it, and not in the middle of a story. */
function notPerformed({ steps }: Plan): Finding[] {
  return steps.flatMap(({ step, kind, path }): Finding[] => {
    if (kind.verb === 'split' && step.winner !== undefined) {
      const problem = 'is not drawn by itself yet: the shares stay as they are';
      const fix = 'see in the report when one way is better, and apply the file with other shares then';
      return [{ path: [...path, 'winner'], problem, fix, isAdvice: true }];
    }
    return [];
  });
}

/** What the author of a stored journey had better look at, and what is wrong with it by now: the programme may have changed since. */
export async function lookAtStored(
  db: Db,
  programme: StoredProgramme,
  definition: CampaignDefinition,
  now: Date,
): Promise<{ readonly advice: readonly FileProblem[]; readonly problems: readonly FileProblem[] }> {
  const { currency, locales, messageDeferralDays: deferralDays = deferralDaysDefault } = programme.definition;
  const problemAt: WrittenCampaign['problemAt'] = (path, problem, fix) => ({
    ...{ file: `campaign ${definition.code}`, field: fieldName(path), problem, fix },
  });
  const value = journeyFileOf(definition);
  const names = await readJourneyNames(db, programme);
  const messages = { ...definition.shortTexts, ...definition.messages };
  try {
    const advice = refuseUntold({ value, problemAt, messages }, names, { currency, locales, deferralDays, now });
    return { advice, problems: [] };
  } catch (error) {
    if (error instanceof FileError) return { advice: [], problems: error.problems };
    throw error;
  }
}

interface Told {
  readonly value: JourneyFile;
  /** Its templates, mails and short texts alike. */
  readonly messages: Readonly<Record<string, unknown>>;
}

const amounts = ['amountOff', 'minOrder', 'worth'] as const;

/** Amounts that the currency does not have, and names that lack a language of the programme. */
function couponProblems(
  { coupons = {} }: JourneyFile,
  problemAt: WrittenCampaign['problemAt'],
  { currency, locales }: { readonly currency: string; readonly locales: readonly string[] },
): FileProblem[] {
  const digits = currencyDigits(currency) ?? 2;
  return Object.entries(coupons as CouponOffers).flatMap(([code, offer]) => {
    const wrong = amounts.filter(
      (of) => offer[of] !== undefined && parseAmount(String(offer[of]), digits) === undefined,
    );
    const lacking = typeof offer.name === 'string' ? [] : lacksLocales(offer.name, locales);
    return [
      ...wrong.map((of) =>
        problemAt(
          ['coupons', code, of],
          `is ${offer[of]}, which is no amount of ${currency}`,
          `write an amount of ${currency}, such as 30`,
        ),
      ),
      ...(lacking.length === 0
        ? []
        : [
            problemAt(
              ['coupons', code, 'name'],
              `is not there in ${lacking.join(', ')}`,
              `add ${lacking.map((each) => `"${each}"`).join(', ')}`,
            ),
          ]),
    ];
  });
}
