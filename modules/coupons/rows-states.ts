import { z } from 'zod';
import { type CouponTerms, couponStatuses } from './rules.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

export interface CouponState {
  readonly status: CouponTerms['status'];
  readonly expiresAt: Date;
}

const issuedRow = z.object({ id: z.string(), code: z.string(), expiresAt: z.date(), minOrderMinor: z.number() });

/** What was issued under these codes. */
export async function couponsByCode(
  db: Db,
  programmeId: number,
  codes: readonly string[],
): Promise<ReadonlyMap<string, z.infer<typeof issuedRow>>> {
  if (codes.length === 0) return new Map();
  const rows = await readRows(
    issuedRow,
    db.$queryRaw`
      SELECT id::text, code, expires_at AS "expiresAt", coalesce(min_order_minor, 0)::float8 AS "minOrderMinor" FROM ledger.coupon
      WHERE programme_id = ${programmeId}::smallint AND code = ANY (${codes as string[]}::text[])`,
  );
  return new Map(rows.map((row) => [row.code, row]));
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

const latestRow = z.object({
  ...{ enrolmentId: z.string(), name: z.string(), offerCode: z.string().nullable(), code: z.string() },
  ...{ expiresAt: z.number(), minOrderMinor: z.number() },
});

/** The latest coupon that each of these enrolments was given and that was not taken back, by enrolment. */
export async function latestCoupons(
  db: Db,
  enrolments: readonly { readonly enrolmentId: string; readonly memberId: string }[],
): Promise<ReadonlyMap<string, z.infer<typeof latestRow>>> {
  if (enrolments.length === 0) return new Map();
  const rows = await readRows(
    latestRow,
    db.$queryRaw`
      SELECT r.enrolment_id AS "enrolmentId", c.name, c.offer AS "offerCode", c.code, intake_ms(c.expires_at)::float8 AS "expiresAt",
        coalesce(c.min_order_minor, 0)::float8 AS "minOrderMinor"
      FROM unnest(${enrolments.map(({ enrolmentId }) => enrolmentId)}::text[],
        ${enrolments.map(({ memberId }) => memberId)}::text[]) r (enrolment_id, member_id)
      CROSS JOIN LATERAL (
        SELECT * FROM ledger.coupon l WHERE l.member_id = r.member_id::bigint AND l.enrolment_id = r.enrolment_id::bigint
          AND l.status NOT IN ('new', 'cancelled') ORDER BY l.id DESC LIMIT 1) c`,
  );
  return new Map(rows.map((row) => [row.enrolmentId, row]));
}
