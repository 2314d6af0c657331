import { z } from 'zod';
import type { ReferralFacts } from './rules.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** Steps from member to member that are followed in search of a circle. */
const chainMax = 10;
/** Other friends of one referrer that a newcomer is compared with, the latest first. */
const friendsMax = 1_000;

const factsRow = z.object({
  id: z.string(),
  email: z.enum(['same', 'alias']).nullable(),
  phone: z.boolean(),
  knownPerson: z.boolean(),
  device: z.boolean(),
  addressAfterMs: z.number().nullable(),
  circleLength: z.int().nullable(),
  friendsInHour: z.int(),
});

/** What the rules ask about referrals, by id. A person is told by keyed hashes of e-mail, phone and device. */
export async function readReferralFacts(
  db: Db,
  programmeId: number,
  referralIds: readonly string[],
): Promise<ReadonlyMap<string, ReferralFacts>> {
  if (referralIds.length === 0) return new Map();
  const rows = await readRows(
    factsRow,
    db.$queryRaw`
      SELECT r.id::text,
        CASE WHEN shared.email THEN coalesce((
          SELECT 'same' FROM member_profile mine, member_profile theirs
          WHERE mine.member_id = r.referee_id AND theirs.member_id = r.referrer_id
            AND lower(btrim(mine.email)) = lower(btrim(theirs.email))), 'alias') END AS email,
        shared.phone, shared.known AS "knownPerson", shared.device,
        (SELECT min(abs(extract(epoch FROM mine.seen_at - theirs.seen_at)) * 1000)::float8
          FROM member_address mine
          JOIN member_address theirs ON theirs.programme_id = mine.programme_id AND theirs.hash = mine.hash
          WHERE mine.programme_id = r.programme_id AND mine.member_id = r.referee_id
            AND theirs.member_id = ANY (near.ids)) AS "addressAfterMs",
        (WITH RECURSIVE chain AS (
          SELECT r.referrer_id AS member_id, 1 AS depth
          UNION ALL
          SELECT up.referrer_id, chain.depth + 1 FROM chain JOIN referral up ON up.referee_id = chain.member_id
          WHERE chain.depth < ${chainMax}::int)
          SELECT min(chain.depth) FROM chain WHERE chain.depth > 1 AND EXISTS (
            SELECT FROM member_identity mine
            JOIN member_identity theirs ON theirs.programme_id = mine.programme_id AND theirs.kind = mine.kind
              AND theirs.hash = mine.hash
            WHERE mine.member_id = r.referee_id AND mine.programme_id = r.programme_id
              AND theirs.member_id = chain.member_id)) AS "circleLength",
        (SELECT count(*)::int FROM referral other
          WHERE other.referrer_id = r.referrer_id AND other.registered_at <= r.registered_at
            AND other.registered_at > r.registered_at - interval '1 hour') AS "friendsInHour"
      FROM referral r
      CROSS JOIN LATERAL (
        SELECT array_agg(n.id) AS ids FROM (
          SELECT r.referrer_id AS id
          UNION ALL
          (SELECT other.referee_id FROM referral other
            WHERE other.referrer_id = r.referrer_id AND other.referee_id <> r.referee_id
            ORDER BY other.registered_at DESC LIMIT ${friendsMax}::int)) n) near
      CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(mine.kind = 'email' AND theirs.member_id = r.referrer_id), false) AS email,
          coalesce(bool_or(mine.kind = 'phone' AND theirs.member_id = r.referrer_id), false) AS phone,
          coalesce(bool_or(mine.kind = 'device' AND theirs.member_id = ANY (near.ids)), false) AS device,
          coalesce(bool_or(mine.kind <> 'device' AND theirs.member_id < r.referee_id
            AND theirs.member_id <> r.referrer_id), false) AS known
        FROM member_identity mine
        JOIN member_identity theirs ON theirs.programme_id = mine.programme_id AND theirs.kind = mine.kind
          AND theirs.hash = mine.hash AND theirs.member_id <> mine.member_id
        WHERE mine.member_id = r.referee_id AND mine.programme_id = r.programme_id) shared
      WHERE r.id = ANY (${referralIds}::text[]::bigint[]) AND r.programme_id = ${programmeId}::smallint`,
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}
