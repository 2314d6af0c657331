import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { expect } from 'vitest';
import { type SteppedProgramme, sweepOnce, untilIdle } from '../../../devstack/stepping.ts';
import { moveClock, openClock, startSteppedClock } from '../../../platform/clock.ts';
import { packageRoot } from '../../../platform/package-root.ts';
import { openCatcher, startTestWorker } from '../../support/engine-worker.ts';
import { changedPlaybook } from '../../support/story-world.ts';
import { temporalAddress, uniqueTaskQueue } from '../../support/temporal.ts';
import type { V1World } from '../../support/v1-world.ts';

const dayMs = 86_400_000;
const startAt = new Date('2026-11-04T09:15:00Z');

/** What each shipped campaign is launched with beside its file, so that three weeks see something of it. */
const campaigns: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'onboarding-gift': {},
  'check-in-streak': {},
  'referral-reward': {},
  'points-expiry': { 'settings.ladderDays': [365, 30] },
  'win-back': { holdOut: 0.4, 'settings.inactiveDays': 5, conversionDays: 7 },
};

const people = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fay', 'gus', 'hana', 'ivo', 'jana'] as const;

/** A shop that lives on a stepped clock: a worker plays its campaigns, mails leave by SMTP. */
export interface Life {
  /** The day so many days after the first. */
  day(days: number): Date;
  goTo(at: Date, sweeps?: boolean): Promise<void>;
  happen(type: string, memberId: string, data?: object): Promise<void>;
  order(memberId: string, amountMinor: number): Promise<void>;
}

/** Plays a life from `startAt` to the world's own time. */
export async function liveStepped(world: V1World, startAt: Date, play: (life: Life) => Promise<void>): Promise<void> {
  const { database } = world;
  const end = world.clock.now();
  await startSteppedClock(database, { at: startAt });
  const clock = await openClock(database);
  const workerClock = await openClock(database);
  const connection = await Connection.connect({ address: temporalAddress() });
  const taskQueue = uniqueTaskQueue('console');
  const stepped: SteppedProgramme = { database, clock, client: new Client({ connection }), taskQueue };
  const catcher = await openCatcher();
  const worker = await startTestWorker({ database, clock: workerClock }, catcher, taskQueue);

  const goTo = async (at: Date, sweeps = false) => {
    world.clock.at(at.toISOString());
    await moveClock(database, { to: at });
    await untilIdle(stepped);
    if (!sweeps) return;
    await sweepOnce(stepped, at.toISOString());
    await untilIdle(stepped);
  };
  const happen = async (type: string, memberId: string, data: object = {}) => {
    const occurredAt = world.clock.now().toISOString();
    const id = `${type}-${memberId}-${occurredAt}`;
    const answer = await world.post('/events', { id, type, memberId, occurredAt, data });
    expect([id, answer.status < 300]).toEqual([id, true]);
  };
  const order = (memberId: string, amountMinor: number) =>
    happen('order.placed', memberId, { orderId: `${memberId}-${Date.now()}`, amountMinor, currency: 'GBP' });
  const day = (days: number) => new Date(startAt.getTime() + days * dayMs);

  world.clock.at(startAt.toISOString());
  await play({ day, goTo, happen, order });
  await goTo(end);
  await database.programmeClock.deleteMany();
  await worker.stop();
  await Promise.all([connection.close(), catcher.stop()]);
  clock.close();
  workerClock.close();
}

/**
 * Three weeks of a shop with all five lifecycles live. Some members may not be written to, one has no address, one mail was refused.
 */
export async function liveCampaigns(world: V1World): Promise<void> {
  await liveStepped(world, startAt, async ({ day, goTo, happen, order }) => {
    for (const [name, changes] of Object.entries(campaigns)) await launch(world, name, changes);
    for (const id of people) await happen('member.joined', id, profileOf(id));
    await goTo(day(1));
    for (const id of ['ada', 'ben', 'cleo', 'dora', 'fay', 'gus', 'hana', 'ivo']) await order(id, 4_200);
    await happen('checkin.done', 'cleo');
    await goTo(day(2));
    await happen('checkin.done', 'cleo');
    const link = (await world.get('/members/ada/referral')).body as { readonly code: string };
    await happen('member.joined', 'kim', {
      ...{ email: 'kim@members.example', name: 'Kim', consent: { email: true }, referralCode: link.code },
    });
    await goTo(day(4));
    await goTo(day(7), true);
    await goTo(day(8));
    await order('ben', 6_000);
    await goTo(day(14), true);
    await order('dora', 2_500);
    await goTo(day(20), true);
    await happen('member.joined', 'lea', { email: 'lea@members.example', name: 'Lea', consent: { email: true } });
  });
  await refuse(world);
}

/** One has no address, one has refused marketing, one reads Chinese. */
const profileOf = (id: string) => ({
  ...(id === 'ivo' ? {} : { email: `${id}@members.example` }),
  name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
  locale: id === 'cleo' ? 'zh-CN' : 'en',
  consent: { email: id !== 'gus' },
});

async function launch(world: V1World, name: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = await changedPlaybook(name, changes);
  const file = readFileSync(join(folder, 'campaign.yaml'), 'utf8').replace(/^messages:.*$/m, '');
  const raw = `${file}\n${templatesOf(name)}`;
  const headers = { 'Content-Type': 'application/yaml' };
  const put = await world.call('PUT', `/campaigns/${name}`, { raw, headers });
  expect([name, put.status, (put.body as { problems?: unknown }).problems]).toEqual([name, 200, undefined]);
  expect((await world.post(`/campaigns/${name}/launch`)).status).toBe(200);
}

/** The texts of a playbook's messages, as they stand in a file that is sent. */
export function templatesOf(name: string): string {
  const folder = join(packageRoot(), 'playbooks', name, 'messages');
  const texts = readdirSync(folder).filter((each) => each.endsWith('.liquid'));
  const lines = texts.map(
    (each) => `  ${JSON.stringify(each)}: ${JSON.stringify(readFileSync(join(folder, each), 'utf8'))}`,
  );
  return ['templates:', ...lines, ''].join('\n');
}

/** One mail that its server refused, and one that came back. */
async function refuse({ database }: V1World): Promise<void> {
  const sent = await database.message.findMany({ where: { status: 'sent' }, orderBy: { id: 'asc' }, take: 2 });
  const [first, second] = sent;
  if (first === undefined || second === undefined) throw new Error('nothing was sent');
  await database.message.update({
    where: { id: first.id },
    data: {
      ...{ status: 'failed', sentAt: null, attempts: 5 },
      reason: 'given up after 5 attempts: 550 5.1.1 <ada@members.example>: no such user here',
    },
  });
  await database.message.update({
    where: { id: second.id },
    data: { status: 'bounced', reason: 'the mail provider says that it came back' },
  });
  await database.mailReport.create({
    data: {
      ...{ programmeId: second.programmeId, reportId: 'r-1', type: 'bounce', hard: true, messageId: second.id },
      ...{ detail: '550 5.7.1 mailbox is gone', at: second.reservedAt, receivedAt: second.reservedAt },
    },
  });
}
