import * as z from 'zod';
import type { AskedAnswer } from '../../webhooks/post.ts';
import type { ChannelText } from '../../messaging/sending/channel-sender.ts';
import type { ChannelAnswer } from '../../messaging/sending/rules-text-answer.ts';
import { cutText } from '../../../values/cut-text.ts';

/** A text as it is posted; docs/guides/texts.md has it. */
export function bodyOf(text: ChannelText): string {
  const { id, channel, to, text: words, title, url, class: messageClass, campaign, template, locale } = text;
  return JSON.stringify({
    ...{ type: 'message.send', id, channel, to, text: words },
    ...(title === null ? {} : { title }),
    ...(url === null ? {} : { url }),
    ...{ class: messageClass, campaign, template, locale, memberId: text.memberId, sentAt: text.sentAt.toISOString() },
  });
}

const reasonCharactersMax = 200;
const answerSchema = z.object({
  id: z.string().max(200).optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
});

/** It says that it is not the one, or not for us: the connection is wrong, and no text is. */
const shutOutStatuses = [401, 403, 404, 405, 410];
/** It has the same id in hand, or asks for patience. */
const busyStatuses = [408, 409, 425, 429];

/** What a provider's answer comes to. */
export function answerOf(answer: AskedAnswer): Exclude<ChannelAnswer, { kind: 'withheld' }> {
  if (answer.kind === 'failed') {
    const { error: problem } = answer;
    return answer.isUnreached ? { kind: 'unreachable', problem } : { kind: 'busy', problem };
  }
  const { status, text, retryAfter } = answer;
  const { id = null, code, reason = '' } = read(text);
  if (status >= 200 && status < 300) return { kind: 'accepted', providerId: id };
  const problem = `answered ${status}${reason === '' ? '' : `: ${oneLine(reason)}`}`;
  if (shutOutStatuses.includes(status)) return { kind: 'shut-out', problem };
  if (status < 400 || status >= 500 || busyStatuses.includes(status)) {
    const seconds = Number(retryAfter);
    return { kind: 'busy', problem, ...(seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {}) };
  }
  const because = code === 'address_invalid' ? 'address' : code === 'opted_out' ? 'opted_out' : 'text';
  return { kind: 'refused', reason: oneLine(reason === '' ? `answered ${status}` : reason), because };
}

function read(text: string | undefined): z.output<typeof answerSchema> {
  try {
    const { success, data } = answerSchema.safeParse(JSON.parse(text ?? ''));
    return success ? data : {};
  } catch {
    return {};
  }
}

const oneLine = (text: string): string => cutText(text.replace(/\s+/g, ' ').trim(), reasonCharactersMax);
