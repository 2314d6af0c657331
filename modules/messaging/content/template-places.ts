import type { TextChannel } from '../../programme/rules-message-limits.ts';

/** A line of a template's own file. */
export interface TemplatePlace {
  readonly file: string;
  readonly line: number;
}

/** Where a line of a composed template was written; undefined of templates that came without files. */
export type TemplatePlaces = (
  template: string,
  locale: string,
  part: 'subject' | 'html' | 'text' | TextChannel,
  line: number,
) => TemplatePlace | undefined;

/** A layout with a message in it, lines counted from 1. */
export interface FilledLayout {
  readonly layout: string;
  readonly body: string;
  /** The line of the body's file that its first line stands on. */
  readonly bodyFrom: number;
  /** The line of the layout that the message stands in place of, and the lines it takes. */
  readonly contentAt: number;
  readonly contentLines: number;
  readonly preheaderAt: number;
  /** Where a preheader that is more than words was written. */
  readonly preheaderFrom: number | undefined;
}

/** The line as its author wrote it: in the message's own file, or in the layout around it. */
export function placeInLayout(filled: FilledLayout, line: number): TemplatePlace {
  const { layout, body, bodyFrom, contentAt, contentLines, preheaderAt, preheaderFrom } = filled;
  if (line === preheaderAt && preheaderFrom !== undefined) return { file: body, line: preheaderFrom };
  if (line < contentAt) return { file: layout, line };
  const within = line - contentAt;
  if (within < contentLines) return { file: body, line: bodyFrom + within };
  return { file: layout, line: line - contentLines + 1 };
}
