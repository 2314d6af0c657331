import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';

const text = z.string().nullable();
const standingRow = z.object({
  ...{ memberId: z.string(), externalId: z.string(), tags: z.array(z.string()), tier: z.string() },
  ...{ zone: text, locale: text, name: text, email: text, phone: text, birthday: text },
  attributes: vouchedFor<Record<string, unknown> | null>(),
  /** By field, when it was last said, by which event, and since when it has been filled. */
  fieldTimes: vouchedFor<Readonly<Record<string, readonly [at: number, ...unknown[]]>> | null>(),
});
/** A member as changes find one. */
export type StandingMember = z.infer<typeof standingRow>;

/** Members who are about to be changed, locked in the order in which intake locks them: what is read of them stands. */
export async function lockMembers(
  tx: Db,
  programmeId: number,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, StandingMember>> {
  const rows = await readRows(
    standingRow,
    tx.$queryRaw`
      SELECT m.id::text AS "memberId", m.external_id AS "externalId", m.tags, m.tier, m.zone, m.locale, p.name, p.email, p.phone,
        p.birthday::text, p.attributes, p.field_times AS "fieldTimes"
      FROM member m LEFT JOIN member_profile p ON p.member_id = m.id
      WHERE m.programme_id = ${programmeId}::smallint AND m.id = ANY (${memberIds as string[]}::text[]::bigint[])
      ORDER BY m.id FOR NO KEY UPDATE OF m`,
  );
  return new Map(rows.map((row) => [row.memberId, row]));
}
