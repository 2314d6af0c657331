import { beforeAll, describe, expect, it } from 'vitest';
import { dueDoors } from '../../modules/journeys/rows-doors.ts';
import { lookPage } from '../../modules/journeys/look.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { journey, type JourneyShop, openJourneyShop } from '../support/journey-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
});

const everybody = { orders: { atMost: 0 } };
/** Members with consecutive names, in these zones in turn. */
async function fill({ programmeId, clock }: JourneyShop, count: number, zones: readonly (string | null)[] = [null]) {
  await database.$executeRaw`
    INSERT INTO member (programme_id, external_id, joined_at, zone)
    SELECT ${programmeId}::smallint, 'f' || i, ${clock.now()}::timestamptz, (${zones as string[]}::text[])[1 + i % ${zones.length}::int]
    FROM generate_series(1, ${count}::int) i`;
}
const comings = async (shop: JourneyShop, campaignId: number) =>
  (await shop.enrolments(campaignId)).map(
    ({ member, enrolledAt }) => `${member} ${enrolledAt.toISOString().slice(5, 16)}`,
  );

describe('A launch', () => {
  it('takes in everybody who is in the audience, however often it is cut off, each once', async () => {
    const shop = await openJourneyShop(database);
    await fill(shop, 1_203);
    await shop.join('anna');
    await shop.send(shop.order('o', 100, { occurredAt: shop.clock.now() }));
    const id = await shop.launch(journey({ entry: [{ launch: 'audience' }], audience: everybody }));
    const [door] = await dueDoors(database, shop.clock.now());
    if (door === undefined) throw new Error('there is no door');
    // Two who look at once, and one that looks again at what was looked at.
    await Promise.all([lookPage(shop.deps, door), lookPage(shop.deps, door)]);
    expect(await lookPage(shop.deps, door)).toBeUndefined();
    expect(await database.journeyEntry.count({ where: { campaignId: id } })).toBe(500);
    await shop.settle();
    const enrolments = await shop.enrolments(id);
    expect(enrolments).toHaveLength(1_203);
    expect(new Set(enrolments.map(({ memberId }) => memberId)).size).toBe(1_203);
    expect(enrolments.map(({ member }) => member)).not.toContain('anna');
  });

  it('takes in so many an hour as its pace says, and who has left the audience meanwhile does not come', async () => {
    const shop = await openJourneyShop(database);
    await fill(shop, 5);
    const file = journey({ entry: [{ launch: 'audience' }], audience: everybody, pace: { perHour: 2 } });
    const id = await shop.launch(file);
    await shop.settle();
    expect(await shop.enrolments(id)).toHaveLength(2);
    await shop.send(shop.order('o', 100, { memberId: 'f3', occurredAt: shop.clock.now() }));
    shop.clock.at('2026-11-02T10:00:00Z');
    await shop.settle();
    shop.clock.at('2026-11-02T11:00:00Z');
    await shop.settle();
    expect(await comings(shop, id)).toEqual([
      ...['f1 11-02T09:00', 'f2 11-02T09:00', 'f4 11-02T10:00', 'f5 11-02T11:00'],
    ]);
  });

  it('goes live when the campaign begins to run, and not again with another version', async () => {
    const shop = await openJourneyShop(database);
    await fill(shop, 2);
    const file = journey({ entry: [{ launch: 'audience' }], audience: everybody, runs: { from: '2026-11-03 10:00' } });
    const id = await shop.launch(file);
    await shop.settle();
    expect(await shop.enrolments(id)).toEqual([]);
    shop.clock.at('2026-11-03T10:00:00Z');
    await shop.settle();
    expect(await shop.enrolments(id)).toHaveLength(2);
    await shop.join('zoe');
    await shop.edit({ ...file, name: 'Another' });
    await shop.settle();
    expect(await shop.enrolments(id)).toHaveLength(2);
  });
});

