import { z } from 'zod';
import type { MemberFacts } from '../../conditions/facts.ts';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { type MemberStreak, streaksOf } from '../check-ins/streaks-of.ts';
import { consentObjection } from '../messaging/reachability/rules-consent.ts';
import { readCouponFacts, readMessageFacts, readReferralFacts, readStayFacts } from './rows-facts-campaigns.ts';
import { readEarnings, readLotFacts, readRedeemed } from './rows-facts-points.ts';

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
  const events = await readEvents(db, asked);
  const orders = await readOrders(db, asked);
  const lots = await readLotFacts(db, asked);
  const earnings = await readEarnings(db, asked);
  const redeemed = await readRedeemed(db, asked);
  const coupons = await readCouponFacts(db, asked);
  const stays = await readStayFacts(db, asked);
  const messages = await readMessageFacts(db, asked);
  const referrals = await readReferralFacts(db, asked);
  const streaks = await streaksOf(db, programmeId, asked.map(String), now);
  return new Map(
    members.map(({ marketing, service, suppressed, attributes, tags, ...member }) => {
      const { id, status, email: address } = member;
      const addressee = { status, address, marketing, service, suppressed };
      const isReachable = consentObjection('marketing', addressee) === undefined;
      const own = <Row extends { readonly memberId: bigint }>(rows: readonly Row[]) =>
        rows.filter(({ memberId }) => memberId === id);
      const facts: MemberFacts = {
        ...{ id: String(id), status, joinedAt: member.joinedAt, tier: member.tier, points: member.points },
        ...{ zone: member.zone ?? undefined, locale: member.locale ?? undefined, name: member.name ?? undefined },
        ...{ email: address ?? undefined, phone: member.phone ?? undefined, birthday: member.birthday ?? undefined },
        ...{ tags: new Set(tags), attributes: attributes ?? {} },
        ...{ consents: new Set(marketing === true ? ['email'] : []), reachable: new Set(isReachable ? ['email'] : []) },
        ...{ events: own(events), orders: own(orders).map((order) => ({ ...order, data: order.data ?? {} })) },
        ...{ lots: own(lots).map((lot) => ({ ...lot, expiresAt: lot.expiresAt ?? undefined })) },
        ...{ earnings: own(earnings), redeemed: own(redeemed), coupons: own(coupons), messages: own(messages) },
        ...{ stays: own(stays).map((stay) => ({ ...stay, endedAt: stay.endedAt ?? undefined })) },
        ...{ streak: standing(streaks.get(String(id))), referrals: own(referrals).map(({ at }) => at) },
      };
      return [id, facts];
    }),
  );
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
      WITH RECURSIVE own (id, heir) AS (
        SELECT i, i FROM unnest(${ids as bigint[]}::bigint[]) i
        UNION SELECT g.id, o.heir FROM member g JOIN own o ON g.merged_into = o.id WHERE g.merged_into IS NOT NULL)
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
