import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageTemplate } from './rules-template.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { packageRoot } from '../../../platform/package-root.ts';
import { isWrittenFor } from '../../../values/locale.ts';
import { isTextChannel, type TextChannel, textChannels } from '../../programme/rules-message-limits.ts';
import { type LoadedShortText, readShortSource } from './load-short-texts.ts';
import type { ShortText, ShortTexts } from './rules-short-text.ts';
import { invalid, type SourceFile, splitFrontMatter } from './template-source.ts';
import { type FilledLayout, placeInLayout, type TemplatePlace, type TemplatePlaces } from './template-places.ts';

type MailKind = 'html' | 'text';
type Kind = MailKind | TextChannel;
type Files = Partial<Record<Kind, SourceFile>>;
type Sources = Map<string, Map<string, Files>>;

/** Templates by name and locale, and where each of their lines was written. */
export interface LoadedTemplates {
  readonly messages: Record<string, Record<string, MessageTemplate>>;
  /** What goes by SMS, WeChat and push; absent where nothing does. */
  readonly shortTexts?: ShortTexts;
  readonly places: TemplatePlaces;
}

/** The texts of templates by the names of their files. */
export type TemplateFiles = Readonly<Record<string, string>>;

/** `welcome.zh-CN.html.liquid`: name, locale, kind. */
const fileName = /^([a-z][a-z0-9-]*)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.(html|text|sms|wechat|push)\.liquid$/;
const layoutName = 'layout';
/** A campaign has a handful of messages in a handful of languages. */
const filesMax = 500;
const fileBytesMax = 100_000;

/**
 * The templates of a campaign's folder by name and locale, each complete: its body in the layout of its language. A
 * `layout.<locale>.html.liquid` beside them goes before the shipped one.
 */
export async function loadTemplates(dir: string): Promise<LoadedTemplates> {
  return composeTemplates(await readFiles(dir), dir);
}

/** The same of texts that are at hand; `dir` is what problems call their place. */
export async function composeTemplates(files: TemplateFiles, dir: string): Promise<LoadedTemplates> {
  return composerOf(files, dir, await shippedLayouts())({});
}

/** Puts templates together within the layouts of their programme: its own go before those shipped, a campaign's before both. */
export type ComposeTemplates = (programmeLayouts: TemplateFiles) => LoadedTemplates;

/** The templates of a campaign's folder, whose layouts are its programme's to say. */
export async function readTemplates(dir: string): Promise<ComposeTemplates> {
  return composerOf(await readFiles(dir), dir, await shippedLayouts());
}

/** The same of texts that are at hand. */
export async function templatesToCompose(files: TemplateFiles, dir: string): Promise<ComposeTemplates> {
  return composerOf(files, dir, await shippedLayouts());
}

function composerOf(files: TemplateFiles, dir: string, shipped: Map<string, Files>): ComposeTemplates {
  // Wrong names are told of at once, whatever the programme has.
  sortSources(files, dir);
  return (programmeLayouts) => compose(files, dir, mergeLayouts(shipped, layoutsIn(programmeLayouts)));
}

const layoutsIn = (files: TemplateFiles) =>
  sortSources(files, 'the layouts of the programme').get(layoutName) ?? new Map<string, Files>();

function compose(files: TemplateFiles, dir: string, known: Map<string, Files>): LoadedTemplates {
  const own = sortSources(files, dir);
  const layouts = mergeLayouts(known, own.get(layoutName) ?? new Map<string, Files>());
  own.delete(layoutName);
  const messages: LoadedTemplates['messages'] = {};
  const shortTexts: Record<string, Record<string, Partial<Record<TextChannel, ShortText>>>> = {};
  const places = new Map<string, TemplatePlaces>();
  const shortPlaces = new Map<string, LoadedShortText['place']>();
  for (const [name, locales] of own) {
    for (const [locale, source] of locales) {
      for (const channel of textChannels) {
        const file = source[channel];
        if (file === undefined) continue;
        const { source: short, place } = readShortSource(channel, file);
        shortTexts[name] = { ...shortTexts[name], [locale]: { ...shortTexts[name]?.[locale], [channel]: short } };
        shortPlaces.set(`${name}.${locale}.${channel}`, place);
      }
      if (source.html === undefined && source.text === undefined) continue;
      const layout = layoutFor(layouts, locale, join(dir, `${name}.${locale}`));
      const composed = placeIn(join(dir, `${name}.${locale}`), source, layout);
      messages[name] = { ...messages[name], [locale]: composed.template };
      places.set(`${name}.${locale}`, composed.places);
    }
  }
  return {
    messages,
    ...(Object.keys(shortTexts).length === 0 ? {} : { shortTexts }),
    places: (name, locale, part, line) =>
      isTextChannel(part)
        ? shortPlaces.get(`${name}.${locale}.${part}`)?.(line)
        : places.get(`${name}.${locale}`)?.(name, locale, part, line),
  };
}

