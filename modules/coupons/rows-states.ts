import { z } from 'zod';
import { type CouponTerms, couponStatuses } from './rules.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

export interface CouponState {
  readonly status: CouponTerms['status'];
  readonly expiresAt: Date;
}

const idRow = z.object({ id: z.string(), code: z.string() });

/** The ids of coupons, by their codes. */
export async function couponIds(
  db: Db,
  programmeId: number,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await readRows(
    idRow,
    db.$queryRaw`
      SELECT id::text, code FROM ledger.coupon
      WHERE programme_id = ${programmeId}::smallint AND code = ANY (${codes as string[]}::text[])`,
  );
  return new Map(rows.map(({ id, code }) => [code, id]));
}

const stateRow = z.object({ id: z.string(), expiresAt: z.date(), status: z.enum(couponStatuses) });

/** How coupons stand at `now`, in the order of their ids; one past its last day is expired, swept or not. */
export async function couponStates(
  db: Db,
  { programmeId, now }: { programmeId: number; now: Date },
  couponIds: readonly string[],
): Promise<CouponState[]> {
  if (couponIds.length === 0) return [];
  const rows = await readRows(
    stateRow,
    db.$queryRaw`
      SELECT id::text, expires_at AS "expiresAt",
        CASE WHEN status = 'issued' AND expires_at < ${now}::timestamptz THEN 'expired' ELSE status END AS status
      FROM ledger.coupon WHERE programme_id = ${programmeId}::smallint AND id = ANY (${couponIds as string[]}::bigint[])`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return couponIds.map((id) => {
    const state = byId.get(id);
    if (state === undefined) throw new RangeError(`there is no coupon ${id}`);
    return state;
  });
}
