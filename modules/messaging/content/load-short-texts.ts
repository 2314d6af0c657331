import type { TextChannel } from '../../programme/rules-message-limits.ts';
import type { ShortText } from './rules-short-text.ts';
import { splitFrontMatter, type SourceFile } from './template-source.ts';
import type { TemplatePlace } from './template-places.ts';

/** A short text as its file has it, and where its lines are. */
export interface LoadedShortText {
  readonly source: ShortText;
  place(line: number): TemplatePlace;
}

/** What may stand between `---` lines at its top; an SMS has neither. */
const fieldsOf = (channel: TextChannel): readonly string[] => (channel === 'sms' ? [] : ['title', 'url']);

/** Reads `welcome.en.sms.liquid`: the text alone, for push and WeChat with `title:` and `url:` at its top. */
export function readShortSource(channel: TextChannel, { path, text }: SourceFile): LoadedShortText {
  const { fields, lines, body } = splitFrontMatter(path, text, fieldsOf(channel));
  const content = body.trim();
  const skipped = body.slice(0, body.indexOf(content)).split('\n').length - 1;
  const { title, url } = fields;
  return {
    source: {
      text: content,
      ...(title === undefined || title === '' ? {} : { title }),
      ...(url === undefined || url === '' ? {} : { url }),
    },
    place: (line) => ({ file: path, line: lines + skipped + line }),
  };
}
