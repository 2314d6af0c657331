import type { CampaignDefinition } from './rules.ts';
import type { Programme } from '../programme/rules.ts';
import { PerennialError } from '../../platform/errors.ts';
import { FileError, type FileProblem } from '../../platform/yaml-file.ts';
import { lifecycleForms } from '../../workflows/lifecycles/forms.ts';
import type { MessageForm } from '../../workflows/lifecycles/form.ts';
import { chooseLocale } from '../messaging/content/rules-locale.ts';
import { expiringVariables, missingVariables } from '../messaging/content/template.ts';

/** Why a campaign's messages can't go out as they are. */
export interface MessageProblem {
  readonly template: string;
  /** Absent when the template is missing in every locale. */
  readonly locale?: string;
  readonly problem: string;
  readonly fix: string;
}

/**
 * Everything that keeps a campaign's messages from being sent: a template that is not there or lacks a language of the
 * programme, one that no step sends, and variables that no message has. Any of them blocks a launch.
 */
export function checkMessages(
  { lifecycle, settings, messages }: Pick<CampaignDefinition, 'lifecycle' | 'settings' | 'messages'>,
  { locales }: Pick<Programme, 'locales'>,
): MessageProblem[] {
  const forms: Readonly<Record<string, MessageForm>> = lifecycleForms[lifecycle].messages;
  const known = Object.keys(forms);
  const wanted = known.filter((name) => messages[name] !== undefined || (forms[name]?.sentWith?.(settings) ?? true));
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

/** The same, each with the place of the messages: their folder, or the campaign that is stored. */
export function messageProblems(
  definition: CampaignDefinition,
  programme: Pick<Programme, 'locales'>,
  place = `campaign ${definition.code}`,
): FileProblem[] {
  return checkMessages(definition, programme).map(({ template, locale, problem, fix }) => ({
    file: place,
    field: locale === undefined ? template : `${template}.${locale}`,
    problem,
    fix,
  }));
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
    return missingVariables(source, provided).map((variable) => ({
      template,
      locale,
      problem: `uses {{ ${variable} }}, which this message does not have`,
      fix: `correct it; the message brings ${provided.join(', ') || 'no variables of its own'}`,
    }));
  } catch (error) {
    if (!(error instanceof PerennialError)) throw error;
    return [{ template, locale, problem: `is not valid Liquid: ${error.message}`, fix: 'correct the template' }];
  }
}
