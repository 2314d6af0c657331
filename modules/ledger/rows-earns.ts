import type { Db } from '../../platform/database.ts';

/** What brought points to a member. */
export interface Earn {
  readonly key: string;
  readonly memberId: string;
  readonly points: number;
}

/** Earns of the programme by their transaction ids; an id that names none is left out. */
export async function readEarns(
  db: Db,
  programmeId: number,
  txnIds: readonly string[],
): Promise<ReadonlyMap<string, Earn>> {
  const rows = await db.ledgerTxn.findMany({
    where: { id: { in: txnIds.map(BigInt) }, programmeId, kind: 'EARN' },
    select: { id: true, idemKey: true, memberId: true, amount: true },
  });
  return new Map(
    rows.map(({ id, idemKey, memberId, amount }) => [
      String(id),
      { key: idemKey, memberId: String(memberId), points: Number(amount) },
    ]),
  );
}
