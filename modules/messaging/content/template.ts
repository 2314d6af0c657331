import { Liquid, type Template } from 'liquidjs';
import type { MessageTemplate } from './rules-template.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { createTextFilters, type TextFormat } from './text-filters.ts';

export interface RenderedMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Variables that every template has, whatever its message is about. `unsubscribeUrl` is null in transactional messages. */
const commonVariables = [
  'member.name',
  'member.tier',
  'member.points',
  'programme.name',
  'programme.asset',
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
type Part = (typeof parts)[number];

/** A template ready to be rendered many times; throws TEMPLATE_INVALID when it is not proper Liquid. */
export function compileTemplate(
  template: MessageTemplate,
  format: TextFormat,
): { render(variables: object): RenderedMessage } {
  const plain = createEngine(format, false);
  const escaping = createEngine(format, true);
  const engineOf = (part: Part) => (part === 'html' ? escaping : plain);
  const parsed = new Map(parts.map((part) => [part, parse(engineOf(part), template, part)]));
  const renderPart = (part: Part, variables: object) =>
    attempt(part, () => String(engineOf(part).renderSync(parsed.get(part) ?? [], variables)));
  return {
    render: (variables) => ({
      // A line break in a name must not start another header.
      subject: renderPart('subject', variables).replace(/\s+/g, ' ').trim().slice(0, subjectCharactersMax),
      html: renderPart('html', variables),
      text:
        renderPart('text', variables)
          .replace(/\n{3,}/g, '\n\n')
          .trim() + '\n',
    }),
  };
}

/** Every variable a template reads, as `member.name`; loop variables and its own assignments are not among them. */
export function templateVariables(template: MessageTemplate): string[] {
  const engine = createEngine({ locale: 'en', zone: 'UTC', currency: 'EUR', asset: 'points' }, false);
  const names = parts.flatMap((part) =>
    attempt(part, () => engine.globalFullVariablesSync(parse(engine, template, part), { partials: false })),
  );
  return [...new Set(names)].sort();
}

/** The variables a template reads that a message does not have: each of them blocks the launch of its campaign. */
export function missingVariables(template: MessageTemplate, provided: readonly string[]): string[] {
  const known = [...commonVariables, ...provided];
  return templateVariables(template).filter(
    (name) =>
      !known.some((one) => name === one || name.startsWith(`${one}.`) || name.startsWith(`${one}[`)) &&
      !known.some((one) => one.startsWith(`${name}.`)),
  );
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
    engine.registerFilter(name, filter as (value: unknown, style?: unknown) => string);
  }
  return engine;
}

function parse(engine: Liquid, template: MessageTemplate, part: Part): Template[] {
  return attempt(part, () => engine.parse(template[part]));
}

function attempt<T>(part: Part, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new PerennialError('TEMPLATE_INVALID', `${part}: ${message}`, { field: part, cause: error });
  }
}
