import { filters as liquidFilters, Liquid, type Template } from 'liquidjs';
import type { MessageTemplate } from './rules-template.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { nearestWord } from '../../../values/edit-distance.ts';
import { createTextFilters, type TextFormat } from './text-filters.ts';
import { cutText } from '../../../values/cut-text.ts';

export interface RenderedMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Variables that every template has, whatever its message is about. `unsubscribeUrl` is null in transactional messages. */
const commonVariables = [
  'member.name',
  'member.tier',
  'member.tierName',
  'member.points',
  'programme.name',
  'programme.asset',
  'programme.shopUrl',
  'footer.address',
  'footer.reason',
  'unsubscribeUrl',
] as const;

/** Variables a template has beside these when its message carries the points that expire. */
export const expiringVariables = [
  'expiring.total',
  'expiring.lots',
  'expiring.firstAt',
  'expiring.lastAt',
  'expiring.lapsing',
  'expiring.lapsesAt',
] as const;

/** Bounds of one template: a mail is some tens of kilobytes and rendered within a millisecond or two. */
const parseCharactersMax = 200_000;
const renderMsMax = 1_000;
const memoryMax = 5_000_000;
/** Longer subjects are cut by every mail program. */
const subjectCharactersMax = 200;

const parts = ['subject', 'html', 'text'] as const;
export type TemplatePart = (typeof parts)[number];

/** Letters by which a word may miss the one that was meant. */
const nearestMax = 2;

/** A template that can't be read or rendered, with the part and its line. */
export class TemplateError extends PerennialError {
  readonly part: TemplatePart;
  readonly line: number | undefined;
  /** What is wrong, without the place. */
  readonly problem: string;
  readonly remedy: string | undefined;

  constructor(part: TemplatePart, cause: unknown) {
    const { problem, line, remedy } = explain(cause);
    super('TEMPLATE_INVALID', `${part}: ${problem}${line === undefined ? '' : `, line ${line}`}`, {
      field: part,
      cause,
      ...(remedy === undefined ? {} : { fix: `${capitalised(remedy)}.` }),
    });
    this.part = part;
    this.line = line;
    this.problem = problem;
    this.remedy = remedy;
  }
}

/** A template ready to be rendered many times; throws TEMPLATE_INVALID when it is not proper Liquid. */
export function compileTemplate(
  template: MessageTemplate,
  format: TextFormat,
): { render(variables: object): RenderedMessage } {
  const plain = createEngine(format, false);
  const escaping = createEngine(format, true);
  const engineOf = (part: TemplatePart) => (part === 'html' ? escaping : plain);
  const parsed = new Map(parts.map((part) => [part, parse(engineOf(part), template, part)]));
  const renderPart = (part: TemplatePart, variables: object) =>
    attempt(part, () => String(engineOf(part).renderSync(parsed.get(part) ?? [], variables)));
  return {
    render: (variables) => ({
      // A line break in a name must not start another header.
      subject: cutText(renderPart('subject', variables).replace(/\s+/g, ' ').trim(), subjectCharactersMax),
      html: renderPart('html', variables),
      text:
        renderPart('text', variables)
          .replace(/\n{3,}/g, '\n\n')
          .trim() + '\n',
    }),
  };
}

const anyFormat: TextFormat = { locale: 'en', zone: 'UTC', currency: 'EUR', asset: 'points' };

/** Every variable a template reads, as `member.name`; loop variables and its own assignments are not among them. */
export function templateVariables(template: MessageTemplate): string[] {
  return [...new Set(variablesRead(template).map(({ name }) => name))].sort();
}

/** A variable where a template reads it. */
interface VariableRead {
  readonly name: string;
  readonly part: TemplatePart;
  readonly line: number;
}

function variablesRead(template: MessageTemplate): VariableRead[] {
  const engine = createEngine(anyFormat, false);
  return parts.flatMap((part) => {
    const { globals } = attempt(part, () => engine.analyzeSync(parse(engine, template, part), { partials: false }));
    return Object.values(globals)
      .flat()
      .map((variable) => ({ name: String(variable), part, line: variable.location.row }));
  });
}

/** The variables a template reads that a message does not have, each where it is first read: any of them blocks a launch. */
export function missingVariables(template: MessageTemplate, provided: readonly string[]): VariableRead[] {
  const known = [...commonVariables, ...provided];
  const missing = variablesRead(template).filter(
    ({ name }) =>
      !known.some((one) => name === one || name.startsWith(`${one}.`) || name.startsWith(`${one}[`)) &&
      !known.some((one) => one.startsWith(`${name}.`)),
  );
  const first = new Map<string, VariableRead>();
  for (const one of missing) if (!first.has(one.name)) first.set(one.name, one);
  return [...first.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The variable of this message, or the one every message has, that is nearest. */
export function nearestVariable(name: string, provided: readonly string[]): string | undefined {
  return nearestWord(name, [...commonVariables, ...provided], nearestMax);
}

function createEngine(format: TextFormat, escapeOutput: boolean): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    lenientIf: true,
    // Nothing is read from disk: a template is complete in itself.
    templates: {},
    parseLimit: parseCharactersMax,
    renderLimit: renderMsMax,
    memoryLimit: memoryMax,
    ...(escapeOutput ? { outputEscape: 'escape' as const } : {}),
  });
  for (const [name, filter] of Object.entries(createTextFilters(format))) {
    engine.registerFilter(name, filter as (value: unknown, ...words: unknown[]) => string);
  }
  return engine;
}

function parse(engine: Liquid, template: MessageTemplate, part: TemplatePart): Template[] {
  return attempt(part, () => engine.parse(template[part]));
}

function attempt<T>(part: TemplatePart, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof TemplateError ? error : new TemplateError(part, error);
  }
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Filters that a text about members is likely to want; the rest of Liquid's own are known, too. */
const namedFilters = [
  'count',
  'date',
  'money',
  'number',
  'plural',
  'points',
  'default',
  'upcase',
  'downcase',
  'capitalize',
  'url_encode',
];

/** Liquid's words for what is wrong, with the place apart from them. */
function explain(cause: unknown): { problem: string; line: number | undefined; remedy?: string } {
  const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
  const [, words = message, row] = /^(.*), line:(\d+), col:\d+$/.exec(message) ?? [];
  const line = row === undefined ? undefined : Number(row);
  const filter = /^undefined filter: (.+)$/.exec(words)?.[1];
  if (filter === undefined) return { problem: words, line };
  const known = [...new Set([...namedFilters, ...Object.keys(liquidFilters)])];
  const meant = nearestWord(filter, namedFilters, nearestMax) ?? nearestWord(filter, known, nearestMax);
  const all = `the filters are ${namedFilters.join(', ')} and the others of Liquid`;
  return { problem: words, line, remedy: meant === undefined ? all : `did you mean "${meant}"? Otherwise: ${all}` };
}
