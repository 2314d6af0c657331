import { describe, expect, it } from 'vitest';
import { finishCampaignsPage } from '../../modules/enrolments/finish-campaigns.ts';
import { readOver } from '../../modules/enrolments/rows-over.ts';
import { inTransaction } from '../../platform/database.ts';
import { addMembers, type EngineWorld, happen, until } from '../support/engine.ts';
import { enrolmentOf, oneCohort } from '../support/one-cohort.ts';
import { useWorkers } from '../support/use-workers.ts';

const exitOn = [{ type: 'order.placed', where: { first: true }, reason: 'ordered for the first time' }];
const leaves = (memberId: bigint, at?: Date) => ({
  ...{ memberId, type: 'order.placed', data: { first: true, amountMinor: 500 } },
  ...(at === undefined ? {} : { at }),
});
const staysAndOrders = (memberId: bigint) => ({
  memberId,
  type: 'order.placed',
  data: { first: false, amountMinor: 5 },
});

const workers = useWorkers();
const inside = (count: number) => oneCohort(workers, count, { exitOn, settings: { story: 'orders' } });

const endedCohorts = ({ database }: EngineWorld) => database.cohort.count({ where: { endedAt: { not: null } } });

describe('Who meets an exit rule', () => {
  it('is out in the transaction that takes the event in, at its own time, and no workflow hears of it', async () => {
    const { world, members, rest } = await inside(3);
    const before = await rest();
    const at = new Date(Date.now() - 500);
    await happen(world, [leaves(members[0]!, at)]);
    const ended = await enrolmentOf(world, members[0]!);
    expect(ended).toMatchObject({ status: 'exited', reason: 'ordered for the first time' });
    const { storyAt } = await world.database.step.findFirstOrThrow({ where: { memberId: members[0]! } });
    expect(ended.endedAt?.getTime()).toBe(Math.max(at.getTime(), storyAt.getTime()));
    expect(await world.database.signalOutbox.count()).toBe(0);
    expect(await rest()).toBe(before);
  });

  it('is let go of by the cohort when it next wakes, and counted then', async () => {
    const { world, members, rest, whereIs, metrics } = await inside(3);
    await rest();
    await happen(world, [leaves(members[0]!)]);
    expect(await whereIs(members[0]!)).toMatchObject({ kind: 'waits' });
    await happen(world, [staysAndOrders(members[1]!)]);
    await until(
      () => world.database.step.count(),
      (steps) => steps === 4,
    );
    await rest();
    expect(await whereIs(members[0]!)).toBeUndefined();
    expect(await whereIs(members[2]!)).toMatchObject({ kind: 'waits' });
    expect(await metrics.registry.metrics()).toMatch(/enrolments_ended_total\{status="exited"\} 1/);
  });

  it('closes the cohort when nobody is left in it', async () => {
    const { world, members, handle } = await inside(2);
    await happen(world, [leaves(members[0]!)]);
    await happen(world, [leaves(members[1]!)]);
    await until(
      () => endedCohorts(world),
      (count) => count === 1,
    );
    expect(await world.database.signalOutbox.count()).toBe(1);
    await until(
      async () => (await handle.describe()).status.name,
      (status) => status === 'COMPLETED',
    );
  });

  it('in one moment with the only other one, leaves the closing to the sweep', async () => {
    const { world, members, rest } = await inside(2);
    await rest();
    const { database, programmeId, clock } = world;
    // Each ends its own and does not see the other's end yet.
    await inTransaction(database, async (tx) => {
      await tx.enrolment.updateMany({
        where: { memberId: members[0]! },
        data: { status: 'exited', endedAt: clock.now() },
      });
      await happen(world, [leaves(members[1]!)]);
    });
    expect(await database.signalOutbox.count()).toBe(0);
    expect(await endedCohorts(world)).toBe(0);
    await finishCampaignsPage(database, { programmeId, now: clock.now() });
    await until(
      () => endedCohorts(world),
      (count) => count === 1,
    );
  });

  it('goes by the first of several events, and an event of the same batch that brought a member in counts, too', async () => {
    const { world } = await inside(1);
    const [newcomer] = await addMembers(world, [null]);
    await happen(world, [{ memberId: newcomer!, type: 'member.joined' }, leaves(newcomer!), leaves(newcomer!)]);
    expect(await enrolmentOf(world, newcomer!)).toMatchObject({ status: 'exited', cohortId: null });
    expect(await world.database.signalOutbox.count()).toBe(0);
  });

  it('stays inside as long as the event lies ahead of the clock', async () => {
    const { world, members } = await inside(2);
    await happen(world, [leaves(members[0]!, new Date(Date.now() + 3_000))]);
    expect(await enrolmentOf(world, members[0]!)).toMatchObject({ status: 'active' });
    await until(
      async () => (await enrolmentOf(world, members[0]!)).status,
      (status) => status === 'exited',
    );
  });
});

describe('Who of a cohort is over', () => {
  it('is counted by the keys of its enrolments, not by an index of everybody who is inside, whatever the statistics say', async () => {
    const { world } = await inside(3);
    const { database, programmeId, campaignId, campaignVersionId } = world;
    await database.$executeRaw`
      INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, enrolled_at)
      SELECT ${programmeId}::smallint, ${campaignId}::int, ${campaignVersionId}::int, id, 1, '{}', now()
      FROM generate_series(1000000, 1030000) id`;
    const { id } = await database.cohort.findFirstOrThrow();
    const enrolments = await database.enrolment.findMany({ where: { cohortId: id } });
    const carried = enrolments.map((each) => ({ enrolmentId: String(each.id), head: '', results: '' }));
    const scans = async () => {
      await database.$executeRaw`SELECT pg_stat_force_next_flush()`;
      const [row] = await database.$queryRaw<{ count: bigint }[]>`
        SELECT idx_scan AS count FROM pg_stat_user_indexes WHERE indexrelname = 'enrolment_active_member'`;
      return Number(row?.count);
    };
    const before = await scans();
    const looks = 20;
    for (let look = 0; look < looks; look++) {
      const page = { cohortId: String(id), enrolments: carried, carried: carried.length };
      expect(await readOver(database, page)).toEqual({ over: [], count: 0 });
    }
    // The relay of other tests may use it meanwhile: a look that read it would have read it each time.
    expect(await scans()).toBeLessThan(before + looks);
  });
});
