import type { Database } from '../../../platform/database.ts';
import type { TextChannel } from '../../programme/rules-message-limits.ts';
import { type MessagingProgramme, readShortText, readTemplate } from './rows-sources.ts';
import { compileShortText } from './short-text.ts';
import { compileTemplate } from './template.ts';
import type { TextFormat } from './text-filters.ts';

interface TemplateName {
  readonly campaignVersionId: number;
  readonly template: string;
  readonly locale: string;
}
type TextName = TemplateName & { readonly channel: TextChannel };

/** Gives the compiled template of a campaign version, with the names and the calendar of its programme. */
export type Templates = Compiled<TemplateName, ReturnType<typeof compileTemplate>>;
/** The same of the short text for a channel. */
export type ShortTemplates = Compiled<TextName, ReturnType<typeof compileShortText>>;
type Compiled<Name, Template> = (name: Name, programme: MessagingProgramme) => Promise<Template>;

/** Compiled templates kept at once: 50 live campaigns with 5 messages in 2 languages. */
const compiledMax = 500;

/** The templates of campaign versions, compiled once: a version never changes. */
export function createTemplates(database: Database): Templates {
  return compiledOnce(async (name: TemplateName, format) => {
    const source = await readTemplate(database, name);
    if (!source) throw new Error(`there is no template "${name.template}" in ${name.locale}`);
    return compileTemplate(source, format);
  });
}

/** Their short texts. */
export function createShortTemplates(database: Database): ShortTemplates {
  return compiledOnce(async (name: TextName, format) => {
    const source = await readShortText(database, name);
    if (!source) throw new Error(`the template "${name.template}" has no text for ${name.channel} in ${name.locale}`);
    return compileShortText(source, name.channel, format);
  });
}

function compiledOnce<Name extends TemplateName, Template>(
  compile: (name: Name, format: TextFormat) => Promise<Template>,
): Compiled<Name, Template> {
  const compiled = new Map<string, Promise<Template>>();
  return (name, { zone, currency, asset }) => {
    // A programme may change what its points are called between two versions.
    const key = JSON.stringify([name, zone, currency, asset]);
    const known = compiled.get(key);
    if (known) return known;
    if (compiled.size >= compiledMax) compiled.clear();
    const promise = compile(name, { locale: name.locale, zone, currency, asset });
    compiled.set(key, promise);
    promise.catch(() => compiled.delete(key));
    return promise;
  };
}
