import type { Database } from '../../../platform/database.ts';
import { type MessagingProgramme, readTemplate } from './rows-sources.ts';
import { compileTemplate, type RenderedMessage } from './template.ts';

interface TemplateName {
  readonly campaignVersionId: number;
  readonly template: string;
  readonly locale: string;
}

interface CompiledTemplate {
  render(variables: object): RenderedMessage;
}

/** Gives the compiled template of a campaign version, with the names and the calendar of its programme. */
export type Templates = (name: TemplateName, programme: MessagingProgramme) => Promise<CompiledTemplate>;

/** Compiled templates kept at once: 50 live campaigns with 5 messages in 2 languages. */
const compiledMax = 500;

/** The templates of campaign versions, compiled once: a version never changes. */
export function createTemplates(database: Database): Templates {
  const compiled = new Map<string, Promise<CompiledTemplate>>();
  return (name, { zone, currency, asset }) => {
    // A programme may change what its points are called between two versions.
    const key = JSON.stringify([name.campaignVersionId, name.template, name.locale, zone, currency, asset]);
    const known = compiled.get(key);
    if (known) return known;
    if (compiled.size >= compiledMax) compiled.clear();
    const promise = readTemplate(database, name).then((source) => {
      if (!source) throw new Error(`there is no template "${name.template}" in ${name.locale}`);
      return compileTemplate(source, { locale: name.locale, zone, currency, asset });
    });
    compiled.set(key, promise);
    promise.catch(() => compiled.delete(key));
    return promise;
  };
}
