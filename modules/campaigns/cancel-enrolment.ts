import { z } from 'zod';
import { inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRow } from '../../platform/rows.ts';
import type { CampaignDeps } from './apply.ts';
import { type EnrolmentView, requireEnrolment } from './list-enrolments.ts';

export interface EnrolmentCancelling {
  readonly actor: string;
  /** Why, as the timeline and the audit say it. */
  readonly reason: string;
  readonly requestId?: string;
}

const rowShape = z.object({ status: z.string(), isCarried: z.boolean() });

/** Takes one member out of a campaign: nothing more is done there. One who was taken out before stays so, with the first reason. */
export async function cancelEnrolment(
  { database, clock }: CampaignDeps,
  programmeId: number,
  id: bigint,
  { actor, reason, requestId }: EnrolmentCancelling,
): Promise<EnrolmentView> {
  const now = clock.now();
  return inTransaction(database, async (tx) => {
    const row = await readRow(
      rowShape,
      tx.$queryRaw`
        SELECT status, cohort_id IS NOT NULL AS "isCarried" FROM enrolment
        WHERE id = ${id}::bigint AND programme_id = ${programmeId}::smallint FOR NO KEY UPDATE`,
    );
    if (row === undefined || row.status === 'cancelled') return requireEnrolment(tx, programmeId, id);
    if (row.status !== 'active') {
      throw new PerennialError('ENROLMENT_STATUS', `The enrolment is over: ${row.status}.`, { field: 'enrolmentId' });
    }
    await tx.$executeRaw`
      UPDATE enrolment SET status = 'cancelled', reason = ${reason}, ended_at = ${now}::timestamptz WHERE id = ${id}::bigint`;
    if (row.isCarried) {
      await tx.$executeRaw`
        INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
        VALUES (${programmeId}::smallint, ${id}::bigint, 'cancelled', ${now}::timestamptz)`;
    }
    const states = { before: { status: 'active' }, after: { status: 'cancelled' } };
    const told = { action: 'enrolment.cancelled', target: `enrolment:${id}`, reason, requestId: requestId ?? null };
    await tx.auditEvent.create({ data: { programmeId, at: now, actor, ...told, ...states } });
    return requireEnrolment(tx, programmeId, id);
  });
}
