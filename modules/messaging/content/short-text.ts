import { counted } from '../../../values/plural.ts';
import { smsSize, type SmsSize } from '../../../values/sms-segments.ts';
import type { TextChannel } from '../../programme/rules-message-limits.ts';
import { compileTemplate } from './template.ts';
import type { TextFormat } from './text-filters.ts';
import type { MessageTemplate } from './rules-template.ts';
import { type ShortText, textCharactersMax } from './rules-short-text.ts';

/** A short text with everything filled in. */
export interface RenderedText {
  readonly text: string;
  readonly title: string | null;
  readonly url: string | null;
  /** Of an SMS, what it takes. */
  readonly sms: SmsSize | null;
}

/** Compiles a short text to be rendered many times; throws TEMPLATE_INVALID when it is not proper Liquid. */
export function compileShortText(
  source: ShortText,
  channel: TextChannel,
  format: TextFormat,
): { render(variables: object): RenderedText } {
  const words = compileTemplate({ subject: source.title ?? '', html: '', text: source.text }, format);
  const link = source.url === undefined ? undefined : compileTemplate({ ...nothing, text: source.url }, format);
  return {
    render: (variables) => {
      const { subject, text: raw } = words.render(variables);
      const text = raw.trim();
      const url = link?.render(variables).text.trim();
      return {
        text,
        title: subject === '' ? null : subject,
        url: url === undefined || url === '' ? null : url,
        sms: channel === 'sms' ? smsSize(text) : null,
      };
    },
  };
}

const nothing = { subject: '', html: '', text: '' };

/** It as a mail's template, so that what it reads is found in the same way. */
export const asTemplate = ({ text, title = '', url = '' }: ShortText): MessageTemplate => ({
  ...{ subject: title, html: url, text },
});

/** Why a text is too long for its channel; undefined when it fits. */
export function tooLong(channel: TextChannel, { text, sms }: Pick<RenderedText, 'text' | 'sms'>): string | undefined {
  if (sms !== null && sms.segments > smsSegmentsMax) {
    return `takes ${sms.segments} SMS, and ${smsSegmentsMax} are the most`;
  }
  const max = textCharactersMax[channel];
  return text.length > max
    ? `has ${counted(text.length, 'character', 'characters')}, and ${max} are the most`
    : undefined;
}

/** More of one text are an advertisement that nobody reads, at the price of as many. */
export const smsSegmentsMax = 10;
