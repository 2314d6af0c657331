import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow, readRows } from '../../platform/rows.ts';

export const erasureStatuses = ['scheduled', 'running', 'done', 'withdrawn'] as const;
export type ErasureStatus = (typeof erasureStatuses)[number];

/** A person who is to be erased, or was. */
export interface Erasure {
  readonly rowId: string;
  readonly status: ErasureStatus;
  /** The shop's id; a pseudonym once it is done. */
  readonly memberId: string;
  /** When it begins; until then it can be withdrawn. */
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly createdAt: Date;
  readonly forfeitedPoints: number | null;
  /** What stays, and on what ground. */
  readonly kept: readonly string[];
}

const kept = [
  'ledger totals under a pseudonym: the books of the programme',
  'numbers and amounts of orders, ids of events and redemptions: so that nothing counts twice',
  'keyed hashes of the id, of benefits had and of addresses nothing may be sent to: so that a "no" stays one',
];

const erasureRow = z.object({
  ...{ rowId: z.string(), status: z.enum(erasureStatuses), memberId: z.string(), dueAt: z.date(), createdAt: z.date() },
  ...{ doneAt: z.date().nullable(), forfeitedPoints: z.number().nullable() },
});

const columns = Prisma.sql`
  e.id::text AS "rowId", e.status, m.external_id AS "memberId", e.due_at AS "dueAt", e.done_at AS "doneAt", e.created_at AS "createdAt",
  e.forfeited_points::float8 AS "forfeitedPoints"`;

/** An erasure by its row; throws ERASURE_NOT_FOUND. */
export async function loadErasure(db: Db, programmeId: number, rowId: bigint): Promise<Erasure> {
  const row = await readRow(
    erasureRow,
    db.$queryRaw`
      SELECT ${columns} FROM erasure e JOIN member m ON m.id = e.member_id
      WHERE e.id = ${rowId} AND e.programme_id = ${programmeId}::smallint`,
  );
  if (row !== undefined) return { ...row, kept };
  throw new PerennialError('ERASURE_NOT_FOUND', 'There is no such erasure.', { field: 'erasureId' });
}

export interface ErasureFilter {
  readonly status?: readonly ErasureStatus[] | undefined;
  /** Only older ones than this row: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The erasures of a programme, latest first. */
export async function listErasures(
  db: Db,
  programmeId: number,
  { status, before, limit }: ErasureFilter,
): Promise<{ readonly erasures: readonly Erasure[]; readonly next: string | undefined }> {
  const wanted = [
    Prisma.sql`e.programme_id = ${programmeId}::smallint`,
    ...(status === undefined ? [] : [Prisma.sql`e.status = ANY (${[...status]}::text[])`]),
    ...(before === undefined ? [] : [Prisma.sql`e.id < ${before}::bigint`]),
  ];
  const rows = await readRows(
    erasureRow,
    db.$queryRaw`
      SELECT ${columns} FROM erasure e JOIN member m ON m.id = e.member_id
      WHERE ${Prisma.join(wanted, ' AND ')} ORDER BY e.id DESC LIMIT ${limit + 1}::int`,
  );
  const page = rows.slice(0, limit);
  return {
    erasures: page.map((row) => ({ ...row, kept })),
    next: rows.length > limit ? page.at(-1)?.rowId : undefined,
  };
}