/** Own files go before the shipped ones, each for itself: a shop may change one language, or the html alone. */
function mergeLayouts(shipped: Map<string, Files>, own: Map<string, Files>): Map<string, Files> {
  const merged = new Map(shipped);
  for (const [locale, files] of own) {
    const base = [...shipped].find(([have]) => isWrittenFor(have, locale))?.[1];
    merged.set(locale, { ...base, ...files });
  }
  // What a shop has written goes before what is shipped for a related language.
  return new Map([...merged].sort(([a], [b]) => Number(own.has(b)) - Number(own.has(a))));
}

/** A frame in another language would tell its reader nothing, least of all how to get out. */
function layoutFor(layouts: Map<string, Files>, locale: string, path: string): Layout {
  const exact = layouts.get(locale) ?? [...layouts].find(([have]) => isWrittenFor(have, locale))?.[1];
  const { html, text } = exact ?? {};
  if (html !== undefined && text !== undefined) return { html, text };
  const lacking = [html === undefined ? 'html' : '', text === undefined ? 'text' : ''].filter((kind) => kind !== '');
  const files = lacking.map((kind) => `${layoutName}.${locale}.${kind}.liquid`).join(' and ');
  throw invalid(path, `has no layout in ${locale}, with the words at the foot of a mail`, `write ${files} beside it`);
}

type Layout = Readonly<Record<MailKind, SourceFile>>;

const contentMark = '{{ content }}';

function placeIn(
  path: string,
  { html, text }: Files,
  layout: Layout,
): { template: MessageTemplate; places: TemplatePlaces } {
  if (html === undefined) throw invalid(path, 'has no html', `add ${path}.html.liquid`);
  if (text === undefined) throw invalid(path, 'has no text', `add ${path}.text.liquid: some read their mail as text`);
  const { fields, lines, body } = splitFrontMatter(html.path, html.text, ['subject', 'preheader']);
  const { subject, preheader = '' } = fields;
  if (!subject)
    throw invalid(html.path, 'has no subject', 'begin the file with ---, a line "subject: ...", and --- again');
  const filled = {
    html: fill({ layout: layout.html, body, from: html, linesBefore: lines, preheader }),
    text: fill({ layout: layout.text, body: text.text, from: text, linesBefore: 0, preheader }),
  };
  const subjectAt: TemplatePlace = { file: html.path, line: lineOfField(html.text, 'subject') };
  return {
    template: { subject, html: filled.html.whole, text: filled.text.whole },
    places: (_name, _locale, part, line) => {
      if (part === 'subject') return subjectAt;
      return part === 'html' || part === 'text' ? placeInLayout(filled[part], line) : undefined;
    },
  };
}

interface Filling {
  readonly layout: SourceFile;
  readonly body: string;
  readonly from: SourceFile;
  /** Lines of the file above the body. */
  readonly linesBefore: number;
  readonly preheader: string;
}

function fill({ layout, body, from, linesBefore, preheader }: Filling): FilledLayout & { readonly whole: string } {
  const at = layout.text.indexOf(contentMark);
  if (at < 0)
    throw invalid(layout.path, 'has no place for the message', `write ${contentMark} where the message belongs`);
  const content = body.trim();
  const skipped = body.slice(0, body.indexOf(content)).split('\n').length - 1;
  return {
    whole: layout.text.replace(contentMark, () => content).replace('{{ preheader }}', () => preheader),
    layout: layout.path,
    body: from.path,
    bodyFrom: linesBefore + skipped + 1,
    contentAt: layout.text.slice(0, at).split('\n').length,
    contentLines: content.split('\n').length,
    preheaderAt: layout.text.slice(0, Math.max(0, layout.text.indexOf('{{ preheader }}'))).split('\n').length,
    preheaderFrom: preheader.includes('{') ? lineOfField(from.text, 'preheader') : undefined,
  };
}

function lineOfField(source: string, field: string): number {
  return source.split('\n').findIndex((line) => line.startsWith(`${field}:`)) + 1;
}

async function shippedLayouts(): Promise<Map<string, Files>> {
  const dir = join(packageRoot(), 'playbooks', 'layout');
  return sortSources(await readFiles(dir), dir).get(layoutName) ?? new Map<string, Files>();
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
        'name it <name>.<locale>.html.liquid or .text.liquid, or .sms.liquid, .wechat.liquid or .push.liquid',
      );
    }
    if (name === layoutName && isTextChannel(kind ?? '')) {
      throw invalid(join(dir, file), 'is a layout, and short texts have none', 'remove it');
    }
    const text = files[file] ?? '';
    if (text.length > fileBytesMax)
      throw invalid(join(dir, file), `is longer than ${fileBytesMax} characters`, 'shorten it');
    const locales = sources.get(name) ?? new Map<string, Files>();
    const source: SourceFile = { path: join(dir, file), text };
    sources.set(name, locales.set(locale, { ...locales.get(locale), [kind as Kind]: source }));
  }
  return sources;
}
