import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageTemplate } from './rules-template.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { packageRoot } from '../../../platform/package-root.ts';
import { chooseLocale } from './rules-locale.ts';

type Kind = 'html' | 'text';
type Sources = Map<string, Map<string, Partial<Record<Kind, string>>>>;

/** The texts of templates by the names of their files. */
export type TemplateFiles = Readonly<Record<string, string>>;

/** `welcome.zh-CN.html.liquid`: name, locale, kind. */
const fileName = /^([a-z][a-z0-9-]*)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.(html|text)\.liquid$/;
const layoutName = 'layout';
/** A campaign has a handful of messages in a handful of languages. */
const filesMax = 500;
const fileBytesMax = 100_000;

/**
 * The templates of a campaign's folder by name and locale, each complete: its body in the layout of its locale.
 * A `layout.<locale>.html.liquid` beside them replaces the shipped one.
 */
export async function loadTemplates(dir: string): Promise<Record<string, Record<string, MessageTemplate>>> {
  return composeTemplates(await readFiles(dir), dir);
}

/** The same of texts that are at hand; `dir` is what problems call their place. */
export async function composeTemplates(
  files: TemplateFiles,
  dir: string,
): Promise<Record<string, Record<string, MessageTemplate>>> {
  const own = sortSources(files, dir);
  const layouts = own.get(layoutName) ?? (await shippedLayouts());
  if (!layouts)
    throw invalid(
      dir,
      'there is no layout',
      'reinstall Perennial, or add layout.en.html.liquid and layout.en.text.liquid',
    );
  own.delete(layoutName);
  const templates = [...own].map(([name, locales]) => {
    const byLocale = [...locales].map(([locale, source]) => {
      const layout = layouts.get(chooseLocale([...layouts.keys()], [locale]) ?? '') ?? {};
      return [locale, compose(join(dir, `${name}.${locale}`), source, layout)] as const;
    });
    return [name, Object.fromEntries(byLocale)] as const;
  });
  return Object.fromEntries(templates);
}

function compose(
  path: string,
  source: Partial<Record<Kind, string>>,
  layout: Partial<Record<Kind, string>>,
): MessageTemplate {
  if (source.html === undefined) throw invalid(path, 'has no html', `add ${path}.html.liquid`);
  if (source.text === undefined)
    throw invalid(path, 'has no text', `add ${path}.text.liquid: some read their mail as text`);
  const { fields, body } = splitFrontMatter(`${path}.html.liquid`, source.html);
  const { subject, preheader = '' } = fields;
  if (!subject) {
    throw invalid(
      `${path}.html.liquid`,
      'has no subject',
      'begin the file with ---, a line "subject: ...", and --- again',
    );
  }
  const fill = (text: string, content: string) =>
    text.replace('{{ content }}', () => content.trim()).replace('{{ preheader }}', () => preheader);
  return {
    subject,
    html: fill(layout.html ?? '{{ content }}', body),
    text: fill(layout.text ?? '{{ content }}', source.text),
  };
}

/** The lines between `---` at the top, each `name: value` with the value as it stands, and what follows. */
function splitFrontMatter(path: string, source: string): { fields: Record<string, string>; body: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(source);
  if (!match) return { fields: {}, body: source };
  const fields: Record<string, string> = {};
  for (const [index, line] of (match[1] ?? '').split(/\r?\n/).entries()) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    if (name !== 'subject' && name !== 'preheader') {
      throw invalid(`${path}:${index + 2}`, `"${line}" is not known here`, 'write "subject: ..." or "preheader: ..."');
    }
    fields[name] = line.slice(colon + 1).trim();
  }
  return { fields, body: source.slice(match[0].length) };
}

async function shippedLayouts() {
  const dir = join(packageRoot(), 'playbooks', 'layout');
  return sortSources(await readFiles(dir), dir).get(layoutName);
}

async function readFiles(dir: string): Promise<TemplateFiles> {
  const names = await readdir(dir).catch((error: unknown) => {
    throw new PerennialError('FILE_NOT_FOUND', `${dir} cannot be read.`, { field: dir, cause: error });
  });
  const liquid = names.filter((name) => name.endsWith('.liquid'));
  refuseTooMany(liquid.length, dir);
  const files: Record<string, string> = {};
  for (const name of liquid) files[name] = await readFile(join(dir, name), 'utf8');
  return files;
}

function refuseTooMany(count: number, dir: string): void {
  if (count > filesMax) throw invalid(dir, `has more than ${filesMax} templates`, 'split the campaign');
}

function sortSources(files: TemplateFiles, dir: string): Sources {
  refuseTooMany(Object.keys(files).length, dir);
  const sources: Sources = new Map();
  for (const file of Object.keys(files).sort()) {
    const [, name, locale, kind] = fileName.exec(file) ?? [];
    if (!name || !locale) {
      throw invalid(
        join(dir, file),
        'is not named as a template',
        'name it <name>.<locale>.html.liquid or .text.liquid',
      );
    }
    const text = files[file] ?? '';
    if (text.length > fileBytesMax)
      throw invalid(join(dir, file), `is longer than ${fileBytesMax} characters`, 'shorten it');
    const locales = sources.get(name) ?? new Map<string, Partial<Record<Kind, string>>>();
    sources.set(name, locales.set(locale, { ...locales.get(locale), [kind as Kind]: text }));
  }
  return sources;
}

function invalid(path: string, problem: string, fix: string): PerennialError {
  return new PerennialError('TEMPLATE_INVALID', `${path}: ${problem}.`, { field: path, fix: `${fix}.` });
}
