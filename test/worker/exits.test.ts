import { describe, expect, it } from 'vitest';
import { finishCampaignsPage } from '../../modules/enrolments/finish-campaigns.ts';
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
