import { z } from 'zod';
import type { JsonObject } from '../../values/json.ts';
import type { EnrolmentSignal } from '../../workflows/engine/protocol.ts';
import type { PastSignal } from '../../workflows/engine/rebuild.ts';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';

/** A signal that is still to be delivered. */
export interface UndeliveredSignal {
  readonly id: bigint;
  /** Null when nobody is left to hear it: the enrolment or its cohort has ended. */
  readonly cohortId: string | null;
  readonly signal: EnrolmentSignal;
}

/** A signal as it was written, whether delivered by now or not. */
export interface WrittenSignal extends PastSignal {
  readonly isDelivered: boolean;
}

const signalRow = z.object({
  id: z.bigint(),
  enrolmentId: z.string(),
  signal: vouchedFor<'resumed' | 'cancelled' | 'retry'>().nullable(),
  reason: z.string().nullable(),
  eventId: z.string().nullable(),
  type: z.string().nullable(),
  at: z.date().nullable(),
  data: vouchedFor<JsonObject>().nullable(),
});
const undeliveredRow = signalRow.extend({ cohortId: z.string().nullable() });
const writtenRow = signalRow.extend({ cameAt: z.date(), isDelivered: z.boolean() });

/** Signals not yet delivered, in the order they were written; those whose cohort has not started wait. */
export async function undeliveredSignals(db: Db, signalsMax: number): Promise<UndeliveredSignal[]> {
  const rows = await readRows(
    undeliveredRow,
    db.$queryRaw`
      SELECT w.id, w.enrolment_id::text AS "enrolmentId", w.signal, en.reason,
        CASE WHEN c.ended_at IS NULL AND (en.status = 'active' OR w.signal = 'cancelled') THEN en.cohort_id::text END AS "cohortId",
        e.event_id AS "eventId", e.type, e.occurred_at AS at, e.data
      FROM signal_outbox w
      JOIN enrolment en ON en.id = w.enrolment_id
      LEFT JOIN cohort c ON c.id = en.cohort_id
      LEFT JOIN event e ON e.id = w.event_id
      WHERE w.delivered_at IS NULL AND (c.started_at IS NOT NULL OR en.status <> 'active')
      ORDER BY w.id LIMIT ${signalsMax}::int`,
  );
  return rows.map((row) => ({ id: row.id, cohortId: row.cohortId, signal: signalOf(row) }));
}

/** All that ever came for these enrolments, in the order in which it came. */
export async function signalsOf(db: Db, enrolmentIds: readonly string[]): Promise<WrittenSignal[]> {
  const rows = await readRows(
    writtenRow,
    db.$queryRaw`
      SELECT w.id, w.enrolment_id::text AS "enrolmentId", w.signal, en.reason, e.event_id AS "eventId", e.type,
        e.occurred_at AS at, e.data, w.created_at AS "cameAt", w.delivered_at IS NOT NULL AS "isDelivered"
      FROM signal_outbox w
      JOIN enrolment en ON en.id = w.enrolment_id
      LEFT JOIN event e ON e.id = w.event_id
      WHERE w.enrolment_id = ANY (${enrolmentIds as string[]}::text[]::bigint[])
      ORDER BY w.id`,
  );
  return rows.map(({ cameAt, isDelivered, ...row }) => ({
    signal: signalOf(row),
    cameAt: cameAt.getTime(),
    isDelivered,
  }));
}

function signalOf({
  id,
  enrolmentId,
  signal,
  reason,
  eventId,
  type,
  at,
  data,
}: z.infer<typeof signalRow>): EnrolmentSignal {
  const base = { id: String(id), enrolmentId };
  if (signal === 'resumed' || signal === 'retry') return { kind: signal, ...base };
  if (signal === 'cancelled') return { kind: 'cancelled', ...base, reason: reason ?? 'cancelled' };
  if (eventId === null || type === null || at === null) throw new Error(`signal ${id} has no event`);
  return { kind: 'event', ...base, event: { id: eventId, type, at: at.getTime(), data: data ?? {} } };
}

/** Records that signals have reached their cohorts, or nobody is left to hear them. */
export async function markDelivered(db: Db, ids: readonly bigint[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db.$executeRaw`
    UPDATE signal_outbox SET delivered_at = ${now}::timestamptz WHERE id = ANY (${ids.map(String)}::text[]::bigint[])`;
}
