import type { JsonObject } from '../../../values/json.ts';
import type { MessageTemplate } from './rules-template.ts';
import type { TextFormat } from './text-filters.ts';
import { compileTemplate, type RenderedMessage, TemplateError, type TemplatePart } from './template.ts';

/** Variables as a message may have them. */
export interface RenderingCase {
  readonly variables: JsonObject;
  /** How they differ from what is usual, as a problem says it: "when couponCode is null"; empty of the usual case. */
  readonly when: string;
}

/** What keeps a template from being sent. */
export interface RenderingFault {
  readonly part: TemplatePart;
  readonly line?: number;
  /** Reads on from the template's name: "comes out without a subject". */
  readonly problem: string;
  readonly fix: string;
}

/** Faults named of one template: who mends the first usually mends the others. */
const faultsMax = 10;

/** Everything that goes wrong with a template in any of these cases, each fault once, in the first case that shows it. */
export function renderingFaults(
  template: MessageTemplate,
  format: TextFormat,
  cases: readonly RenderingCase[],
): RenderingFault[] {
  const quoted = quotedSubject(template);
  const compiled = compiling(template, format);
  if (compiled instanceof TemplateError) return [...quoted, faultOf(compiled, '')];
  const faults = new Map(quoted.map((fault) => [keyOf(fault, ''), fault]));
  for (const { variables, when } of cases) {
    for (const fault of faultsOf({ template, compiled, format }, variables, when)) {
      const key = keyOf(fault, when);
      if (!faults.has(key)) faults.set(key, fault);
    }
    if (faults.size >= faultsMax) break;
  }
  return [...faults.values()];
}

/** One mistake shows in many cases. */
const keyOf = ({ part, line, problem }: RenderingFault, when: string) =>
  `${part} ${line ?? ''} ${when === '' ? problem : problem.replace(after(when), '')}`;

function compiling(template: MessageTemplate, format: TextFormat) {
  try {
    return compileTemplate(template, format);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
}

type Compiled = Exclude<ReturnType<typeof compiling>, TemplateError>;

interface Subject {
  readonly template: MessageTemplate;
  readonly compiled: Compiled;
  readonly format: TextFormat;
}

function faultsOf({ template, compiled, format }: Subject, variables: JsonObject, when: string): RenderingFault[] {
  let rendered: RenderedMessage;
  try {
    rendered = compiled.render(variables);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    // One part hides nothing of the others: they are looked at without it.
    const without = { ...template, [error.part]: '' };
    const others = { template: without, compiled: compileTemplate(without, format), format };
    return [faultOf(error, when), ...faultsOf(others, variables, when).filter(({ part }) => part !== error.part)];
  }
  return [
    ...(rendered.subject === '' ? [emptySubject(when)] : []),
    ...deadLinks(template, rendered.html, when),
    ...noWayOut(rendered, variables, when),
  ];
}

function faultOf({ part, line, problem, remedy }: TemplateError, when: string): RenderingFault {
  const lacking = when !== '' || /, not (null|"")/.test(problem);
  const guard = !lacking ? 'correct the template' : 'write {% if … %} around it for when there is none';
  return {
    part,
    ...(line === undefined ? {} : { line }),
    problem: `can't be rendered${after(when)}: ${problem}`,
    fix: remedy ?? guard,
  };
}

const after = (when: string) => (when === '' ? '' : ` ${when}`);

function emptySubject(when: string): RenderingFault {
  return {
    part: 'subject',
    line: 1,
    problem: `has an empty subject${after(when)}`,
    fix: 'write words that are there whatever the message brings',
  };
}

/** The lines at the top of a file are no YAML: what is written is what members see. */
function quotedSubject({ subject }: MessageTemplate): RenderingFault[] {
  const isQuoted = /^(["'])(?:(?!\1).)*\1$/.test(subject);
  const fix = `write subject: ${subject.slice(1, -1)}`;
  return isQuoted
    ? [{ part: 'subject', line: 1, problem: 'has its subject in quotes, which members would see', fix }]
    : [];
}

const anchor = /<a\b([^>]*)>/gi;
const target = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;

/** A mail has no page of its own: a link leads to another place by its whole address, or nowhere. */
function deadLinks({ html: source }: MessageTemplate, html: string, when: string): RenderingFault[] {
  return [...html.matchAll(anchor)].flatMap(([whole, attributes = '']) => {
    const [, double, single, bare] = target.exec(attributes) ?? [];
    const href = (double ?? single ?? bare ?? '').trim();
    if (/^(https?:\/\/[^\s/]|mailto:.|tel:.|sms:.)/i.test(href)) return [];
    const line = lineOf(source, whole);
    const leads =
      href === '' ? 'has a link without a target' : `has a link to "${href}", which leads nowhere from a mail`;
    return [
      {
        part: 'html' as const,
        ...(line === undefined ? {} : { line }),
        problem: `${leads}${after(when)}`,
        fix: 'write the whole address, such as https://shop.example/, or leave the link out when there is none',
      },
    ];
  });
}

/** The line of the link: as it stands, or the first one whose target is filled in. */
function lineOf(source: string, whole: string): number | undefined {
  const lines = source.split('\n');
  const exact = lines.findIndex((line) => line.includes(whole));
  const filledIn = lines.findIndex((line) => /<a\b[^>]*href\s*=\s*["']?\s*\{[{%]/i.test(line));
  const line = exact >= 0 ? exact : filledIn;
  return line < 0 ? undefined : line + 1;
}

/** Whoever may stop a mail is told how, in both of its forms. */
function noWayOut({ html, text }: RenderedMessage, { unsubscribeUrl }: JsonObject, when: string): RenderingFault[] {
  if (typeof unsubscribeUrl !== 'string') return [];
  const lacking = (['html', 'text'] as const).filter(
    (part) => !(part === 'html' ? html : text).includes(unsubscribeUrl),
  );
  return lacking.map((part) => ({
    part,
    problem: `does not say how to stop these e-mails${after(when)}`,
    fix: 'print {{ unsubscribeUrl }} at its foot, or in the layout',
  }));
}
