import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

const heldRow = z.object({ place: z.int(), key: z.string() });

/** The keys of the steps that set points aside last, by the names of the steps, in their order; undefined where none did. */
export async function heldBy(
  db: Db,
  programmeId: number,
  asked: readonly { readonly enrolmentId: string; readonly step: string }[],
): Promise<(string | undefined)[]> {
  if (asked.length === 0) return [];
  const rows = await readRows(
    heldRow,
    db.$queryRaw`
      SELECT r.place::int, s.key
      FROM unnest(${asked.map(({ enrolmentId }) => enrolmentId)}::text[]::bigint[], ${asked.map(({ step }) => step)}::text[])
        WITH ORDINALITY r (enrolment_id, name, place)
      CROSS JOIN LATERAL (
        SELECT key FROM step h
        WHERE h.enrolment_id = r.enrolment_id AND h.programme_id = ${programmeId}::smallint AND h.kind = 'hold' AND h.name = r.name
          AND h.outcome ->> 'kind' = 'applied' AND h.outcome #>> '{data,wasDoneBefore}' IS NULL
        ORDER BY h.id DESC LIMIT 1) s`,
  );
  const keys = new Map(rows.map(({ place, key }) => [place, key]));
  return asked.map((_, place) => keys.get(place + 1));
}
