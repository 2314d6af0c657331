import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readRows } from '../../../platform/rows.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { messageStatuses } from './list.ts';

/** How many messages stand so, for this reason; reasons that differ only in their figures are one. */
export interface ReasonCount {
  readonly status: string;
  readonly reason: string | null;
  readonly count: number;
}

export interface ReasonFilter {
  readonly programmeId: number;
  readonly campaign?: string | undefined;
  readonly template?: string | undefined;
  /** The shop's id of the member. */
  readonly member?: string | undefined;
}

/** Messages of one campaign and status that are looked at, the latest ones: of more, the answer says that it left some out. */
export const lookedAtMax = 20_000;
/** Different reasons at most; the rest of a long tail tells nothing. */
const reasonsMax = 200;

const reasonRow = z.object({
  status: z.string(),
  reason: z.string().nullable(),
  count: z.int(),
  partial: z.boolean(),
});

/**
 * What became of messages and why, most first. Sums are those of the list with the same filter; `partial` where a campaign has more of one
 * status than are looked at.
 */
export async function countReasons(
  db: Db,
  { programmeId, campaign, template, member }: ReasonFilter,
): Promise<{ readonly reasons: readonly ReasonCount[]; readonly partial: boolean }> {
  const ofTemplate = template === undefined ? Prisma.sql`TRUE` : Prisma.sql`x.template = ${template}`;
  const ofMember =
    member === undefined
      ? Prisma.sql`TRUE`
      : Prisma.sql`x.member_id = (SELECT id FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${member})`;
  const latest = (whose: Prisma.Sql) => Prisma.sql`
    SELECT x.status, x.reason FROM message x
    WHERE ${whose} AND x.status = s.status AND ${ofTemplate} AND ${ofMember} ORDER BY x.id DESC LIMIT ${lookedAtMax}::int`;
  const ofNone = Prisma.sql`x.campaign_id IS NULL AND x.programme_id = ${programmeId}::smallint`;
  const rows = await readRows(
    reasonRow,
    db.$queryRaw`
      WITH looked AS MATERIALIZED (
        SELECT found.status, found.reason, count(*) OVER (PARTITION BY c.id, s.status) = ${lookedAtMax}::int AS partial
        FROM (
          SELECT id FROM campaign WHERE programme_id = ${programmeId}::smallint AND (${campaign ?? null}::text IS NULL OR code = ${campaign ?? null})
          UNION ALL SELECT NULL WHERE ${campaign ?? null}::text IS NULL) c
        CROSS JOIN unnest(${[...messageStatuses]}::text[]) s (status)
        CROSS JOIN LATERAL (
          (${latest(Prisma.sql`x.campaign_id = c.id`)}) UNION ALL (${latest(Prisma.sql`c.id IS NULL AND ${ofNone}`)})) found)
      SELECT status, CASE WHEN status IN ('sent', 'reserved', 'sending') THEN NULL ELSE without_figures(reason) END AS reason,
        count(*)::int AS count, bool_or(partial) AS partial
      FROM looked GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${reasonsMax}::int`,
  );
  return {
    reasons: rows.map(({ status, reason, count }) => ({ status, reason, count })),
    partial: rows.some((row) => row.partial),
  };
}
