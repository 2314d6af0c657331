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

/** The mail as it goes over the wire: text and html, and a one-click way out where there is one (RFC 8058). */
export async function composeMail(email: Email): Promise<Buffer> {
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
  return await composer.compile().build();
}
