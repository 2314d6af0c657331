import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRow, readRows } from '../../platform/rows.ts';
import type { Balance } from './requests.ts';

export interface MemberOf {
  readonly programmeId: number;
  readonly memberId: bigint;
}

export interface ExpiringLot {
  readonly memberId: bigint;
  readonly lotId: bigint;
  readonly points: number;
  readonly availableAt: Date;
  /** The lot's own end, or the day it lapses without activity when that comes first. */
  readonly expiresAt: Date;
  /** True when it ends for want of activity: earning or redeeming before then moves the day. */
  readonly lapses: boolean;
}

const balanceRow = z.object({ pending: z.bigint(), available: z.bigint(), held: z.bigint(), debt: z.bigint() });

/** A member's points; all zero for a member that does not exist. */
export async function balanceOf(db: Db, { programmeId, memberId }: MemberOf): Promise<Balance> {
  const row = await readRow(
    balanceRow,
    db.$queryRaw`
      SELECT pending, available, held, debt FROM ledger.member_balance
      WHERE programme_id = ${programmeId}::smallint AND member_id = ${memberId}`,
  );
  return {
    pending: Number(row?.pending ?? 0),
    available: Number(row?.available ?? 0),
    held: Number(row?.held ?? 0),
    debt: Number(row?.debt ?? 0),
  };
}

const spendableRow = z.object({ points: z.bigint().nullable() });

/** What a member has to spend at `now`: points past their end are none, swept or not. */
export async function spendablePoints(db: Db, { programmeId, memberId }: MemberOf, now: Date): Promise<number> {
  const { points } = await readOnlyRow(
    spendableRow,
    db.$queryRaw`SELECT ledger.spendable(${programmeId}::int, ${memberId}::bigint, ${now}::timestamptz) AS points`,
  );
  return Number(points ?? 0n);
}

export interface ExpiringQuestion {
  readonly programmeId: number;
  readonly memberIds: readonly bigint[];
  readonly fromAt: Date;
  readonly untilAt: Date;
}

const expiringLotRow = z.object({
  member_id: z.bigint(),
  id: z.bigint(),
  remaining: z.bigint(),
  available_at: z.date(),
  ends_at: z.date(),
  lapses: z.boolean(),
});

/** What members can still spend of lots that expire or lapse from `fromAt` through `untilAt`, earliest first for each member. */
export async function expiringLots(
  db: Db,
  { programmeId, memberIds, fromAt, untilAt }: ExpiringQuestion,
): Promise<ExpiringLot[]> {
  const rows = await readRows(
    expiringLotRow,
    db.$queryRaw`
      SELECT l.member_id, l.id, l.remaining, l.available_at, e.ends_at, e.ends_at < l.expires_at AS lapses
      FROM unnest(${memberIds.map(String)}::text[]::bigint[]) m (id)
      JOIN ledger.lot l ON l.member_id = m.id
      JOIN ledger.member_balance b ON b.programme_id = ${programmeId}::smallint AND b.member_id = m.id
      CROSS JOIN ledger.inactivity(${programmeId}::int) r
      CROSS JOIN LATERAL (
        SELECT least(l.expires_at, ledger.lapses_at(r.months, r.days, r.zone, greatest(b.active_at, l.available_at))) AS ends_at) e
      WHERE l.programme_id = ${programmeId}::smallint AND l.state <> 'CLOSED' AND l.state <> 'PENDING' AND l.remaining > 0
        AND e.ends_at >= ${fromAt} AND e.ends_at <= ${untilAt}
      ORDER BY l.member_id, e.ends_at, l.id`,
  );
  return rows.map((row) => ({
    memberId: row.member_id,
    lotId: row.id,
    points: Number(row.remaining),
    availableAt: row.available_at,
    expiresAt: row.ends_at,
    lapses: row.lapses,
  }));
}
