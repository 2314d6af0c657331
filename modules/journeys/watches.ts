import type { Db } from '../../platform/database.ts';
import type { JsonObject, JsonValue } from '../../values/json.ts';

/** What a story waits for and nobody tells as an event of its own: looked after until the story goes on. */
export interface NewWatch {
  readonly enrolmentId: string;
  /** Of one step at one time: nobody waits any more for one of before. */
  readonly watch: string;
  /** Exits are looked after as long as the enrolment lasts, beside what its story waits for. */
  readonly isExit?: boolean;
  /** The end of the wait as it was written, null of exits; and as it stands now, null while its date is not known. */
  readonly ends: JsonObject | null;
  readonly until: number | null;
  /** By their places; null of what comes as an event. */
  readonly states: readonly JsonValue[];
  readonly known: JsonObject;
  /** Places of states that the story knows to hold. */
  readonly told: readonly number[];
  /** By place, since when a state has held that has to last. */
  readonly heldSince: Readonly<Record<string, number>>;
  /** When it is looked at though nothing of the member has changed; null when time alone brings nothing. */
  readonly lookAt: number | null;
}

/**
 * Writes watches down in the transaction that answers the stories, one for each enrolment and one for its exits: a new one takes the place of the one before,
 * and one of the same name goes on as far as it was.
 */
export async function keepWatches(tx: Db, programmeId: number, now: Date, watches: readonly NewWatch[]): Promise<void> {
  if (watches.length === 0) return;
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const rows = watches.map(({ until, lookAt, isExit = false, ...watch }) => ({
    ...{ ...watch, isExit },
    ...{ until: instant(until), lookAt: instant(lookAt) },
  }));
  await tx.$executeRaw`
    INSERT INTO journey_watch AS w (enrolment_id, programme_id, watch, ends, until, states, known, told, held_since, written_at,
      is_exit, look_at)
    SELECT r."enrolmentId", ${programmeId}::smallint, r.watch, coalesce(r.ends, 'null'), r.until, r.states, r.known,
      ARRAY(SELECT jsonb_array_elements_text(r.told)::int), r."heldSince", ${now}::timestamptz, r."isExit", r."lookAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r ("enrolmentId" bigint, watch text, ends jsonb, until timestamptz,
      states jsonb, known jsonb, told jsonb, "heldSince" jsonb, "isExit" boolean, "lookAt" timestamptz)
    ORDER BY r."enrolmentId"
    ON CONFLICT (enrolment_id, is_exit) DO UPDATE SET watch = excluded.watch, ends = excluded.ends, until = excluded.until,
      states = excluded.states, known = excluded.known, written_at = excluded.written_at, look_at = excluded.look_at,
      told = CASE WHEN w.watch = excluded.watch THEN ARRAY(SELECT unnest(w.told) UNION SELECT unnest(excluded.told) ORDER BY 1)
        ELSE excluded.told END,
      held_since = CASE WHEN w.watch = excluded.watch THEN excluded.held_since || w.held_since ELSE excluded.held_since END`;
}

/** Forgets what was looked after for enrolments whose stories wait for nothing of the kind any more. */
export async function dropWatches(tx: Db, enrolmentIds: readonly string[]): Promise<void> {
  if (enrolmentIds.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM journey_watch WHERE enrolment_id = ANY (${enrolmentIds as string[]}::text[]::bigint[]) AND NOT is_exit`;
}
