import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readRow, readRows } from '../../../platform/rows.ts';
import { addressColumn } from './rows-address.ts';

/** A reader who wants no more of a channel, as its provider tells it of a message. */
export interface WithdrawnBy {
  readonly messageRowId: string;
  /** Where the message had gone; the member's present address when absent. */
  readonly address?: string | null;
  readonly source: 'provider' | 'complaint';
  /** When it was said: a younger word of the member's stands. */
  readonly at: Date;
}

/** Members that share an address, at most. */
const sharersMax = 20;

const sentRow = z.object({
  programmeId: z.int(),
  memberId: z.string(),
  channel: z.string(),
  address: z.string().nullable(),
});
const memberRow = z.object({ id: z.string(), member: z.string() });

/**
 * Withdraws consent to a channel, to notices too, for the address and every account that has it: who answers STOP means all of it. Gives the
 * shop's ids of the members. Of two words the later one counts, in whatever order they come, and of two at one instant the no.
 */
export async function withdrawBy(
  tx: Db,
  { messageRowId, address, source, at }: WithdrawnBy,
): Promise<{ readonly address: string | null; readonly members: readonly string[] }> {
  const sent = await readRow(
    sentRow,
    tx.$queryRaw`
      SELECT m.programme_id::int AS "programmeId", m.member_id::text AS "memberId", m.channel, channel_address(p, m.channel) AS address
      FROM message m LEFT JOIN member_profile p ON p.member_id = m.member_id WHERE m.id = ${messageRowId}::text::bigint`,
  );
  if (sent === undefined) return { address: null, members: [] };
  const { programmeId, memberId, channel } = sent;
  const there = address ?? sent.address;
  // In the order in which intake locks them.
  const members = await readRows(
    memberRow,
    tx.$queryRaw`
      SELECT m.id::text, m.external_id AS member FROM member m
      WHERE m.id = ANY (ARRAY(
        SELECT ${memberId}::text::bigint WHERE ${there === null || there === sent.address}::boolean
        UNION
        (SELECT p.member_id FROM member_profile p
        WHERE ${addressColumn(channel)} = ${there}::text
          AND (SELECT o.programme_id FROM member o WHERE o.id = p.member_id) = ${programmeId}::smallint
        ORDER BY p.member_id LIMIT ${sharersMax})))
      ORDER BY m.id FOR NO KEY UPDATE`,
  );
  const channels = [channel, `${channel}.service`];
  await tx.$executeRaw`
    INSERT INTO consent (programme_id, member_id, channel, granted, source, changed_at)
    SELECT ${programmeId}::smallint, m.id::bigint, c.name, false, ${source}, ${at}::timestamptz
    FROM unnest(${members.map(({ id }) => id)}::text[]) AS m (id) CROSS JOIN unnest(${channels}::text[]) AS c (name)
    ON CONFLICT (programme_id, member_id, channel) DO UPDATE
    SET granted = false, source = excluded.source, changed_at = excluded.changed_at
    WHERE consent.changed_at < excluded.changed_at OR (consent.changed_at = excluded.changed_at AND consent.granted)`;
  if (there !== null) {
    await tx.$executeRaw`
      INSERT INTO withdrawal (programme_id, channel, address, source, since)
      SELECT ${programmeId}::smallint, c.name, ${there}, ${source}, ${at}::timestamptz FROM unnest(${channels}::text[]) AS c (name)
      ON CONFLICT (address, channel, programme_id) DO UPDATE
      SET since = greatest(withdrawal.since, excluded.since),
        source = CASE WHEN withdrawal.source = 'complaint' THEN withdrawal.source ELSE excluded.source END`;
  }
  return { address: there, members: members.map(({ member }) => member) };
}
