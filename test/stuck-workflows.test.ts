import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, moveClock, openClock, startSteppedClock } from '../runtime/clock.ts';
import { createMetrics } from '../runtime/metrics.ts';
import { bundleWorkflows } from '../worker/bundle.ts';
import { type SteppedProgramme, untilQuiet } from '../worker/stepping.ts';
import { cohortWorkflowId } from '../workflows/contract.ts';
import { freshDatabase } from './support/database.ts';
import { until } from './support/engine.ts';
import { openStoryWorld, type StoryWorld } from './support/story-world.ts';
import { temporalAddress, uniqueTaskQueue } from './support/temporal.ts';

const startAt = new Date('2026-03-02T09:15:00Z');
const metrics = createMetrics();

describe("Workflows whose history can't be replayed", () => {
  let world: StoryWorld;
  let stepped: SteppedProgramme;
  let connection: Connection;
  let workerClock: Clock;
  const stepsOf = async (member: string) => {
    const { id: memberId } = await world.memberOf(member);
    return (await world.database.step.findMany({ where: { memberId } })).map(({ key }) => key.split('/')[1]).sort();
  };

  beforeAll(async () => {
    const { database } = await freshDatabase({ poolSizeMax: 20 });
    await startSteppedClock(database, { at: startAt });
    world = await openStoryWorld({ startAt, time: await openClock(database), database });
    workerClock = await openClock(database);
    connection = await Connection.connect({ address: temporalAddress() });
    stepped = { ...world, client: new Client({ connection }), taskQueue: uniqueTaskQueue('stuck') };
    await world.launch('onboarding-gift');
  });
  afterAll(async () => {
    await world.stop();
    workerClock.close();
    await connection.close();
  });

  it('are begun anew from the database: nobody is stuck, nothing is done twice', async () => {
    const { taskQueue } = stepped;
    const other = await bundleWorkflows(fileURLToPath(new URL('./support/other-workflows.ts', import.meta.url)));
    await world.startWorker({ taskQueue, clock: workerClock, bundle: other });
    await world.happen('ada', 'member.joined', { email: 'ada@members.example', consent: { email: true } });
    await until(
      () => stepsOf('ada'),
      (steps) => steps.includes('welcome'),
    );
    const { cohortId: stuck } = (await world.enrolmentOf('ada'))!;
    const begun = await stepsOf('ada');
    await world.stopWorker();
    expect(world.mailsTo('ada')).toEqual([]);

    await world.startWorker({ taskQueue, clock: workerClock, metrics });
    await moveClock(world.database, { to: world.dayOf(3.1) });
    await untilQuiet(stepped);

    const { cohortId: anew } = (await world.enrolmentOf('ada'))!;
    expect(anew).not.toBe(stuck);
    expect(await stepsOf('ada')).toEqual([...begun, 'profile-reminder'].sort());
    expect(await world.availableOf('ada')).toBe(100);
    expect(world.mailsTo('ada')).toHaveLength(2);
    const { status } = await stepped.client.workflow.getHandle(cohortWorkflowId(taskQueue, String(stuck))).describe();
    expect(status.name).toBe('TERMINATED');
    expect(await metrics.registry.metrics()).toMatch(/workflows_mended_total\{type="cohort"\} 1/);
    const [audit] = await world.database.auditEvent.findMany({ where: { action: 'recover' } });
    expect(audit).toMatchObject({ actor: 'worker', after: { cohorts: 1, enrolments: 1, made: 1 } });
  }, 120_000);
});
