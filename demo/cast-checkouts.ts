import { z } from 'zod';
import type { Database } from '../platform/database.ts';
import { readRows } from '../platform/rows.ts';
import { seededRandom } from '../values/random.ts';
import type { CastEvent } from './cast.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How a visit to the checkout goes on once points are held for the basket. */
export type Ending =
  | 'pays'
  /** Pays, and sends a part back some days later. */
  | 'returns'
  /** Pays, and cancels on the next day. */
  | 'cancels'
  /** Word of the order comes when the hold has run out. */
  | 'late'
  /** Leaves the basket; the hold runs out. */
  | 'leaves'
  /** Takes the points off again. */
  | 'thinks-better';

/** A member who wants to pay with points. */
export interface Checkout {
  readonly orderId: string;
  /** The shop's id. */
  readonly memberId: string;
  /** The goods before points. */
  readonly basketMinor: number;
  /** Absent: as many as may be used. */
  readonly points?: number;
  /** Fewer are not worth the click. */
  readonly pointsMin: number;
  readonly at: Date;
  readonly ending: Ending;
  /** What the member does when there are no points to use, or when the basket is left; absent: nothing. */
  readonly otherwise?: CastEvent;
}

/** Every third member whose points run out spends them first. */
const everyNth = 3;
const membersMax = 2_000;
/** Days before their first expiry on which members redeem: between two reminders, so that none is on its way then. */
const redeemDaysBefore = [15, 5] as const;
/** By then the countdowns of everybody concerned are under way. */
const firstDay = 5;

const ownerRow = z.object({ externalId: z.string(), points: z.bigint(), firstExpiresAt: z.date() });

export interface OwnersOptions {
  readonly programmeId: number;
  readonly seed: number;
  readonly startsAt: Date;
  readonly days: number;
  readonly amountsMinor: readonly number[];
}

/** Members whose points would expire spend them on an order, in the order of time. Fixed before the month begins. */
export async function castLastMinute(
  database: Database,
  { programmeId, seed, startsAt, days, amountsMinor }: OwnersOptions,
): Promise<Checkout[]> {
  const until = new Date(startsAt.getTime() + days * dayMs);
  const owners = await readRows(
    ownerRow,
    database.$queryRaw`
      SELECT m.external_id AS "externalId", sum(l.remaining)::bigint AS points, min(l.expires_at) AS "firstExpiresAt"
      FROM ledger.lot l JOIN member m ON m.id = l.member_id
      WHERE l.programme_id = ${programmeId}::int AND l.state = 'ACTIVE' AND l.remaining > 0
        AND l.expires_at > ${startsAt}::timestamptz AND l.expires_at <= ${until}::timestamptz
      GROUP BY 1 ORDER BY m.external_id LIMIT ${membersMax}`,
  );
  const random = seededRandom(seed + 2);
  return owners
    .filter((_, place) => place % everyNth === 0)
    .map(({ externalId, points, firstExpiresAt }): Checkout => {
      const daysBefore = redeemDaysBefore[Math.floor(random() * redeemDaysBefore.length)] ?? redeemDaysBefore[0];
      // Some spend all that would expire, some half of it.
      const wanted = Math.max(1, Math.floor(Number(points) * (random() < 0.6 ? 1 : 0.5)));
      return {
        orderId: `demo-last-minute-${externalId}`,
        memberId: externalId,
        basketMinor: amountsMinor[Math.floor(random() * amountsMinor.length)] ?? 2 * wanted,
        points: wanted,
        pointsMin: 1,
        at: new Date(firstExpiresAt.getTime() - daysBefore * dayMs - 14 * hourMs),
        ending: 'pays',
      };
    })
    .filter(({ at }) => at.getTime() >= startsAt.getTime() + firstDay * dayMs)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Of the orders of members who were there before, one of five is to be paid with points. */
const share = 0.2;
const endings: readonly Ending[] = [
  ...(['pays', 'pays', 'pays', 'pays', 'pays'] as const),
  ...(['returns', 'returns', 'cancels', 'late', 'leaves', 'leaves', 'thinks-better'] as const),
];
/** A pound. */
const worthwhilePoints = 100;

/** Draws which orders are to be paid with points, and how each of those goes on; the others stay as they are. */
export function castCheckouts(
  orders: readonly CastEvent[],
  seed: number,
): { readonly checkouts: Checkout[]; readonly others: CastEvent[] } {
  const random = seededRandom(seed + 4);
  const checkouts: Checkout[] = [];
  const others: CastEvent[] = [];
  for (const order of orders) {
    const isDrawn = random() < share;
    const ending = endings[Math.floor(random() * endings.length)] ?? 'pays';
    const { orderId, amountMinor } = order.data as { orderId: string; amountMinor: number };
    if (!isDrawn) others.push(order);
    else
      checkouts.push({
        ...{ orderId, memberId: order.memberId, basketMinor: amountMinor, pointsMin: worthwhilePoints },
        ...{ at: order.occurredAt, ending, otherwise: order },
      });
  }
  return { checkouts, others };
}
