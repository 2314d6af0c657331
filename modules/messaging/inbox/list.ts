import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readOnlyRow, readRows } from '../../../platform/rows.ts';
import { Prisma } from '../../../prisma/generated/client.ts';

/** A message as it lies in the inbox of its member. */
export interface InboxMessage {
  readonly id: string;
  readonly class: string;
  /** The language it is written in. */
  readonly locale: string;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: Date;
  readonly readAt: Date | null;
}

/** It as a query gives it. */
export const inboxMessage = z.object({
  id: z.string(),
  class: z.string(),
  locale: z.string(),
  subject: z.string(),
  text: z.string(),
  sentAt: z.date(),
  readAt: z.date().nullable(),
}) satisfies z.ZodType<InboxMessage>;

export interface InboxFilter {
  readonly memberRow: bigint;
  /** Only what was not read. */
  readonly unread?: boolean;
  /** Only older ones than this id: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What is read of it. */
export const inboxColumns = Prisma.sql`
  SELECT i.message_id::text AS id, m.class, m.locale, i.subject, i.text, i.sent_at AS "sentAt", i.read_at AS "readAt"
  FROM inbox_message i JOIN message m ON m.id = i.message_id`;

/** A page of the inbox of one member, the latest first. */
export async function listInbox(
  db: Db,
  { memberRow, unread = false, before, limit }: InboxFilter,
): Promise<InboxMessage[]> {
  const older = before === undefined ? Prisma.sql`TRUE` : Prisma.sql`i.message_id < ${before}::text::bigint`;
  const which = unread ? Prisma.sql`i.read_at IS NULL` : Prisma.sql`TRUE`;
  return await readRows(
    inboxMessage,
    db.$queryRaw`
      ${inboxColumns} WHERE i.member_id = ${memberRow}::bigint AND ${older} AND ${which}
      ORDER BY i.message_id DESC LIMIT ${limit}::int`,
  );
}

const countRow = z.object({ count: z.int() });

/** More than these are not counted one by one. */
export const unreadCountMax = 1_000;

/** How many messages of an inbox were not read, 1,000 at most. */
export async function countUnread(db: Db, memberRow: bigint): Promise<number> {
  const { count } = await readOnlyRow(
    countRow,
    db.$queryRaw`
      SELECT count(*)::int AS count FROM (
        SELECT FROM inbox_message WHERE member_id = ${memberRow}::bigint AND read_at IS NULL LIMIT ${unreadCountMax}::int) unread`,
  );
  return count;
}
