import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { CohortPage } from '../../workflows/contract.ts';
import type { EnrolmentStatus } from '../../workflows/engine/story.ts';

/** An enrolment that a cohort carries and that has ended without it: an event took it out, or a person; or it goes on in another cohort. */
export interface OverEnrolment {
  readonly enrolmentId: string;
  readonly status: EnrolmentStatus | 'moved';
}

const countRow = z.object({ active: z.int(), pageActive: z.int() });
const overRow = z.object({ enrolmentId: z.string(), status: vouchedFor<OverEnrolment['status']>() });

/**
 * Enrolments that are over, or in another cohort, although the cohort still carries them, `count` of them. Others that it knows of are told, too, where
 * it does not know of all: it lets go of those it has. Nobody at most wakes, for the price of a count.
 */
export async function readOver(
  db: Db,
  { cohortId, enrolments, carried }: CohortPage,
): Promise<{ readonly over: readonly OverEnrolment[]; readonly count: number }> {
  const ids = enrolments.map(({ enrolmentId }) => enrolmentId);
  const { active, pageActive } = await readOnlyRow(
    countRow,
    db.$queryRaw`
      SELECT (count(*) FILTER (WHERE status = 'active'))::int AS active,
        (count(*) FILTER (WHERE status = 'active' AND id = ANY (${ids}::text[]::bigint[])))::int AS "pageActive"
      FROM cohort_enrolments(${cohortId}::bigint)`,
  );
  if (active >= carried && pageActive === ids.length) return { over: [], count: 0 };
  const over = await readRows(
    overRow,
    db.$queryRaw`
      SELECT en.id::text AS "enrolmentId", CASE WHEN en.cohort_id = c.id THEN en.status ELSE 'moved' END AS status
      FROM cohort c JOIN enrolment en ON en.id = ANY (c.enrolment_ids)
      WHERE c.id = ${cohortId}::bigint AND (en.status <> 'active' OR en.cohort_id IS DISTINCT FROM c.id) ORDER BY en.id`,
  );
  return { over, count: Math.max(0, carried - active) };
}
