import { describe, expect, it } from 'vitest';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import { formCohorts } from '../../modules/enrolments/rows-cohorts.ts';
import type { WorkerDeps } from '../../worker/worker.ts';
import { cohortWorkflowId, enrolmentSignalName } from '../../workflows/contract.ts';
import type { EnrolmentSignal } from '../../workflows/engine/protocol.ts';
import { addMembers, type EngineWorld, happen, join, openWorld, until, type WorldOptions } from '../support/engine.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';
import { useWorkers } from '../support/use-workers.ts';

const workers = useWorkers();

/** A campaign whose cohorts run the named story of engine-stories.ts. */
async function worldOf(story: string, options: WorldOptions = {}) {
  const world = await openWorld({ ...options, settings: { ...options.settings, story } });
  const taskQueue = uniqueTaskQueue('engine');
  const work = async (changes: Partial<WorkerDeps> = {}) => {
    return workers.start(world, taskQueue, changes);
  };
  return { world, taskQueue, work };
}

const enrolmentsOf = ({ database }: EngineWorld) => database.enrolment.findMany({ orderBy: { id: 'asc' } });
const statuses = async (world: EngineWorld) => (await enrolmentsOf(world)).map(({ status }) => status);
const endedAll = (world: EngineWorld) =>
  until(
    () => enrolmentsOf(world),
    (rows) => rows.length > 0 && rows.every(({ status }) => status !== 'active'),
  );
const balances = async ({ database }: EngineWorld) =>
  (await database.ledgerBalance.findMany({ orderBy: { memberId: 'asc' } })).map(({ available }) => Number(available));
const stepNames = async ({ database }: EngineWorld) =>
  (await database.step.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name);
const steps = (world: EngineWorld, count: number) =>
  until(
    () => stepNames(world),
    (names) => names.length >= count,
  );

const hasEnded = (cohort: { endedAt: Date | null } | null) => cohort !== null && cohort.endedAt !== null;

describe('An event brings members into a campaign', () => {
  it('carries them from the event to the ledger in one cohort, and closes it', async () => {
    const { world, work } = await worldOf('step-wait-step');
    await work();
    await join(
      world,
      await addMembers(
        world,
        Array.from({ length: 60 }, () => null),
      ),
    );
    const rows = await endedAll(world);
    expect(new Set(rows.map(({ status, reason }) => `${status}: ${reason}`))).toEqual(new Set(['done: both granted']));
    expect(await balances(world)).toEqual(Array.from({ length: 60 }, () => 15));
    const cohorts = await until(
      () => world.database.cohort.findMany(),
      (all) => all.every(({ endedAt }) => endedAt !== null),
    );
    expect(cohorts).toMatchObject([{ size: 60 }]);
  });

  it('enrols a member once, however often the event comes, and again only as the campaign allows', async () => {
    const { world, work } = await worldOf('gift', { reentry: { kind: 'afterDays', days: 0 } });
    await work();
    const [memberId] = await addMembers(world, ['again@shop.example']);
    await join(world, [memberId!, memberId!]);
    expect(await endedAll(world)).toMatchObject([{ occurrence: 1, reason: 'applied' }]);
    await join(world, [memberId!]);
    const rows = await until(
      () => enrolmentsOf(world),
      (all) => all.length === 2 && all.every(({ status }) => status !== 'active'),
    );
    expect(rows[1]).toMatchObject({ occurrence: 2, reason: 'ALREADY_CLAIMED' });
    expect(await balances(world)).toEqual([100]);
  });

  it('delivers the events that follow, in their own order, and not the one that began it', async () => {
    const { world, work } = await worldOf('orders', { trigger: { type: 'order.placed' } });
    await work();
    const [memberId] = await addMembers(world, [null]);
    const order = (amountMinor: number) => ({ memberId: memberId!, type: 'order.placed', data: { amountMinor } });
    await happen(world, [order(1_000_000), order(1)]);
    await happen(world, [order(20)]);
    await steps(world, 3);
    await happen(world, [order(300)]);
    await endedAll(world);
    expect(await stepNames(world)).toEqual(['welcome', 'order', 'order', 'order']);
    expect(await balances(world)).toEqual([10 + 1 + 20 + 300]);
  });
});

describe('An enrolment ends at its goal', () => {
  it('exits at the event with the reason a marketer wrote, and the others go on', async () => {
    const exitOn = [{ type: 'order.placed', where: { first: true }, reason: 'ordered for the first time' }];
    const { world, work } = await worldOf('orders', { exitOn });
    await work();
    const [leaver, stayer] = await addMembers(world, [null, null]);
    await join(world, [leaver!, stayer!]);
    await steps(world, 2);
    await happen(world, [
      { memberId: leaver!, type: 'order.placed', data: { first: true, amountMinor: 500 } },
      { memberId: stayer!, type: 'order.placed', data: { first: false, amountMinor: 500 } },
    ]);
    await steps(world, 3);
    const rows = await until(
      () => enrolmentsOf(world),
      ([first]) => first?.status !== 'active',
    );
    expect(rows).toMatchObject([{ status: 'exited', reason: 'ordered for the first time' }, { status: 'active' }]);
    expect(await balances(world)).toEqual([10, 510]);
  });
});

describe('A member never suffers for another', () => {
  it('fails the enrolment with the bad step alone', async () => {
    const { world, work } = await worldOf('poison', { settings: { poisonMemberId: '3' } });
    await work();
    await join(world, await addMembers(world, [null, null, null, null, null]));
    const rows = await endedAll(world);
    expect(rows.map(({ status }) => status)).toEqual(['done', 'done', 'failed', 'done', 'done']);
    expect(rows[2]?.reason).toContain('could not be performed');
    expect(await balances(world)).toEqual([10, 10, 0, 10, 10]);
  });
});

