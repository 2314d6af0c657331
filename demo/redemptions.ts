import { z } from 'zod';
import { spend } from '../modules/ledger/redeem.ts';
import type { SpendRequest } from '../modules/ledger/requests.ts';
import type { Database } from '../platform/database.ts';
import { seededRandom } from '../values/random.ts';
import { readRows } from '../platform/rows.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Every third member whose points run out spends them first. */
const everyNth = 3;
const membersMax = 2_000;
/** Days before their first expiry on which members redeem: between two reminders, so that none is on its way then. */
const redeemDaysBefore = [15, 5] as const;
/** By then the countdowns of everybody concerned are under way. */
const firstDay = 5;

const ownerRow = z.object({
  memberId: z.bigint(),
  externalId: z.string(),
  points: z.bigint(),
  firstExpiresAt: z.date(),
});

/** Who redeems what and when: members whose points would expire, in the order of time. Fixed before the month begins. */
export async function planRedemptions(
  database: Database,
  { programmeId, seed, startsAt, days }: { programmeId: number; seed: number; startsAt: Date; days: number },
): Promise<SpendRequest[]> {
  const until = new Date(startsAt.getTime() + days * dayMs);
  const owners = await readRows(
    ownerRow,
    database.$queryRaw`
      SELECT l.member_id AS "memberId", m.external_id AS "externalId", sum(l.remaining)::bigint AS points,
        min(l.expires_at) AS "firstExpiresAt"
      FROM ledger.lot l JOIN member m ON m.id = l.member_id
      WHERE l.programme_id = ${programmeId}::int AND l.state = 'ACTIVE' AND l.remaining > 0
        AND l.expires_at > ${startsAt}::timestamptz AND l.expires_at <= ${until}::timestamptz
      GROUP BY 1, 2 ORDER BY m.external_id LIMIT ${membersMax}`,
  );
  const random = seededRandom(seed + 2);
  return owners
    .filter((_, place) => place % everyNth === 0)
    .map((owner) => redemption(owner, programmeId, random))
    .filter(({ at }) => at.getTime() >= startsAt.getTime() + firstDay * dayMs)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function redemption(
  { memberId, externalId, points, firstExpiresAt }: z.infer<typeof ownerRow>,
  programmeId: number,
  random: () => number,
) {
  const daysBefore = redeemDaysBefore[Math.floor(random() * redeemDaysBefore.length)] ?? redeemDaysBefore[0];
  return {
    programmeId,
    memberId,
    key: `spend:demo:${externalId}`,
    at: new Date(firstExpiresAt.getTime() - daysBefore * dayMs - 14 * hourMs),
    source: { type: 'redemption', id: `demo-${externalId}` },
    actor: 'demo',
    // Some spend all that would expire, some half of it.
    points: Math.max(1, Math.floor(Number(points) * (random() < 0.6 ? 1 : 0.5))),
  };
}

/** Spends; a refusal (the points have expired by then) is a refusal in real life too. */
export async function redeem(database: Database, requests: readonly SpendRequest[]): Promise<void> {
  if (requests.length > 0) await spend(database, requests);
}
