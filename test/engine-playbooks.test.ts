import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCampaignFile } from '../cli/campaign/apply.ts';
import type { JsonObject } from '../domain/json.ts';
import { earn } from '../ledger/earn.ts';
import { verifyInvariants } from '../ledger/invariants.ts';
import { spend } from '../ledger/redeem.ts';
import { type Clock, openClock, startScaledClock } from '../runtime/clock.ts';
import type { SmtpCatcher } from '../runtime/embedded/smtp-catcher.ts';
import { packageRoot } from '../runtime/package-root.ts';
import { launchCampaign } from '../messaging/launch-campaign.ts';
import type { Database } from '../store/database.ts';
import { readProgrammeFile } from '../store/definitions/programme-file.ts';
import { ingestEvents } from '../store/events.ts';
import { decideReview } from '../store/reviews.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../store/programmes.ts';
import type { RunningWorker } from '../worker/worker.ts';
import { freshDatabase } from './support/database.ts';
import { until } from './support/engine.ts';
import { openCatcher, startTestWorker } from './support/engine-worker.ts';
import { uniqueTaskQueue } from './support/temporal.ts';

const playbook = (name: string) => join(packageRoot(), 'playbooks', name);
const startAt = new Date('2026-03-02T09:15:00Z');
const dayMs = 86_400_000;
const realMsPerDay = 1_600;
const dayOf = (days: number) => new Date(startAt.getTime() + days * dayMs);

let database: Database;
let clock: Clock;
let catcher: SmtpCatcher;
let worker: RunningWorker;
let programme: StoredProgramme;

// The shipped programme and campaigns, as a newcomer applies and launches them, three weeks in about 36 seconds.
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  await startScaledClock(database, { at: startAt, scale: dayMs / realMsPerDay });
  clock = await openClock(database);
  catcher = await openCatcher();
  await saveProgramme(database, await readProgrammeFile(join(playbook('reference'), 'programme.yaml')));
  programme = await loadProgramme(database, 'reference');
});
afterAll(async () => {
  await worker.stop();
  clock.close();
  await catcher.stop();
});

async function happen(memberId: string, type: string, data: JsonObject = {}): Promise<void> {
  const event = { id: randomUUID(), type, memberId, occurredAt: clock.now().toISOString(), data };
  const [answer] = await ingestEvents({ database, clock }, programme.id, [event]);
  expect(answer).toMatchObject({ kind: 'accepted' });
}

async function launch(name: string): Promise<void> {
  const options = { launching: true };
  const { campaign: code } = await applyCampaignFile({ database, clock }, programme, playbook(name), options);
  await launchCampaign(database, { programmeId: programme.id, code, actor: 'test', now: clock.now() });
}

const whenItIs = (day: number) =>
  until(
    async () => clock.now(),
    (now) => now >= dayOf(day),
    { withinMs: 60_000 },
  );
const memberOf = (externalId: string) => database.member.findFirstOrThrow({ where: { externalId } });
const availableOf = async (externalId: string) => {
  const { id } = await memberOf(externalId);
  return Number((await database.ledgerBalance.findFirstOrThrow({ where: { memberId: id } })).available);
};
const enrolmentOf = async (externalId: string, campaign: string) => {
  const [{ id: memberId }, { id: campaignId }] = await Promise.all([
    memberOf(externalId),
    database.campaign.findFirstOrThrow({ where: { code: campaign } }),
  ]);
  return database.enrolment.findFirst({ where: { memberId, campaignId } });
};
const subjectsTo = (address: string) =>
  catcher
    .messages()
    .filter((mail) => mail.to.includes(address))
    .map(({ subject }) => subject);

/** Points of a member that came some time ago and expire on a day of this story. */
async function oldPoints(externalId: string, points: number, expiresOn: number): Promise<void> {
  const { id: memberId } = await memberOf(externalId);
  const [answer] = await earn(database, [
    {
      programmeId: programme.id,
      memberId,
      key: `old:${externalId}`,
      at: new Date('2025-04-01T12:00:00Z'),
      source: { type: 'test', id: '1' },
      actor: 'test',
      points,
      expiresAt: dayOf(expiresOn),
    },
  ]);
  expect(answer).toMatchObject({ ok: true });
}

