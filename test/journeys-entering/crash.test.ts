import { beforeAll, describe, expect, it } from 'vitest';
import { decideDue } from '../../modules/journeys/bring-in.ts';
import { lookAtDoors } from '../../modules/journeys/look.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { journey, openJourneyShop } from '../support/journey-world.ts';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase({ poolSizeMax: 10 });
  ({ database } = fresh);
});

const always = () => true;
const membersMax = 1_200;

describe('Who is brought in while the relay is cut off again and again', () => {
  it('comes in once, by a launch and by events, and is counted once', async () => {
    const shop = await openJourneyShop(database);
    await database.$executeRaw`
      INSERT INTO member (programme_id, external_id, joined_at)
      SELECT ${shop.programmeId}::smallint, 'f' || i, ${shop.clock.now()}::timestamptz FROM generate_series(1, ${membersMax}::int) i`;
    const file = journey({
      ...{ entry: [{ launch: 'audience' }], audience: { orders: { atMost: 0 } } },
      ...{ budget: { points: membersMax * 10 }, steps: [{ grant: 10 }] },
    });
    const id = await shop.launch(file);
    const keyed = journey({ entry: [{ event: 'workout.done' }], reentry: { afterDays: 0 } });
    const byEvent = await shop.launch(keyed);
    const names = Array.from({ length: 200 }, (_, place) => `f${place + 1}`);
    await shop.send(
      ...names.map((memberId) => shop.event('workout.done', {}, { memberId, occurredAt: shop.clock.now() })),
    );

    const relay = openDatabase(fresh.url, { poolSizeMax: 4 });
    const deps = { ...shop.deps, database: relay };
    let cuts = 0;
    let isDone = false;
    const cutOff = async () => {
      while (!isDone) {
        await new Promise((resolve) => setTimeout(resolve, 60 + 140 * Math.random()));
        const [row] = await database.$queryRaw<{ cut: number }[]>`
          SELECT count(pg_terminate_backend(pid))::int AS cut FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND query NOT LIKE '%pg_terminate%'`;
        cuts += row?.cut ?? 0;
      }
    };
    const work = async () => {
      for (let turn = 0; turn < 400; turn += 1) {
        try {
          const done = (await lookAtDoors(deps, always)) + (await decideDue(deps, always));
          if (done === 0 && cuts > 0) return;
          // All came in before the first cut: the looks that go on are cut off as well.
          if (done === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        } catch {
          // Cut off: another turn.
        }
      }
    };
    const cutting = cutOff();
    await Promise.all([work(), work()]);
    isDone = true;
    await cutting;
    await relay.$disconnect();
    await shop.settle();

    expect(cuts).toBeGreaterThan(0);
    const [enrolments, byEvents] = [await shop.enrolments(id), await shop.enrolments(byEvent)];
    expect([enrolments.length, new Set(enrolments.map(({ memberId }) => memberId)).size]).toEqual([
      membersMax,
      membersMax,
    ]);
    expect([byEvents.length, new Set(byEvents.map(({ memberId }) => memberId)).size]).toEqual([200, 200]);
    expect(await database.journeyEntry.count({ where: { decidedAt: null } })).toBe(0);
    expect(await database.campaignBudget.findUnique({ where: { campaignId: id } })).toMatchObject({
      ...{ members: BigInt(membersMax), reservedPoints: BigInt(membersMax * 10) },
    });
  });
});
