import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow, readRows } from '../../platform/rows.ts';
import { redemptionStatuses } from './rules-capture.ts';
import { lockBalance } from './rows-purse.ts';

const storedRow = z.object({
  ...{ rowId: z.bigint(), id: z.string(), memberId: z.bigint(), member: z.string(), orderId: z.string().nullable() },
  ...{ status: z.enum(redemptionStatuses), points: z.bigint(), amountMinor: z.bigint() },
  ...{ capturedPoints: z.bigint(), refundedPoints: z.bigint(), expiresAt: z.date().nullable(), createdAt: z.date() },
  requestHash: z.string().nullable(),
});

/** A redemption as its row has it. */
export interface StoredRedemption {
  readonly rowId: bigint;
  /** What the shop knows it by. */
  readonly id: string;
  readonly memberId: bigint;
  /** The shop's id of the member. */
  readonly member: string;
  readonly orderId: string | null;
  readonly status: (typeof redemptionStatuses)[number];
  readonly points: number;
  readonly amountMinor: number;
  readonly capturedPoints: number;
  readonly refundedPoints: number;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly requestHash: string | null;
}

const columns = Prisma.sql`
  r.id AS "rowId", r.public_id AS id, r.member_id AS "memberId", m.external_id AS member, r.order_id AS "orderId", r.status, r.points,
  r.amount_minor AS "amountMinor", r.captured_points AS "capturedPoints", r.refunded_points AS "refundedPoints",
  r.expires_at AS "expiresAt", r.created_at AS "createdAt", r.request_hash AS "requestHash"`;

const storedOf = (row: z.infer<typeof storedRow>): StoredRedemption => ({
  ...row,
  points: Number(row.points),
  amountMinor: Number(row.amountMinor),
  capturedPoints: Number(row.capturedPoints),
  refundedPoints: Number(row.refundedPoints),
});

/** Redemptions of a programme that meet a condition on `redemption r` and `member m`, newest first. */
export async function readRedemptions(
  db: Db,
  programmeId: number,
  { where, limit }: { readonly where: Prisma.Sql; readonly limit: number },
): Promise<StoredRedemption[]> {
  const rows = await readRows(
    storedRow,
    db.$queryRaw`
      SELECT ${columns} FROM redemption r JOIN member m ON m.id = r.member_id
      WHERE r.programme_id = ${programmeId}::smallint AND ${where}
      ORDER BY r.id DESC LIMIT ${limit}::int`,
  );
  return rows.map(storedOf);
}

/** The redemption with this id; throws REDEMPTION_NOT_FOUND. */
export async function loadRedemption(db: Db, programmeId: number, id: string): Promise<StoredRedemption> {
  const row = await readRow(
    storedRow,
    db.$queryRaw`
      SELECT ${columns} FROM redemption r JOIN member m ON m.id = r.member_id
      WHERE r.programme_id = ${programmeId}::smallint AND r.public_id = ${id}`,
  );
  if (row !== undefined) return storedOf(row);
  throw new PerennialError('REDEMPTION_NOT_FOUND', `There is no redemption "${id}".`, {
    field: 'redemptionId',
    fix: 'Give the id that it was made with: red_ and 16 letters and digits.',
  });
}

/** The same with its member's balance locked, as it stands then. */
export async function lockRedemption(tx: Db, programmeId: number, id: string): Promise<StoredRedemption> {
  const { memberId } = await loadRedemption(tx, programmeId, id);
  await lockBalance(tx, memberId);
  return loadRedemption(tx, programmeId, id);
}

export interface NewRedemption {
  readonly id: string;
  readonly memberId: bigint;
  readonly orderId: string | null;
  readonly points: number;
  readonly amountMinor: number;
  readonly createdAt: Date;
  /** Of a hold. */
  readonly held: { readonly txnId: string; readonly expiresAt: Date } | null;
  readonly key: string | null;
  readonly requestHash: string;
}

/** Writes down a redemption whose points are held, or were used at once. */
export async function insertRedemption(tx: Db, programmeId: number, made: NewRedemption): Promise<void> {
  const { id, memberId, orderId, points, amountMinor, createdAt, held, key, requestHash } = made;
  await tx.redemption.create({
    data: {
      ...{ publicId: id, programmeId, memberId, orderId, amountMinor, createdAt, requestHash, idemKey: key },
      points,
      status: held === null ? 'captured' : 'held',
      capturedPoints: held === null ? points : 0,
      expiresAt: held?.expiresAt ?? null,
      holdTxnId: held === null ? null : BigInt(held.txnId),
    },
  });
}