describe('A schedule', () => {
  it('takes in the audience of each of its days, once, whatever the relay does', async () => {
    const shop = await openJourneyShop(database);
    await fill(shop, 2);
    const schedule = { schedule: 'every day', at: '10:00' };
    const file = journey({
      entry: [schedule],
      audience: everybody,
      reentry: { afterDays: 0 },
      steps: [{ end: 'done' }],
    });
    const id = await shop.launch(file);
    await shop.settle();
    const over = () =>
      database.enrolment.updateMany({ where: { campaignId: id }, data: { status: 'done', endedAt: shop.clock.now() } });
    shop.clock.at('2026-11-02T10:00:00Z');
    await shop.settle();
    await over();
    await shop.settle();
    shop.clock.at('2026-11-02T23:00:00Z');
    await shop.settle();
    await shop.send(shop.order('o', 100, { memberId: 'f1', occurredAt: shop.clock.now() }));
    // Away for three days: who was missed is taken in once.
    shop.clock.at('2026-11-05T10:30:00Z');
    await shop.settle();
    expect(await comings(shop, id)).toEqual(['f1 11-02T10:00', 'f2 11-02T10:00', 'f2 11-05T10:30']);
  });

  it("comes on the member's own clock where it says so", async () => {
    const shop = await openJourneyShop(database);
    await fill(shop, 3, [null, 'Asia/Tokyo', 'America/New_York']);
    const schedule = { schedule: 'every week', days: 'tuesday', at: '10:00', zone: 'member' };
    const id = await shop.launch(journey({ entry: [schedule], audience: everybody }));
    for (let hour = 0; hour < 48; hour += 1) {
      shop.clock.at(new Date(Date.parse('2026-11-02T09:00:00Z') + hour * 3_600_000).toISOString());
      await shop.settle();
    }
    expect((await comings(shop, id)).sort()).toEqual(['f1 11-03T01:00', 'f2 11-03T15:00', 'f3 11-03T10:00']);
  });

  it('is spread over days by lot, and each day asks for its own audience', async () => {
    const shop = await openJourneyShop(database);
    await fill(shop, 60);
    const schedule = { schedule: '2026-11-03 10:00', overDays: 3 };
    const id = await shop.launch(journey({ entry: [schedule], audience: everybody }));
    const days = [];
    for (const day of ['03', '04', '05', '06']) {
      shop.clock.at(`2026-11-${day}T10:00:00Z`);
      await shop.settle();
      days.push((await shop.enrolments(id)).length);
    }
    const [first = 0, second = 0, third = 0, after = 0] = days;
    expect([first > 8, second - first > 8, third - second > 8, after]).toEqual([true, true, true, 60]);
    expect(third).toBe(60);
  });
});

describe('A date of the member', () => {
  it('brings in on the day, on the clock of the member, and not when the date has moved meanwhile', async () => {
    const shop = await openJourneyShop(database, { changes: { attributes: { renewsOn: 'date' } } });
    const door = { date: '2 days before member.renewsOn', at: '10:00' };
    const member = (memberId: string, renewsOn: string, zone?: string) =>
      shop.happens(memberId, 'member.joined', { renewsOn, ...(zone === undefined ? {} : { zone }) });
    await member('anna', '2026-11-06');
    await member('ben', '2026-11-06', 'Asia/Tokyo');
    await member('cleo', '2026-11-06');
    await member('dan', '2026-12-30');
    await member('eve', 'soon');
    const id = await shop.launch(journey({ entry: [door] }));
    const until = async (end: string) => {
      for (let now = shop.clock.now().getTime(); now <= Date.parse(end); now += 3_600_000) {
        shop.clock.at(new Date(now).toISOString());
        await shop.settle();
      }
    };
    await until('2026-11-03T09:00:00Z');
    await shop.happens('cleo', 'member.updated', { renewsOn: '2026-11-07' });
    await until('2026-11-07T09:00:00Z');
    expect((await comings(shop, id)).sort()).toEqual(['anna 11-04T10:00', 'ben 11-04T01:00', 'cleo 11-05T10:00']);
    expect(await shop.entries(id)).toMatchObject([{}, {}, { reason: 'the date has moved' }, { reason: null }]);
  });

  it('comes every year on a birthday, and on 28 February for who was born on 29 February', async () => {
    const shop = await openJourneyShop(database, { now: '2027-02-27T09:00:00Z' });
    await shop.happens('anna', 'member.joined', { birthday: '1992-02-29' });
    await shop.happens('ben', 'member.joined', { birthday: '1990-03-01' });
    const id = await shop.launch(journey({ entry: [{ date: 'birthday', at: '09:00' }] }));
    for (const day of ['02-27T09', '02-28T09', '03-01T09', '03-02T09']) {
      shop.clock.at(`2027-${day}:00:00Z`);
      await shop.settle();
    }
    expect(await comings(shop, id)).toEqual(['anna 02-28T09:00', 'ben 03-01T09:00']);
  });
});
