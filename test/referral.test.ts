import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCampaignFile } from '../cli/campaign/apply.ts';
import type { JsonObject } from '../domain/json.ts';
import { verifyInvariants } from '../ledger/invariants.ts';
import { type Clock, openClock, startScaledClock } from '../runtime/clock.ts';
import type { SmtpCatcher } from '../runtime/embedded/smtp-catcher.ts';
import { packageRoot } from '../runtime/package-root.ts';
import { launchCampaign } from '../messaging/launch-campaign.ts';
import type { Database } from '../store/database.ts';
import { readProgrammeFile } from '../store/definitions/programme-file.ts';
import { ingestEvents } from '../store/events.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../store/programmes.ts';
import { referralCodeOf } from '../store/referral-codes.ts';
import { readInvitations } from '../store/referral-view.ts';
import { decideReview } from '../store/reviews.ts';
import type { RunningWorker } from '../worker/worker.ts';
import { freshDatabase } from './support/database.ts';
import { until } from './support/engine.ts';
import { openCatcher, startTestWorker } from './support/engine-worker.ts';
import { uniqueTaskQueue } from './support/temporal.ts';

const playbook = (name: string) => join(packageRoot(), 'playbooks', name);
const startAt = new Date('2026-03-02T09:15:00Z');
const dayMs = 86_400_000;
/** The playbook's story is 14 days of return window and 30 days in which a return takes the reward back: 45 seconds. */
const realMsPerDay = 800;

let database: Database;
let clock: Clock;
let catcher: SmtpCatcher;
let worker: RunningWorker;
let programme: StoredProgramme;
let code: string;

beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  await startScaledClock(database, { at: startAt, scale: dayMs / realMsPerDay });
  clock = await openClock(database);
  catcher = await openCatcher();
  await saveProgramme(database, await readProgrammeFile(join(playbook('reference'), 'programme.yaml')));
  programme = await loadProgramme(database, 'reference');
  await happen('rita', 'member.joined', { email: 'rita@members.example', deviceId: 'rita-phone', ip: '203.0.113.7' });
  code = await referralCodeOf(database, {
    programmeId: programme.id,
    memberId: (await memberOf('rita')).id,
    now: clock.now(),
  });
  const { campaign } = await applyCampaignFile({ database, clock }, programme, playbook('referral-reward'), {
    launching: true,
  });
  const launch = { programmeId: programme.id, code: campaign, actor: 'test', now: clock.now() };
  await launchCampaign(database, launch);
  worker = await startTestWorker({ database, clock }, catcher, uniqueTaskQueue('referral'));
});
afterAll(async () => {
  await worker.stop();
  clock.close();
  await catcher.stop();
});

async function happen(memberId: string, type: string, data: JsonObject = {}) {
  const event = { id: randomUUID(), type, memberId, occurredAt: clock.now().toISOString(), data };
  const [answer] = await ingestEvents({ database, clock }, programme.id, [event]);
  expect(answer).toMatchObject({ kind: 'accepted' });
  return answer;
}

const joinByCode = (memberId: string, data: JsonObject = {}) =>
  happen(memberId, 'member.joined', { email: `${memberId}@members.example`, referralCode: code, ...data });
const order = (memberId: string, orderId: string, amountMinor: number) =>
  happen(memberId, 'order.placed', { orderId, amountMinor });
const memberOf = (externalId: string) => database.member.findFirstOrThrow({ where: { externalId } });
const pointsFrom = async (externalId: string, source: string) => {
  const { id: memberId } = await memberOf(externalId);
  const txns = await database.ledgerTxn.findMany({ where: { memberId, reason: source } });
  return txns.reduce((sum, txn) => sum + (txn.kind === 'CLAWBACK' ? -1 : 1) * Number(txn.amount), 0);
};
const invitation = async (friend: string) => {
  const { friends } = await readInvitations(database, (await memberOf('rita')).id, 100);
  return friends.find((each) => each.friend === friend);
};
const comesTo = (friend: string, state: string) =>
  until(
    () => invitation(friend),
    (found) => found?.state === state,
    { withinMs: 60_000 },
  );
