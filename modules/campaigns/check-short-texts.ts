import type { MessageForm } from '../../workflows/lifecycles/form.ts';
import { sampleDay } from '../../workflows/lifecycles/sample-values.ts';
import { waysToTell } from '../../workflows/lifecycles/ways-to-tell.ts';
import { optOutWords, saysWayOut, type ShortText, shortVariables } from '../messaging/content/rules-short-text.ts';
import { asTemplate, compileShortText, tooLong } from '../messaging/content/short-text.ts';
import { expiringVariables, missingVariables, nearestVariable, TemplateError } from '../messaging/content/template.ts';
import type { Programme } from '../programme/rules.ts';
import { programmeWords } from '../programme/rules-words.ts';
import { type TextChannel, textChannels } from '../programme/rules-message-limits.ts';
import type { MessageProblem } from './check-messages.ts';
import { type RenderedFor, renderingCases } from './check-rendering.ts';
import { channelsOfTemplate } from './message-channels.ts';
import { messageFormsOf, sampleOf } from './message-forms.ts';
import type { CampaignDefinition } from './rules.ts';

type Told = Pick<
  CampaignDefinition,
  'lifecycle' | 'settings' | 'messages' | 'shortTexts' | 'messageClasses' | 'messageChannels'
>;
type For = RenderedFor & Pick<Programme, 'locales' | 'messageChannels'>;

interface Where {
  readonly template: string;
  readonly locale: string;
  readonly channel: TextChannel;
}

/** Problems of one text: who mends the first usually mends the others. */
const problemsMax = 3;

/** Everything that keeps short texts from being sent: they are missing, too long, say no way out, or can't be written. */
export function shortTextProblems(definition: Told, programme: For, now: Date): MessageProblem[] {
  const forms = messageFormsOf(definition);
  const { shortTexts = {} } = definition;
  const known = Object.keys(forms);
  const strays = Object.keys(shortTexts).filter((name) => !known.includes(name));
  return [
    ...known.flatMap((template) => [
      ...missingTexts(definition, template, programme),
      ...Object.entries(shortTexts[template] ?? {}).flatMap(([locale, byChannel]) =>
        textChannels.flatMap((channel) => {
          const source = byChannel[channel];
          if (source === undefined) return [];
          return textProblems(
            definition,
            { template, locale, channel },
            { source, programme, now, form: forms[template] },
          );
        }),
      ),
    ]),
    ...strays
      .filter((template) => definition.messages[template] === undefined)
      .map((template) => ({
        template,
        problem: 'is sent by no step of this lifecycle',
        fix: `rename it to one of ${known.join(', ')}, or remove it`,
      })),
  ];
}

function missingTexts(definition: Told, template: string, programme: For): MessageProblem[] {
  const { written } = channelsOfTemplate(definition, template, programme);
  const form = messageFormsOf(definition)[template];
  const isSent = form?.sentWith?.(definition.settings) ?? true;
  if (!isSent) return [];
  return written.flatMap((channel) =>
    programme.locales
      .filter((locale) => !isWritten(definition, { template, locale, channel }))
      .map((locale) => ({
        ...{ template, locale },
        problem: `has no text for ${channel} in ${locale}`,
        fix: `write ${template}.${locale}.${channel}.liquid`,
      })),
  );
}

/** A text in `en` serves members who read `en-GB`. */
function isWritten({ shortTexts = {} }: Told, { template, locale, channel }: Where): boolean {
  const [language] = locale.split('-');
  return Object.entries(shortTexts[template] ?? {}).some(
    ([have, byChannel]) => byChannel[channel] !== undefined && have.split('-')[0] === language,
  );
}

interface Looking {
  readonly source: ShortText;
  readonly programme: For;
  readonly now: Date;
  readonly form: MessageForm | undefined;
}

function textProblems(definition: Told, where: Where, looking: Looking): MessageProblem[] {
  const unknown = unknownVariables(where, looking);
  const lacking =
    unknown.length > 0 ? unknown : [...noWayOut(definition, where, looking), ...faults(definition, where, looking)];
  return lacking.slice(0, problemsMax);
}

const at = ({ template, locale, channel }: Where, line?: number) => ({
  ...{ template, locale, part: channel },
  ...(line === undefined ? {} : { line }),
});

