import type { JsonObject } from '../../../values/json.ts';
import type { DueMessage } from '../sending/rows-queue.ts';
import { type ProgrammeWords, programmeWords } from '../../programme/rules-words.ts';
import type { MessagingProgramme } from './rows-sources.ts';
import { composeMail, type ComposedMail } from './compose-mail.ts';
import type { ExpiringPoints } from './expiring-points.ts';
import type { RenderedMessage } from './template.ts';
import type { Templates } from './templates.ts';
import { unsubscribeUrl, type UnsubscribeSettings } from '../reachability/unsubscribe-link.ts';

/** What the text is about. */
export interface EmailSubjects {
  readonly programme: ProgrammeWords;
  readonly message: Pick<DueMessage, 'variables' | 'name' | 'tier'>;
  /** What the member has to spend, as the text says it. */
  readonly points: number;
  /** The live source of the message, where it has one. */
  readonly expiring: ExpiringPoints | undefined;
}

export interface EmailContext extends Omit<EmailSubjects, 'programme'> {
  readonly programmeId: number;
  readonly programme: MessagingProgramme;
  readonly message: DueMessage;
  readonly now: Date;
}

export interface RenderedEmail extends ComposedMail {
  readonly subject: string;
}

/** What lies in an inbox: the words of the mail as plain text, without what stands at the foot of mails. */
export interface RenderedInboxMessage {
  readonly subject: string;
  readonly text: string;
}

/** The message of an inbox, rendered from the facts of this moment; throws TEMPLATE_INVALID when its template can't be rendered. */
export async function renderInboxMessage(templates: Templates, facts: EmailContext): Promise<RenderedInboxMessage> {
  const { subject, text } = await renderWords(templates, facts, null);
  return { subject, text: withoutFoot(text) };
}

/** Below a line of two dashes, as mail programs know it, stands the foot. */
function withoutFoot(text: string): string {
  return text.split(/^-- ?$/m)[0]?.trim() || text.trim();
}

async function renderWords(templates: Templates, facts: EmailContext, link: string | null): Promise<RenderedMessage> {
  const { programme, message } = facts;
  const { campaignVersionId, template: name, locale } = message;
  const words = programmeWords(programme, locale);
  const stored = { campaignVersionId: campaignVersionId ?? 0, template: name, locale };
  const template = await templates(stored, { ...programme, asset: words.asset });
  return template.render(emailVariables({ ...facts, programme: words }, link));
}

/** The mail of a message, rendered from the facts of this moment; throws TEMPLATE_INVALID when its template can't be rendered. */
export async function renderEmail(
  templates: Templates,
  unsubscribe: UnsubscribeSettings,
  facts: EmailContext,
): Promise<RenderedEmail> {
  const { programmeId, programme, message, now } = facts;
  const { memberId, class: messageClass } = message;
  const link = unsubscribeUrl(unsubscribe, { programmeId, memberId, messageClass, messageRowId: message.id });
  const email = await renderWords(templates, facts, link);
  const composed = await composeMail({
    ...email,
    sender: programme.sender,
    recipient: { name: message.name, address: message.address?.trim() ?? '' },
    messageId: message.messageId,
    date: now,
    unsubscribeUrl: link,
  });
  return { subject: email.subject, ...composed };
}

/** Everything a template may speak of. */
export function emailVariables(
  { programme, message, points, expiring }: EmailSubjects,
  link: string | null,
): JsonObject {
  return {
    ...message.variables,
    member: { name: message.name, tier: message.tier, tierName: programme.tierName(message.tier), points },
    programme: { name: programme.name, asset: programme.asset, shopUrl: programme.shopUrl },
    footer: { ...programme.footer },
    unsubscribeUrl: link,
    ...(expiring ? { expiring: expiringVariables(expiring) } : {}),
  };
}

/** Lots that expire together are one line to the reader, however many orders they come from. */
function expiringVariables({ total, lots }: ExpiringPoints): JsonObject {
  const lineAt = new Map<string, { points: number; expiresAt: number; officialAt: number; lapses: boolean }>();
  for (const { points, ...end } of lots) {
    const key = `${end.expiresAt} ${end.officialAt} ${end.lapses}`;
    lineAt.set(key, { ...end, points: (lineAt.get(key)?.points ?? 0) + points });
  }
  const lines = [...lineAt.values()];
  const lapsing = lines.filter(({ lapses }) => lapses);
  return {
    total,
    lots: lines,
    firstAt: lines[0]?.expiresAt ?? null,
    lastAt: lines.at(-1)?.expiresAt ?? null,
    lapsing: lapsing.reduce((sum, { points }) => sum + points, 0),
    lapsesAt: lapsing[0]?.expiresAt ?? null,
  };
}
