import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { type CheckoutBalance, readCustomer } from './rows-purse.ts';
import type { StoredRedemption } from './rows.ts';
import { type RedemptionStatus, statusAt } from './rules-capture.ts';

/** Points that went out of a lot. */
export interface LotMove {
  readonly lotId: string;
  /** Below zero: out of the lot. */
  readonly points: number;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

/** A redemption as API, command line and console show it. */
export interface RedemptionView {
  readonly id: string;
  /** The shop's id. */
  readonly memberId: string;
  readonly orderId: string | null;
  readonly status: RedemptionStatus;
  /** Points asked for. */
  readonly points: number;
  /** What they were worth when it was made. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly capturedPoints: number;
  readonly refundedPoints: number;
  /** Until when they are held; null when they never were. */
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  /** Which lots the points are from. */
  readonly lots: readonly LotMove[];
  /** The member's points now. */
  readonly balance: CheckoutBalance;
}

type OfProgramme = Pick<StoredProgramme, 'id' | 'definition'>;

/** Redemptions as they are shown at `now`, in their order. */
export async function viewsOf(
  db: Db,
  { id: programmeId, definition }: OfProgramme,
  redemptions: readonly StoredRedemption[],
  now: Date,
): Promise<RedemptionView[]> {
  const lots = await lotsOf(db, redemptions);
  const balances = new Map<string, CheckoutBalance>();
  // A page is of few members, and mostly of one.
  for (const member of new Set(redemptions.map((each) => each.member))) {
    balances.set(member, (await readCustomer(db, programmeId, member, now)).balance);
  }
  return redemptions.map((each) => {
    const balance = balances.get(each.member);
    if (balance === undefined) throw new Error(`member ${each.member} has no balance`);
    const { id, member, orderId, points, amountMinor, capturedPoints, refundedPoints, expiresAt, createdAt } = each;
    return {
      ...{ id, memberId: member, orderId },
      status: statusAt({ status: each.status, expiresAt: expiresAt?.getTime() ?? null }, now.getTime()),
      ...{ points, amountMinor, currency: definition.currency, capturedPoints, refundedPoints, expiresAt, createdAt },
      ...{ lots: lots.get(each.rowId) ?? [], balance },
    };
  });
}

/** One redemption as it is shown at `now`. */
export async function viewOf(
  db: Db,
  programme: OfProgramme,
  redemption: StoredRedemption,
  now: Date,
): Promise<RedemptionView> {
  const [view] = await viewsOf(db, programme, [redemption], now);
  if (view === undefined) throw new Error(`redemption ${redemption.id} is not shown`);
  return view;
}

const lotRow = z.object({
  rowId: z.bigint(),
  lotId: z.string(),
  points: z.bigint(),
  expiresAt: z.date().nullable(),
});

/** What each took from which lots: when it was held or, where the hold ran out first, when it was captured after all. */
async function lotsOf(db: Db, redemptions: readonly StoredRedemption[]): Promise<Map<bigint, LotMove[]>> {
  const lots = new Map<bigint, LotMove[]>();
  if (redemptions.length === 0) return lots;
  const rows = await readRows(
    lotRow,
    db.$queryRaw`
      SELECT r.id AS "rowId", l.id::text AS "lotId", m.remaining_delta AS points, nullif(l.expires_at, 'infinity') AS "expiresAt"
      FROM redemption r
      LEFT JOIN ledger.txn s ON s.programme_id = r.programme_id AND s.idem_key = 'capture:' || r.public_id AND s.kind = 'SPEND'
      JOIN ledger.lot_move m ON m.txn_id = coalesce(s.id, r.hold_txn_id)
      JOIN ledger.lot l ON l.id = m.lot_id
      WHERE r.id = ANY (${redemptions.map(({ rowId }) => rowId.toString())}::text[]::bigint[])
      ORDER BY r.id, l.expires_at, l.id`,
  );
  for (const { rowId, points, ...move } of rows) {
    lots.set(rowId, [...(lots.get(rowId) ?? []), { ...move, points: Number(points) }]);
  }
  return lots;
}
