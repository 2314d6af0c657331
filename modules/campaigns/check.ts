import type { JsonObject } from '../../values/json.ts';
import { lacksLocales } from '../../values/locale.ts';
import { FileError, type FileProblem, type ParsedYaml } from '../../platform/yaml-file.ts';
import type { MessageForm } from '../../workflows/lifecycles/form.ts';
import { formOf } from '../../workflows/lifecycles/forms.ts';
import { offersIn } from '../../workflows/lifecycles/coupon-words.ts';
import { resolveMoney } from '../../workflows/lifecycles/settings-money.ts';
import type { MessageClasses } from '../../workflows/lifecycles/ways-to-tell.ts';
import { refuseUnheard } from '../intake/rules/event-types.ts';
import type { ComposeTemplates } from '../messaging/content/load-templates.ts';
import type { TemplatePlaces } from '../messaging/content/template-places.ts';
import type { Programme } from '../programme/rules.ts';
import { deferralDaysDefault, type MessageClass } from '../programme/rules-message-limits.ts';
import { messageProblems } from './check-messages.ts';
import type { CampaignDefinition } from './rules.ts';
import { isJourneyFile, journeyDefinition } from './journey-definition.ts';
import { type JourneyNames, refuseUntold } from './check-journey.ts';
import type { CampaignFile, LifecycleFile } from './schema.ts';

/** A campaign as its author wrote it, wherever it came from. */
export interface WrittenCampaign extends Pick<ParsedYaml<CampaignFile>, 'value' | 'problemAt'> {
  /** Its templates within the layouts of a programme, and where their lines were written. */
  readonly compose: ComposeTemplates;
  /** Nothing was said of templates: the messages of a campaign that is there stay as they are. */
  readonly keepsMessages?: boolean;
  /** What problems of messages name as their place. */
  readonly messagesAt: string;
}

/** A campaign held against its programme. */
export interface CheckedCampaign {
  readonly definition: CampaignDefinition;
  /** What keeps its messages from going out: a draft may have them, a launch may not. */
  readonly problems: readonly FileProblem[];
  /** What its author had better look at, and what keeps nobody from launching it. */
  readonly advice: readonly FileProblem[];
}

/** The definition that would be stored, its money in minor units of the programme's currency, and what keeps it from being launched. */
export function checkCampaign(
  written: WrittenCampaign,
  programme: Programme,
  now: Date,
  names?: JourneyNames,
): CheckedCampaign {
  const { value, problemAt, messagesAt } = written;
  if (!isJourneyFile(value)) {
    refuseUnknownEvents({ value, problemAt }, programme);
    refuseUnspoken({ value, problemAt }, programme);
  }
  const { definition, places } = composedOf(written, programme);
  const advice = adviceOn(written, definition, programme, { now, names });
  return { definition, problems: messageProblems(definition, programme, { now, place: messagesAt, places }), advice };
}

function adviceOn(
  { value, problemAt }: WrittenCampaign,
  { messages, shortTexts = {} }: CampaignDefinition,
  { currency, locales, messageDeferralDays: deferralDays = deferralDaysDefault }: Programme,
  { now, names }: { readonly now: Date; readonly names: JourneyNames | undefined },
): readonly FileProblem[] {
  if (!isJourneyFile(value)) return [];
  if (names === undefined) throw new Error('a journey is checked against what it may name');
  return refuseUntold({ value, problemAt, messages: { ...shortTexts, ...messages } }, names, {
    ...{ currency, locales, deferralDays, now },
  });
}

type WrittenForm = Pick<WrittenCampaign, 'problemAt'> & { readonly value: LifecycleFile };

/** An exit on an event that is nearly one there is would never come; nor would one that begins like them and is none. */
function refuseUnknownEvents({ value, problemAt }: WrittenForm, { events = [], tasks = [] }: Programme): void {
  const declared = new Set([...events, ...tasks.map(({ eventType }) => eventType)]);
  const problems = value.exitOn.flatMap(({ event }, index) => {
    const refusal = refuseUnheard(event, declared);
    return refusal === undefined ? [] : [problemAt(['exitOn', index, 'event'], refusal.problem, refusal.fix)];
  });
  if (problems.length > 0) throw new FileError(problems);
}

/** A coupon that is named language by language has a name in each of the programme's. */
function refuseUnspoken({ value, problemAt }: WrittenForm, { locales }: Pick<Programme, 'locales'>): void {
  const problems = offersIn(value.settings as unknown as JsonObject).flatMap(({ name, names }) => {
    const lacking = lacksLocales(names, locales);
    if (lacking.length === 0) return [];
    const fix = `add ${lacking.map((each) => `"${each}"`).join(', ')} to its name`;
    return [problemAt(['settings'], `have a coupon, "${name}", without a name in ${lacking.join(', ')}`, fix)];
  });
  if (problems.length > 0) throw new FileError(problems);
}

/** The definition alone, and where its templates were written; throws a FileError when the currency has no such amount. */
export function composedOf(
  written: Pick<WrittenCampaign, 'value' | 'problemAt' | 'compose'>,
  { currency, layouts = {} }: Pick<Programme, 'currency' | 'layouts'>,
): { readonly definition: CampaignDefinition; readonly places: TemplatePlaces } {
  const { messages, shortTexts, places } = written.compose(layouts);
  const short = shortTexts === undefined ? {} : { shortTexts };
  return { definition: { ...definitionOf({ ...written, messages }, currency), ...short }, places };
}

/** The same of templates that are put together already. */
export function definitionOf(
  { value, problemAt, messages }: Pick<WrittenCampaign, 'value' | 'problemAt'> & Pick<CampaignDefinition, 'messages'>,
  currency: string,
): CampaignDefinition {
  if (isJourneyFile(value)) return journeyDefinition(value, messages);
  const { campaign, name, lifecycle, priority, exitOn, holdOut, conversionDays, messageChannels } = value;
  const settings = resolveMoney(value.settings, currency, (amount) => {
    const fix = `write an amount of ${currency}, such as 30`;
    throw new FileError([problemAt(['settings'], `has ${amount}, which is no amount of ${currency}`, fix)]);
  });
  return {
    code: campaign,
    name,
    lifecycle,
    settings,
    reentry: reentryOf(value.reentry ?? formOf(lifecycle).reentry),
    exitOn: exitOn.map(({ event, where, reason }) => ({
      type: event,
      ...(where === undefined ? {} : { where }),
      reason,
    })),
    priority,
    ...(holdOut === undefined ? {} : { holdOut }),
    ...(conversionDays === undefined ? {} : { conversionDays }),
    messageClasses: classesOf(lifecycle, settings, value.messageClasses),
    ...(messageChannels === undefined ? {} : { messageChannels }),
    messages,
  };
}

/** What the author has said of classes, in a setting or beside them; the latter counts. */
function classesOf(
  lifecycle: CampaignDefinition['lifecycle'],
  settings: CampaignDefinition['settings'],
  said: Readonly<Record<string, MessageClass | undefined>>,
): MessageClasses {
  const forms: Readonly<Record<string, MessageForm>> = formOf(lifecycle).messages;
  return Object.fromEntries(
    Object.entries(forms).flatMap(([template, { classFrom }]) => {
      const one = said[template] ?? classFrom?.(settings);
      return one === undefined ? [] : [[template, one]];
    }),
  );
}

function reentryOf(reentry: 'never' | { afterDays: number }): CampaignDefinition['reentry'] {
  return reentry === 'never' ? { kind: 'never' } : { kind: 'afterDays', days: reentry.afterDays };
}
