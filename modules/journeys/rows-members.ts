import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';

const heirRow = z.object({ id: z.bigint(), heir: z.bigint() });
const memberRow = z.object({ id: z.bigint(), status: z.string(), zone: z.string().nullable(), isMerged: z.boolean() });

/** A member whom a page decides on. */
export interface EnteringMember {
  readonly id: bigint;
  readonly isActive: boolean;
  /** Null of one who has not said. */
  readonly zone: string | null;
}

/**
 * Locks who these members are now, as the intake does, so that no entry and no event can miss each other; by the id they were asked for.
 * One who is merged into another at this very moment is left out.
 */
export async function lockMembers(tx: Db, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, EnteringMember>> {
  const heirs = await readRows(
    heirRow,
    tx.$queryRaw`
      SELECT m.id, CASE WHEN m.merged_into IS NULL THEN m.id ELSE heir_of(m.id) END AS heir
      FROM member m WHERE m.id = ANY (${ids.map(String)}::text[]::bigint[])`,
  );
  const locked = heirs.map(({ heir }) => String(heir));
  await tx.$executeRaw`SELECT FROM member WHERE id = ANY (${locked}::text[]::bigint[]) ORDER BY id FOR NO KEY UPDATE`;
  // A statement of its own: one that locks and reads at once would read what was before the lock.
  const rows = await readRows(
    memberRow,
    tx.$queryRaw`
      SELECT id, status, zone, merged_into IS NOT NULL AS "isMerged" FROM member WHERE id = ANY (${locked}::text[]::bigint[])`,
  );
  const members = new Map(
    rows
      .filter(({ isMerged }) => !isMerged)
      .map(({ id, status, zone }) => [id, { id, zone, isActive: status === 'ACTIVE' }] as const),
  );
  return new Map(
    heirs.flatMap(({ id, heir }) => {
      const member = members.get(heir);
      return member === undefined ? [] : [[id, member] as const];
    }),
  );
}

const eventRow = z.object({
  id: z.bigint(),
  type: z.string(),
  at: z.date(),
  data: vouchedFor<JsonObject>(),
  name: z.string(),
});
export type ComingEvent = z.infer<typeof eventRow>;

/** Events by their rows. */
export async function readEvents(tx: Db, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, ComingEvent>> {
  if (ids.length === 0) return new Map();
  const rows = await readRows(
    eventRow,
    tx.$queryRaw`
      SELECT id, type, occurred_at AS at, data, event_id AS name FROM event WHERE id = ANY (${ids.map(String)}::text[]::bigint[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A question whether a member has stayed in a segment, or out of it, up to an instant. */
export interface StayAsked {
  readonly entry: bigint;
  readonly memberId: bigint;
  readonly segment: string;
  readonly isIn: boolean;
  /** Its event names the stay. */
  readonly stay: string;
  readonly since: Date;
  readonly until: Date;
}

const lastedRow = z.object({ entry: z.bigint() });

/** The entries whose members have stayed: who leaves at that very instant is not there any more. */
export async function readLasting(
  tx: Db,
  programmeId: number,
  asked: readonly StayAsked[],
): Promise<ReadonlySet<bigint>> {
  if (asked.length === 0) return new Set();
  const rows = asked.map(({ entry, memberId, ...rest }) => ({
    ...rest,
    entry: String(entry),
    memberId: String(memberId),
  }));
  const lasting = await readRows(
    lastedRow,
    tx.$queryRaw`
      SELECT a.entry FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) a (entry bigint, "memberId" bigint, segment text, "isIn" boolean,
        stay bigint, since timestamptz, until timestamptz)
      JOIN segment s ON s.programme_id = ${programmeId}::smallint AND s.code = a.segment
      WHERE a."isIn" = EXISTS (
        SELECT FROM segment_member m
        WHERE m.segment_id = s.id AND m.member_id = a."memberId" AND CASE
          -- The same stay, or another account's of the same person.
          WHEN a."isIn" THEN m.entered_at <= a.until AND (m.left_at IS NULL OR m.left_at > a.until)
            AND (m.id = a.stay OR NOT EXISTS (SELECT FROM segment_member o WHERE o.id = a.stay AND o.member_id = m.member_id))
          ELSE m.id <> a.stay AND m.entered_at <= a.until AND (m.left_at IS NULL OR m.left_at > a.since) END)`,
  );
  return new Set(lasting.map(({ entry }) => entry));
}
