import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow, vouchedFor } from '../../platform/rows.ts';
import type { Moved } from './moved.ts';

const mergeStatuses = ['planned', 'done', 'undone'] as const;

/** Two accounts that became one. */
export interface MergeView {
  /** Null of one that is only planned. */
  readonly rowId: string | null;
  readonly status: (typeof mergeStatuses)[number];
  /** The shop's ids. */
  readonly from: string;
  readonly into: string;
  /** Points that moved, each lot with its own end. */
  readonly points: number;
  readonly coupons: number;
  readonly reason: string;
  readonly undoableUntil: Date;
  readonly createdAt: Date;
  /** What else moved or ended, and how many of it. */
  readonly changes: readonly { readonly what: string; readonly count: number }[];
  /** What an undoing could not give back, in words. */
  readonly leftBehind: readonly string[];
}

export interface MergeRow extends MergeView {
  readonly fromId: bigint;
  readonly intoId: bigint;
  /** What undoing it takes; null once it can't be undone. */
  readonly moved: Moved | null;
}

const mergeRow = z.object({
  ...{ rowId: z.string(), status: z.enum(mergeStatuses), from: z.string(), into: z.string(), reason: z.string() },
  ...{ fromId: z.bigint(), intoId: z.bigint(), points: z.number(), coupons: z.int() },
  ...{ undoableUntil: z.date(), createdAt: z.date(), leftBehind: z.array(z.string()) },
  moved: vouchedFor<Moved | null>(),
});

const columns = Prisma.sql`
  g.id::text AS "rowId", g.status, f.external_id AS from, i.external_id AS into, g.from_id AS "fromId", g.into_id AS "intoId",
  g.points::float8, g.coupons, g.reason, g.undoable_until AS "undoableUntil", g.created_at AS "createdAt", g.moved,
  g.left_behind AS "leftBehind"`;

/** A merge by its row; throws MERGE_NOT_FOUND. */
export async function loadMerge(db: Db, programmeId: number, rowId: bigint): Promise<MergeRow> {
  const row = await readRow(
    mergeRow,
    db.$queryRaw`
      SELECT ${columns} FROM member_merge g JOIN member f ON f.id = g.from_id JOIN member i ON i.id = g.into_id
      WHERE g.id = ${rowId} AND g.programme_id = ${programmeId}::smallint`,
  );
  if (row === undefined) {
    throw new PerennialError('MERGE_NOT_FOUND', 'There is no such merge.', { field: 'mergeId' });
  }
  return { ...row, changes: changesOf(row.moved) };
}

/** The merge that an account went away with; undefined when it did not. */
export async function mergeOf(db: Db, programmeId: number, fromId: bigint): Promise<MergeRow | undefined> {
  const row = await readRow(
    mergeRow,
    db.$queryRaw`
      SELECT ${columns} FROM member_merge g JOIN member f ON f.id = g.from_id JOIN member i ON i.id = g.into_id
      WHERE g.from_id = ${fromId} AND g.programme_id = ${programmeId}::smallint AND g.status = 'done'`,
  );
  return row === undefined ? undefined : { ...row, changes: changesOf(row.moved) };
}

/** What moved or ended by name, none of which there was nothing. */
export function changesOf(moved: Moved | null): MergeView['changes'] {
  if (moved === null) return [];
  const counts = {
    lots: moved.lots,
    holds_that_stay: moved.holds,
    debt: moved.debt,
    orders: moved.orders.length,
    coupons: moved.coupons.length,
    redemptions: moved.redemptions.length,
    enrolments: moved.enrolments.length,
    enrolments_ended: moved.endedEnrolments.length,
    messages: moved.messages.length,
    gifts: moved.gifts.length,
    referrals: moved.referralsSent.length + moved.referralsCame.length,
    referrals_refused: moved.refusedReferrals.length,
    identities: moved.identities.length,
    addresses: moved.addresses.length,
    benefits_had: moved.claims.length,
    check_ins: moved.checkIns.days.length,
    profile_fields: moved.fields.length,
  };
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [{ what, count }]));
}

/** What others see of a merge. */
export function viewOf({ fromId: _, intoId: __, moved: ___, ...view }: MergeRow): MergeView {
  return view;
}
