import type { Database } from '../../platform/database.ts';

/** Puts messages into the inbox of the member with this id of the shop's, as a dispatch does. */
export async function fillInbox(
  database: Database,
  programmeId: number,
  memberId: string,
  messages: readonly { readonly subject: string; readonly text: string; readonly at: Date }[],
): Promise<void> {
  const rows = messages.map((each, place) => ({ ...each, key: `${memberId} ${place} ${each.subject}` }));
  await database.$executeRaw`
    WITH given AS (
      SELECT r.*, m.id AS member FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (key text, subject text, text text, at timestamptz)
      JOIN member m ON m.programme_id = ${programmeId}::smallint AND m.external_id = ${memberId}
    ), sent AS (
      INSERT INTO message (programme_id, key, member_id, channel, class, template, locale, message_id, reserved_at, not_before, left_at, sent_at,
        status, attempts)
      SELECT ${programmeId}::smallint, key, member, 'inbox', 'service', 'welcome', 'en', key, at, at, at, at, 'sent', 1 FROM given ORDER BY key
      RETURNING id, key)
    INSERT INTO inbox_message (message_id, programme_id, member_id, subject, text, sent_at)
    SELECT s.id, ${programmeId}::smallint, g.member, g.subject, g.text, g.at FROM sent s JOIN given g USING (key)`;
}
