import { Prisma } from '../../prisma/generated/client.ts';
import { outlineKinds } from '../../workflows/lifecycles/outline.ts';

/**
 * A derived table of where members of a campaign are (id, status, shadow, waits_until, weight, names, last): the steps of the outline that an
 * enrolment came to, and the last of them; null before the first. `inside` is a table of enrolmentsOf.
 */
export function placesOf(inside: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT en.id, en.status, en.shadow, en.waits_until, en.weight, came.names, came.last
    FROM ${inside} en
    CROSS JOIN LATERAL (
      SELECT array_agg(DISTINCT s.name) AS names, (array_agg(s.name ORDER BY s.id DESC))[1] AS last
      FROM step s WHERE s.enrolment_id = en.id AND s.kind = ANY (${[...outlineKinds]}::text[])) came)`;
}
