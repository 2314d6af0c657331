import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startGuard } from '../../devstack/guard.ts';
import { startSmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { type SteppedProgramme, sweepOnce, untilIdle } from '../../devstack/stepping.ts';
import { findTemporalCli } from '../../devstack/temporal-cli.ts';
import { startTemporal } from '../../devstack/temporal.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { adjust } from '../../modules/ledger/correct.ts';
import { clawback, earn } from '../../modules/ledger/earn.ts';
import { capture, hold, refund, release, spend } from '../../modules/ledger/redeem.ts';
import type { LedgerAnswer, LedgerRequest } from '../../modules/ledger/requests.ts';
import { sealLedger } from '../../modules/ledger/seal.ts';
import { openMailServer } from '../../modules/messaging/sending/mail-server.ts';
import { readProgrammeFile } from '../../modules/programme/file.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../../modules/programme/rows.ts';
import { referralCodeOf } from '../../modules/referrals/rows-codes.ts';
import { moveClock, openClock, startSteppedClock } from '../../platform/clock.ts';
import { openDatabase } from '../../platform/database.ts';
import { readEnv } from '../../platform/env.ts';
import { createLogger } from '../../platform/logger.ts';
import { createMetrics } from '../../platform/metrics.ts';
import type { JsonObject } from '../../values/json.ts';
import { startWorker } from '../../worker/worker.ts';

/**
 * Run as a process of its own at a tag: lives three weeks of a small shop in the migrated, empty database of DATABASE_URL, for the
 * dump that the upgrade test starts from (test/upgrades/README.md).
 */
const dayMs = 86_400_000;
const startAt = new Date('2026-03-02T09:15:00Z');
let told = 0;
const dayOf = (day: number) => new Date(startAt.getTime() + day * dayMs);

const database = openDatabase(readEnv().DATABASE_URL ?? '', { poolSizeMax: 20 });
await startSteppedClock(database, { at: startAt });
const clock = await openClock(database);
const dir = mkdtempSync(join(tmpdir(), 'perennial-fill-'));
const guard = startGuard();
const temporal = await startTemporal({
  ...{ dir: join(dir, 'temporal'), guard, persistent: false },
  cli: (await findTemporalCli({ env: readEnv() })).path,
});
const mail = await startSmtpCatcher({ dir: join(dir, 'mail') });
const connection = await Connection.connect({ address: temporal.address });
const stepped: SteppedProgramme = { database, clock, client: new Client({ connection }), taskQueue: 'fill' };

const programme = await openProgramme();
const worker = await startWorker({
  ...{ database, clock, taskQueue: stepped.taskQueue, metrics: createMetrics(), poolSizeMax: 20, graceMs: 2_000 },
  logger: createLogger({ name: 'worker', level: 'warn' }),
  mailServer: openMailServer({ url: mail.smtpUrl }),
  unsubscribe: { publicUrl: 'https://club.example', secret: 'a secret for the dump' },
  temporal: { connection: { address: temporal.address }, namespace: 'default' },
});
await liveThreeWeeks();
await worker.stop();
// What nobody carries yet.
await joins('hana');
await order('gus', 'G-2', 2_000);
// The dump is of a shop in real time.
await database.programmeClock.deleteMany();
await Promise.all([connection.close(), mail.stop(), temporal.stop()]);
clock.close();
await database.$disconnect();
guard.release();
rmSync(dir, { recursive: true, force: true });

/** The reference programme with every shipped campaign live. */
async function openProgramme(): Promise<StoredProgramme> {
  const file = await readProgrammeFile('playbooks/reference/programme.yaml');
  await saveProgramme(database, file);
  const stored = await loadProgramme(database, file.code);
  for (const name of ['onboarding-gift', 'check-in-streak', 'points-expiry', 'referral-reward', 'win-back']) {
    const campaign = await loadCampaign(join('playbooks', name));
    await launchCampaign({ database, clock }, stored, campaign, { actor: 'marketer' });
  }
  return stored;
}

async function liveThreeWeeks(): Promise<void> {
  for (const name of ['ada', 'ben', 'cleo', 'dora', 'emil']) await joins(name);
  await goTo(1);
  await order('ada', 'A-1', 4_200);
  await order('ben', 'B-1', 12_000);
  await happen('cleo', 'checkin.done');
  const referralCode = await referralCodeOf(database, {
    programmeId: programme.id,
    memberId: await idOf('ada'),
    now: clock.now(),
  });
  await joins('finn', { referralCode });
  await goTo(2);
  await happen('cleo', 'checkin.done');
  await order('finn', 'F-1', 3_000);
  await happen('ben', 'member.updated', { birthday: '1990-05-17' });
  await happen('ben', 'order.returned', { orderId: 'B-1', amountMinor: 5_000 });
  await useLedger();
  await giveCoupons();
  await goTo(9);
  await sweepOnce(stepped, 'day-9');
  await order('dora', 'D-1', 2_500);
  await goTo(20);
  await sweepOnce(stepped, 'day-20');
  await sealLedger(database);
  await joins('gus');
  await order('gus', 'G-1', 2_000);
  await untilIdle(stepped);
}

/** Every kind of transaction, some of it for lots that are gone by the end. */
async function useLedger(): Promise<void> {
  const memberId = await idOf('emil');
  const request = (key: string, rest: object = {}): LedgerRequest & { points: number; expiresAt: Date } => ({
    ...{ programmeId: programme.id, memberId, key, at: clock.now(), source: { type: 'till', id: key }, actor: 'till' },
    ...{ points: 100, expiresAt: dayOf(400), ...rest },
  });
  await posted(earn(database, [request('e1', { points: 220, expiresAt: dayOf(7) })]));
  await posted(earn(database, [request('e2'), request('e3'), request('e4', { availableAt: dayOf(30) })]));
  await posted(spend(database, [request('s1', { points: 150 })]));
  await posted(refund(database, [{ ...request('r1', { points: 30 }), redemptionKey: 's1' }]));
  await posted(hold(database, [request('h1', { points: 60, expiresAt: dayOf(5) })]));
  await posted(capture(database, [{ ...request('c1', { points: 40 }), holdKey: 'h1' }]));
  await posted(release(database, [{ ...request('l1', { points: 10 }), holdKey: 'h1' }]));
  await posted(clawback(database, [{ ...request('k1'), earnKey: 'e3', totalPoints: 100, policy: 'DEBT' }]));
  await posted(adjust(database, [{ ...request('a1', { points: 25 }), reason: 'a parcel came late' }]));
}

async function giveCoupons(): Promise<void> {
  const offer = {
    ...{ name: '5 off your next order', benefit: { kind: 'amountOff' as const, amountMinor: 500 } },
    minOrderMinor: 2_000,
  };
  const names = ['ada', 'ben', 'dora'];
  const requests = await Promise.all(
    names.map(async (name) => ({
      ...{ memberId: String(await idOf(name)), key: `coupon:${name}`, at: clock.now() },
      ...{ offer: { ...offer, validDays: name === 'dora' ? 10 : 60 }, actor: 'marketer', reason: 'an apology' },
    })),
  );
  const [coupon] = await issueCoupons(database, { programmeId: programme.id, zone: 'Europe/London' }, requests);
  if (!coupon?.ok) throw new Error(JSON.stringify(coupon));
  await happen('ada', 'order.placed', { orderId: 'A-2', amountMinor: 2_600, currency: 'GBP', coupon: coupon.code });
}

async function posted(answers: Promise<LedgerAnswer[]>): Promise<void> {
  for (const answer of await answers) if (!answer.ok) throw new Error(JSON.stringify(answer));
}

async function goTo(day: number): Promise<void> {
  await moveClock(database, { to: dayOf(day) });
  await untilIdle(stepped);
}

async function idOf(externalId: string): Promise<bigint> {
  return (await database.member.findFirstOrThrow({ where: { externalId } })).id;
}

function joins(name: string, more: JsonObject = {}): Promise<void> {
  return happen(name, 'member.joined', { email: `${name}@members.example`, name, consent: { email: true }, ...more });
}

function order(name: string, orderId: string, amountMinor: number): Promise<void> {
  return happen(name, 'order.placed', { orderId, amountMinor, currency: 'GBP' });
}

async function happen(memberId: string, type: string, data: JsonObject = {}): Promise<void> {
  const event = { id: `event-${++told}`, type, memberId, occurredAt: clock.now().toISOString(), data };
  const [answer] = await ingestEvents({ database, clock }, programme.id, [event]);
  if (answer?.kind !== 'accepted') throw new Error(JSON.stringify(answer));
}
