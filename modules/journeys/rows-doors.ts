import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRow, readRows } from '../../platform/rows.ts';

/** A door that opens by the clock, as a version that goes live has it. */
export interface NewDoor {
  readonly digest: string;
  readonly kind: 'launch' | 'schedule' | 'date';
  readonly dueAt: Date;
  /** False of one that goes on if it is there, and is not begun now. */
  readonly isNew: boolean;
}

/** Keeps the doors of a campaign's version: those that are new begin, those that are no more are looked at no more. */
export async function keepDoors(tx: Db, campaignId: number, doors: readonly NewDoor[], now: Date): Promise<void> {
  const digests = doors.map(({ digest }) => digest);
  await tx.$executeRaw`
    DELETE FROM journey_door WHERE campaign_id = ${campaignId}::int AND door <> ALL (${digests}::text[])`;
  const rows = doors.filter(({ isNew }) => isNew).map(({ digest: door, kind, dueAt }) => ({ door, kind, dueAt }));
  await tx.$executeRaw`
    INSERT INTO journey_door (campaign_id, door, kind, looked_until, due_at)
    SELECT ${campaignId}::int, d.door, d.kind, ${now}::timestamptz, d."dueAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) d (door text, kind text, "dueAt" timestamptz)
    ON CONFLICT (campaign_id, door) DO NOTHING`;
}

const doorRow = z.object({
  ...{ campaignId: z.int(), digest: z.string(), kind: z.enum(['launch', 'schedule', 'date']) },
  ...{ lookedUntil: z.date(), lookingUntil: z.date().nullable(), afterMemberId: z.bigint() },
  ...{ lastMemberId: z.bigint().nullable(), taken: z.bigint(), dueAt: z.date() },
});

/** A door that is due to be looked at. */
export type DueDoor = z.infer<typeof doorRow>;

/** Doors of journeys that are live and let members in, whose time has come. */
export async function dueDoors(db: Db, now: Date): Promise<DueDoor[]> {
  return readRows(
    doorRow,
    db.$queryRaw`
      SELECT d.campaign_id AS "campaignId", d.door AS digest, d.kind, d.looked_until AS "lookedUntil", d.looking_until AS "lookingUntil",
        d.after_member_id AS "afterMemberId", d.last_member_id AS "lastMemberId", d.taken, d.due_at AS "dueAt"
      FROM campaign c JOIN journey_door d ON d.campaign_id = c.id
      WHERE c.lifecycle = 'journey' AND c.status = 'live' AND c.entry_closed_at IS NULL AND d.due_at <= ${now}::timestamptz
      ORDER BY d.due_at, d.campaign_id, d.door`,
  );
}

/** How far a look has come. */
export type DoorProgress = Pick<
  DueDoor,
  'lookedUntil' | 'lookingUntil' | 'afterMemberId' | 'lastMemberId' | 'taken' | 'dueAt'
>;

const movedRow = z.object({ door: z.string() });

/** Moves a door on from where it was read; false when somebody else has, or it is not there any more. */
export async function moveDoor(tx: Db, before: DueDoor, after: DoorProgress): Promise<boolean> {
  const { campaignId, digest } = before;
  const moved = await readRow(
    movedRow,
    tx.$queryRaw`
      UPDATE journey_door
      SET looked_until = ${after.lookedUntil}::timestamptz, looking_until = ${after.lookingUntil}::timestamptz,
        after_member_id = ${after.afterMemberId}::bigint, last_member_id = ${after.lastMemberId}::bigint, taken = ${after.taken}::bigint,
        due_at = ${after.dueAt}::timestamptz
      WHERE campaign_id = ${campaignId}::int AND door = ${digest} AND looked_until = ${before.lookedUntil}::timestamptz
        AND looking_until IS NOT DISTINCT FROM ${before.lookingUntil}::timestamptz AND after_member_id = ${before.afterMemberId}::bigint
        AND due_at = ${before.dueAt}::timestamptz
      RETURNING door`,
  );
  return moved !== undefined;
}

/** Forgets a door that its campaign has no more. */
export async function forgetDoor(db: Db, { campaignId, digest }: DueDoor): Promise<undefined> {
  await db.$executeRaw`DELETE FROM journey_door WHERE campaign_id = ${campaignId}::int AND door = ${digest}`;
}
