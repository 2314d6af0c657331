import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';

/** An event as it was taken. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  /** The shop's id. */
  readonly memberId: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly data: JsonObject;
  readonly points: number;
}

export interface EventFilter {
  /** The sender's id. */
  readonly id?: string | undefined;
  readonly memberId?: string | undefined;
  readonly type?: string | undefined;
  /** Happened not before this instant, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only those before this row: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const row = z.object({
  rowId: z.string(),
  id: z.string(),
  type: z.string(),
  memberId: z.string(),
  occurredAt: z.date(),
  receivedAt: z.date(),
  data: vouchedFor<JsonObject>(),
  points: z.number(),
});

/** Rows a page looks at, for filters that no index knows. */
const lookedAtMax = 20_000;

/** Events, the latest to arrive first. */
export async function listEvents(
  db: Db,
  programmeId: number,
  filter: EventFilter,
): Promise<{ readonly events: readonly StoredEvent[]; readonly next: string | undefined }> {
  const { id = null, memberId = null, type = null, before = null, limit } = filter;
  const [from, to] = [filter.from ?? null, filter.to ?? null];
  const rows = await readRows(
    row,
    db.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT e.* FROM event e
        WHERE e.programme_id = ${programmeId}::smallint AND (${id}::text IS NULL OR e.event_id = ${id})
          AND (${before}::text IS NULL OR e.id < ${before}::bigint)
          AND (${memberId}::text IS NULL OR e.member_id = (
            SELECT m.id FROM member m WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ${memberId}))
        ORDER BY e.id DESC LIMIT ${lookedAtMax}::int)
      SELECT g.id::text AS "rowId", g.event_id AS id, g.type, m.external_id AS "memberId", g.occurred_at AS "occurredAt",
        g.received_at AS "receivedAt", g.data, coalesce((g.result ->> 'points')::float8, 0) AS points
      FROM page g JOIN member m ON m.id = g.member_id
      WHERE (${type}::text IS NULL OR g.type = ${type})
        AND (${from}::timestamptz IS NULL OR g.occurred_at >= ${from}::timestamptz)
        AND (${to}::timestamptz IS NULL OR g.occurred_at < ${to}::timestamptz)
      ORDER BY g.id DESC LIMIT ${limit + 1}::int`,
  );
  const page = rows.slice(0, limit);
  return {
    events: page.map(({ rowId: _, ...event }) => event),
    next: rows.length > limit ? page.at(-1)?.rowId : undefined,
  };
}
