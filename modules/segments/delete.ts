import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import { readRows } from '../../platform/rows.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { SegmentAskedBy, SegmentDeps } from './apply.ts';
import { lockSegments, readSegments, removeSegment, requireSegment } from './rows.ts';
import { segmentsIn } from './rules-check.ts';
import { segmentSubjects } from './subjects.ts';

/** Takes a segment away; one that another segment or a campaign names stays. */
export async function deleteSegment(
  { database, clock }: SegmentDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { actor, revision, requestId }: SegmentAskedBy,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    await lockSegments(tx, programmeId);
    const segments = await readSegments(tx, programmeId);
    const segment = requireSegment(segments, code);
    refuseIfChanged('The segment', String(segment.revision), revision);
    const others = segments.filter(({ who }) => segmentsIn(who, segmentSubjects).includes(code));
    const users = [
      ...others.map((one) => `the segment ${one.code}`),
      ...(await campaignsNaming(tx, programmeId, code)).map((one) => `the campaign ${one}`),
    ];
    if (users.length > 0) {
      throw new PerennialError(
        'SEGMENT_IN_USE',
        `${users.join(', ')} ${users.length === 1 ? 'uses' : 'use'} "${code}".`,
        {
          field: 'code',
          fix: 'Change what uses it first.',
        },
      );
    }
    await removeSegment(tx, segment.id);
    const { name, about, who } = segment;
    await tx.auditEvent.create({
      data: {
        ...{ programmeId, at: clock.now(), actor, action: 'segment.delete', target: `segment:${code}` },
        before: JSON.parse(JSON.stringify({ name, about, who })) as object,
        requestId: requestId ?? null,
      },
    });
  });
}

const codeRow = z.object({ code: z.string() });
/** Campaigns that a refusal names. */
const namedMax = 5;

/** Campaigns that have not ended and name a segment anywhere: in a condition, at a door, in an exit. */
async function campaignsNaming(db: Db, programmeId: number, code: string): Promise<string[]> {
  const rows = await readRows(
    codeRow,
    db.$queryRaw`
      SELECT c.code FROM campaign c JOIN campaign_version v ON v.campaign_id = c.id AND v.version = c.current_version
      WHERE c.programme_id = ${programmeId}::smallint AND c.status <> 'ended'
        AND jsonb_path_exists(v.definition, '$.** ? (@.segment == $code || @.enters == $code || @.leaves == $code)',
          jsonb_build_object('code', ${code}::text))
      ORDER BY c.code LIMIT ${namedMax}::int`,
  );
  return rows.map((row) => row.code);
}