describe('A campaign is paused, resumed and cancelled', () => {
  it('stops within a moment, stands still, and goes on where it stopped', async () => {
    const { world, work } = await worldOf('drip');
    await work();
    await join(world, await addMembers(world, [null, null, null]));
    await steps(world, 6);
    await pauseCampaign(world, { id: world.programmeId }, 'test', { actor: 'test' });
    const { length: atPause } = await stepNames(world);
    // Nothing tells that no step comes any more: at a step a second each they would come in this time.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await stepNames(world)).toHaveLength(atPause);
    await resumeCampaign(world, { id: world.programmeId }, 'test', { actor: 'test' });
    await endedAll(world);
    expect(await balances(world)).toEqual([5, 5, 5]);
  });

  it('ends everybody when it is cancelled, and their cohort', async () => {
    const { world, work } = await worldOf('orders');
    await work();
    await join(world, await addMembers(world, [null, null]));
    await steps(world, 2);
    await cancelCampaign(world, { id: world.programmeId }, 'test', { actor: 'test', reason: 'the season is over' });
    expect(await enrolmentsOf(world)).toMatchObject([
      { status: 'cancelled', reason: 'the season is over' },
      { status: 'cancelled', reason: 'the season is over' },
    ]);
    await until(() => world.database.cohort.findFirst(), hasEnded);
  });

  it('never starts a cohort for enrolments that were cancelled first', async () => {
    const { world, work } = await worldOf('orders');
    await join(world, await addMembers(world, [null]));
    await formCohorts(world.database, { campaignVersionId: world.campaignVersionId, cohortsMax: 1, now: new Date() });
    await cancelCampaign(world, { id: world.programmeId }, 'test', { actor: 'test' });
    await work();
    await until(() => world.database.cohort.findFirst(), hasEnded);
    expect(await stepNames(world)).toEqual([]);
  });
});

describe('Nothing is lost and nothing doubled', () => {
  it('starts a cohort whose relay died between the row and the workflow, and does not start it twice', async () => {
    const { world, taskQueue, work } = await worldOf('step-wait-step');
    await join(world, await addMembers(world, [null, null]));
    // The relay died here: the cohort has its row and no workflow.
    await formCohorts(world.database, { campaignVersionId: world.campaignVersionId, cohortsMax: 1, now: new Date() });
    const first = await work();
    await steps(world, 2);
    // And here: the workflow runs, its start was not recorded.
    await first.stop();
    await world.database.cohort.updateMany({ data: { startedAt: null } });
    await work();
    await endedAll(world);
    expect(await balances(world)).toEqual([15, 15]);
    const runs = workers.client().workflow.list({ query: `WorkflowType = 'cohort' AND TaskQueue = '${taskQueue}'` });
    let count = 0;
    for await (const run of runs) count += Number(run.workflowId.length > 0);
    expect(count).toBe(1);
  });

  it('drops an event that is delivered twice', async () => {
    const { world, taskQueue, work } = await worldOf('orders');
    await work();
    const [memberId] = await addMembers(world, [null]);
    await join(world, [memberId!]);
    await steps(world, 1);
    await happen(world, [{ memberId: memberId!, type: 'order.placed', data: { amountMinor: 7 } }]);
    await steps(world, 2);
    // The relay signalled and died before it could note that: the next one signals again.
    await world.database.signalOutbox.updateMany({ data: { deliveredAt: null } });
    await until(
      () => world.database.signalOutbox.count({ where: { deliveredAt: null } }),
      (open) => open === 0,
    );
    const [signal] = await world.database.signalOutbox.findMany();
    const event = await world.database.event.findFirstOrThrow({ where: { type: 'order.placed' } });
    const wake: EnrolmentSignal = {
      kind: 'event',
      id: String(signal!.id),
      enrolmentId: String(signal!.enrolmentId),
      event: { id: event.eventId, type: event.type, at: event.occurredAt.getTime(), data: { amountMinor: 7 } },
    };
    const cohort = await world.database.cohort.findFirstOrThrow();
    await workers
      .client()
      .workflow.getHandle(cohortWorkflowId(taskQueue, String(cohort.id)))
      .signal(enrolmentSignalName, [wake, wake]);
    await happen(world, [{ memberId: memberId!, type: 'order.placed', data: { amountMinor: 30 } }]);
    await steps(world, 3);
    expect(await balances(world)).toEqual([10 + 7 + 30]);
  });

  it('goes on in another worker from where the first one was replaced', async () => {
    const { world, work } = await worldOf('drip');
    const first = await work();
    await join(
      world,
      await addMembers(
        world,
        Array.from({ length: 20 }, () => null),
      ),
    );
    await steps(world, 40);
    await Promise.all([first.stop(), work()]);
    await endedAll(world);
    expect(await balances(world)).toEqual(Array.from({ length: 20 }, () => 5));
    expect(await stepNames(world)).toHaveLength(100);
  });

  it('shares the work between two workers without doing any of it twice', async () => {
    const { world, work } = await worldOf('step-wait-step');
    await Promise.all([work(), work()]);
    for (let batch = 0; batch < 5; batch++) await join(world, await addMembers(world, [null, null, null, null]));
    await until(
      () => statuses(world),
      (all) => all.length === 20 && all.every((status) => status === 'done'),
    );
    expect(await balances(world)).toEqual(Array.from({ length: 20 }, () => 15));
  });
});