function unknownVariables(where: Where, { source, form }: Looking): MessageProblem[] {
  const provided = [
    ...Object.keys(form?.variables ?? {}),
    ...(form?.expiring ? expiringVariables : []),
    ...shortVariables,
  ];
  try {
    const problems = missingVariables(asTemplate(source), provided).map(({ name, part, line }) => {
      const meant = nearestVariable(name, provided);
      return {
        ...at(where, part === 'text' ? line : undefined),
        problem: `uses {{ ${name} }}, which this message does not have`,
        fix:
          meant === undefined
            ? `correct it; the message brings ${provided.join(', ')}`
            : `did you mean {{ ${meant} }}?`,
      };
    });
    const link = /\bunsubscribeUrl\b/.test(`${source.text}${source.title ?? ''}${source.url ?? ''}`)
      ? [{ ...at(where), problem: 'uses {{ unsubscribeUrl }}, which ends mails', fix: 'write {{ optOut }}' }]
      : [];
    return [...problems, ...link];
  } catch (error) {
    return [invalidLiquid(where, error)];
  }
}

function invalidLiquid(where: Where, error: unknown): MessageProblem {
  if (!(error instanceof TemplateError)) throw error;
  const { part, line, problem, remedy = 'correct the template' } = error;
  return { ...at(where, part === 'text' ? line : undefined), problem: `is not valid Liquid: ${problem}`, fix: remedy };
}

/** Whoever gets marketing by SMS is told how to get no more of it: it is the law where there is one. */
function noWayOut(definition: Told, where: Where, { source, programme, now, form }: Looking): MessageProblem[] {
  if (where.channel !== 'sms' || saysWayOut(source)) return [];
  const sample = sampleOf(definition, where.template, sampleDay(now, programme.zone), programme);
  if (sample === undefined) return [];
  const told = { ...sample, template: where.template };
  const isMarketing = waysToTell(told, form, definition.messageClasses).some((way) => way.class === 'marketing');
  if (!isMarketing) return [];
  const problem = 'is marketing by SMS and does not say how to get no more of it';
  return [{ ...at(where), problem, fix: 'write {{ optOut }} at its end, or the word STOP in a sentence of your own' }];
}

function faults(definition: Told, where: Where, { source, programme, now }: Looking): MessageProblem[] {
  const { template, locale, channel } = where;
  const { zone, currency } = programme;
  const { asset } = programmeWords(programme, locale);
  const compiled = compileShortText(source, channel, { locale, zone, currency, asset });
  const found = new Map<string, MessageProblem>();
  for (const { variables, when } of renderingCases(definition, template, { programme, locale, now })) {
    const problem = faultIn(compiled, channel, { ...variables, unsubscribeUrl: null, optOut: optOutWords(locale) });
    if (problem === undefined || found.has(problem.problem)) continue;
    const said = when === '' ? problem.problem : `${problem.problem}, ${when}`;
    found.set(problem.problem, { ...at(where, problem.line), problem: said, fix: problem.fix });
    if (found.size >= problemsMax) break;
  }
  return [...found.values()];
}

function faultIn(
  compiled: ReturnType<typeof compileShortText>,
  channel: TextChannel,
  variables: object,
): { readonly problem: string; readonly fix: string; readonly line?: number } | undefined {
  try {
    const rendered = compiled.render(variables);
    if (rendered.text === '') return { problem: 'comes out empty', fix: 'write words that are there in any case' };
    if (channel === 'push' && rendered.title === null) {
      return { problem: 'has no title', fix: 'begin the file with ---, a line "title: ...", and --- again' };
    }
    if (rendered.url !== null && !/^[a-z][a-z0-9+.-]*:\S+$/i.test(rendered.url)) {
      return {
        problem: `leads to "${rendered.url}", which is no address`,
        fix: 'write a whole one, such as https://shop.example/',
      };
    }
    const problem = tooLong(channel, rendered);
    return problem === undefined ? undefined : { problem, fix: 'shorten it' };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { line, problem, remedy = 'write {% if … %} around it for when there is none' } = error;
    return { problem: `can't be rendered: ${problem}`, fix: remedy, ...(line === undefined ? {} : { line }) };
  }
}
