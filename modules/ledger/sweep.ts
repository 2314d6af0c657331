import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';

/** One page of a sweep: `membersMax` members behind `afterMemberId`. */
export interface SweepPage {
  readonly programmeId: number;
  readonly now: Date;
  /** Null or absent starts with the first member. */
  readonly afterMemberId?: bigint | null;
  /** Default `sweepMembersMax`. */
  readonly membersMax?: number;
}

export interface SweepResult {
  /** Lots expired or confirmed, or holds released. */
  readonly lots: number;
  readonly points: number;
  readonly members: number;
  /** Where the next page starts; null when this was the last. */
  readonly nextAfterMemberId: bigint | null;
}

/** Members a page locks: at 30 lots each about 30,000 lots, a third of a second. */
const sweepMembersMax = 1_000;

const sweepRow = z.object({
  lots: z.bigint(),
  points: z.bigint(),
  members: z.int(),
  next_after_member_id: z.bigint().nullable(),
});

const resultOf = (row: z.infer<typeof sweepRow>): SweepResult => ({
  lots: Number(row.lots),
  points: Number(row.points),
  members: row.members,
  nextAfterMemberId: row.next_after_member_id,
});

/** Expires every lot of a page of members that is due at `now`, one transaction a member. */
export async function expireDue(
  db: Db,
  { programmeId, now, afterMemberId = null, membersMax = sweepMembersMax }: SweepPage,
) {
  const row = await readOnlyRow(
    sweepRow,
    db.$queryRaw`
      SELECT * FROM ledger.expire_due(${programmeId}::int, ${now}::timestamptz, ${afterMemberId}::bigint, ${membersMax}::int)`,
  );
  return resultOf(row);
}

/** Members a page of lapses goes through at most: some tens of milliseconds when hardly any are due. */
const lapseScannedMax = 50_000;

/** Expires the points of a page of members that have lapsed by `now` for want of activity, one transaction a member. */
export async function lapseDue(
  db: Db,
  {
    programmeId,
    now,
    afterMemberId = null,
    membersMax = sweepMembersMax,
    scannedMax = lapseScannedMax,
  }: SweepPage & { readonly scannedMax?: number },
) {
  const row = await readOnlyRow(
    sweepRow,
    db.$queryRaw`
      SELECT * FROM ledger.lapse_due(${programmeId}::int, ${now}::timestamptz, ${afterMemberId}::bigint, ${membersMax}::int,
        ${scannedMax}::int)`,
  );
  return resultOf(row);
}

/** Makes the pending earns of a page of members available whose time has come at `now`. */
export async function confirmDue(
  db: Db,
  { programmeId, now, afterMemberId = null, membersMax = sweepMembersMax }: SweepPage,
) {
  const row = await readOnlyRow(
    sweepRow,
    db.$queryRaw`
      SELECT * FROM ledger.confirm_due(${programmeId}::int, ${now}::timestamptz, ${afterMemberId}::bigint, ${membersMax}::int)`,
  );
  return resultOf(row);
}

/** Releases the holds of a page of members that have run out at `now`. */
export async function releaseDueHolds(
  db: Db,
  { programmeId, now, afterMemberId = null, membersMax = sweepMembersMax }: SweepPage,
) {
  const row = await readOnlyRow(
    sweepRow,
    db.$queryRaw`
      SELECT holds AS lots, points, members, next_after_member_id
      FROM ledger.release_due_holds(${programmeId}::int, ${now}::timestamptz, ${afterMemberId}::bigint, ${membersMax}::int)`,
  );
  return resultOf(row);
}

/** Lets go of what a member's holds pin past their end, as the sweep would: before points are taken. Locks the balance. */
export async function releaseRunOut(tx: Db, programmeId: number, memberId: bigint, now: Date): Promise<void> {
  await tx.$executeRaw`SELECT ledger.release_run_out(${programmeId}::int, ARRAY[${memberId}::bigint], ${now}::timestamptz)`;
}
