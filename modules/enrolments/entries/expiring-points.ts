import { z } from 'zod';
import type { Db } from '../../../platform/database.ts';
import { readOnlyRow } from '../../../platform/rows.ts';

export interface DuePage {
  readonly campaignId: number;
  readonly afterMemberId: string;
  /** Members one page enrols; and looks at, where points lapse without activity: that day is in no index. */
  readonly membersMax: number;
  readonly scannedMax: number;
  readonly now: Date;
  /** Points that expire or lapse within this many days bring a member in. */
  readonly aheadDays: number;
  /** Points that expire up to this many days after the first are of one enrolment. */
  readonly gatherDays: number;
}

const sweptPageRow = z.object({
  due: z.int(),
  enrolled: z.int(),
  last: z.string().nullable(),
  scanned: z.string().nullable(),
});

/**
 * Enrols members of whom points are about to expire, or to lapse without activity, one page in the order of their ids; answers
 * how many were enrolled and where the next page begins, null when it was the last. A member has one countdown at a time, which
 * looks after all lots there are; the next one starts when it has ended, with points that end behind those it was found by.
 * UNIQUE (campaign, member, occurrence) keeps two sweeps at once from enrolling twice.
 */
export async function enrolExpiring(
  db: Db,
  page: DuePage,
): Promise<{ count: number; nextAfterMemberId: string | null }> {
  const { due, enrolled, last, scanned } = await enrolPage(db, page);
  return { count: enrolled, nextAfterMemberId: due < page.membersMax ? scanned : last };
}

async function enrolPage(
  db: Db,
  { campaignId, afterMemberId, membersMax, scannedMax, now, aheadDays, gatherDays }: DuePage,
): Promise<z.infer<typeof sweptPageRow>> {
  // Lots expire at the end of local days: half a day more than whole days is never in doubt when the clocks change.
  const windowHours = 24 * gatherDays + 12;
  const untilAt = new Date(now.getTime() + aheadDays * 86_400_000);
  return readOnlyRow(
    sweptPageRow,
    db.$queryRaw`
      WITH entrance AS MATERIALIZED (
        SELECT c.id AS campaign_id, c.programme_id, v.id AS version_id
        FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
        WHERE c.id = ${campaignId}::int AND c.status = 'live' AND c.entry_closed_at IS NULL),
      rule AS MATERIALIZED (
        SELECT r.* FROM entrance t CROSS JOIN LATERAL ledger.inactivity(t.programme_id) r WHERE r.zone IS NOT NULL),
      scanned AS MATERIALIZED (
        SELECT b.member_id, b.active_at, b.available FROM ledger.member_balance b
        WHERE EXISTS (SELECT FROM rule) AND b.programme_id = (SELECT programme_id FROM entrance) AND b.member_id > ${afterMemberId}::bigint
        ORDER BY b.member_id LIMIT ${scannedMax}::int),
      page AS MATERIALIZED (
        SELECT CASE WHEN count(*) = ${scannedMax}::int THEN max(member_id) END AS last_member_id FROM scanned),
      ending AS (
        SELECT l.member_id, l.expires_at AS ends_at
        FROM entrance t CROSS JOIN page
        JOIN ledger.lot l ON l.programme_id = t.programme_id AND l.state = 'ACTIVE' AND l.remaining > 0
          AND l.member_id > ${afterMemberId}::bigint AND l.expires_at > ${now}::timestamptz AND l.expires_at <= ${untilAt}::timestamptz
        WHERE page.last_member_id IS NULL OR l.member_id <= page.last_member_id
        UNION ALL
        SELECT s.member_id, e.ends_at
        FROM rule r JOIN scanned s ON s.available > 0
          -- Four days are more than an end of month and an end of day can make out: this picks, the lots decide.
          AND coalesce(s.active_at, '-infinity') <= ${untilAt}::timestamptz + interval '4 days'
            - make_interval(months => coalesce(r.months, 0), days => coalesce(r.days, 0))
        JOIN ledger.lot l ON l.member_id = s.member_id AND l.state <> 'CLOSED' AND l.state <> 'PENDING' AND l.remaining > 0
        CROSS JOIN LATERAL (
          SELECT ledger.lapses_at(r.months, r.days, r.zone, greatest(s.active_at, l.available_at)) AS ends_at) e
        WHERE e.ends_at < l.expires_at AND e.ends_at > ${now}::timestamptz AND e.ends_at <= ${untilAt}::timestamptz),
      due AS (
        SELECT l.member_id, min(l.ends_at) AS first_at, coalesce(latest.occurrence, 0) + 1 AS occurrence
        FROM entrance t CROSS JOIN ending l
        LEFT JOIN LATERAL (
          SELECT en.occurrence, en.status, (en.input ->> 'windowUntilAt')::bigint AS until_ms FROM enrolment en
          WHERE en.campaign_id = t.campaign_id AND en.member_id = l.member_id
          ORDER BY en.occurrence DESC LIMIT 1) latest ON true
        WHERE latest.until_ms IS NULL
          OR latest.status <> 'active' AND extract(epoch FROM l.ends_at) * 1000 > latest.until_ms
        GROUP BY l.member_id, latest.occurrence
        ORDER BY l.member_id LIMIT ${membersMax}::int),
      entered AS (
        INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, shadow, enrolled_at, entered_at)
        SELECT t.programme_id, t.campaign_id, t.version_id, d.member_id, d.occurrence,
          jsonb_build_object('windowFromAt', round(extract(epoch FROM d.first_at) * 1000),
            'windowUntilAt', round(extract(epoch FROM d.first_at) * 1000) + 3600000 * ${windowHours}::int),
          is_held_out(t.version_id, d.member_id), ${now}::timestamptz, ${now}::timestamptz
        FROM due d CROSS JOIN entrance t ORDER BY d.member_id ON CONFLICT (campaign_id, member_id, occurrence) DO NOTHING
        RETURNING 1)
      SELECT (SELECT count(*) FROM due)::int AS due, (SELECT count(*) FROM entered)::int AS enrolled,
        (SELECT max(member_id) FROM due)::text AS last, (SELECT last_member_id FROM page)::text AS scanned`,
  );
}
