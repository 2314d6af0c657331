import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';

const entryRow = z.object({
  ...{ id: z.bigint(), memberId: z.bigint(), source: z.string(), door: z.string().nullable() },
  ...{ eventId: z.bigint().nullable(), fields: vouchedFor<JsonObject>() },
  ...{ at: z.date(), dueAt: z.date(), createdAt: z.date() },
});

/** What would bring a member in, and is not decided. */
export type Entry = z.infer<typeof entryRow>;

/** Due entries of a campaign in the order they fell due, locked: those that another one decides on at this moment are left to that one. */
export async function lockDueEntries(
  tx: Db,
  { campaignId, now, limit }: { readonly campaignId: number; readonly now: Date; readonly limit: number },
): Promise<Entry[]> {
  return readRows(
    entryRow,
    tx.$queryRaw`
      SELECT id, member_id AS "memberId", source, door, event_id AS "eventId", fields, at, due_at AS "dueAt", created_at AS "createdAt"
      FROM journey_entry
      WHERE campaign_id = ${campaignId}::int AND decided_at IS NULL AND due_at <= ${now}::timestamptz
      ORDER BY due_at, id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED`,
  );
}

/** One entry, locked; undefined of one that is decided. */
export async function lockEntry(
  tx: Db,
  { campaignId, memberId, source }: { readonly campaignId: number; readonly memberId: bigint; readonly source: string },
): Promise<Entry | undefined> {
  const rows = await readRows(
    entryRow,
    tx.$queryRaw`
      SELECT id, member_id AS "memberId", source, door, event_id AS "eventId", fields, at, due_at AS "dueAt", created_at AS "createdAt"
      FROM journey_entry
      WHERE campaign_id = ${campaignId}::int AND member_id = ${memberId}::bigint AND source = ${source} AND decided_at IS NULL
      FOR UPDATE`,
  );
  return rows[0];
}

/** What is to be written down as an entry. */
export interface NewEntry {
  readonly memberId: bigint;
  readonly source: string;
  readonly door?: string | null;
  readonly eventId?: bigint | null;
  readonly fields?: JsonObject;
  readonly at: Date;
  readonly dueAt: Date;
  readonly createdAt: Date;
}

/** Writes entries down, each once by its source; answers how many are new. */
export async function addEntries(
  tx: Db,
  { programmeId, campaignId }: { readonly programmeId: number; readonly campaignId: number },
  entries: readonly NewEntry[],
): Promise<number> {
  if (entries.length === 0) return 0;
  const rows = entries.map(({ memberId, eventId, source, door, fields, at, dueAt, createdAt }) => ({
    ...{ source, door, fields, at, dueAt, createdAt },
    memberId: String(memberId),
    eventId: eventId == null ? null : String(eventId),
  }));
  return tx.$executeRaw`
    INSERT INTO journey_entry (programme_id, campaign_id, member_id, source, door, event_id, fields, at, due_at, created_at)
    SELECT ${programmeId}::smallint, ${campaignId}::int, e."memberId", e.source, e.door, e."eventId", coalesce(e.fields, '{}'), e.at, e."dueAt",
      e."createdAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) e ("memberId" bigint, source text, door text, "eventId" bigint, fields jsonb,
      at timestamptz, "dueAt" timestamptz, "createdAt" timestamptz)
    ORDER BY e."memberId", e.source
    ON CONFLICT (campaign_id, member_id, source) DO NOTHING`;
}

/** What became of entries. */
export interface Settling {
  /** They open no door. */
  readonly gone: readonly bigint[];
  readonly decided: readonly { readonly id: bigint; readonly enrolmentId?: bigint; readonly reason?: string }[];
  /** They are looked at again later, by one door. */
  readonly later: readonly { readonly id: bigint; readonly door: string; readonly dueAt: Date }[];
}

/** Writes down what became of entries. */
export async function settleEntries(tx: Db, { gone, decided, later }: Settling, now: Date): Promise<void> {
  if (gone.length > 0)
    await tx.$executeRaw`DELETE FROM journey_entry WHERE id = ANY (${gone.map(String)}::text[]::bigint[])`;
  if (decided.length > 0) {
    const rows = decided.map(({ id, enrolmentId, reason }) => ({
      ...{
        id: String(id),
        enrolmentId: enrolmentId === undefined ? null : String(enrolmentId),
        reason: reason ?? null,
      },
    }));
    await tx.$executeRaw`
      UPDATE journey_entry e SET decided_at = ${now}::timestamptz, enrolment_id = d."enrolmentId", reason = d.reason
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) d (id bigint, "enrolmentId" bigint, reason text) WHERE e.id = d.id`;
  }
  if (later.length > 0) {
    const rows = later.map(({ id, door, dueAt }) => ({ id: String(id), door, dueAt }));
    await tx.$executeRaw`
      UPDATE journey_entry e SET door = d.door, due_at = d."dueAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) d (id bigint, door text, "dueAt" timestamptz) WHERE e.id = d.id`;
  }
}
