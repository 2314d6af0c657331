import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../values/json.ts';
import type { MessageClass } from '../../programme/rules-message-limits.ts';
import { programmeWords } from '../../programme/rules-words.ts';
import { composeMail } from './compose-mail.ts';
import type { ExpiringPoints } from './expiring-points.ts';
import type { MessagingProgramme } from './rows-sources.ts';
import type { MessageTemplate } from './rules-template.ts';
import { compileTemplate, type RenderedMessage } from './template.ts';
import { emailVariables } from './write-mail.ts';

/** A message as it would be written, whoever it is to. */
export interface EmailDraft {
  readonly source: MessageTemplate;
  readonly locale: string;
  readonly class: MessageClass;
  readonly variables: JsonObject;
  readonly expiring: ExpiringPoints | undefined;
  readonly addressee: {
    readonly name: string | null;
    readonly address: string;
    readonly tier: string;
    readonly points: number;
  };
}

export interface PreviewContext {
  readonly programme: MessagingProgramme;
  readonly now: Date;
  readonly publicUrl: string;
}

export interface PreviewedEmail extends RenderedMessage {
  /** What a mail program goes by, beside From, To and Subject. */
  readonly headers: Readonly<Record<string, string>>;
  /** The mail to look at in a real mail program: its subject is marked. */
  mailTo(address: string): Promise<Buffer>;
}

const subjectMark = '[preview]';
/** A token nobody has signed: the link looks as it will, and stops no mail of anybody's. */
const previewToken = 'preview';
const shownHeaders = ['List-Unsubscribe', 'List-Unsubscribe-Post', 'Auto-Submitted'] as const;

/** Writes an email as its sender would, except for the way out of it, which leads nowhere. Throws TEMPLATE_INVALID. */
export async function previewEmail(draft: EmailDraft, context: PreviewContext): Promise<PreviewedEmail> {
  const { programme, now, publicUrl } = context;
  const { source, locale, variables, expiring, addressee } = draft;
  const { name, address, tier, points } = addressee;
  const link = draft.class === 'transactional' ? null : `${publicUrl.replace(/\/$/, '')}/u/${previewToken}`;
  const words = programmeWords(programme, locale);
  const subjects = { programme: words, message: { variables, name, tier }, points, expiring };
  const format = { ...programme, asset: words.asset, locale };
  const email = compileTemplate(source, format).render(emailVariables(subjects, link));
  const compose = async (recipient: { name: string | null; address: string }, subject: string) => {
    const { raw } = await composeMail({
      ...{ ...email, subject, recipient, date: now, unsubscribeUrl: link },
      sender: programme.sender,
      // Not made from a step's key: no copy of a member's mail.
      messageId: `<preview-${randomUUID()}@${programme.sender.address.split('@').at(-1) ?? 'perennial.example'}>`,
    });
    return raw;
  };
  return {
    ...email,
    headers: headersOf(await compose({ name, address }, email.subject)),
    mailTo: (to) => compose({ name: null, address: to }, `${subjectMark} ${email.subject}`),
  };
}

function headersOf(raw: Buffer): Record<string, string> {
  const text = raw.toString('utf8');
  const lines = text
    .slice(0, text.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const found = shownHeaders.flatMap((name) => {
    const line = lines.find((each) => each.startsWith(`${name}: `));
    return line === undefined ? [] : [[name, line.slice(name.length + 2)] as const];
  });
  return Object.fromEntries(found);
}
