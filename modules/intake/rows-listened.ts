import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

const typeRow = z.object({ type: z.string() });

/** Types of events that a campaign of the programme begins with, waits for or ends on; those of ended campaigns are none. */
export async function listenedTypes(db: Db, programmeId: number): Promise<Set<string>> {
  const rows = await readRows(
    typeRow,
    db.$queryRaw`
      SELECT DISTINCT t.type FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id
      CROSS JOIN LATERAL unnest(v.listens_to || v.trigger_type || v.door_types) t (type)
      WHERE c.programme_id = ${programmeId}::smallint AND c.status <> 'ended' AND t.type IS NOT NULL`,
  );
  return new Set(rows.map(({ type }) => type));
}
