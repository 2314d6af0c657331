import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { type Audience, audienceSql } from '../segments/asking.ts';

const lastRow = z.object({ id: z.bigint() });

/** The last member that a programme has. */
export async function lastMemberOf(db: Db, programmeId: number): Promise<bigint> {
  const row = await readOnlyRow(
    lastRow,
    db.$queryRaw`SELECT coalesce(max(id), 0)::bigint AS id FROM member WHERE programme_id = ${programmeId}::smallint`,
  );
  return row.id;
}

const zoneRow = z.object({ zone: z.string() });

/** The zones that members of a programme live in. */
export async function zonesOf(db: Db, programmeId: number, programmeZone: string): Promise<string[]> {
  const rows = await readRows(
    zoneRow,
    db.$queryRaw`
      SELECT DISTINCT coalesce(zone, ${programmeZone}) AS zone FROM member
      WHERE programme_id = ${programmeId}::smallint AND status = 'ACTIVE'`,
  );
  return rows.map(({ zone }) => zone);
}

const memberRow = z.object({ id: z.bigint(), zone: z.string().nullable() });
export type PagedMember = z.infer<typeof memberRow>;

/** The next members of an audience up to one of them, in some zones only when these are named. */
export async function pageInZones(
  db: Db,
  audience: Audience,
  page: {
    readonly after: bigint;
    readonly last: bigint;
    readonly zones: readonly string[] | undefined;
    readonly programmeZone: string;
    readonly limit: number;
  },
): Promise<PagedMember[]> {
  const { after, last, zones, programmeZone, limit } = page;
  const there =
    zones === undefined ? Prisma.sql`true` : Prisma.sql`coalesce(m.zone, ${programmeZone}) = ANY (${zones}::text[])`;
  return readRows(
    memberRow,
    db.$queryRaw`
      SELECT m.id, m.zone ${audienceSql(audience)} AND m.id > ${after}::bigint AND m.id <= ${last}::bigint AND ${there}
      ORDER BY m.id LIMIT ${limit}::int`,
  );
}
