import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { normalCouponCode } from './rules.ts';

const codeRow = z.object({ code: z.string() });

/** Those of the codes, in any spelling, that are coupons of the programme, in their order. */
export async function knownCoupons(db: Db, programmeId: number, codes: readonly string[]): Promise<string[]> {
  const normal = codes.map(normalCouponCode);
  if (normal.length === 0) return [];
  const rows = await readRows(
    codeRow,
    db.$queryRaw`
      SELECT code FROM ledger.coupon WHERE programme_id = ${programmeId}::smallint AND code = ANY (${normal}::text[])`,
  );
  const known = new Set(rows.map(({ code }) => code));
  return normal.filter((code) => known.has(code));
}
