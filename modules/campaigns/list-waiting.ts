import { z } from 'zod';
import { type CountLimits, countLimits } from '../../platform/bounded-count.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { requireCampaign } from './rows.ts';
import { enrolmentsOf, isTooLargeToCount } from './rows-counts.ts';
import { placesOf } from './rows-places.ts';

/** A member who is inside a campaign, where, and until when. */
export interface WaitingMember {
  /** Of the enrolment's row. */
  readonly id: string;
  /** The shop's id of the member. */
  readonly memberId: string;
  readonly version: number;
  /** The last step the member came to; null before the first. */
  readonly step: string | null;
  readonly heldOut: boolean;
  readonly blocked: boolean;
  readonly since: Date;
  /** When the wait is over by itself; null where only an event ends it. */
  readonly until: Date | null;
}

export interface WaitingFilter {
  /** The step they are at; null before the first. */
  readonly step?: string | null | undefined;
  readonly heldOut?: boolean | undefined;
  /** Only those behind this one: the last of the page before. */
  readonly after?: { readonly until: string | null; readonly id: string } | undefined;
  readonly limit: number;
}

const waitingRow = z.object({
  id: z.string(),
  memberId: z.string(),
  version: z.int(),
  step: z.string().nullable(),
  heldOut: z.boolean(),
  blocked: z.boolean(),
  since: z.date(),
  until: z.date().nullable(),
});

/** Who is inside a campaign, those first whose wait ends first; of a very large one, some thousands of them. */
export async function listWaiting(
  db: Db,
  programmeId: number,
  code: string,
  { step, heldOut, after, limit }: WaitingFilter,
  limits: CountLimits = countLimits,
): Promise<WaitingMember[]> {
  const { id } = await requireCampaign(db, { programmeId, code });
  const inside = enrolmentsOf(id, await isTooLargeToCount(db, id, limits), limits);
  const conditions = Prisma.join(
    [
      Prisma.sql`p.status = 'active'`,
      ...(step === undefined ? [] : [Prisma.sql`p.last IS NOT DISTINCT FROM ${step}::text`]),
      ...(heldOut === undefined ? [] : [Prisma.sql`p.shadow = ${heldOut}::boolean`]),
      ...(after === undefined
        ? []
        : [
            Prisma.sql`(coalesce(p.waits_until, 'infinity'), p.id) > (coalesce(${after.until}::timestamptz, 'infinity'), ${after.id}::bigint)`,
          ]),
    ],
    ' AND ',
  );
  return readRows(
    waitingRow,
    db.$queryRaw`
      SELECT en.id::text, m.external_id AS "memberId", v.version, found.last AS step, en.shadow AS "heldOut",
        en.blocked_at IS NOT NULL AS blocked, en.enrolled_at AS since, found.waits_until AS until
      FROM (
        SELECT p.id, p.last, p.waits_until FROM ${placesOf(inside)} p WHERE ${conditions}
        ORDER BY coalesce(p.waits_until, 'infinity'), p.id LIMIT ${limit}::int) found
      JOIN enrolment en ON en.id = found.id JOIN member m ON m.id = en.member_id
      JOIN campaign_version v ON v.id = en.campaign_version_id
      ORDER BY coalesce(found.waits_until, 'infinity'), found.id`,
  );
}
