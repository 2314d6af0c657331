import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRow } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import { addEntries } from './rows-entries.ts';

/** A member whom somebody brings to a journey's door: another journey, or the shop. */
export interface Call {
  readonly memberId: bigint | string;
  readonly fields: JsonObject;
  /** What the call is known by, however often it is made: `call:<key>`. */
  readonly source: `call:${string}`;
  readonly at: Date;
}

const openRow = z.object({ id: z.int() });

/** Notes calls, each once by its source; nothing of a campaign that is neither live nor paused, or lets nobody in any more. Answers how many are new. */
export async function noteCalls(
  tx: Db,
  {
    programmeId,
    campaign,
    calls,
  }: { readonly programmeId: number; readonly campaign: string | number; readonly calls: readonly Call[] },
): Promise<number> {
  const [code, id] = typeof campaign === 'string' ? [campaign, null] : [null, campaign];
  const open = await readRow(
    openRow,
    tx.$queryRaw`
      SELECT id FROM campaign
      WHERE programme_id = ${programmeId}::smallint AND (code = ${code} OR id = ${id}::int) AND lifecycle = 'journey'
        AND status IN ('live', 'paused') AND entry_closed_at IS NULL`,
  );
  if (open === undefined) return 0;
  const entries = calls.map(({ memberId, at, ...rest }) => ({
    ...{ ...rest, memberId: BigInt(memberId), at, dueAt: at, createdAt: at },
  }));
  return addEntries(tx, { programmeId, campaignId: open.id }, entries);
}
