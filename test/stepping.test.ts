import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earn } from '../ledger/earn.ts';
import { type Clock, moveClock, openClock, startSteppedClock } from '../runtime/clock.ts';
import { type SteppedProgramme, sweepOnce, untilQuiet } from '../worker/stepping.ts';
import { freshDatabase } from './support/database.ts';
import { openStoryWorld, type StoryWorld } from './support/story-world.ts';
import { temporalAddress, uniqueTaskQueue } from './support/temporal.ts';

const startAt = new Date('2026-03-02T09:15:00Z');

describe('A programme whose clock is moved in steps', () => {
  let world: StoryWorld;
  let stepped: SteppedProgramme;
  let connection: Connection;
  /** The worker's own, as in a process of its own: it hears of a move a moment later. */
  let workerClock: Clock;
  const goTo = async (day: number) => {
    await moveClock(world.database, { to: world.dayOf(day) });
    await untilQuiet(stepped);
  };
  const stepsOf = async (member: string) => {
    const { id } = await world.memberOf(member);
    const steps = await world.database.step.findMany({ where: { memberId: id }, orderBy: { id: 'asc' } });
    return steps.map(({ key }) => key.split('/')[1]);
  };

  beforeAll(async () => {
    const { database } = await freshDatabase({ poolSizeMax: 20 });
    await startSteppedClock(database, { at: startAt });
    world = await openStoryWorld({ startAt, time: await openClock(database), database });
    workerClock = await openClock(database);
    connection = await Connection.connect({ address: temporalAddress() });
    const taskQueue = uniqueTaskQueue('stepping');
    stepped = { ...world, client: new Client({ connection }), taskQueue };
    await world.launch('onboarding-gift');
  });
  afterAll(async () => {
    await world.stop();
    workerClock.close();
    await connection.close();
  });

  it('is not quiet as long as no worker does what is due', async () => {
    await world.happen('ada', 'member.joined', { email: 'ada@members.example', consent: { email: true } });
    await expect(untilQuiet(stepped, { patienceMs: 600 })).rejects.toThrow('work is left');
  });

  it('has done all that is due when it is quiet, mails and all', async () => {
    await world.startWorker({ taskQueue: stepped.taskQueue, clock: workerClock });
    await untilQuiet(stepped);
    expect(await stepsOf('ada')).toEqual(expect.arrayContaining(['welcome']));
    expect(world.mailsTo('ada')).toHaveLength(1);
  });

  it('does nothing before its time, however long it stands, and everything at its time', async () => {
    await goTo(2.9);
    expect(world.mailsTo('ada')).toHaveLength(1);
    await goTo(3.1);
    expect(await stepsOf('ada')).toContain('profile-reminder');
    expect(world.mailsTo('ada')).toHaveLength(2);
  });

  it('sweeps when it is told to, once for a name', async () => {
    const run = async () =>
      (await stepped.client.workflow.getHandle(`${stepped.taskQueue}-sweep-first`).describe()).runId;
    await sweepOnce(stepped, 'first');
    const first = await run();
    await sweepOnce(stepped, 'first');
    expect(await run()).toBe(first);
  });

  it('sweeps at the instant it was moved to, even right after the move', async () => {
    const { id: memberId } = await world.memberOf('ada');
    for (const day of [5, 6, 7]) {
      const at = world.dayOf(day - 0.1);
      const gift = { programmeId: world.programme.id, memberId, key: `gift:${day}`, at: world.dayOf(4), points: 10 };
      const source = { type: 'gift', id: `${day}` };
      await earn(world.database, [{ ...gift, expiresAt: at, source, actor: 'test' }]);
      await moveClock(world.database, { to: world.dayOf(day) });
      await sweepOnce(stepped, `day ${day}`);
      const expired = await world.database.ledgerTxn.findMany({ where: { memberId, kind: 'EXPIRE' } });
      expect(expired.map(({ effectiveAt }) => effectiveAt)).toContainEqual(world.dayOf(day));
    }
  });
});
