import { z } from 'zod';
import { boundedCount, type CountLimits } from '../../platform/bounded-count.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { type Campaign, Prisma } from '../../prisma/generated/client.ts';
import { pausedAt } from './resume.ts';

const dayMs = 86_400_000;

/** A campaign's messages that wait to leave. */
export interface Queue {
  readonly waiting: number;
  readonly withinADay: number;
  readonly firstAt: Date | null;
  readonly firstDeadline: Date | null;
}

const queueRow = z.object({
  waiting: z.int(),
  withinADay: z.int(),
  firstAt: z.date().nullable(),
  firstDeadline: z.date().nullable(),
});

/** What of a campaign waits to leave, at most so many as are counted one by one. */
export async function readQueue(
  db: Db,
  { id }: Pick<Campaign, 'id'>,
  now: Date,
  { countedMax }: CountLimits,
): Promise<Queue> {
  const soon = new Date(now.getTime() + dayMs);
  return readOnlyRow(
    queueRow,
    db.$queryRaw`
      SELECT count(*)::int AS waiting, count(*) FILTER (WHERE not_before <= ${soon}::timestamptz)::int AS "withinADay",
        min(not_before) AS "firstAt", min(deadline) AS "firstDeadline"
      FROM (
        SELECT not_before, deadline FROM message WHERE campaign_id = ${id}::int AND status = 'reserved'
        ORDER BY id LIMIT ${countedMax}::int) waits`,
  );
}

/** How many came since a campaign was paused, and are inside. */
export async function readJoinedInPause(
  db: Db,
  { id, programmeId, code }: Pick<Campaign, 'id' | 'programmeId' | 'code'>,
  limits: CountLimits,
): Promise<number> {
  const since = await pausedAt(db, { programmeId, code });
  const query = db.$queryRaw`
    SELECT n.count::int AS n FROM ${boundedCount({
      ...{ table: Prisma.sql`enrolment en`, key: Prisma.sql`en.id`, limits },
      where: Prisma.sql`en.campaign_id = ${id}::int AND en.status = 'active' AND en.enrolled_at >= ${since}::timestamptz`,
    })} n`;
  return (await readOnlyRow(z.object({ n: z.int() }), query)).n;
}
