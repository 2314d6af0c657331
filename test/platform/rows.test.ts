import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readOnlyRow, readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';

describe('The rows of raw SQL', () => {
  let database: Database;

  beforeAll(async () => {
    ({ database } = await freshDatabase());
  });

  const pair = z.object({ id: z.bigint(), at: z.date().nullable() });

  it('come as what their schema says, and nothing more', async () => {
    const rows = await readRows(
      pair,
      database.$queryRaw`SELECT 7::bigint AS id, NULL::timestamptz AS at, 'unasked' AS more`,
    );
    expect(rows).toEqual([{ id: 7n, at: null }]);
  });

  it('are refused, with the column, when a column has another type or name than the code expects', async () => {
    const asNumber = readRows(pair, database.$queryRaw`SELECT 7::int AS id, now() AS at`);
    await expect(asNumber).rejects.toThrow(/row's id: .*expected bigint, received number/);
    const renamed = readRow(pair, database.$queryRaw`SELECT 7::bigint AS id, now() AS came_at`);
    await expect(renamed).rejects.toThrow(/row's at: .*expected date/);
  });

  it('hold JSON that this code wrote as the type it vouches for', async () => {
    const row = await readRow(
      z.object({ settings: vouchedFor<{ days: number }>() }),
      database.$queryRaw`SELECT '{"days": 3}'::jsonb AS settings`,
    );
    expect(row?.settings.days).toBe(3);
  });

  it('may be none, or are exactly one where the query says so', async () => {
    const none = () => database.$queryRaw`SELECT 1 AS n WHERE false`;
    expect(await readRow(z.object({ n: z.number() }), none())).toBeUndefined();
    await expect(readOnlyRow(z.object({ n: z.number() }), none())).rejects.toThrow(/0 rows where it always has one/);
  });
});
