import { z } from 'zod';
import type { MemberFacts } from '../../conditions/facts.ts';
import type { Db } from '../../platform/database.ts';
import { groupBy } from '../../platform/group-by.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { type MemberStreak, streaksOf } from '../check-ins/streaks-of.ts';
import { consentObjection } from '../messaging/reachability/rules-consent.ts';
import { readReached } from '../messaging/sending/rows-reservations.ts';
import type { ReachedThere } from '../messaging/sending/rules-way.ts';
import { type Channel, channels, textChannels } from '../programme/rules-message-limits.ts';
import { readCouponFacts, readMessageFacts, readReferralFacts, readStayFacts } from './rows-facts-campaigns.ts';
import { readEarnings, readLotFacts, readRedeemed } from './rows-facts-points.ts';
import { withOwnAccounts } from './rows-own-accounts.ts';

/** Members whose facts are read at a time: a sample, never an audience. */
export const factsMax = 500;

const text = z.string().nullable();
const memberRow = z.object({
  ...{ id: z.bigint(), status: z.string(), zone: text, locale: text, name: text, email: text, phone: text },
  ...{ joinedAt: z.number(), birthday: text, tier: z.string(), tags: z.array(z.string()) },
  attributes: vouchedFor<Record<string, unknown> | null>(),
  ...{ marketing: z.boolean().nullable(), service: z.boolean().nullable(), suppressed: text, points: z.number() },
});
const eventRow = z.object({
  ...{ memberId: z.bigint(), id: z.string(), type: z.string(), at: z.number() },
  data: vouchedFor<Record<string, unknown>>(),
});
const orderRow = z.object({
  ...{ memberId: z.bigint(), id: z.string(), at: z.number(), keptMinor: z.number() },
  data: vouchedFor<Record<string, unknown> | null>(),
});

/** Everything that conditions ask of these members, by row id; what happened to accounts that were merged into them is theirs. */
export async function readFacts(
  db: Db,
  programme: StoredProgramme,
  ids: readonly bigint[],
  now: Date,
): Promise<Map<bigint, MemberFacts>> {
  const { id: programmeId } = programme;
  const asked = ids.slice(0, factsMax);
  const members = await readMemberRows(db, programmeId, asked, now);
  const events = ownOf(await readEvents(db, asked));
  const orders = ownOf(await readOrders(db, asked));
  const lots = ownOf(await readLotFacts(db, asked));
  const earnings = ownOf(await readEarnings(db, asked));
  const redeemed = ownOf(await readRedeemed(db, asked));
  const coupons = ownOf(await readCouponFacts(db, asked));
  const stays = ownOf(await readStayFacts(db, asked));
  const messages = ownOf(await readMessageFacts(db, asked));
  const referrals = ownOf(await readReferralFacts(db, asked));
  const reached = await readReached(db, asked.map(String), textChannels);
  const streaks = await streaksOf(db, programmeId, asked.map(String), now);
  return new Map(
    members.map(({ marketing, service, suppressed, attributes, tags, ...member }) => {
      const { id, status, email: address } = member;
      const there = { email: { address, marketing, service, suppressed }, ...reached.get(String(id)) };
      const facts: MemberFacts = {
        ...{ id: String(id), status, joinedAt: member.joinedAt, tier: member.tier, points: member.points },
        ...{ zone: member.zone ?? undefined, locale: member.locale ?? undefined, name: member.name ?? undefined },
        ...{ email: address ?? undefined, phone: member.phone ?? undefined, birthday: member.birthday ?? undefined },
        ...{ tags: new Set(tags), attributes: attributes ?? {} },
        ...reachOf(status, there),
        ...{ events: events(id), orders: orders(id).map((order) => ({ ...order, data: order.data ?? {} })) },
        ...{ lots: lots(id).map((lot) => ({ ...lot, expiresAt: lot.expiresAt ?? undefined })) },
        ...{ earnings: earnings(id), redeemed: redeemed(id), coupons: coupons(id), messages: messages(id) },
        ...{ stays: stays(id).map((stay) => ({ ...stay, endedAt: stay.endedAt ?? undefined })) },
        ...{ streak: standing(streaks.get(String(id))), referrals: referrals(id).map(({ at }) => at) },
      };
      return [id, facts];
    }),
  );
}

/** The channels of which marketing was agreed to, and those by which it may be sent now. */
function reachOf(
  status: string,
  there: Readonly<Partial<Record<Channel, ReachedThere>>>,
): Pick<MemberFacts, 'consents' | 'reachable'> {
  const named = channels.flatMap((channel) => {
    const said = there[channel];
    return said === undefined ? [] : [[channel, said] as const];
  });
  const isReachable = ([channel, said]: readonly [Channel, ReachedThere]) =>
    consentObjection('marketing', { status, ...said }, channel) === undefined;
  return {
    consents: new Set(named.filter(([, said]) => said.marketing === true).map(([channel]) => channel)),
    reachable: new Set(named.filter(isReachable).map(([channel]) => channel)),
  };
}

/** The rows of each member. */
function ownOf<Row extends { readonly memberId: bigint }>(rows: readonly Row[]): (id: bigint) => Row[] {
  const grouped = groupBy(rows, ({ memberId }) => memberId);
  return (id) => grouped.get(id) ?? [];
}

/** Days of a streak that stands; one that is lost has none. */
const standing = (streak: MemberStreak | undefined): number => (streak?.alive === true ? streak.streak : 0);

function readMemberRows(db: Db, programmeId: number, ids: readonly bigint[], now: Date) {
  return readRows(
    memberRow,
    db.$queryRaw`
      SELECT m.id, m.status, m.zone, m.locale, p.name, p.email, p.phone, intake_ms(m.joined_at)::float8 AS "joinedAt",
        p.birthday::text, m.tier, m.tags, p.attributes, c.marketing, c.service, s.reason AS suppressed,
        coalesce((SELECT b.available FROM ledger.balance_at(m.programme_id, m.id, ${now}::timestamptz) b), 0)::float8 AS points
      FROM member m LEFT JOIN member_profile p ON p.member_id = m.id
      CROSS JOIN LATERAL mail_consent(m.id, 'email') c
      LEFT JOIN suppression s ON s.programme_id = m.programme_id AND s.channel = 'email' AND s.address = lower(btrim(p.email))
      WHERE m.programme_id = ${programmeId}::smallint AND m.id = ANY (${ids as bigint[]}::bigint[]) ORDER BY m.id`,
  );
}

/** The account, and what was merged into it. */
function readEvents(db: Db, ids: readonly bigint[]) {
  return readRows(
    eventRow,
    db.$queryRaw`
      ${withOwnAccounts(ids)}
      SELECT o.heir AS "memberId", e.event_id AS id, e.type, intake_ms(e.occurred_at)::float8 AS at, e.data
      FROM own o JOIN event e ON e.member_id = o.id ORDER BY e.occurred_at, e.id`,
  );
}

function readOrders(db: Db, ids: readonly bigint[]) {
  return readRows(
    orderRow,
    db.$queryRaw`
      SELECT o.member_id AS "memberId", o.order_id AS id, intake_ms(o.placed_at)::float8 AS at,
        (o.amount_minor - o.returned_minor)::float8 AS "keptMinor",
        (SELECT e.data FROM event e WHERE e.programme_id = o.programme_id AND e.type = 'order.placed'
          AND e.occurred_at = o.placed_at AND e.data ->> 'orderId' = o.order_id LIMIT 1) AS data
      FROM sales_order o WHERE o.member_id = ANY (${ids as bigint[]}::bigint[]) ORDER BY o.placed_at, o.id`,
  );
}
