import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysLater } from '../../values/calendar.ts';
import { type Clock, openClock, startSteppedClock } from '../../platform/clock.ts';
import { type SmtpCatcher, startSmtpCatcher } from '../../devstack/smtp-catcher.ts';
import type { RunningWorker } from '../../worker/worker.ts';
import { dispatchWorkflowId } from '../../workflows/contract.ts';
import { until } from '../support/engine.ts';
import { startTestWorker } from '../support/engine-worker.ts';
import { type MailWorld, openMailWorld, reminderStep, welcomeStep } from '../support/mail-world.ts';
import { programmeTime } from '../support/programme-time.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

/** Half an hour before the quiet hours. */
const startAt = new Date('2026-01-15T20:30:00Z');
const zone = 'Europe/London';
const taskQueue = uniqueTaskQueue('away');

let world: MailWorld;
let clock: Clock;
let connection: Connection;
let worker: RunningWorker;
let catcher: SmtpCatcher;
let dir: string;
beforeAll(async () => {
  world = await openMailWorld();
  const messageCaps = [{ class: 'marketing', channel: 'email', max: 1, perDays: 1 }];
  await world.database.$executeRaw`
    UPDATE programme SET definition = definition || ${JSON.stringify({ messageCaps })}::jsonb`;
  await startSteppedClock(world.database, { at: startAt });
  clock = await openClock(world.database);
  connection = await Connection.connect({ address: temporalAddress() });
  dir = await mkdtemp(join(tmpdir(), 'perennial-away-'));
  catcher = await startSmtpCatcher({ dir });
  await catcher.stop();
}, 30_000);
afterAll(async () => {
  await worker.stop();
  clock.close();
  await connection.close();
  await catcher.stop();
  await rm(dir, { recursive: true });
  await world.close();
});

const rows = () => world.database.message.findMany({ orderBy: { id: 'asc' } });
const londonHour = (at: Date | null) => at?.getUTCHours() ?? NaN;

/** How often the page of mails that are due has been tried. */
async function triesOf(client: Client): Promise<number> {
  const dispatch = client.workflow.getHandle(dispatchWorkflowId(taskQueue, world.programmeId, 'email'));
  const { raw } = await dispatch.describe();
  return raw.pendingActivities?.[0]?.attempt ?? 0;
}

/** Says that the stories have been carried: only their messages are of interest here. */
async function carried(enrolmentIds: bigint[]): Promise<void> {
  const { programmeId, campaignVersionId } = world;
  const times = { createdAt: startAt, startedAt: startAt, endedAt: startAt };
  const size = enrolmentIds.length;
  const { id: cohortId } = await world.database.cohort.create({
    data: { programmeId, campaignVersionId, size, enrolmentIds, ...times },
  });
  await world.database.enrolment.updateMany({ where: { id: { in: enrolmentIds } }, data: { cohortId } });
}

describe('While the mail server is away', () => {
  it('mails wait and are not counted as tried; they come once when it is back, by day and within the caps', async () => {
    const people = await world.addPeople(4, { marketing: true });
    world.clock.at(startAt.toISOString());
    await carried(people.map(({ enrolmentId }) => BigInt(enrolmentId)));
    await world.reserve(people, { ...welcomeStep, class: 'service' }, 'notice');
    for (const key of ['first', 'second']) await world.reserve(people, reminderStep, key);
    const client = new Client({ connection });
    worker = await startTestWorker({ database: world.database, clock }, catcher, taskQueue);

    await until(
      () => triesOf(client).catch(() => 0),
      (tries) => tries > 2,
    );
    expect((await rows()).filter(({ status, attempts }) => status === 'sent' || attempts > 0)).toEqual([]);

    catcher = await startSmtpCatcher({ dir, smtpPort: Number(new URL(catcher.smtpUrl).port) });
    const time = programmeTime({ database: world.database, clock, client, taskQueue });
    const sent = await time.passUntil(rows, (all) => all.every(({ status }) => status === 'sent'));

    expect(sent).toHaveLength(12);
    const arrived = catcher.messages().map(({ messageId }) => messageId);
    expect(arrived.sort()).toEqual(sent.map(({ messageId }) => messageId).sort());
    expect(sent.every(({ attempts }) => attempts === 1)).toBe(true);
    for (const { leftAt } of sent) {
      expect(londonHour(leftAt)).toBeGreaterThanOrEqual(9);
      expect(londonHour(leftAt)).toBeLessThan(21);
    }
    for (const { memberId } of people) {
      const offers = sent.filter((row) => row.class === 'marketing' && String(row.memberId) === memberId);
      const [first = 0, second = 0] = offers.map(({ leftAt }) => leftAt?.getTime() ?? 0).sort((a, b) => a - b);
      expect(second).toBeGreaterThanOrEqual(daysLater(first, 1, zone));
    }
  });
});
