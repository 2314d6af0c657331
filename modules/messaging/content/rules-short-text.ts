import type { TextChannel } from '../../programme/rules-message-limits.ts';

/** What goes by SMS, WeChat or push in one language: Liquid sources. */
export type ShortText = {
  readonly text: string;
  /** Of a push message, or a card. */
  readonly title?: string;
  /** Where it leads. */
  readonly url?: string;
};

/** By template, locale and channel. */
export type ShortTexts = Readonly<
  Record<string, Readonly<Record<string, Readonly<Partial<Record<TextChannel, ShortText>>>>>>
>;

/** Characters of a text at most, whatever segments it takes: what phones and WeChat show. */
export const textCharactersMax: Readonly<Record<TextChannel, number>> = { sms: 1_530, wechat: 2_000, push: 1_000 };

/** What a reader answers to get no more, in the language of the text: `{{ optOut }}`. */
export const optOutWords = (locale: string): string =>
  locale.toLowerCase().startsWith('zh') ? '拒收请回复R' : 'Reply STOP to opt out';

/** The variables that a short text has beside those of its mail. */
export const shortVariables = ['optOut'] as const;

/** Whether a text says how to get no more: by the variable, or in words that providers know. */
export function saysWayOut({ text }: ShortText): boolean {
  return /\{\{-?\s*optOut\s*(\||-?\}\})/.test(text) || /\bSTOP\b/.test(text) || /退订|拒收请回复/.test(text);
}
