import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** A member's new enrolment, and the event row that brought it. */
export interface NewEnrolment {
  readonly eventRowId: bigint;
  readonly campaignId: number;
  readonly enrolmentId: bigint;
}

const newEnrolmentRow = z.object({ eventRowId: z.bigint(), campaignId: z.int(), enrolmentId: z.bigint() });

/**
 * Enrols members whom these events bring into live campaigns, and writes a signal for every active enrolment that listens.
 * Belongs into the transaction that wrote the events, with their members locked, so that two transactions can't miss each
 * other's enrolment. `enrol: false` only signals.
 */
export async function enrolAndSignal(
  tx: Db,
  {
    programmeId,
    eventRowIds,
    now,
    enrol = true,
  }: { programmeId: number; eventRowIds: readonly bigint[]; now: Date; enrol?: boolean },
): Promise<NewEnrolment[]> {
  return readRows(
    newEnrolmentRow,
    tx.$queryRaw`
      SELECT event_id AS "eventRowId", campaign_id AS "campaignId", enrolment_id AS "enrolmentId"
      FROM enrol_and_signal(${programmeId}::int, ${eventRowIds.map(String)}::text[]::bigint[], ${now}::timestamptz, ${enrol}::boolean)`,
  );
}