async function redeem(externalId: string, points: number): Promise<void> {
  const { id: memberId } = await memberOf(externalId);
  const source = { type: 'test', id: '1' };
  const request = {
    programmeId: programme.id,
    memberId,
    key: randomUUID(),
    at: clock.now(),
    source,
    actor: 'test',
    points,
  };
  expect(await spend(database, [request])).toMatchObject([{ ok: true }]);
}

describe('Three weeks with the shipped campaigns', () => {
  it('runs them on the real servers while members join, shop, spend and forget', async () => {
    const profile = (email: string) => ({ email, name: email.split('@')[0], consent: { email: true } });
    await happen('dora', 'member.joined', profile('dora@members.example'));
    await happen('emil', 'member.joined', profile('emil@members.example'));
    await oldPoints('dora', 300, 12);
    await oldPoints('emil', 80, 13);
    await launch('onboarding-gift');
    await launch('points-expiry');
    worker = await startTestWorker({ database, clock }, catcher, uniqueTaskQueue('playbooks'));

    await happen('anna', 'member.joined', profile('anna@members.example'));
    await happen('ben', 'member.joined', profile('ben@members.example'));
    await until(
      () => availableOf('anna'),
      (points) => points === 100,
    );
    await happen('cleo', 'member.joined', profile('Anna+again@members.example'));
    await happen('anna', 'member.updated', { birthday: '1990-05-17' });
    await until(
      () => availableOf('anna'),
      (points) => points === 150,
    );
    await happen('anna', 'order.placed', { orderId: 'A-1', amountMinor: 2_000, currency: 'GBP' });

    // Each has been told once, a week before, and then spends.
    await until(
      async () => [...subjectsTo('dora@members.example'), ...subjectsTo('emil@members.example')],
      (told) => told.length === 2,
    );
    await redeem('dora', 180);
    await redeem('emil', 80);
    await whenItIs(12 + 7.5 + 2);
    await until(
      () => enrolmentOf('dora', 'points-expiry'),
      (enrolment) => enrolment?.status === 'done',
    );
  }, 90_000);

  it('gave the gift, the profile points and the bonus, and ended at the first order', async () => {
    expect(await enrolmentOf('anna', 'onboarding-gift')).toMatchObject({
      status: 'done',
      reason: 'placed the first order',
    });
    expect(await availableOf('anna')).toBe(100 + 50 + 100 + 20);
    expect(subjectsTo('anna@members.example')[0]).toMatch(/welcome/i);
  });

  it('reminded whoever left the profile incomplete, and went on waiting for the order', async () => {
    expect(await enrolmentOf('ben', 'onboarding-gift')).toMatchObject({ status: 'active' });
    expect(subjectsTo('ben@members.example')).toHaveLength(2);
  });

  it('held the second account of a person for review, and gave it what a person approved', async () => {
    const { id: memberId } = await memberOf('cleo');
    const held = await database.reviewCase.findFirstOrThrow({ where: { memberId } });
    expect(held).toMatchObject({ subject: 'onboarding-gift', status: 'open' });
    expect(held.reasons).toEqual(['the same e-mail address as member anna, who has had it']);
    expect(await availableOf('cleo')).toBe(0);
    expect(subjectsTo('Anna+again@members.example')).toEqual([]);
    const decision = { caseId: String(held.id), approved: true, actor: 'test' };
    await decideReview({ database, clock }, programme.id, decision);
    await until(
      () => availableOf('cleo'),
      (points) => points === 100,
    );
  });

  it('counted down with the amount of the moment, and stopped where nothing was left', async () => {
    const dora = subjectsTo('dora@members.example');
    const rows = await database.message.findMany({
      where: { memberId: (await memberOf('dora')).id },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ status, reason }) => ({ status, reason }))).toEqual(
      Array.from({ length: 3 }, () => ({ status: 'sent', reason: null })),
    );
    expect(dora).toHaveLength(3);
    expect(dora[0]).toContain('300');
    expect(dora[1]).toContain('120');
    expect(await enrolmentOf('dora', 'points-expiry')).toMatchObject({
      reason: '120 points expired, 180 were used in time',
    });
    expect(await availableOf('dora')).toBe(0);
    expect(subjectsTo('emil@members.example')).toHaveLength(1);
    expect(await enrolmentOf('emil', 'points-expiry')).toMatchObject({
      reason: 'nothing left to expire: spent before it could',
    });
  });

  it('left a ledger that adds up', async () => {
    expect(await verifyInvariants(database)).toEqual([]);
  });
});
