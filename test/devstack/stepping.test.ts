import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earn } from '../../modules/ledger/earn.ts';
import { noteSleep } from '../../modules/enrolments/rows-cohorts.ts';
import { moveClock } from '../../platform/clock.ts';
import { type SteppedProgramme, sweepOnce, untilIdle } from '../../devstack/stepping.ts';
import { cohortWorkflowId, dispatchWorkflowId } from '../../workflows/contract.ts';
import { until } from '../support/engine.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');

describe('A programme whose clock is moved in steps', () => {
  let on: SteppedWorld;
  let world: StoryWorld;
  let stepped: SteppedProgramme;
  beforeAll(async () => {
    on = await openSteppedWorld('stepping', startAt);
    ({ world, stepped } = on);
    await world.launch('onboarding-gift');
  });
  afterAll(async () => on.stop());

  it('is not quiet as long as no worker does what is due', async () => {
    await world.happen('ada', 'member.joined', { email: 'ada@members.example', consent: { email: true } });
    await expect(untilIdle(stepped, { patienceMs: 600 })).rejects.toThrow('work is left');
  });

  it('has done all that is due when it is quiet, mails and all', async () => {
    await on.startWorker();
    await untilIdle(stepped);
    expect(await on.stepsOf('ada')).toEqual(expect.arrayContaining(['welcome']));
    expect(world.mailsTo('ada')).toHaveLength(1);
  });

  it('does nothing before its time, however long it stands, and everything at its time', async () => {
    await on.goTo(2.9);
    expect(world.mailsTo('ada')).toHaveLength(1);
    await on.goTo(3.1);
    expect(await on.stepsOf('ada')).toContain('profile-reminder');
    expect(world.mailsTo('ada')).toHaveLength(2);
  });

  it('is told nothing of a sleep by a call that was given up, however late that comes to it', async () => {
    const { database } = stepped;
    const { id, nextWakeAt } = await database.cohort.findFirstOrThrow();
    const late = new Date(Date.now() - 60_000);
    await noteSleep(database, { cohortId: String(id), until: 0, calledAt: late });
    expect((await database.cohort.findUniqueOrThrow({ where: { id } })).nextWakeAt).toEqual(nextWakeAt);
    await untilIdle(stepped, { patienceMs: 5_000 });
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

  it('tells a cohort that is due once, however long its steps take', async () => {
    await world.happen('ben', 'member.joined', { email: 'ben@members.example', consent: { email: true } });
    await untilIdle(stepped);
    const { cohortId } = (await world.enrolmentOf('ben', 'onboarding-gift'))!;
    await moveClock(world.database, { to: world.dayOf(10.1) });
    // Steps can be read and not written meanwhile.
    const slow = world.database.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE step IN SHARE MODE`;
      // How long the steps take: the cohort would be signalled again at each of some forty looks.
      await sleep(1_500);
    });
    await Promise.all([slow, untilIdle(stepped)]);
    expect(await on.stepsOf('ben')).toContain('profile-reminder');
    const { events } = await stepped.client.workflow
      .getHandle(cohortWorkflowId(stepped.taskQueue, String(cohortId)))
      .fetchHistory();
    // Two: a cohort that was on its way to sleep when it was signalled is signalled again.
    expect(events?.filter((event) => event.workflowExecutionSignaledEventAttributes).length).toBeLessThanOrEqual(2);
  });

  it('ends the dispatch of mails that wait for the morning, instead of asking for them all night', async () => {
    await on.goTo(10.6);
    await world.happen('cleo', 'member.joined', { email: 'cleo@members.example', consent: { email: true } });
    await on.goTo(13.65);
    // Her reminder waits for the morning; his welcome leaves at once.
    await world.happen('dan', 'member.joined', { email: 'dan@members.example', consent: { email: true } });
    await untilIdle(stepped);
    expect(world.mailsTo('dan')).toHaveLength(1);
    expect(await world.database.message.count({ where: { status: 'reserved' } })).toBe(1);
    const dispatch = stepped.client.workflow.getHandle(
      dispatchWorkflowId(stepped.taskQueue, Number(world.programme.id), 'email'),
    );
    expect((await dispatch.describe()).status.name).toBe('COMPLETED');
    await on.goTo(14.1);
    expect(world.mailsTo('cleo')).toHaveLength(2);
  });

  it('waits for no row of which it is told that Temporal refuses it for good, and for every other', async () => {
    const { database } = world;
    const { id: programmeId } = world.programme;
    const { campaignVersionId, id: enrolmentId } = (await world.enrolmentOf('ada', 'onboarding-gift'))!;
    const refusal = { createdAt: world.dayOf(14), attempts: 3, retryAfter: new Date(Date.now() + 3_600_000) };
    const signal = await database.signalOutbox.create({
      data: { programmeId, enrolmentId, signal: 'resumed', ...refusal },
    });
    const { createdAt, attempts: startAttempts, retryAfter: startAfter } = refusal;
    const cohort = await database.cohort.create({
      data: { programmeId, campaignVersionId, size: 1, enrolmentIds: [], createdAt, startAttempts, startAfter },
    });
    const refused = { cohorts: [String(cohort.id)], signals: [String(signal.id)] };
    await untilIdle(stepped, { refused });
    await expect(untilIdle(stepped, { refused: { ...refused, signals: [] }, patienceMs: 500 })).rejects.toThrow(
      'work is left',
    );
    await expect(untilIdle(stepped, { refused: { ...refused, cohorts: [] }, patienceMs: 500 })).rejects.toThrow(
      'work is left',
    );
    await database.signalOutbox.delete({ where: { id: signal.id } });
    await database.cohort.delete({ where: { id: cohort.id } });
  });

  it('is not quiet without a worker that is well, though nothing is left', async () => {
    await untilIdle(stepped);
    await world.stopWorker();
    const ageMs = async () => {
      const { workerSeenAt } = await world.database.programmeClock.findFirstOrThrow();
      return Date.now() - workerSeenAt!.getTime();
    };
    await until(ageMs, (ms) => ms > 500);
    await expect(untilIdle(stepped, { patienceMs: 500 })).rejects.toThrow('work is left');
  });
});
