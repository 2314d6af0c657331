import type { Db } from '../../../platform/database.ts';
import { readRow } from '../../../platform/rows.ts';
import { inboxColumns, type InboxMessage, inboxMessage } from './list.ts';

/** Notes that a member has read a message, at the first time it is said; undefined when no such message lies in the inbox. */
export async function markRead(
  db: Db,
  { memberRow, id, now }: { readonly memberRow: bigint; readonly id: string; readonly now: Date },
): Promise<InboxMessage | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined;
  await db.$executeRaw`
    UPDATE inbox_message SET read_at = ${now}::timestamptz
    WHERE message_id = ${id}::text::bigint AND member_id = ${memberRow}::bigint AND read_at IS NULL`;
  return await readRow(
    inboxMessage,
    db.$queryRaw`${inboxColumns} WHERE i.message_id = ${id}::text::bigint AND i.member_id = ${memberRow}::bigint`,
  );
}
