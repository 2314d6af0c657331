import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import { boundedCount, type CountLimits, countLimits, keySlices, sliceWeight } from '../../platform/bounded-count.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { EnrolmentStatus } from '../../workflows/engine/story.ts';

const statuses = [
  'active',
  'done',
  'exited',
  'cancelled',
  'failed',
  'suppressed',
  'skipped',
] as const satisfies readonly EnrolmentStatus[];

const countRow = z.object({
  campaignId: z.int(),
  status: vouchedFor<EnrolmentStatus>(),
  count: z.bigint(),
  estimated: z.boolean(),
});

export interface StatusCount {
  readonly campaignId: number;
  readonly status: EnrolmentStatus;
  readonly count: number;
  readonly estimated: boolean;
}

/** Enrolments of a programme's campaigns by status, of one campaign when said; of very many, estimates. */
export async function countEnrolments(
  db: Db,
  { programmeId, campaignId = null }: { readonly programmeId: number; readonly campaignId?: number | null },
  limits: CountLimits = countLimits,
): Promise<StatusCount[]> {
  const rows = await readRows(
    countRow,
    db.$queryRaw`
      SELECT c.id AS "campaignId", s.status, n.count, n.estimated
      FROM campaign c CROSS JOIN unnest(${[...statuses]}::text[]) s (status)
      CROSS JOIN LATERAL ${boundedCount({
        ...{ table: Prisma.sql`enrolment en`, key: Prisma.sql`en.id`, limits },
        where: Prisma.sql`en.campaign_id = c.id AND en.status = s.status`,
      })} n
      WHERE c.programme_id = ${programmeId}::smallint AND (${campaignId}::int IS NULL OR c.id = ${campaignId}::int) AND n.count > 0`,
  );
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Whether a campaign has more enrolments than are looked at one by one. */
export async function isTooLargeToCount(
  db: Db,
  campaignId: number,
  limits: CountLimits = countLimits,
): Promise<boolean> {
  const query = db.$queryRaw`
    SELECT count(*) > ${limits.countedMax}::int AS large
    FROM (SELECT FROM enrolment WHERE campaign_id = ${campaignId}::int LIMIT ${limits.countedMax}::int + 1) en`;
  return (await readOnlyRow(z.object({ large: z.boolean() }), query)).large;
}

const columns = Prisma.sql`id, status, reason, shadow, campaign_version_id, enrolled_at, CASE WHEN waits_for IS NOT NULL THEN waits_until END AS waits_until`;

/**
 * A derived table of the campaign's enrolments (id, status, reason, shadow, campaign_version_id, waits_until, enrolled_at, weight): all of
 * them, each for itself, or some of every hundredth of its members, each with how many it stands for.
 */
export function enrolmentsOf(campaignId: number, sampled: boolean, limits: CountLimits = countLimits): Prisma.Sql {
  if (!sampled) {
    return Prisma.sql`(
      SELECT ${columns}, 1::float8 AS weight FROM enrolment WHERE campaign_id = ${campaignId}::int)`;
  }
  const end = (order: Prisma.Sql) => Prisma.sql`(
    SELECT member_id FROM enrolment WHERE campaign_id = ${campaignId}::int ORDER BY member_id ${order} LIMIT 1)`;
  return Prisma.sql`(
    SELECT slice.id, slice.status, slice.reason, slice.shadow, slice.campaign_version_id, slice.waits_until, slice.enrolled_at, ${sliceWeight(Prisma.sql`slice.n`, limits)} AS weight
    FROM ${keySlices(end(Prisma.sql`ASC`), end(Prisma.sql`DESC`))}
    CROSS JOIN LATERAL (
      SELECT s.*, count(*) OVER () AS n, max(s.member_id) OVER () AS last FROM (
        SELECT ${columns}, member_id FROM enrolment
        WHERE campaign_id = ${campaignId}::int AND member_id >= part.first AND member_id < part.first + part.width
        ORDER BY member_id, occurrence LIMIT ${limits.rowsASlice}::int) s) slice)`;
}
