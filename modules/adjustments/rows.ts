import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow } from '../../platform/rows.ts';

const adjustmentStatuses = ['waiting', 'booked', 'rejected'] as const;

/** A correction as it stands. */
export interface AdjustmentView {
  readonly rowId: string;
  readonly status: (typeof adjustmentStatuses)[number];
  /** The shop's id of the member. */
  readonly member: string;
  readonly points: number;
  readonly reason: string;
  /** Who asked for it. */
  readonly requestedBy: string;
  readonly createdAt: Date;
  /** The case that a second person decides; null when none has to. */
  readonly reviewId: string | null;
  /** What was booked. */
  readonly transactionId: string | null;
}

/** What the ledger is asked for. */
export interface AdjustmentRow extends AdjustmentView {
  readonly memberId: bigint;
  readonly tier: string;
  /** The end of the lot is what the policy says on the day of the booking. */
  readonly byPolicy: boolean;
  readonly expiresAt: Date | null;
}

const adjustmentRow: z.ZodType<AdjustmentRow> = z.object({
  rowId: z.string(),
  status: z.enum(adjustmentStatuses),
  member: z.string(),
  points: z.number(),
  reason: z.string(),
  requestedBy: z.string(),
  createdAt: z.date(),
  reviewId: z.string().nullable(),
  transactionId: z.string().nullable(),
  memberId: z.bigint(),
  tier: z.string(),
  byPolicy: z.boolean(),
  expiresAt: z.date().nullable(),
});

/** A correction by its row's id or its key; undefined when there is none. */
export async function findAdjustment(
  db: Db,
  programmeId: number,
  { rowId = null, key = null }: { readonly rowId?: string | null; readonly key?: string | null },
): Promise<AdjustmentRow | undefined> {
  return readRow(
    adjustmentRow,
    db.$queryRaw`
      SELECT a.id::text AS "rowId", a.status, m.external_id AS member, a.points::float8, a.reason, a.requested_by AS "requestedBy",
        a.created_at AS "createdAt", a.review_case_id::text AS "reviewId", a.txn_id::text AS "transactionId",
        heir_of(a.member_id) AS "memberId", h.tier, a.by_policy AS "byPolicy", a.expires_at AS "expiresAt"
      FROM adjustment a JOIN member m ON m.id = a.member_id JOIN member h ON h.id = heir_of(a.member_id)
      WHERE a.programme_id = ${programmeId}::smallint AND (a.id = ${rowId}::bigint OR a.key = ${key})`,
  );
}

/** One correction; throws ADJUSTMENT_NOT_FOUND. */
export async function readAdjustment(db: Db, programmeId: number, rowId: string): Promise<AdjustmentView> {
  const found = /^\d{1,18}$/.test(rowId) ? await findAdjustment(db, programmeId, { rowId }) : undefined;
  if (found === undefined) {
    throw new PerennialError('ADJUSTMENT_NOT_FOUND', `There is no adjustment ${rowId}.`, { field: 'adjustmentId' });
  }
  return viewOf(found);
}

export function viewOf({
  memberId: _,
  tier: __,
  byPolicy: ___,
  expiresAt: ____,
  ...view
}: AdjustmentRow): AdjustmentView {
  return view;
}
