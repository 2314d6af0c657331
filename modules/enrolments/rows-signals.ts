import { z } from 'zod';
import type { JsonObject } from '../../values/json.ts';
import type { EnrolmentSignal } from '../../workflows/engine/protocol.ts';
import type { PastSignal } from '../../workflows/engine/rebuild.ts';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import { storableText } from '../../platform/storable-text.ts';

/** A signal that is still to be delivered. */
export interface UndeliveredSignal {
  readonly id: bigint;
  /** Null when nobody is left to hear it: the enrolment or its cohort has ended. */
  readonly cohortId: string | null;
  /** Times that Temporal has refused it. */
  readonly attempts: number;
  /** False for an event that the story does not wait for. */
  readonly calls: boolean;
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
const undeliveredRow = signalRow.extend({ cohortId: z.string().nullable(), attempts: z.int(), calls: z.boolean() });
const writtenRow = signalRow.extend({ cameAt: z.date(), isDelivered: z.boolean() });

/** Signals to deliver now, in the order they were written; those whose cohort has not started, and those refused of late, wait. */
export async function undeliveredSignals(db: Db, signalsMax: number): Promise<UndeliveredSignal[]> {
  const rows = await readRows(
    undeliveredRow,
    db.$queryRaw`
      SELECT id, enrolment_id AS "enrolmentId", cohort_id AS "cohortId", signal, attempts, reason, event_id AS "eventId", type, at, data,
        calls
      FROM relay_signals(${signalsMax}::int)`,
  );
  return rows.map((row) => ({
    ...{ id: row.id, cohortId: row.cohortId, attempts: row.attempts, calls: row.calls },
    signal: signalOf(row),
  }));
}

/** All that ever came for these enrolments, in the order in which it came, but for what was taken before an edit. */
export async function signalsOf(db: Db, enrolmentIds: readonly string[]): Promise<WrittenSignal[]> {
  const rows = await readRows(
    writtenRow,
    db.$queryRaw`
      SELECT w.id, w.enrolment_id::text AS "enrolmentId", nullif(w.signal, 'told') AS signal, en.reason,
        coalesce(e.event_id, CASE WHEN w.told IS NOT NULL THEN 'told:' || w.id END) AS "eventId",
        coalesce(e.type, w.told ->> 'type') AS type, coalesce(e.occurred_at, w.created_at) AS at,
        coalesce(e.data, w.told -> 'data') AS data, w.created_at AS "cameAt", w.delivered_at IS NOT NULL AS "isDelivered"
      FROM signal_outbox w
      JOIN enrolment en ON en.id = w.enrolment_id
      LEFT JOIN event e ON e.id = w.event_id
      WHERE w.enrolment_id = ANY (${enrolmentIds as string[]}::text[]::bigint[]) AND NOT w.spent AND w.cohort_id IS NULL
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

/** A signal that a cohort has; null where nobody is left to hear it. */
export interface BroughtSignal {
  readonly id: bigint | string;
  readonly cohortId: string | null;
}

/**
 * Records that signals have reached their cohorts, or were read there, or nobody is left to hear them. What has reached a cohort that
 * an enrolment has left meanwhile is still to be brought to the one that it is in.
 */
export async function markDelivered(db: Db, brought: readonly BroughtSignal[], now: Date): Promise<void> {
  if (brought.length === 0) return;
  const [ids, cohortIds] = [brought.map(({ id }) => String(id)), brought.map(({ cohortId }) => cohortId)];
  await db.$executeRaw`
    UPDATE signal_outbox w SET delivered_at = ${now}::timestamptz
    FROM unnest(${ids}::text[]::bigint[], ${cohortIds}::text[]::bigint[]) b (id, cohort_id)
    WHERE w.id = b.id AND w.delivered_at IS NULL
      AND (b.cohort_id IS NULL OR w.cohort_id = b.cohort_id
        OR EXISTS (SELECT FROM enrolment en WHERE en.id = w.enrolment_id AND en.cohort_id = b.cohort_id))`;
}

/** Leaves signals to be read by their cohorts when those next run the stories. */
export async function markCanWait(db: Db, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await db.$executeRaw`
    UPDATE signal_outbox SET can_wait = true WHERE id = ANY (${ids.map(String)}::text[]::bigint[])`;
}

/** Notes beside signals that Temporal refused them, and when they are tried again. */
export async function noteSignalsRefused(
  db: Db,
  ids: readonly bigint[],
  { error, retryMs }: { readonly error: string; readonly retryMs: number },
): Promise<void> {
  await db.$executeRaw`
    UPDATE signal_outbox SET attempts = least(attempts + 1, 32767), error = ${storableText(error)},
      retry_after = clock_timestamp() + ${`${retryMs} ms`}::interval
    WHERE id = ANY (${ids.map(String)}::text[]::bigint[])`;
}
