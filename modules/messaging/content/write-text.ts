import { programmeWords } from '../../programme/rules-words.ts';
import type { TextChannel } from '../../programme/rules-message-limits.ts';
import { optOutWords } from './rules-short-text.ts';
import { type RenderedText, tooLong } from './short-text.ts';
import type { ShortTemplates } from './templates.ts';
import { type EmailContext, emailVariables } from './write-mail.ts';

/** A text that was rendered, or why it can't leave. */
export type WrittenText = RenderedText & { readonly problem: string | undefined };

/** The text of a message, rendered from the facts of this moment; throws TEMPLATE_INVALID when it can't be rendered. */
export async function renderText(
  templates: ShortTemplates,
  facts: EmailContext,
  channel: TextChannel,
): Promise<WrittenText> {
  const { programme, message } = facts;
  const { campaignVersionId, template: name, locale } = message;
  const words = programmeWords(programme, locale);
  const stored = { campaignVersionId: campaignVersionId ?? 0, template: name, locale, channel };
  const template = await templates(stored, { ...programme, asset: words.asset });
  const variables = { ...emailVariables({ ...facts, programme: words }, null), optOut: optOutWords(locale) };
  const rendered = template.render(variables);
  const problem = rendered.text === '' ? 'comes out empty' : tooLong(channel, rendered);
  return { ...rendered, problem };
}
