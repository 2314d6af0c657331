import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** What brought points to a member. */
export interface Earn {
  readonly key: string;
  /** Whose they are now, whoever's account it was. */
  readonly heirId: string;
  readonly points: number;
}

const earnRow = z.object({ id: z.string(), key: z.string(), heirId: z.string(), points: z.number() });

/** Earns of the programme by their transaction ids; an id that names none is left out. */
export async function readEarns(
  db: Db,
  programmeId: number,
  txnIds: readonly string[],
): Promise<ReadonlyMap<string, Earn>> {
  const rows = await readRows(
    earnRow,
    db.$queryRaw`
      SELECT t.id::text, t.idem_key AS key, heir_of(t.member_id)::text AS "heirId", t.amount::float8 AS points FROM ledger.txn t
      WHERE t.id = ANY (${txnIds as string[]}::text[]::bigint[]) AND t.programme_id = ${programmeId}::smallint AND t.kind = 'EARN'`,
  );
  return new Map(rows.map(({ id, ...earn }) => [id, earn]));
}
