import { spend } from '../../ledger/redeem.ts';
import type { SpendRequest } from '../../ledger/requests.ts';
import type { Database } from '../../store/database.ts';
import { seededRandom } from './random.ts';

const dayMs = 86_400_000;
/** Every third member whose points run out spends them first. */
const everyNth = 3;
const membersMax = 2_000;

/** Who redeems what and when: members whose points would expire, in the order of time. Fixed before the month begins. */
export async function planRedemptions(
  database: Database,
  { programmeId, seed, startsAt, days }: { programmeId: number; seed: number; startsAt: Date; days: number },
): Promise<SpendRequest[]> {
  const until = new Date(startsAt.getTime() + (days + 5) * dayMs);
  const owners = await database.$queryRaw<{ memberId: bigint; externalId: string; points: bigint }[]>`
    SELECT l.member_id AS "memberId", m.external_id AS "externalId", sum(l.remaining)::bigint AS points
    FROM ledger.lot l JOIN member m ON m.id = l.member_id
    WHERE l.programme_id = ${programmeId}::int AND l.state = 'ACTIVE' AND l.remaining > 0
      AND l.expires_at > ${startsAt}::timestamptz AND l.expires_at <= ${until}::timestamptz
    GROUP BY 1, 2 ORDER BY m.external_id LIMIT ${membersMax}`;
  const random = seededRandom(seed + 2);
  return owners
    .filter((_, place) => place % everyNth === 0)
    .map(({ memberId, externalId, points }) => ({
      programmeId,
      memberId,
      key: `spend:demo:${externalId}`,
      at: new Date(startsAt.getTime() + Math.floor(random() * days) * dayMs + 12 * 3_600_000),
      source: { type: 'redemption', id: `demo-${externalId}` },
      actor: 'demo',
      // Some spend all that would expire, some half of it.
      points: Math.max(1, Math.floor(Number(points) * (random() < 0.6 ? 1 : 0.5))),
    }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Spends; a refusal (the points have expired by then) is a refusal in real life too. */
export async function redeem(database: Database, requests: readonly SpendRequest[]): Promise<void> {
  if (requests.length > 0) await spend(database, requests);
}
