import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { Fact } from './rules/facts.ts';
import { type ParkedFact, parkedDaysMax } from './rules/parking.ts';
import { counted } from '../../values/plural.ts';

/** A fact as JSON has it. */
type StoredFact = Omit<Fact, 'at'> & { readonly at: string };

const dayMs = 86_400_000;
/** Events one page of the sweep puts before a person. */
const pageSize = 500;

const parkedRow = z.object({ id: z.string(), fact: vouchedFor<StoredFact>() });

/** Events that wait for these members, in the order they happened; their names stay locked to the end of the transaction. */
export async function unparkEvents(tx: Db, programmeId: number, members: readonly string[]): Promise<ParkedFact[]> {
  if (members.length === 0) return [];
  const rows = await readRows(
    parkedRow,
    tx.$queryRaw`
      SELECT id::text, fact FROM unpark_events(${programmeId}::int, ${members as string[]}::text[])`,
  );
  return rows.map(parkedFactOf);
}

/** The event that a person decides about, locked; undefined when none of this id is put before one. */
export async function lockReviewed(tx: Db, programmeId: number, eventId: string): Promise<ParkedFact | undefined> {
  const row = await readRow(
    parkedRow,
    tx.$queryRaw`
      SELECT id::text, fact FROM parked_event
      WHERE programme_id = ${programmeId}::smallint AND event_id = ${eventId} AND status = 'review' FOR UPDATE`,
  );
  return row && parkedFactOf(row);
}

const parkedFactOf = ({ id, fact }: z.infer<typeof parkedRow>): ParkedFact => ({
  id,
  fact: { ...fact, at: new Date(fact.at) } as Fact,
});

/** What is kept under an event's id. */
export interface KeptEvent {
  readonly contentHash: string;
  readonly untilAt: Date;
  readonly status: string;
}

const keptRow = z.object({ eventId: z.string(), contentHash: z.string(), untilAt: z.date(), status: z.string() });

/** Keeps events until their members join, each once by its id; what is kept, by id. Throws INTAKE_STALE when one has joined. */
export async function parkEvents(
  tx: Db,
  programmeId: number,
  facts: readonly Fact[],
  now: Date,
): Promise<Map<string, KeptEvent>> {
  if (facts.length === 0) return new Map();
  const until = new Date(now.getTime() + parkedDaysMax * dayMs);
  const rows = await readRows(
    keptRow,
    tx.$queryRaw`
      SELECT event_id AS "eventId", content_hash AS "contentHash", until_at AS "untilAt", status
      FROM park_events(${programmeId}::int, ${JSON.stringify(facts)}::jsonb, ${now}::timestamptz, ${until}::timestamptz)`,
  );
  return new Map(rows.map(({ eventId, ...kept }) => [eventId, kept]));
}

/** What has become of a kept event. */
export interface SettledEvent {
  readonly id: string;
  readonly status: 'taken' | 'review' | 'dropped';
  /** Why it is put before a person. */
  readonly reason?: string;
}

/** Writes down what has become of kept events; one that is put before a person gets a case. */
export async function settleParked(
  tx: Db,
  programmeId: number,
  settled: readonly SettledEvent[],
  now: Date,
): Promise<void> {
  if (settled.length === 0) return;
  await tx.$executeRaw`
    SELECT settle_parked(${programmeId}::int, ${JSON.stringify(settled)}::jsonb, ${now}::timestamptz)`;
}

const pageRow = z.object({ count: z.int() });

/** Puts a page of events before a person whose member has not joined in time; true when there may be more. */
export async function reviewUnjoined(
  db: Db,
  programmeId: number,
  now: Date,
): Promise<{ count: number; isLast: boolean }> {
  const reason = `no member joined within ${counted(parkedDaysMax, 'day', 'days')}`;
  const { count } = await readOnlyRow(
    pageRow,
    db.$queryRaw`
      WITH due AS MATERIALIZED (
        SELECT id FROM parked_event
        WHERE programme_id = ${programmeId}::smallint AND status = 'waiting' AND until_at <= ${now}::timestamptz
        ORDER BY until_at, id LIMIT ${pageSize}::int FOR UPDATE SKIP LOCKED),
      page AS MATERIALIZED (
        SELECT count(*)::int AS count, coalesce(jsonb_agg(jsonb_build_object('id', id, 'status', 'review', 'reason', ${reason}::text)), '[]') AS settled
        FROM due)
      SELECT count FROM page CROSS JOIN LATERAL settle_parked(${programmeId}::int, page.settled, ${now}::timestamptz)`,
  );
  return { count, isLast: count < pageSize };
}

const listedRow = z.object({
  ...{ eventId: z.string(), member: z.string(), type: z.string(), orderId: z.string().nullable() },
  ...{ amountMinor: z.number().nullable(), occurredAt: z.date(), untilAt: z.date() },
});

/** An event that waits for its member, as a list shows it. */
export type ListedParked = z.infer<typeof listedRow>;

/** Events that wait for their member, those whose wait ends first at the top. */
export async function listParked(db: Db, programmeId: number, limit: number): Promise<ListedParked[]> {
  return readRows(
    listedRow,
    db.$queryRaw`
      SELECT event_id AS "eventId", member, fact ->> 'type' AS type, fact ->> 'orderId' AS "orderId",
        (fact ->> 'amountMinor')::float8 AS "amountMinor", (fact ->> 'at')::timestamptz AS "occurredAt", until_at AS "untilAt"
      FROM parked_event WHERE programme_id = ${programmeId}::smallint AND status = 'waiting'
      ORDER BY until_at, id LIMIT ${limit}::int`,
  );
}
