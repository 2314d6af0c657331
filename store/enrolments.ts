import type { Db } from './database.ts';

/** A member's new enrolment, and the event row that brought it. */
export interface NewEnrolment {
  readonly eventRowId: bigint;
  readonly campaignId: number;
  readonly enrolmentId: bigint;
}

/**
 * Enrols members whom these events bring into live campaigns, and writes a wake-up for every active enrolment that listens.
 * Belongs into the transaction that wrote the events, with their members locked, so that two transactions can't miss each
 * other's enrolment. `enrol: false` only wakes.
 */
export async function enrolAndWake(
  tx: Db,
  {
    programmeId,
    eventRowIds,
    now,
    enrol = true,
  }: { programmeId: number; eventRowIds: readonly bigint[]; now: Date; enrol?: boolean },
): Promise<NewEnrolment[]> {
  return tx.$queryRaw<NewEnrolment[]>`
    SELECT event_id AS "eventRowId", campaign_id AS "campaignId", enrolment_id AS "enrolmentId"
    FROM enrol_and_wake(${programmeId}::int, ${eventRowIds.map(String)}::text[]::bigint[], ${now}::timestamptz, ${enrol}::boolean)`;
}

export interface DuePage {
  readonly campaignId: number;
  readonly afterMemberId: string;
  readonly membersMax: number;
  readonly now: Date;
  /** Lots that expire within this many days bring a member in. */
  readonly aheadDays: number;
  /** Lots that expire up to this many days after the first are of one enrolment. */
  readonly gatherDays: number;
}

/**
 * Enrols members of whom points are about to expire, one page in the order of their ids; answers how many were enrolled and
 * the last member of the page, null when it was the last. A member has one countdown at a time, which looks after all lots
 * there are; the next one starts when it has ended, with lots behind those it was found by. UNIQUE (campaign, member, occurrence) keeps two sweeps at
 * once from enrolling twice.
 */
export async function enrolExpiring(
  db: Db,
  page: DuePage,
): Promise<{ count: number; nextAfterMemberId: string | null }> {
  const { campaignId, afterMemberId, membersMax, now, aheadDays, gatherDays } = page;
  // Lots expire at the end of local days: half a day more than whole days is never in doubt when the clocks change.
  const windowHours = 24 * gatherDays + 12;
  const [row] = await db.$queryRaw<{ due: number; enrolled: number; last: string | null }[]>`
    WITH entrance AS (
      SELECT c.id AS campaign_id, c.programme_id, v.id AS version_id
      FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.id = ${campaignId}::int AND c.status = 'live'),
    due AS (
      SELECT l.member_id, min(l.expires_at) AS first_at, coalesce(latest.occurrence, 0) + 1 AS occurrence
      FROM entrance t
      JOIN ledger.lot l ON l.programme_id = t.programme_id AND l.state = 'ACTIVE' AND l.remaining > 0
        AND l.member_id > ${afterMemberId}::bigint AND l.expires_at > ${now}::timestamptz
        AND l.expires_at <= ${now}::timestamptz + make_interval(hours => 24 * ${aheadDays}::int)
      LEFT JOIN LATERAL (
        SELECT en.occurrence, en.status, (en.input ->> 'windowUntilAt')::bigint AS until_ms FROM enrolment en
        WHERE en.campaign_id = t.campaign_id AND en.member_id = l.member_id
        ORDER BY en.occurrence DESC LIMIT 1) latest ON true
      WHERE latest.until_ms IS NULL
        OR latest.status <> 'active' AND extract(epoch FROM l.expires_at) * 1000 > latest.until_ms
      GROUP BY l.member_id, latest.occurrence
      ORDER BY l.member_id LIMIT ${membersMax}::int),
    entered AS (
      INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, shadow, enrolled_at)
      SELECT t.programme_id, t.campaign_id, t.version_id, d.member_id, d.occurrence,
        jsonb_build_object('windowFromAt', round(extract(epoch FROM d.first_at) * 1000),
          'windowUntilAt', round(extract(epoch FROM d.first_at) * 1000) + 3600000 * ${windowHours}::int),
        is_held_out(t.version_id, d.member_id), ${now}::timestamptz
      FROM due d CROSS JOIN entrance t ORDER BY d.member_id
      ON CONFLICT (campaign_id, member_id, occurrence) DO NOTHING
      RETURNING 1)
    SELECT (SELECT count(*) FROM due)::int AS due, (SELECT count(*) FROM entered)::int AS enrolled,
      (SELECT max(member_id) FROM due)::text AS last`;
  if (row === undefined) throw new Error('a sweep page had no answer');
  return { count: row.enrolled, nextAfterMemberId: row.due < membersMax ? null : row.last };
}
