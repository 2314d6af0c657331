import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { requireMemberId } from '../members/find.ts';
import { type PointsBalance, readBalance } from './rows-points.ts';

/**
 * What all points of a member came from and went to. Earned, corrected and written off, without what was redeemed, taken back and
 * expired, is the balance: available, pending and held, without what is owed.
 */
export interface PointsTotals {
  readonly earned: number;
  /** Negative where more was taken than given. */
  readonly corrected: number;
  readonly redeemed: number;
  readonly takenBack: number;
  /** With what is past its end and not swept yet. */
  readonly expired: number;
  /** What was owed and let off. */
  readonly writtenOff: number;
  readonly transactions: number;
  readonly balance: PointsBalance;
}

const row = z.object({
  ...{ earned: z.number(), corrected: z.number(), redeemed: z.number(), takenBack: z.number() },
  ...{ expired: z.number(), writtenOff: z.number(), transactions: z.number() },
});

/** The totals of the member with this id of the shop's; throws MEMBER_NOT_FOUND. */
export async function totalsOfMember(db: Db, programmeId: number, id: string, now: Date): Promise<PointsTotals> {
  const memberId = await requireMemberId(db, programmeId, id);
  const [{ expired, ...totals }, { balance, unswept }] = await Promise.all([
    readOnlyRow(
      row,
      // The other side of what stands in the member's own accounts.
      db.$queryRaw`
        SELECT coalesce(-sum(p.amount) FILTER (WHERE p.account = 'ISSUANCE'), 0)::float8 AS earned,
          coalesce(-sum(p.amount) FILTER (WHERE p.account = 'ADJUSTMENT'), 0)::float8 AS corrected,
          coalesce(sum(p.amount) FILTER (WHERE p.account = 'REDEEMED'), 0)::float8 AS redeemed,
          coalesce(sum(p.amount) FILTER (WHERE p.account = 'CLAWBACK'), 0)::float8 AS "takenBack",
          coalesce(sum(p.amount) FILTER (WHERE p.account = 'BREAKAGE'), 0)::float8 AS expired,
          coalesce(-sum(p.amount) FILTER (WHERE p.account = 'WRITE_OFF'), 0)::float8 AS "writtenOff",
          count(DISTINCT t.id)::float8 AS transactions
        FROM ledger.txn t JOIN ledger.posting p ON p.txn_id = t.id
        WHERE t.member_id = ${memberId} AND t.programme_id = ${programmeId}::smallint`,
    ),
    readBalance(db, programmeId, memberId, now),
  ]);
  return { ...totals, expired: expired + unswept, balance };
}