const aDay = () => new Promise((resolve) => setTimeout(resolve, realMsPerDay));
const subjectsTo = (address: string) =>
  catcher
    .messages()
    .filter((mail) => mail.to.includes(address))
    .map(({ subject }) => subject);

describe('A member who brings friends, with the shipped campaign', () => {
  it('lives through two months on the real servers', async () => {
    await joinByCode('fay');
    await joinByCode('gus');
    await joinByCode('ivy');
    await joinByCode('alias', { email: 'Rita+2@members.example' });
    await joinByCode('dan', { deviceId: 'rita-phone' });
    await comesTo('alias', 'refused');
    await comesTo('dan', 'review');
    await aDay();
    await order('fay', 'F-1', 4_000);
    await order('gus', 'G-1', 4_000);
    await order('ivy', 'I-1', 2_900);
    await comesTo('gus', 'waiting');
    await happen('gus', 'order.returned', { orderId: 'G-1' });
    await comesTo('gus', 'joined');

    const { id } = await database.reviewCase.findFirstOrThrow({ where: { subject: 'referral', status: 'open' } });
    await decideReview({ database, clock }, programme.id, { caseId: String(id), approved: true, actor: 'kim' });
    await order('dan', 'D-1', 5_000);

    await comesTo('fay', 'paid');
    await comesTo('dan', 'paid');
    await happen('dan', 'order.returned', { orderId: 'D-1' });
    await comesTo('dan', 'returned');
    await comesTo('gus', 'refused');
    await comesTo('ivy', 'refused');
    await until(
      () => database.enrolment.count({ where: { status: 'active' } }),
      (active) => active === 0,
      { withinMs: 60_000 },
    );
  }, 120_000);

  it('rewards both sides of an order that was kept through its return window', async () => {
    expect(await pointsFrom('fay', 'Invited by a friend')).toBe(50);
    const { rewards } = await database.referral.findFirstOrThrow({
      where: { refereeId: (await memberOf('fay')).id },
    });
    expect(rewards).toMatchObject({ friend: { points: 50 }, referrer: { points: 100 } });
    expect(subjectsTo('fay@members.example')).toEqual([
      expect.stringMatching(/invitation: 50 points/),
      expect.stringMatching(/50 points for you/),
    ]);
  });

  it('pays nothing for an order that came back within its window, nor for one too small', async () => {
    expect(await invitation('gus')).toMatchObject({ reasons: ['no order of the amount within 30 days of joining'] });
    expect(await invitation('ivy')).toMatchObject({ reasons: ['no order of the amount within 30 days of joining'] });
    expect(await pointsFrom('gus', 'Invited by a friend')).toBe(0);
  });

  it('rejects another spelling of her own address, and lets a person decide about her own device', async () => {
    expect((await invitation('alias'))?.reasons[0]).toMatch(/another spelling/);
    expect(await database.reviewCase.findMany()).toMatchObject([{ status: 'approved', decidedBy: 'kim' }]);
  });

  it('takes both rewards back, once, when the order comes back after the payment', async () => {
    expect(await invitation('dan')).toMatchObject({ state: 'returned', reward: { points: 100 } });
    const taken = await database.ledgerTxn.findMany({ where: { kind: 'CLAWBACK', sourceType: 'enrolment' } });
    expect(taken.map(({ amount }) => Number(amount)).sort()).toEqual([100, 50]);
    expect(await pointsFrom('rita', 'Invited a friend')).toBe(200);
  });

  it('keeps the referrer informed in words', () => {
    const told = subjectsTo('rita@members.example');
    expect(told.filter((subject) => /friend has joined/.test(subject))).toHaveLength(4);
    expect(told.filter((subject) => /100 points for bringing a friend/.test(subject))).toHaveLength(2);
    expect(told.filter((subject) => /a reward was taken back/.test(subject))).toHaveLength(1);
    expect(told.filter((subject) => subject === 'About your invitation')).toHaveLength(3);
  });

  it('leaves a ledger that adds up', async () => {
    expect(await verifyInvariants(database)).toEqual([]);
  });
});
