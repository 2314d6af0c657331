import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';

const datesRow = z.object({
  ...{ memberId: z.string(), zone: z.string().nullable(), birthday: z.string().nullable(), joinedAt: z.number() },
  attributes: vouchedFor<Record<string, unknown> | null>(),
});
/** What a member has of dates, and where the member lives. */
export type MemberDatesRow = z.infer<typeof datesRow>;

export async function readMemberDates(
  db: Db,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, MemberDatesRow>> {
  if (memberIds.length === 0) return new Map();
  const rows = await readRows(
    datesRow,
    db.$queryRaw`
      SELECT m.id::text AS "memberId", m.zone, p.birthday::text, intake_ms(m.joined_at)::float8 AS "joinedAt", p.attributes
      FROM member m LEFT JOIN member_profile p ON p.member_id = m.id
      WHERE m.id = ANY (${memberIds as string[]}::text[]::bigint[])`,
  );
  return new Map(rows.map((row) => [row.memberId, row]));
}

const endRow = z.object({ at: z.number().nullable() });

/** When points that members have left end next after an instant each, in their order; undefined where none do. */
export async function readPointsEnds(
  db: Db,
  asked: readonly { readonly memberId: string; readonly from: number }[],
): Promise<(number | undefined)[]> {
  if (asked.length === 0) return [];
  const rows = await readRows(
    endRow,
    db.$queryRaw`
      SELECT (
        SELECT intake_ms(min(l.expires_at))::float8 FROM ledger.lot l
        WHERE l.member_id = r."memberId" AND l.state = 'ACTIVE' AND l.remaining > 0 AND isfinite(l.expires_at)
          AND l.expires_at > to_timestamp(r."from" / 1000.0)) AS at
      FROM jsonb_to_recordset(${JSON.stringify(asked.map((one, place) => ({ ...one, place })))}::jsonb)
        r ("memberId" bigint, "from" float8, place int)
      ORDER BY r.place`,
  );
  return rows.map(({ at }) => at ?? undefined);
}
