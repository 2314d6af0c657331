import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import type { Tier } from './rules.ts';

/** Members of a tier that the programme has no more, and where their purchases put them. */
export type MovedMembers = {
  readonly from: string;
  readonly to: string;
  readonly members: number;
};

const movedRow = z.object({ from: z.string(), to: z.string(), members: z.int() });

/** Puts the members of tiers that are gone into the tier that their kept purchases reach; says how many went where. */
export async function moveTiers(
  tx: Db,
  programmeId: number,
  { before, after }: { readonly before: readonly Tier[]; readonly after: readonly Tier[] },
): Promise<MovedMembers[]> {
  const gone = before.map(({ code }) => code).filter((code) => after.every((tier) => tier.code !== code));
  if (gone.length === 0) return [];
  const tiers = after.map(({ code, spendMinor = null, orders = null }, place) => ({
    ...{ code, spend: spendMinor, orders, place },
  }));
  return readRows(
    movedRow,
    tx.$queryRaw`
      WITH tier AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(tiers)}::jsonb) t (code text, spend bigint, orders int, place int)),
      moved AS (
        UPDATE member m SET tier = n.code
        FROM (
          SELECT o.id, o.tier AS was, (
            SELECT t.code FROM tier t
            WHERE t.place = 0 OR o.spent_minor >= t.spend OR o.orders_count >= t.orders ORDER BY t.place DESC LIMIT 1) AS code
          FROM member o WHERE o.programme_id = ${programmeId}::smallint AND o.tier = ANY (${gone}::text[])) n
        WHERE m.id = n.id
        RETURNING n.was, n.code)
      SELECT was AS "from", code AS "to", count(*)::int AS members FROM moved GROUP BY 1, 2 ORDER BY 1, 2`,
  );
}
