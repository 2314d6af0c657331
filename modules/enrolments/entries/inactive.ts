import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readOnlyRow } from '../../../platform/rows.ts';

export interface AwayPage {
  readonly campaignId: number;
  readonly afterMemberId: string;
  readonly now: Date;
  /** Members whose last order is at this instant or before it are away. */
  readonly cutoffAt: Date;
  /** Whose last order is older is left alone. */
  readonly oldestAt: Date;
  readonly balance: 'any' | 'positive' | 'none';
  /** Members one page looks at, and enrols. */
  readonly scannedMax: number;
  readonly membersMax: number;
}

const sweptPageRow = z.object({
  due: z.int(),
  entered: z.int(),
  scanned: z.int(),
  lastDue: z.string().nullable(),
  last: z.string().nullable(),
});

/**
 * Enrols members who have ordered, but not since the cutoff: one page in the order of their ids; answers how many, and the
 * last member it looked at, null when there are no more. Members whom an event is changing at this moment are left to the
 * next sweep: so an order either is seen here, or finds the enrolment and wakes it.
 *
 * The figures of a member are in no index, so that an order changes them in place; a sweep reads the members by id
 * instead. A time that came to nothing (skipped) does not count against the days between two times. What they were found by
 * reaches back to the cutoff: an order of after it takes them out, however late it is heard of, and an older one does not.
 */
export async function enrolInactive(
  db: Db,
  page: AwayPage,
): Promise<{ count: number; nextAfterMemberId: string | null }> {
  const { campaignId, afterMemberId, now, cutoffAt, oldestAt, balance, scannedMax, membersMax } = page;
  const { due, entered, scanned, lastDue, last } = await readOnlyRow(
    sweptPageRow,
    db.$queryRaw`
      WITH entrance AS (
        SELECT c.id AS campaign_id, c.programme_id, p.zone, v.id AS version_id, v.reentry_days
        FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
        JOIN programme p ON p.id = c.programme_id
        WHERE c.id = ${campaignId}::int AND c.status = 'live' AND c.entry_closed_at IS NULL),
      scanned AS MATERIALIZED (
        SELECT m.id FROM entrance t JOIN member m ON m.programme_id = t.programme_id AND m.id > ${afterMemberId}::bigint
        ORDER BY m.id LIMIT ${scannedMax}::int),
      due AS MATERIALIZED (
        SELECT m.id, m.last_order_at, coalesce(past.occurrence, 0) + 1 AS occurrence
        FROM scanned s JOIN member m ON m.id = s.id CROSS JOIN entrance t
        LEFT JOIN ledger.member_balance b ON b.programme_id = m.programme_id AND b.member_id = m.id
        LEFT JOIN LATERAL (
          SELECT max(en.occurrence) AS occurrence, bool_or(en.status = 'active') AS inside,
            max(en.ended_at) FILTER (WHERE en.status <> 'skipped') AS ended_at
          FROM enrolment en WHERE en.campaign_id = t.campaign_id AND en.member_id = m.id) past ON true
        WHERE m.status = 'ACTIVE' AND m.orders_count > 0
          AND m.last_order_at <= ${cutoffAt}::timestamptz AND m.last_order_at > ${oldestAt}::timestamptz
          AND past.inside IS NOT TRUE
          AND (past.ended_at IS NULL OR days_later(past.ended_at, t.reentry_days, coalesce(m.zone, t.zone)) <= ${now}::timestamptz)
          -- Points past their end are none, swept or not; who has none at all need not be looked at closer.
          AND CASE ${balance}
            WHEN 'positive' THEN b.available > 0 AND ledger.spendable(m.programme_id, m.id, ${now}::timestamptz) > 0
            WHEN 'none' THEN coalesce(b.available, 0) = 0 OR ledger.spendable(m.programme_id, m.id, ${now}::timestamptz) = 0
            ELSE true END
        ORDER BY m.id LIMIT ${membersMax}::int
        FOR NO KEY UPDATE OF m SKIP LOCKED),
      entered AS (
        INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, shadow, enrolled_at,
          entered_at)
        SELECT t.programme_id, t.campaign_id, t.version_id, d.id, d.occurrence,
          jsonb_build_object('cutoffAt', round(extract(epoch FROM ${cutoffAt}::timestamptz) * 1000)),
          is_held_out(t.version_id, d.id), ${now}::timestamptz, ${cutoffAt}::timestamptz
        FROM due d CROSS JOIN entrance t ORDER BY d.id
        ON CONFLICT (campaign_id, member_id, occurrence) DO NOTHING
        RETURNING 1)
      SELECT (SELECT count(*) FROM due)::int AS due, (SELECT count(*) FROM entered)::int AS entered,
        (SELECT count(*) FROM scanned)::int AS scanned,
        (SELECT max(id) FROM due)::text AS "lastDue", (SELECT max(id) FROM scanned)::text AS last`,
  );
  return { count: entered, nextAfterMemberId: due === membersMax ? lastDue : scanned < scannedMax ? null : last };
}
