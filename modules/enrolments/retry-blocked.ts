import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** Enrolments told to try again in one statement. */
const pageSize = 1_000;

export interface Retried {
  /** Enrolments that were told to try again. */
  readonly enrolments: number;
}

const toldRow = z.object({ id: z.bigint(), isTold: z.boolean() });

/**
 * Tells blocked enrolments to try again, those of one campaign or all: their cohorts run their stories anew, and what does not
 * fit is blocked again. One that has been told and not yet tried is not told twice.
 */
export async function retryBlocked(
  database: Db,
  { campaignId, now }: { readonly campaignId?: number; readonly now: Date },
): Promise<Retried> {
  let enrolments = 0;
  for (let afterId = 0n; ;) {
    const page = await readRows(
      toldRow,
      database.$queryRaw`
        WITH blocked AS (
          SELECT id, programme_id FROM enrolment
          WHERE blocked_at IS NOT NULL AND status = 'active' AND id > ${afterId}::bigint
            AND (${campaignId ?? null}::int IS NULL OR campaign_id = ${campaignId ?? null}::int)
          ORDER BY id LIMIT ${pageSize}::int),
        told AS (
          INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
          SELECT programme_id, id, 'retry', ${now}::timestamptz FROM blocked b
          WHERE NOT EXISTS (
            SELECT FROM signal_outbox w WHERE w.enrolment_id = b.id AND w.signal = 'retry' AND w.delivered_at IS NULL)
          RETURNING enrolment_id)
        SELECT b.id, told.enrolment_id IS NOT NULL AS "isTold" FROM blocked b
        LEFT JOIN told ON told.enrolment_id = b.id ORDER BY b.id`,
    );
    enrolments += page.filter(({ isTold }) => isTold).length;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return { enrolments };
    afterId = last.id;
  }
}
