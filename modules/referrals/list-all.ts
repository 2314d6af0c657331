import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { referralStates } from './rules-limits.ts';

/** An invitation as the shop sees it. */
export interface ReferralCase {
  readonly rowId: string;
  /** The shop's id of who invited. */
  readonly memberId: string;
  readonly friendId: string;
  /** How far it has come, in the words of programs: `friend_only`. */
  readonly status: string;
  readonly reasons: readonly string[];
  readonly registeredAt: Date;
  readonly changedAt: Date;
  readonly waitsUntil: Date | null;
  readonly orderId: string | null;
  /** What the member got. */
  readonly rewardPoints: number;
}

export interface ReferralFilter {
  /** The shop's id of who invited. */
  readonly memberId?: string | undefined;
  /** Any of these, in the words of programs. */
  readonly statuses?: readonly string[] | undefined;
  /** Only older ones than this row: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const referralRow: z.ZodType<ReferralCase> = z.object({
  rowId: z.string(),
  memberId: z.string(),
  friendId: z.string(),
  status: z.string(),
  reasons: z.array(z.string()),
  registeredAt: z.date(),
  changedAt: z.date(),
  waitsUntil: z.date().nullable(),
  orderId: z.string().nullable(),
  rewardPoints: z.number(),
});

/** The invitations of a programme, latest first. */
export async function listReferrals(
  db: Db,
  programmeId: number,
  { memberId, statuses, before, limit }: ReferralFilter,
): Promise<{ readonly referrals: readonly ReferralCase[]; readonly next: string | undefined }> {
  const states = [...new Set(statuses?.map((each) => each.replaceAll('_', '-')) ?? referralStates)];
  const whose =
    memberId === undefined
      ? Prisma.sql`TRUE`
      : Prisma.sql`x.referrer_id = (SELECT id FROM member WHERE programme_id = ${programmeId}::smallint AND external_id = ${memberId})`;
  const older = before === undefined ? Prisma.sql`TRUE` : Prisma.sql`x.id < ${before}::bigint`;
  // The latest of every state: the index has each in order, so that a rare one is found at once.
  const rows = await readRows(
    referralRow,
    db.$queryRaw`
      SELECT r.id::text AS "rowId", m.external_id AS "memberId", f.external_id AS "friendId", replace(r.state, '-', '_') AS status,
        r.reasons, r.registered_at AS "registeredAt", r.changed_at AS "changedAt", r.waits_until AS "waitsUntil",
        r.order_id AS "orderId", coalesce((r.rewards -> 'referrer' ->> 'points')::float8, 0) AS "rewardPoints"
      FROM unnest(${states}::text[]) s (state)
      CROSS JOIN LATERAL (
        SELECT x.id FROM referral x
        WHERE x.programme_id = ${programmeId}::smallint AND x.state = s.state AND ${whose} AND ${older}
        ORDER BY x.id DESC LIMIT ${limit + 1}::int) found
      JOIN referral r ON r.id = found.id
      JOIN member m ON m.id = r.referrer_id JOIN member f ON f.id = r.referee_id
      ORDER BY r.id DESC LIMIT ${limit + 1}::int`,
  );
  const referrals = rows.slice(0, limit);
  return { referrals, next: rows.length > limit ? referrals.at(-1)?.rowId : undefined };
}
