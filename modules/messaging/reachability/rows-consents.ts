import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readRow } from '../../../platform/rows.ts';

/** A member's word on one kind of mail: `email` is marketing, `email.service` are notices about the membership. */
export interface MailStop {
  readonly programmeId: number;
  readonly memberId: string;
  readonly channels: readonly string[];
  readonly at: Date;
}

/** Marks what a link has withdrawn, so that the link can give back that and nothing more. */
const linkSource = 'unsubscribe link';

/** Withdraws consent at a member's own word; false when it had been withdrawn before. */
export async function optOut(db: Db, { programmeId, memberId, channels, at }: MailStop): Promise<boolean> {
  const changed = await db.$executeRaw`
    INSERT INTO consent (programme_id, member_id, channel, granted, source, changed_at)
    SELECT m.programme_id, m.id, channel, false, ${linkSource}, ${at}::timestamptz
    FROM member m CROSS JOIN unnest(${channels}::text[]) AS channel
    WHERE m.programme_id = ${programmeId}::smallint AND m.id = ${memberId}::bigint
      -- Who was never asked about marketing has nothing to withdraw, and must not be taken for granting it later.
      AND (channel <> 'email' OR EXISTS (
        SELECT FROM consent c WHERE c.programme_id = m.programme_id AND c.member_id = m.id AND c.channel = 'email'))
    ON CONFLICT (programme_id, member_id, channel) DO UPDATE
    SET granted = false, source = excluded.source, changed_at = excluded.changed_at
    WHERE consent.granted`;
  return changed > 0;
}

/** Takes back what a link has withdrawn; a refusal that came another way stays. */
export async function optIn(db: Db, { programmeId, memberId, channels, at }: MailStop): Promise<void> {
  await db.$executeRaw`
    UPDATE consent SET granted = true, source = ${`${linkSource}, taken back`}, changed_at = ${at}::timestamptz
    WHERE programme_id = ${programmeId}::smallint AND member_id = ${memberId}::bigint AND channel = ANY(${channels}::text[])
      AND NOT granted AND source = ${linkSource}`;
}

export interface UnsubscribePage {
  /** The shop's id of the member; never shown. */
  readonly member: string;
  readonly programmeName: string;
  /** The language of the page: the member's, or the programme's. */
  readonly locale: string;
}

const pageRow: z.ZodType<UnsubscribePage> = z.object({
  member: z.string(),
  programmeName: z.string(),
  locale: z.string(),
});

/** What the page of an unsubscribe link shows; it names nobody. Undefined when the member is gone. */
export async function readUnsubscribePage(
  db: Db,
  { programmeId, memberId }: { programmeId: number; memberId: string },
): Promise<UnsubscribePage | undefined> {
  return readRow(
    pageRow,
    db.$queryRaw`
      SELECT m.external_id AS member, p.name AS "programmeName", coalesce(m.locale, p.locale) AS locale
      FROM member m JOIN programme p ON p.id = m.programme_id
      WHERE m.programme_id = ${programmeId}::smallint AND m.id = ${memberId}::bigint`,
  );
}
