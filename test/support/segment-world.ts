import { issueCoupons } from '../../modules/coupons/issue.ts';
import { redeemCoupons } from '../../modules/coupons/move.ts';
import type { EventInput } from '../../modules/intake/ingest.ts';
import { earn } from '../../modules/ledger/earn.ts';
import { hold, spend } from '../../modules/ledger/redeem.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { readKnown } from '../../modules/segments/catalogue.ts';
import type { Database } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import { now, openShop } from './shop.ts';
import { shippedRules } from './streak-rules.ts';

/** What conditions of these tests may name. */
export const declared: Partial<Programme> = {
  events: ['cart.abandoned', 'workout.done', 'message.clicked'],
  eventFields: {
    'cart.abandoned': { cartId: 'text', amount: 'money', channel: 'text', gift: 'flag', on: 'date' },
    'workout.done': { minutes: 'number' },
  },
  attributes: { city: 'text', renewsOn: 'date', risk: 'number', staff: 'flag', fee: 'money', seenAt: 'date' },
  tags: ['vip', 'staff', 'friend'],
};

const dayMs = 86_400_000;
const daysAgo = (days: number, hours = 0) => new Date(now.getTime() - days * dayMs - hours * 3_600_000);

/** The same numbers on every run: which members there are is no part of what a test varies. */
function lottery(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A shop with so many members who have done all kinds of things, and everything that conditions may ask of them. */
export async function openSegmentWorld(database: Database, { members }: { readonly members: number }) {
  const shop = await openShop(database, declared);
  const { programmeId } = shop;
  const draw = lottery(7);
  const oneOf = <T>(all: readonly T[]): T => all[draw(all.length)] as T;
  const names = Array.from({ length: members }, (_, place) => `m${place}`);
  const facts: EventInput[] = names.map((memberId) =>
    shop.event('member.joined', profile(oneOf, draw), { memberId, occurredAt: daysAgo(60 + draw(700), draw(24)) }),
  );
  for (const memberId of names) facts.push(...happenings(shop, memberId, draw, oneOf));
  const answers = await shop.send(...facts.sort((a, b) => at(a) - at(b)));
  const refused = answers.filter(({ kind }) => kind === 'refused');
  if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
  const rows = await database.member.findMany({
    where: { programmeId },
    select: { id: true, externalId: true },
    orderBy: { id: 'asc' },
  });
  const ids = rows.map(({ id }) => id);
  await givePoints(database, programmeId, ids, draw);
  await giveCoupons(database, programmeId, ids, draw);
  await fillCampaigns(database, programmeId, ids, draw);
  const programme = await loadProgramme(database, programmeId);
  return {
    ...shop,
    programme,
    ids,
    members: new Map(rows.map(({ id, externalId }) => [id, externalId])),
    known: () => readKnown(database, programme),
  };
}

const at = ({ occurredAt }: EventInput) => new Date(occurredAt ?? now).getTime();
type Draw = (below: number) => number;
type OneOf = <T>(all: readonly T[]) => T;

function profile(oneOf: OneOf, draw: Draw): JsonObject {
  const birthday = oneOf(['1990-02-29', '1990-05-20', '1985-05-01', '1999-12-31', '1970-01-01', undefined])?.replace(
    '1990-02-29',
    '1992-02-29',
  );
  const some = (fields: JsonObject, chance = 2): JsonObject => (draw(3) < chance ? fields : {});
  return {
    ...some({ email: `m${draw(1_000_000)}@example.com`, consent: { email: draw(3) > 0 } }),
    ...some({ name: oneOf(['Anna', 'anna lee', 'Émile', '李娜']) }),
    ...(birthday === undefined ? {} : { birthday }),
    ...some({ zone: oneOf(['Asia/Shanghai', 'America/New_York']) }, 1),
    ...some({ city: oneOf(['London', 'LONDON', 'Lyon', '']) }),
    ...some({
      renewsOn: oneOf(['2026-05-20', '2026-05-27', '2026-02-31', '2026-06-01T10:00:00+02:00', 'soon', '2026-04-20']),
    }),
    ...some({ risk: oneOf([0, 0.5, 3, -2]) }),
    ...some({ staff: draw(2) === 0 }, 1),
    ...some({ feeMinor: oneOf([0, 999, 2000]) }, 1),
    tags: ['vip', 'staff', 'friend'].filter(() => draw(3) === 0),
  };
}

function happenings(
  shop: Pick<Awaited<ReturnType<typeof openShop>>, 'event'>,
  memberId: string,
  draw: Draw,
  oneOf: OneOf,
): EventInput[] {
  const some = <T>(most: number, make: (place: number) => T) =>
    Array.from({ length: draw(most + 1) }, (_, place) => make(place));
  const when = () => daysAgo(oneOf([0, 1, 6, 7, 29, 30, 31, draw(60)]), draw(12));
  const orders = some(3, (place) => {
    const placed = daysAgo(oneOf([0, 7, 29, 30, 31, 59, 60, 364, 365]), draw(12));
    const orderId = `${memberId}-o${place}`;
    const attributes = {
      ...(draw(2) === 0 ? { channel: oneOf(['app', 'tmall', 'TMALL', 'shop']) } : {}),
      lines: draw(5),
    };
    const amountMinor = 500 + draw(60_000);
    const order = shop.event('order.placed', { orderId, amountMinor, attributes }, { memberId, occurredAt: placed });
    const back = draw(3) === 0 ? { orderId, ...(draw(2) === 0 ? {} : { amountMinor: 300 }) } : undefined;
    const returnedAt = new Date(Math.min(now.getTime(), placed.getTime() + dayMs));
    return back === undefined
      ? [order]
      : [order, shop.event('order.returned', back, { memberId, occurredAt: returnedAt })];
  });
  const carts = some(3, (place) =>
    shop.event(
      'cart.abandoned',
      {
        cartId: `c${place}`,
        ...(draw(4) > 0 ? { amountMinor: oneOf([1999, 2000, 2001, 6000]) } : {}),
        ...(draw(2) === 0 ? { channel: oneOf(['app', 'App', 'shop']) } : {}),
        ...(draw(2) === 0 ? { gift: draw(2) === 0 } : {}),
        ...(draw(2) === 0 ? { on: oneOf(['2026-05-20', '2026-06-01', 'never']) } : {}),
      },
      { memberId, occurredAt: when() },
    ),
  );
  const workouts = some(4, () =>
    shop.event('workout.done', { minutes: oneOf([10, 20.5, 'many', 45]) }, { memberId, occurredAt: when() }),
  );
  const clicks = some(1, () =>
    shop.event(
      'message.clicked',
      { template: oneOf(['hello', 'goodbye']), campaign: 'news' },
      { memberId, occurredAt: when() },
    ),
  );
  return [...orders.flat(), ...carts, ...workouts, ...clicks];
}

async function givePoints(database: Database, programmeId: number, ids: readonly bigint[], draw: Draw): Promise<void> {
  const request = (memberId: bigint, key: string, days: number) => ({
    ...{ programmeId, memberId, key, at: daysAgo(days), actor: 'test' },
    source: { type: ['order', 'event', 'enrolment'][draw(3)] ?? 'order', id: key },
  });
  const chosen = ids.filter(() => draw(3) > 0);
  const expiresAt = () => [null, daysAgo(1), daysAgo(-5), daysAgo(-30), daysAgo(-31)][draw(5)] ?? null;
  await earn(
    database,
    chosen.map((id) => ({ ...request(id, `first ${id}`, 40), points: 100 + draw(600), expiresAt: expiresAt() })),
  );
  await earn(
    database,
    chosen
      .filter(() => draw(2) === 0)
      .map((id) => ({ ...request(id, `second ${id}`, draw(31)), points: 50, expiresAt: expiresAt() })),
  );
  const spenders = chosen.filter(() => draw(3) === 0);
  await spend(
    database,
    spenders.map((id) => ({ ...request(id, `spend ${id}`, 10 + draw(30)), points: 20 })),
  );
  const holders = chosen.filter(() => draw(4) === 0);
  await hold(
    database,
    holders.map((id) => ({
      ...request(id, `hold ${id}`, 2),
      points: 10,
      expiresAt: draw(2) === 0 ? daysAgo(1) : daysAgo(-1),
    })),
  );
}

async function giveCoupons(database: Database, programmeId: number, ids: readonly bigint[], draw: Draw): Promise<void> {
  const chosen = ids.filter(() => draw(2) === 0);
  const answers = await issueCoupons(
    database,
    { programmeId, zone: 'Europe/London' },
    chosen.map((id) => ({
      ...{ memberId: String(id), key: `coupon ${id}`, at: daysAgo(draw(20)), actor: 'test', reason: 'a test' },
      offer: { name: 'Five off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 10 },
      offerCode: ['five', 'ten'][draw(2)] ?? 'five',
    })),
  );
  const used = answers.flatMap((answer) => (answer.ok && draw(3) === 0 ? [answer.code] : []));
  await redeemCoupons(
    database,
    programmeId,
    used.map((code, place) => ({
      ...{ code, orderId: `used-${place}`, amountMinor: 10_000, key: `use ${place}`, at: now, actor: 'test' },
    })),
  );
}

/** Rows of campaigns, messages, referrals and check-ins, as the tables have them. */
async function fillCampaigns(
  database: Database,
  programmeId: number,
  ids: readonly bigint[],
  draw: Draw,
): Promise<void> {
  const version = async (code: string, lifecycle: string, definition: JsonObject, status = 'live') => {
    const campaign = await database.campaign.create({
      data: { programmeId, code, name: code, lifecycle, status, launchedAt: daysAgo(90) },
    });
    const { id } = await database.campaignVersion.create({
      data: { programmeId, campaignId: campaign.id, version: 1, definition, definitionHash: code, listensTo: [] },
    });
    return { campaignId: campaign.id, campaignVersionId: id };
  };
  const news = await version('news', 'win-back', { messages: { hello: {}, goodbye: {} }, settings: {} });
  await version('streaks', 'check-in-streak', { settings: { ...shippedRules, graceDays: 1 }, messages: {} });
  for (const memberId of ids) {
    if (draw(2) === 0) {
      const status = ['active', 'done', 'exited', 'skipped'][draw(4)] ?? 'active';
      const enrolledAt = daysAgo(10 + draw(40));
      await database.enrolment.create({
        data: {
          programmeId,
          ...news,
          memberId,
          occurrence: 1,
          status,
          enrolledAt,
          endedAt: status === 'active' ? null : daysAgo(draw(10)),
        },
      });
    }
    if (draw(2) === 0) {
      const status = ['sent', 'bounced', 'dropped'][draw(3)] ?? 'sent';
      const left = daysAgo([0, 29, 30][draw(3)] ?? 0, 1);
      await database.message.create({
        data: {
          ...{ programmeId, ...news, memberId, key: `message ${memberId}`, messageId: `<${memberId}@test>`, status },
          ...{ channel: 'email', class: 'marketing', template: ['hello', 'goodbye'][draw(2)] ?? 'hello', locale: 'en' },
          ...{
            reason: status === 'sent' ? null : 'a test',
            reservedAt: left,
            notBefore: left,
            leftAt: status === 'dropped' ? null : left,
            sentAt: status === 'dropped' ? null : left,
          },
        },
      });
    }
    if (draw(3) === 0) await addStreak(database, programmeId, memberId, draw);
  }
  for (let place = 0; place + 1 < ids.length; place += 3) {
    await database.referral.create({
      data: {
        ...{ programmeId, referrerId: ids[place] as bigint, refereeId: ids[place + 1] as bigint, code: 'FRIEND' },
        ...{
          state: ['paid', 'waiting', 'joined'][draw(3)] ?? 'paid',
          registeredAt: daysAgo(50),
          changedAt: daysAgo([0, 29, 30][draw(3)] ?? 0, 1),
        },
      },
    });
  }
}

async function addStreak(database: Database, programmeId: number, memberId: bigint, draw: Draw): Promise<void> {
  const day = new Date(daysAgo(draw(4)).toISOString().slice(0, 10));
  const streak = 1 + draw(5);
  const zone = ['Europe/London', 'Pacific/Kiritimati', 'America/New_York'][draw(3)] ?? 'Europe/London';
  await database.checkIn.create({
    data: { memberId, programmeId, day, kind: 'done', zone, at: day, streak, points: 5, eventId: 1n },
  });
  await database.checkInStreak.create({
    data: { memberId, programmeId, streak, best: streak, lastDay: day, cardsMonth: '2026-05', cardsUsed: 0 },
  });
}
