import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import type { StoredSegment } from './rows.ts';
import { segmentsIn } from './rules-check.ts';
import { segmentSubjects } from './subjects.ts';

/** What names a segment, and is touched when that changes. */
export interface SegmentUser {
  readonly kind: 'campaign' | 'segment';
  readonly code: string;
  readonly name: string;
  /** Of a campaign; null of a segment. */
  readonly status: string | null;
}

const campaignRow = z.object({
  ...{ code: z.string(), name: z.string(), status: z.string(), names: z.array(z.string()) },
});
/** Campaigns that have not ended and are looked through, at most. */
const campaignsMax = 1_000;

/** What uses each segment: campaigns that have not ended and name it anywhere (a condition, a door, an exit), and other segments. */
export async function readUsers(
  db: Db,
  programmeId: number,
  segments: readonly StoredSegment[],
): Promise<ReadonlyMap<string, readonly SegmentUser[]>> {
  const campaigns = await readRows(
    campaignRow,
    db.$queryRaw`
      SELECT c.code, c.name, c.status, ARRAY(
        SELECT DISTINCT n #>> '{}' FROM jsonb_path_query(v.definition, '$.**.keyvalue() ? (@.key == "segment" || @.key == "enters" || @.key == "leaves").value') n
        WHERE jsonb_typeof(n) = 'string') AS names
      FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.programme_id = ${programmeId}::smallint AND c.status <> 'ended'
        AND jsonb_path_exists(v.definition, '$.** ? (exists (@.segment) || exists (@.enters) || exists (@.leaves))')
      ORDER BY c.code LIMIT ${campaignsMax}::int`,
  );
  return new Map(
    segments.map(({ code }) => [
      code,
      [
        ...campaigns
          .filter(({ names }) => names.includes(code))
          .map(({ code: campaign, name, status }) => ({ kind: 'campaign' as const, code: campaign, name, status })),
        ...segments
          .filter(({ who }) => segmentsIn(who, segmentSubjects).includes(code))
          .map((other) => ({ kind: 'segment' as const, code: other.code, name: other.name, status: null })),
      ],
    ]),
  );
}
