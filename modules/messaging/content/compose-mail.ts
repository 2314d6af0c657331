import MailComposer from 'nodemailer/lib/mail-composer';
import type { RenderedMessage } from './template.ts';

export interface Email extends RenderedMessage {
  readonly sender: { readonly name: string; readonly address: string };
  readonly recipient: { readonly name: string | null; readonly address: string };
  /** With its angle brackets. */
  readonly messageId: string;
  readonly date: Date;
  readonly unsubscribeUrl: string | null;
}

/** A mail as it goes over the wire, and the addresses it goes by. */
export interface ComposedMail {
  readonly raw: Buffer;
  readonly envelope: { readonly from: string; readonly to: string };
}

/** The mail of these parts: text and html, and a one-click way out where there is one (RFC 8058). */
export async function composeMail(email: Email): Promise<ComposedMail> {
  const { sender, recipient, unsubscribeUrl } = email;
  const composer = new MailComposer({
    from: { name: sender.name, address: sender.address },
    to: { name: recipient.name ?? '', address: recipient.address },
    subject: email.subject,
    text: email.text,
    html: email.html,
    messageId: email.messageId,
    date: email.date,
    headers: {
      // Keeps out-of-office replies away.
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl === null
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const mail = composer.compile();
  // The composer's own: the addresses of the header and of the envelope are the same ones.
  const { from, to } = mail.getEnvelope();
  return { raw: await mail.build(), envelope: { from: from || sender.address, to: to[0] ?? '' } };
}
