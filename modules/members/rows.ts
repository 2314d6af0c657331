import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

const idRow = z.object({ id: z.bigint() });

/** Members of these whose profile is complete. */
export async function completeProfiles(db: Db, memberIds: readonly string[]): Promise<Set<string>> {
  if (memberIds.length === 0) return new Set();
  const rows = await readRows(
    idRow,
    db.$queryRaw`
      SELECT id FROM member WHERE id = ANY (${memberIds as string[]}::bigint[]) AND profile_completed_at IS NOT NULL`,
  );
  return new Set(rows.map((row) => String(row.id)));
}

const zoneOfNobody = 'UTC';
const zoneRow = z.object({ id: z.string(), zone: z.string() });

/** Says where each of these members lives: in the programme's zone who have not said. */
export async function memberZones(
  db: Db,
  programmeId: number,
  memberIds: readonly string[],
): Promise<(memberId: string) => string> {
  if (memberIds.length === 0) return () => zoneOfNobody;
  const rows = await readRows(
    zoneRow,
    db.$queryRaw`
      SELECT m.id::text, coalesce(m.zone, p.zone) AS zone FROM member m JOIN programme p ON p.id = m.programme_id
      WHERE m.programme_id = ${programmeId}::smallint AND m.id = ANY (${memberIds as string[]}::bigint[])`,
  );
  const zones = new Map(rows.map(({ id, zone }) => [id, zone]));
  return (memberId) => zones.get(memberId) ?? zoneOfNobody;
}
