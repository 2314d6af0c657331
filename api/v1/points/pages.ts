import { z } from 'zod';
import { listLots } from '../../../modules/member-view/lots.ts';
import { requireMemberId } from '../../../modules/members/find.ts';
import { listTransactions } from '../../../modules/member-view/transactions.ts';
import type { Db } from '../../../platform/database.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { lotBody, transactionBody } from '../members/shapes.ts';
import { period } from '../period.ts';

interface LotQuery {
  readonly memberId: string;
  readonly status?: ('pending' | 'active' | 'closed')[] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const lotPosition = z.tuple([z.string().nullable(), z.string()]);

/** A page of a member's lots. */
export async function lotPage(where: { db: Db; programmeId: number; now: Date }, filter: LotQuery) {
  const { db, programmeId, now } = where;
  const { memberId, status: statuses, limit, cursor } = filter;
  await requireMemberId(db, programmeId, memberId);
  const before = readCursor('lots', filter, cursor, lotPosition);
  const after = before && { expiresAt: before[0] === null ? null : new Date(before[0]), rowId: before[1] };
  const lots = await listLots(db, programmeId, { memberId, statuses, now, after, limit: limit + 1 });
  const page = lots.slice(0, limit);
  const last = lots.length > limit ? page.at(-1) : undefined;
  const position = last && [last.expiresAt?.toISOString() ?? null, last.rowId];
  return { data: page.map(lotBody), nextCursor: writeCursor('lots', filter, position) };
}

interface TransactionQuery {
  readonly memberId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly kind?: string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of the ledger. */
export async function transactionPage(db: Db, programmeId: number, filter: TransactionQuery) {
  const { memberId, orderId, kind: kinds, limit, cursor } = filter;
  const before = readCursor('transactions', filter, cursor, z.string());
  const { transactions, next } = await listTransactions(db, programmeId, {
    memberId,
    orderId,
    kinds,
    ...period(filter),
    before,
    limit,
  });
  return {
    data: transactions.map(transactionBody),
    nextCursor: writeCursor('transactions', filter, next),
  };
}
