import type { JsonObject, JsonValue } from '../../values/json.ts';
import { alternativesOf, combinations } from '../../workflows/lifecycles/alternatives.ts';
import { sampleDay } from '../../workflows/lifecycles/sample-values.ts';
import { sampleMessage } from '../../workflows/lifecycles/samples.ts';
import { type RenderingCase, renderingFaults } from '../messaging/content/check-rendering.ts';
import { emailVariables } from '../messaging/content/write-mail.ts';
import type { Programme } from '../programme/rules.ts';
import type { MessageProblem } from './check-messages.ts';
import type { CampaignDefinition } from './rules.ts';

/** What of a programme its mails are written with. */
export type RenderedFor = Pick<Programme, 'name' | 'asset' | 'currency' | 'zone' | 'tiers'>;

interface Looking {
  readonly now: Date;
  /** False of templates whose problems are known by now. */
  readonly isWhole: (template: string, locale: string) => boolean;
}

/** Every template written in every language, with each variable that may be lacking there and not: what keeps it from being sent. */
export function renderingProblems(
  definition: Pick<CampaignDefinition, 'lifecycle' | 'settings' | 'messages'>,
  programme: RenderedFor,
  { now, isWhole }: Looking,
): MessageProblem[] {
  return Object.entries(definition.messages).flatMap(([template, byLocale]) => {
    const cases = casesOf(definition, template, programme, now);
    return Object.entries(byLocale).flatMap(([locale, source]) => {
      if (!isWhole(template, locale)) return [];
      const { zone, currency, asset } = programme;
      const faults = renderingFaults(source, { locale, zone, currency, asset }, cases);
      return faults.map((fault) => ({ template, locale, ...fault }));
    });
  });
}

/** The message as its step may bring it, the usual case first; none of a template that no step sends. */
function casesOf(
  { lifecycle, settings }: Pick<CampaignDefinition, 'lifecycle' | 'settings'>,
  template: string,
  programme: RenderedFor,
  now: Date,
): RenderingCase[] {
  const day = sampleDay(now, programme.zone);
  const at = day.endAfter(0);
  const sample = sampleMessage(lifecycle, template, settings, day);
  if (sample === undefined) return [];
  const axes = alternativesOf(lifecycle, template, day);
  const withPoints = sample.expiringWithinDays !== undefined;
  const [tier] = programme.tiers;
  const link = sample.class === 'transactional' ? null : sampleLink;
  return combinations(sample.variables, axes).flatMap(({ variables, differing }) =>
    [sampleName, null].flatMap((name) =>
      (withPoints ? [false, true] : [false]).map((lapses) => {
        const expiring = withPoints ? expiringAt(at, lapses) : undefined;
        const message = { variables, name, tier: tier?.code ?? '' };
        const unusual = { ...differing, ...(name === null ? { 'member.name': null } : {}) };
        return {
          variables: emailVariables({ programme, message, points: samplePoints, expiring }, link),
          when: whenOf(unusual),
        };
      }),
    ),
  );
}

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
