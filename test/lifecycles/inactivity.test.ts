import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../values/json.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { type Clock, openClock, startScaledClock } from '../../platform/clock.ts';
import type { SmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { packageRoot } from '../../platform/package-root.ts';
import type { Database } from '../../platform/database.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../../modules/programme/rows.ts';
import type { RunningWorker } from '../../worker/worker.ts';
import { freshDatabase } from '../support/database.ts';
import { until } from '../support/engine.ts';
import { openCatcher, startTestWorker } from '../support/engine-worker.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';

const playbook = (name: string) => join(packageRoot(), 'playbooks', name);
const startAt = new Date('2026-03-02T09:15:00Z');
const dayMs = 86_400_000;
/** Twelve days in about 20 seconds. */
const realMsPerDay = 1_600;
/** The last order of everybody here; 60 days later, as 10 March ends, their points lapse. */
const lastOrderAt = '2026-01-09T12:00:00Z';
const lapseAt = new Date('2026-03-10T23:59:59.999Z');

let database: Database;
let clock: Clock;
let catcher: SmtpCatcher;
let worker: RunningWorker | undefined;
let programme: StoredProgramme;

beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  await startScaledClock(database, { at: startAt, scale: dayMs / realMsPerDay });
  clock = await openClock(database);
  catcher = await openCatcher();
  const shipped = await readProgrammeFile(join(playbook('reference'), 'programme.yaml'));
  await saveProgramme(database, { ...shipped, expiry: { kind: 'never', inactivityDays: 60 } });
  programme = await loadProgramme(database, 'reference');
});
afterAll(async () => {
  await worker?.stop();
  clock.close();
  await catcher.stop();
});

async function happen(memberId: string, type: string, data: JsonObject, occurredAt?: string): Promise<void> {
  const event = { id: randomUUID(), type, memberId, occurredAt: occurredAt ?? clock.now().toISOString(), data };
  const [answer] = await ingestEvents({ database, clock }, programme.id, [event]);
  expect(answer).toMatchObject({ kind: 'accepted' });
}

const order = (memberId: string, pounds: number, occurredAt?: string) =>
  happen(memberId, 'order.placed', { orderId: randomUUID(), amountMinor: pounds * 100, currency: 'GBP' }, occurredAt);

async function regular(name: string, locale: string): Promise<void> {
  const consent = { email: true };
  await happen(name, 'member.joined', { email: `${name}@members.example`, locale, consent }, '2026-01-05T12:00:00Z');
  await order(name, 200, lastOrderAt);
}

async function redeem(name: string, points: number): Promise<void> {
  const memberId = await memberIdOf(name);
  const what = { key: randomUUID(), at: clock.now(), source: { type: 'till', id: '1' }, actor: 'test', points };
  expect(await spend(database, [{ programmeId: programme.id, memberId, ...what }])).toMatchObject([{ ok: true }]);
}

const viewOf = (name: string) => readMemberView(database, programme, name, { limit: 50, now: clock.now() });
const mailsTo = (name: string) => catcher.messages().filter(({ to }) => to.includes(`${name}@members.example`));
const memberIdOf = async (name: string) => (await database.member.findFirstOrThrow({ where: { externalId: name } })).id;
const countdownOf = async (name: string) =>
  database.enrolment.findFirstOrThrow({ where: { memberId: await memberIdOf(name) } });
const ended = (name: string) =>
  until(
    () => countdownOf(name),
    ({ status }) => status === 'done',
    { withinMs: 60_000 },
  );

describe('Points that lapse after 60 days without an order or a redemption', () => {
  it('are counted down to, while one member forgets, one orders and one redeems', async () => {
    await regular('fay', 'en');
    await regular('gus', 'zh-CN');
    await regular('hal', 'en');
    expect((await viewOf('fay')).lots).toMatchObject([{ left: 200, expiresAt: null, lapsesAt: lapseAt }]);
    expect((await viewOf('fay')).upcoming).toMatchObject([{ kind: 'lapse', points: 200, at: lapseAt }]);

    const written = await loadCampaign(playbook('points-expiry'));
    await launchCampaign({ database, clock }, programme, written, { actor: 'test' });
    worker = await startTestWorker({ database, clock }, catcher, uniqueTaskQueue('inactivity'));
    await until(
      async () => ['fay', 'gus', 'hal'].map((name) => mailsTo(name).length),
      (counts) => counts.every((count) => count === 1),
      { withinMs: 30_000 },
    );
    await order('gus', 10);
    await redeem('hal', 50);
    await Promise.all(['fay', 'gus', 'hal'].map(ended));
  }, 120_000);

  it('take the points of who forgot, who was told to the last day', async () => {
    expect(mailsTo('fay').map(({ subject }) => subject)).toEqual([
      '200 points expire on 10 March 2026',
      '200 points expire on 10 March 2026',
      expect.stringMatching(/^Last call: 200 points expire on 10 Mar/),
    ]);
    expect(await countdownOf('fay')).toMatchObject({ reason: '200 points expired' });
    const { balance, timeline } = await viewOf('fay');
    expect(balance.available).toBe(0);
    expect(JSON.stringify(timeline)).toContain('no activity since 9 January 2026');
  });

  it('are kept by the order and by the redemption that the message asks for, and then nothing more is said', async () => {
    for (const [name, left] of [
      ['gus', 210],
      ['hal', 150],
    ] as const) {
      expect(mailsTo(name)).toHaveLength(1);
      expect(await countdownOf(name)).toMatchObject({
        reason: 'nothing left to expire: spent before it could, or kept by activity',
      });
      const { balance, lots } = await viewOf(name);
      expect(balance.available).toBe(left);
      for (const { lapsesAt } of lots) expect(lapsesAt?.getTime()).toBeGreaterThan(lapseAt.getTime() + 50 * dayMs);
    }
  });

  it('leave a ledger that adds up', async () => {
    expect(await verifyInvariants(database)).toEqual([]);
  });
});
