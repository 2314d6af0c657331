import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readRow, readRows, vouchedFor } from '../../../platform/rows.ts';
import { inLocale } from '../../../values/locale.ts';

/** A member's word on one kind of mail: `email` is marketing, `email.service` are notices about the membership. */
export interface MailStop {
  readonly programmeId: number;
  readonly memberId: string;
  readonly channels: readonly string[];
  readonly at: Date;
  /** The row of the mail whose link was pressed. */
  readonly messageRowId?: string;
}

/** Marks what a link has withdrawn, so that the link can give back that and nothing more. note_withdrawals knows it. */
const linkSource = 'unsubscribe link';
/** Members that share an address and are told of, at most. */
const sharersMax = 20;

const lockedRow = z.object({ id: z.string() });
const stoppedRow = z.object({ member: z.string() });

/**
 * Withdraws consent at a member's own word, for the address: whatever account it is of gets no more of these mails. Gives the shop's
 * ids of the members whose mails end by it; none when they had ended before. The members stay locked until the transaction ends.
 */
export async function optOut(tx: Db, { programmeId, memberId, channels, at }: MailStop): Promise<string[]> {
  // In the order in which intake locks them.
  const locked = await readRows(
    lockedRow,
    tx.$queryRaw`
      SELECT m.id::text FROM member m
      WHERE m.id = ANY (ARRAY(
        SELECT ${memberId}::bigint
        UNION
        (SELECT other.member_id FROM member_profile p
        JOIN member_profile other ON lower(btrim(other.email)) = lower(btrim(p.email))
        WHERE p.member_id = ${memberId}::bigint
          AND (SELECT o.programme_id FROM member o WHERE o.id = other.member_id) = ${programmeId}::smallint
        ORDER BY other.member_id LIMIT ${sharersMax})))
      ORDER BY m.id FOR NO KEY UPDATE`,
  );
  const sharers = locked.map(({ id }) => id);
  const stopped = await readRows(
    stoppedRow,
    tx.$queryRaw`
      SELECT m.external_id AS member FROM member m CROSS JOIN LATERAL mail_consent(m.id, 'email') AS said
      WHERE m.id = ANY (${sharers}::text[]::bigint[]) AND ('email' = ANY (${channels}::text[]) AND said.marketing
        OR 'email.service' = ANY (${channels}::text[]) AND said.service IS NOT FALSE)
      ORDER BY m.id`,
  );
  await tx.$executeRaw`
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
  const withdrawals = channels.map((channel) => ({ member_id: memberId, channel, source: linkSource, changed_at: at }));
  await tx.$executeRaw`SELECT note_withdrawals(${programmeId}::int, ${JSON.stringify(withdrawals)}::jsonb)`;
  return stopped.map(({ member }) => member);
}

/** Takes back what a link has withdrawn; a refusal that came another way stays. */
export async function optIn(db: Db, { programmeId, memberId, channels, at }: MailStop): Promise<void> {
  await db.$executeRaw`
    UPDATE consent SET granted = true, source = ${`${linkSource}, taken back`}, changed_at = ${at}::timestamptz
    WHERE programme_id = ${programmeId}::smallint AND member_id = ${memberId}::bigint AND channel = ANY(${channels}::text[])
      AND NOT granted AND source = ${linkSource}`;
  await db.$executeRaw`
    DELETE FROM withdrawal w USING member_profile p
    WHERE p.member_id = ${memberId}::bigint AND w.programme_id = ${programmeId}::smallint AND w.address = lower(btrim(p.email))
      AND w.channel = ANY(${channels}::text[]) AND w.source = ${linkSource}`;
}

export interface UnsubscribePage {
  /** The shop's id of the member; never shown. */
  readonly member: string;
  readonly programmeName: string;
  /** The language of the page: the member's, or the programme's. */
  readonly locale: string;
}

const pageRow = z.object({
  member: z.string(),
  programmeName: z.string(),
  programmeNames: vouchedFor<Readonly<Record<string, string>> | null>(),
  locale: z.string(),
});

/** What the page of an unsubscribe link shows; it names nobody. Undefined when the member is gone. */
export async function readUnsubscribePage(
  db: Db,
  { programmeId, memberId }: { programmeId: number; memberId: string },
): Promise<UnsubscribePage | undefined> {
  const row = await readRow(
    pageRow,
    db.$queryRaw`
      SELECT m.external_id AS member, p.name AS "programmeName", p.definition->'names' AS "programmeNames", coalesce(m.locale, p.locale) AS locale
      FROM member m JOIN programme p ON p.id = m.programme_id
      WHERE m.programme_id = ${programmeId}::smallint AND m.id = ${memberId}::bigint`,
  );
  if (row === undefined) return undefined;
  const { member, programmeNames, programmeName, locale } = row;
  return { member, locale, programmeName: inLocale(programmeNames ?? programmeName, locale) ?? programmeName };
}
