import type { Db } from '../../platform/database.ts';

/** What a programme comes to: its people, and the points that are out. */
export interface ProgrammeTotals {
  readonly members: number;
  readonly orders: number;
  /** Points members could still use: to spend, pending and on hold. */
  readonly outstanding: number;
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  /** Points members owe after returns. */
  readonly debt: number;
}

/** Members, orders and points of a programme at `now`; points past their end are none, swept or not. */
export async function readProgrammeTotals(db: Db, programmeId: number, now: Date): Promise<ProgrammeTotals> {
  const [members, orders, balances, ended] = await Promise.all([
    db.member.count({ where: { programmeId } }),
    db.salesOrder.count({ where: { programmeId } }),
    db.ledgerBalance.aggregate({
      where: { programmeId },
      _sum: { available: true, pending: true, held: true, debt: true },
    }),
    db.ledgerLot.aggregate({
      where: { programmeId, state: 'ACTIVE', expiresAt: { lte: now } },
      _sum: { remaining: true },
    }),
  ]);
  const [inLots, pending, held, debt] = (['available', 'pending', 'held', 'debt'] as const).map((account) =>
    Number(balances._sum[account] ?? 0n),
  ) as [number, number, number, number];
  const available = inLots - Number(ended._sum.remaining ?? 0n);
  return { members, orders, outstanding: available + pending + held, available, pending, held, debt };
}
