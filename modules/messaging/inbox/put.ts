import type { Db } from '../../../platform/database.ts';

/**
 * Puts messages that were noted as sent in this transaction into the inboxes of their members. What lies there already stays as it
 * is: a message is put there once.
 */
export async function putIntoInboxes(
  tx: Db,
  messages: readonly { readonly id: string; readonly subject: string; readonly text: string }[],
): Promise<void> {
  if (messages.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO inbox_message (message_id, programme_id, member_id, subject, text, sent_at)
    SELECT m.id, m.programme_id, m.member_id, r.subject, r.text, m.sent_at
    FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) AS r (id bigint, subject text, text text)
    JOIN message m ON m.id = r.id AND m.channel = 'inbox' AND m.status = 'sent'
    ON CONFLICT (message_id) DO NOTHING`;
}
