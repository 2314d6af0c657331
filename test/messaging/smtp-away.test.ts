import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysLater } from '../../values/calendar.ts';
import { type Clock, openClock, startScaledClock } from '../../platform/clock.ts';
import { type SmtpCatcher, startSmtpCatcher } from '../../devstack/smtp-catcher.ts';
import type { RunningWorker } from '../../worker/worker.ts';
import { until } from '../support/engine.ts';
import { startTestWorker } from '../support/engine-worker.ts';
import { type MailWorld, openMailWorld, reminderStep, welcomeStep } from '../support/mail-world.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';

/** Half an hour before the quiet hours: on a busy machine the mails just miss the evening, or are ready for it. */
const startAt = new Date('2026-01-15T20:30:00Z');
const hourMs = 3_600_000;
/** An hour is a third of a second. */
const realMsPerDay = 8_000;
/** So long there is no mail server. The programme clock stands meanwhile, once mails that are due can't leave. */
const awayRealMs = 4_000;
const zone = 'Europe/London';

let world: MailWorld;
let clock: Clock;
let worker: RunningWorker;
let catcher: SmtpCatcher;
let dir: string;
beforeAll(async () => {
  world = await openMailWorld();
  const messageCaps = [{ class: 'marketing', channel: 'email', max: 1, perDays: 1 }];
  await world.database.$executeRaw`
    UPDATE programme SET definition = definition || ${JSON.stringify({ messageCaps })}::jsonb`;
  await startScaledClock(world.database, { at: startAt, scale: (24 * hourMs) / realMsPerDay });
  clock = await openClock(world.database);
  dir = await mkdtemp(join(tmpdir(), 'perennial-away-'));
  catcher = await startSmtpCatcher({ dir });
  await catcher.stop();
}, 30_000);
afterAll(async () => {
  await worker.stop();
  clock.close();
  await catcher.stop();
  await rm(dir, { recursive: true });
  await world.close();
});

const rows = () => world.database.message.findMany({ orderBy: { id: 'asc' } });
const londonHour = (at: Date | null) => at?.getUTCHours() ?? NaN;

describe('While the mail server is away on a scaled clock', () => {
  it('mails wait and are not counted as tried; they come once when it is back, by day and within the caps', async () => {
    const people = await world.addPeople(4, { marketing: true });
    world.clock.at(startAt.toISOString());
    await world.reserve(people, { ...welcomeStep, class: 'service' }, 'notice');
    for (const key of ['first', 'second']) await world.reserve(people, reminderStep, key);
    const startedAt = performance.now();
    worker = await startTestWorker({ database: world.database, clock }, catcher, uniqueTaskQueue('away'));

    await until(
      async () => performance.now() - startedAt,
      (ms) => ms > awayRealMs,
      { withinMs: 30_000 },
    );
    expect((await rows()).filter(({ status, attempts }) => status === 'sent' || attempts > 0)).toEqual([]);

    catcher = await startSmtpCatcher({ dir, smtpPort: Number(new URL(catcher.smtpUrl).port) });
    const sent = await until(rows, (all) => all.every(({ status }) => status === 'sent'), { withinMs: 60_000 });

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
  }, 120_000);
});
