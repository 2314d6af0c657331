import { z } from 'zod';
import type { JsonObject } from '../../values/json.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import { pendingEventsMax } from '../../workflows/engine/cohort.ts';
import type { EventSignal, WaitRecord } from '../../workflows/engine/protocol.ts';

const unreadRow = z.object({
  ...{ id: z.bigint(), enrolmentId: z.string(), eventId: z.string(), type: z.string(), at: z.date() },
  ...{ data: vouchedFor<JsonObject>(), givenUp: z.boolean() },
});

/** An event in the outbox that its cohort has not been brought. */
export interface UnreadSignal {
  readonly signal: EventSignal;
  /** The enrolment has left so many others unread that this one is too old to be kept. */
  readonly givenUp: boolean;
}

/** Events that have come for these enrolments and were not brought to their cohort, in the order they were written. */
export async function unreadSignals(db: Db, enrolmentIds: readonly string[]): Promise<UnreadSignal[]> {
  if (enrolmentIds.length === 0) return [];
  const rows = await readRows(
    unreadRow,
    db.$queryRaw`
      SELECT id, enrolment_id AS "enrolmentId", event_id AS "eventId", type, at, data, given_up AS "givenUp"
      FROM unread_signals(${enrolmentIds as string[]}::text[]::bigint[], ${pendingEventsMax}::int)`,
  );
  return rows.map(({ id, enrolmentId, eventId, type, at, data, givenUp }) => ({
    signal: { kind: 'event', id: String(id), enrolmentId, event: { id: eventId, type, at: at.getTime(), data } },
    givenUp,
  }));
}

/** Records that nobody will read what waits in the outbox for enrolments of a cohort that are over. */
export async function leaveUnread(db: Db, cohortId: string, enrolmentIds: readonly string[], now: Date): Promise<void> {
  if (enrolmentIds.length === 0) return;
  await db.$executeRaw`
    UPDATE signal_outbox w SET delivered_at = ${now}::timestamptz
    WHERE w.enrolment_id = ANY (${enrolmentIds as string[]}::text[]::bigint[]) AND w.can_wait AND w.delivered_at IS NULL
      AND EXISTS (SELECT FROM enrolment en WHERE en.id = w.enrolment_id AND en.cohort_id = ${cohortId}::bigint)`;
}

const notedRow = z.object({ changed: z.bigint() });

/** Writes down what enrolments of a cohort wait for; true when some waited for something else before. */
export async function noteWaits(db: Db, cohortId: string, waits: readonly WaitRecord[]): Promise<boolean> {
  if (waits.length === 0) return false;
  const { changed } = await readOnlyRow(
    notedRow,
    db.$queryRaw`SELECT note_waits(${cohortId}::bigint, ${JSON.stringify(waits)}::jsonb) AS changed`,
  );
  return changed > 0n;
}
