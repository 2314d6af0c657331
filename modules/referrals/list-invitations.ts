import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** An invitation as its referrer may see it: friends are not named. */
export interface OwnInvitation {
  readonly status: string;
  readonly registeredAt: Date;
  /** What it brought. */
  readonly rewardPoints: number;
}

const row = z.object({ id: z.string(), status: z.string(), registeredAt: z.date(), rewardPoints: z.number() });

/** A member's invitations, latest first. */
export async function listInvitations(
  db: Db,
  programmeId: number,
  memberId: bigint,
  { limit, before = null }: { readonly limit: number; readonly before?: string | null | undefined },
): Promise<{ readonly invitations: readonly OwnInvitation[]; readonly next: string | undefined }> {
  const rows = await readRows(
    row,
    db.$queryRaw`
      SELECT r.id::text, replace(r.state, '-', '_') AS status, r.registered_at AS "registeredAt",
        coalesce((r.rewards -> 'referrer' ->> 'points')::float8, 0) AS "rewardPoints"
      FROM referral r
      WHERE r.programme_id = ${programmeId}::smallint AND r.referrer_id = ${memberId} AND (${before}::text IS NULL OR r.id < ${before}::bigint)
      ORDER BY r.id DESC LIMIT ${limit + 1}::int`,
  );
  const page = rows.slice(0, limit);
  return {
    invitations: page.map(({ id: _, ...each }) => each),
    next: rows.length > limit ? page.at(-1)?.id : undefined,
  };
}
