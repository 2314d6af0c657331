import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { type Audience, audienceSql } from './asking.ts';

/** How often all members are looked at: time alone makes some conditions true. */
export const sweepEveryMs = 3_600_000;

const waitsRow = z.object({ waits: z.boolean() });

/** Whether segments that are watched have anybody to look at. */
export async function segmentsWait(db: Db, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - sweepEveryMs);
  const row = await readOnlyRow(waitsRow, db.$queryRaw`SELECT segments_wait(${before}::timestamptz) AS waits`);
  return row.waits;
}

const reviewRow = z.object({ programmeId: z.int(), memberId: z.bigint() });

/** Takes members off the list of those of whom something changed; they come back on it when the transaction fails. */
export async function takeReviews(tx: Db, limit: number): Promise<z.infer<typeof reviewRow>[]> {
  return readRows(
    reviewRow,
    tx.$queryRaw`
      DELETE FROM segment_review WHERE id = ANY (ARRAY(
        SELECT id FROM segment_review ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED))
      RETURNING programme_id AS "programmeId", member_id AS "memberId"`,
  );
}

const insideRow = z.object({ memberId: z.bigint() });

/** Which of these members are in a segment, as it is kept. */
export async function readInside(db: Db, segmentId: number, ids: readonly bigint[]): Promise<Set<bigint>> {
  const rows = await readRows(
    insideRow,
    db.$queryRaw`
      SELECT member_id AS "memberId" FROM segment_member
      WHERE segment_id = ${segmentId}::int AND member_id = ANY (${ids as bigint[]}::bigint[]) AND left_at IS NULL`,
  );
  return new Set(rows.map(({ memberId }) => memberId));
}

const movedRow = z.object({ stay: z.bigint(), member: z.string() });
/** A stay that began or ended, and the shop's id of its member. */
export type Move = z.infer<typeof movedRow>;

/** Begins stays of members who are not inside; of each once, whoever else tries. */
export async function beginStays(tx: Db, segmentId: number, ids: readonly bigint[], now: Date): Promise<Move[]> {
  if (ids.length === 0) return [];
  return readRows(
    movedRow,
    tx.$queryRaw`
      WITH begun AS (
        INSERT INTO segment_member (segment_id, member_id, entered_at)
        SELECT ${segmentId}::int, i, ${now}::timestamptz FROM unnest(${ids as bigint[]}::bigint[]) i
        ON CONFLICT (segment_id, member_id) WHERE left_at IS NULL DO NOTHING RETURNING id, member_id)
      SELECT b.id AS stay, m.external_id AS member FROM begun b JOIN member m ON m.id = b.member_id ORDER BY b.id`,
  );
}

/** Ends stays; of accounts that are another one's now, or nobody's, nobody is told. */
export async function endStays(tx: Db, segmentId: number, ids: readonly bigint[], now: Date): Promise<Move[]> {
  if (ids.length === 0) return [];
  return readRows(
    movedRow,
    tx.$queryRaw`
      WITH ended AS (
        UPDATE segment_member SET left_at = greatest(${now}::timestamptz, entered_at)
        WHERE segment_id = ${segmentId}::int AND member_id = ANY (${ids as bigint[]}::bigint[]) AND left_at IS NULL RETURNING id, member_id)
      SELECT e.id AS stay, m.external_id AS member FROM ended e JOIN member m ON m.id = e.member_id
      WHERE m.status NOT IN ('MERGED', 'ERASED') ORDER BY e.id`,
  );
}

/** Members who meet the condition and are not kept as inside, and the other way round; a page of them. */
export async function readStrays(db: Db, segmentId: number, audience: Audience, limit: number): Promise<bigint[]> {
  const rows = await readRows(
    insideRow,
    db.$queryRaw`
      WITH meeting AS MATERIALIZED (SELECT m.id ${audienceSql(audience)}),
      inside AS MATERIALIZED (SELECT s.member_id FROM segment_member s WHERE s.segment_id = ${segmentId}::int AND s.left_at IS NULL)
      SELECT coalesce(w.id, i.member_id) AS "memberId" FROM meeting w FULL JOIN inside i ON i.member_id = w.id
      WHERE w.id IS NULL OR i.member_id IS NULL LIMIT ${limit}::int`,
  );
  return rows.map(({ memberId }) => memberId);
}

/** Makes what is kept of a segment what it is now, and tells nobody. */
export async function refill(tx: Db, segmentId: number, audience: Audience): Promise<void> {
  const { now } = audience;
  await tx.$executeRaw`
    WITH meeting AS MATERIALIZED (SELECT m.id ${audienceSql(audience)}),
    ended AS (
      UPDATE segment_member s SET left_at = greatest(${now}::timestamptz, s.entered_at)
      WHERE s.segment_id = ${segmentId}::int AND s.left_at IS NULL AND NOT EXISTS (SELECT FROM meeting w WHERE w.id = s.member_id))
    INSERT INTO segment_member (segment_id, member_id, entered_at)
    SELECT ${segmentId}::int, w.id, ${now}::timestamptz FROM meeting w
    ON CONFLICT (segment_id, member_id) WHERE left_at IS NULL DO NOTHING`;
}

const stayedRow = z.object({ memberId: z.bigint(), stay: z.bigint(), enteredAt: z.date() });

/** Members who are inside and came in no later than an instant: those of a `for`, whose shorter stays are none. */
export async function readStayed(
  db: Db,
  segmentId: number,
  { before, after, limit }: { readonly before: Date; readonly after: bigint; readonly limit: number },
): Promise<z.infer<typeof stayedRow>[]> {
  return readRows(
    stayedRow,
    db.$queryRaw`
      SELECT member_id AS "memberId", id AS stay, entered_at AS "enteredAt" FROM segment_member
      WHERE segment_id = ${segmentId}::int AND left_at IS NULL AND entered_at <= ${before}::timestamptz AND id > ${after}::bigint
      ORDER BY id LIMIT ${limit}::int`,
  );
}
