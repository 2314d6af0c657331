import type { CampaignDefinition } from './rules.ts';
import type { Programme } from '../programme/rules.ts';
import { FileError, type FileProblem } from '../../platform/yaml-file.ts';
import type { MessageForm } from '../../workflows/lifecycles/form.ts';
import { chooseLocale } from '../../values/locale.ts';
import type { TemplatePlaces } from '../messaging/content/template-places.ts';
import {
  expiringVariables,
  missingVariables,
  nearestVariable,
  TemplateError,
  type TemplatePart,
} from '../messaging/content/template.ts';
import { type TextChannel, isTextChannel } from '../programme/rules-message-limits.ts';
import { shortTextProblems } from './check-short-texts.ts';
import { channelsOfTemplate } from './message-channels.ts';
import { messageFormsOf } from './message-forms.ts';
import { type RenderedFor, renderingProblems } from './check-rendering.ts';

/** Why a campaign's messages can't go out as they are. */
export interface MessageProblem {
  readonly template: string;
  /** Absent when the template is missing in every locale. */
  readonly locale?: string;
  readonly part?: TemplatePart | TextChannel;
  /** Of the composed part. */
  readonly line?: number;
  readonly problem: string;
  readonly fix: string;
}

/**
 * Everything that keeps a campaign's messages from being sent: a template that is not there or lacks a language of the
 * programme, one that no step sends, and variables that no message has. Any of them blocks a launch.
 */
export function checkMessages(
  campaign: Pick<CampaignDefinition, 'lifecycle' | 'settings' | 'messages' | 'messageChannels'>,
  programme: Pick<Programme, 'locales' | 'messageChannels'>,
): MessageProblem[] {
  const { settings, messages } = campaign;
  const { locales } = programme;
  const forms = messageFormsOf(campaign);
  const known = Object.keys(forms);
  const isMail = (name: string) =>
    channelsOfTemplate(campaign, name, programme).all.some((channel) => !isTextChannel(channel));
  const wanted = known.filter(
    (name) => messages[name] !== undefined || ((forms[name]?.sentWith?.(settings) ?? true) && isMail(name)),
  );
  const strays = Object.keys(messages).filter((name) => !known.includes(name));
  return [
    ...wanted.flatMap((template) => checkTemplate(template, forms[template], messages[template] ?? {}, locales)),
    ...strays.map((template) => ({
      template,
      problem: 'is sent by no step of this lifecycle',
      fix: `rename it to one of ${known.join(', ')}, or remove it`,
    })),
  ];
}

/** When and where messages are looked at. */
export interface MessagesAt {
  readonly now: Date;
  /** What problems call the folder of the messages; the campaign that is stored when absent. */
  readonly place?: string;
  /** Where their lines were written, as far as they came from files. */
  readonly places?: TemplatePlaces;
  /** False looks at what is there and not at what comes of it when it is written. */
  readonly rendered?: boolean;
}

/**
 * The same, and what goes wrong when each is written in each language, with and without everything that settings and members
 * may lack; each problem with its place.
 */
export function messageProblems(
  definition: CampaignDefinition,
  programme: RenderedFor & Pick<Programme, 'locales' | 'messageChannels'>,
  { now, place = `campaign ${definition.code}`, places, rendered = true }: MessagesAt,
): FileProblem[] {
  const missing = checkMessages(definition, programme);
  const isWhole = (template: string, locale: string) =>
    !missing.some((one) => one.template === template && (one.locale ?? locale) === locale);
  const problems = [
    ...missing,
    ...(rendered ? renderingProblems(definition, programme, { now, isWhole }) : []),
    ...shortTextProblems(definition, programme, now),
  ];
  return problems.map(({ template, locale, part, line, problem, fix }) => {
    const field = locale === undefined ? template : `${template}.${locale}`;
    const written = locale && part && line !== undefined ? places?.(template, locale, part, line) : undefined;
    if (written !== undefined) return { ...written, field, problem, fix };
    const within = part === undefined ? '' : `${part}${line === undefined ? '' : `, line ${line}`}: `;
    return { file: place, field, problem: `${within}${problem}`, fix };
  });
}

/** Throws when messages can't go out. */
export function refuseProblems(problems: readonly FileProblem[]): void {
  if (problems.length > 0) throw new FileError(problems, 'CAMPAIGN_INVALID');
}

function checkTemplate(
  template: string,
  form: MessageForm | undefined,
  byLocale: CampaignDefinition['messages'][string],
  locales: readonly string[],
): MessageProblem[] {
  const written = Object.keys(byLocale);
  if (written.length === 0) {
    const files = locales.map((locale) => `${template}.${locale}.html.liquid and .text.liquid`);
    return [{ template, problem: `is missing (${form?.about ?? 'a message'})`, fix: `write ${files.join(', ')}` }];
  }
  const absent = locales.filter((locale) => !written.some((have) => speaks(have, locale)));
  return [
    ...absent.map((locale) => ({
      template,
      locale,
      problem: `is not written in ${locale}, a language of the programme`,
      fix: `write ${template}.${locale}.html.liquid and .text.liquid`,
    })),
    ...written.flatMap((locale) => checkVariables(template, form, locale, byLocale[locale])),
  ];
}

/** A template in `en` serves members who read `en-GB`. */
function speaks(written: string, wanted: string): boolean {
  const none = '-';
  return chooseLocale([none, written], [wanted]) === written;
}

function checkVariables(
  template: string,
  form: MessageForm | undefined,
  locale: string,
  source: CampaignDefinition['messages'][string][string] | undefined,
): MessageProblem[] {
  if (source === undefined) return [];
  const provided = [...Object.keys(form?.variables ?? {}), ...(form?.expiring ? expiringVariables : [])];
  try {
    return missingVariables(source, provided).map(({ name, part, line }) => {
      const meant = nearestVariable(name, provided);
      const all = `the message brings ${provided.join(', ') || 'no variables of its own'}`;
      return {
        ...{ template, locale, part, line },
        problem: `uses {{ ${name} }}, which this message does not have`,
        fix: meant === undefined ? `correct it; ${all}` : `did you mean {{ ${meant} }}? Otherwise: ${all}`,
      };
    });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { part, line, problem, remedy = 'correct the template' } = error;
    const at = line === undefined ? { part } : { part, line };
    return [{ template, locale, ...at, problem: `is not valid Liquid: ${problem}`, fix: remedy }];
  }
}
