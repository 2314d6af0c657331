import { optOutWords } from '../messaging/content/rules-short-text.ts';
import { compileShortText, type RenderedText, tooLong } from '../messaging/content/short-text.ts';
import { emailVariables } from '../messaging/content/write-mail.ts';
import type { MessagingProgramme } from '../messaging/content/rows-sources.ts';
import type { MessageTemplate } from '../messaging/content/rules-template.ts';
import { programmeWords } from '../programme/rules-words.ts';
import { type TextChannel, textChannels } from '../programme/rules-message-limits.ts';
import type { PreviewContents } from './preview-contents.ts';
import type { CampaignDefinition } from './rules.ts';

/** A text as it would go by a channel, and what would keep it from going. */
export interface PreviewedText extends RenderedText {
  readonly channel: TextChannel;
  readonly problem: string | null;
}

type ByChannel = NonNullable<CampaignDefinition['shortTexts']>[string][string];

/** The short texts of a message in one language, with everything filled in. */
export function previewTexts(
  texts: ByChannel,
  locale: string,
  { variables, expiring, addressee }: Pick<PreviewContents, 'variables' | 'expiring' | 'addressee'>,
  programme: MessagingProgramme,
): PreviewedText[] {
  const words = programmeWords(programme, locale);
  const { name, tier, points } = addressee;
  const subjects = { programme: words, message: { variables, name, tier }, points, expiring };
  const all = { ...emailVariables(subjects, null), optOut: optOutWords(locale) };
  return textChannels.flatMap((channel) => {
    const source = texts[channel];
    if (source === undefined) return [];
    const format = { ...programme, asset: words.asset, locale };
    const rendered = compileShortText(source, channel, format).render(all);
    return [{ channel, ...rendered, problem: tooLong(channel, rendered) ?? null }];
  });
}

/** What stands in a mail's place where a message has none: the first of its texts. */
export function inPlaceOfMail(template: string, texts: ByChannel): MessageTemplate | undefined {
  const source = textChannels.map((channel) => texts[channel]).find((each) => each !== undefined);
  return (
    source && {
      subject: source.title ?? template,
      html: '',
      text: source.text.replaceAll(/\{\{-?\s*optOut.*?\}\}/g, ''),
    }
  );
}
