import type { JsonObject, JsonValue } from '../../values/json.ts';
import { combinations } from '../../workflows/lifecycles/alternatives.ts';
import { sampleDay } from '../../workflows/lifecycles/sample-values.ts';
import { type Told, waysToTell } from '../../workflows/lifecycles/ways-to-tell.ts';
import { type RenderingCase, renderingFaults } from '../messaging/content/check-rendering.ts';
import { emailVariables } from '../messaging/content/write-mail.ts';
import type { Programme } from '../programme/rules.ts';
import { type ProgrammeWords, programmeWords, type ProgrammeWordsSource } from '../programme/rules-words.ts';
import type { MessageProblem } from './check-messages.ts';
import { axesOf, messageFormsOf, sampleOf } from './message-forms.ts';
import type { CampaignDefinition } from './rules.ts';

/** What of a programme its mails are written with. */
export type RenderedFor = ProgrammeWordsSource & Pick<Programme, 'currency' | 'zone'>;

interface Looking {
  readonly now: Date;
  /** False of templates whose problems are known by now. */
  readonly isWhole: (template: string, locale: string) => boolean;
}

/** Every template written in every language, with each variable that may be lacking there and not: what keeps it from being sent. */
export function renderingProblems(
  definition: Pick<CampaignDefinition, 'lifecycle' | 'settings' | 'messages' | 'messageClasses'>,
  programme: RenderedFor,
  { now, isWhole }: Looking,
): MessageProblem[] {
  return Object.entries(definition.messages).flatMap(([template, byLocale]) => {
    return Object.entries(byLocale).flatMap(([locale, source]) => {
      if (!isWhole(template, locale)) return [];
      const { zone, currency } = programme;
      const words = programmeWords(programme, locale);
      const { asset } = words;
      const cases = casesOf(definition, template, { ...programme, words }, now);
      const faults = renderingFaults(source, { locale, zone, currency, asset }, cases);
      return faults.map((fault) => ({ template, locale, ...fault }));
    });
  });
}

/** The variables that a message in a language may have, the usual case first. */
export function renderingCases(
  campaign: Pick<CampaignDefinition, 'lifecycle' | 'settings' | 'messageClasses'>,
  template: string,
  { programme, locale, now }: { readonly programme: RenderedFor; readonly locale: string; readonly now: Date },
): RenderingCase[] {
  return casesOf(campaign, template, { ...programme, words: programmeWords(programme, locale) }, now);
}

/** The message as its step may bring it, the usual case first; none of a template that no step sends. */
function casesOf(
  { lifecycle, settings, messageClasses }: Pick<CampaignDefinition, 'lifecycle' | 'settings' | 'messageClasses'>,
  template: string,
  programme: RenderedFor & { readonly words: ProgrammeWords },
  now: Date,
): RenderingCase[] {
  const day = sampleDay(now, programme.zone);
  const at = day.endAfter(0);
  const campaign = { lifecycle, settings };
  const sample = sampleOf(campaign, template, day, programme);
  if (sample === undefined) return [];
  const axes = axesOf(campaign, template, day);
  const withPoints = sample.expiringWithinDays !== undefined;
  const [tier] = programme.tiers;
  const ways = waysToTell({ ...sample, template }, messageFormsOf(campaign)[template], messageClasses);
  const { words } = programme;
  const written = (told: Told, { words: by = words, name = sampleName, lapses = false, ...rest }: Written) => {
    const expiring = withPoints ? expiringAt(at, lapses) : undefined;
    const message = { variables: rest.variables, name, tier: tier?.code ?? '' };
    const link = told.class === 'transactional' ? null : sampleLink;
    const subjects = { programme: by, message, points: samplePoints, expiring };
    return { variables: emailVariables(subjects, link), when: rest.when };
  };
  const [whole, lesser] = ways;
  return [
    ...combinations(sample.variables, axes).flatMap(({ variables, differing }) =>
      [sampleName, null].flatMap((name) =>
        (withPoints ? [false, true] : [false]).map((lapses) => {
          const unusual = { ...differing, ...(name === null ? { 'member.name': null } : {}) };
          return written(whole, { variables, name, lapses, when: whenOf(unusual) });
        }),
      ),
    ),
    ...(lesser ? [written(lesser, { variables: lesser.variables ?? {}, when: withoutOffer })] : []),
    ...settingsOf(words).map((by) =>
      written(whole, {
        variables: sample.variables,
        words: by,
        when: 'when the programme has another shopUrl or footer',
      }),
    ),
  ];
}

interface Written {
  readonly variables: JsonObject;
  readonly when: string;
  readonly words?: ProgrammeWords;
  readonly name?: string | null;
  readonly lapses?: boolean;
}

/** The programme with and without what it may leave out, and may write down later. */
function settingsOf(words: ProgrammeWords): ProgrammeWords[] {
  const [address, reason] = ['Shop Ltd, 1 High Street, London', 'You are a member of the club.'];
  return [
    { ...words, shopUrl: null, footer: { address: null, reason: null } },
    { ...words, shopUrl: 'https://shop.example/', footer: { address, reason } },
  ];
}

const withoutOffer = 'to who may not be sent offers';
const sampleName = 'Ada';
const samplePoints = 1_240;
const sampleLink = 'https://club.example/u/sample';

function expiringAt(expiresAt: number, lapses: boolean) {
  return { total: 480, lots: [{ points: 480, expiresAt, officialAt: expiresAt, lapses }] };
}

/** `when couponCode is null and giftPoints is 0` */
function whenOf(unusual: JsonObject): string {
  const said = Object.entries(unusual).map(([name, value]) => `${name} is ${inWords(value)}`);
  return said.length === 0 ? '' : `when ${said.join(' and ')}`;
}

function inWords(value: JsonValue | undefined): string {
  return value === '' ? 'empty' : typeof value === 'string' ? `"${value}"` : JSON.stringify(value ?? null);
}
