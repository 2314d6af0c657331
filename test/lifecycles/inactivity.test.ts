import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');
const dayMs = 86_400_000;
/** The last order of everybody here; 60 days later, as 10 March ends, their points lapse. */
const lastOrderAt = new Date('2026-01-09T12:00:00Z');
const lapseAt = new Date('2026-03-10T23:59:59.999Z');

let on: SteppedWorld;
let world: StoryWorld;
beforeAll(async () => {
  on = await openSteppedWorld('inactivity', startAt, { expiry: { kind: 'never', inactivityDays: 60 } });
  world = on.world;
});
afterAll(() => on.stop());

const order = (memberId: string, pounds: number, at?: Date) =>
  world.happen(memberId, 'order.placed', { orderId: randomUUID(), amountMinor: pounds * 100, currency: 'GBP' }, at);

async function regular(name: string, locale: string): Promise<void> {
  const consent = { email: true };
  const joinedAt = new Date('2026-01-05T12:00:00Z');
  await world.happen(name, 'member.joined', { email: `${name}@members.example`, locale, consent }, joinedAt);
  await order(name, 200, lastOrderAt);
}

async function redeem(name: string, points: number): Promise<void> {
  const { id: memberId } = await world.memberOf(name);
  const what = { key: randomUUID(), at: world.clock.now(), source: { type: 'till', id: '1' }, actor: 'test', points };
  expect(await spend(world.database, [{ programmeId: world.programme.id, memberId, ...what }])).toMatchObject([
    { ok: true },
  ]);
}

const viewOf = (name: string) =>
  readMemberView(world.database, world.programme, name, { limit: 50, now: world.clock.now() });
const ended = (name: string) =>
  on.passUntil(
    () => world.enrolmentOf(name),
    (countdown) => countdown?.status === 'done',
  );

describe('Points that lapse after 60 days without an order or a redemption', () => {
  it('are counted down to, while one member forgets, one orders and one redeems', async () => {
    await regular('fay', 'en');
    await regular('gus', 'zh-CN');
    await regular('hal', 'en');
    expect((await viewOf('fay')).lots).toMatchObject([{ left: 200, expiresAt: null, lapsesAt: lapseAt }]);
    expect((await viewOf('fay')).upcoming).toMatchObject([{ kind: 'lapse', points: 200, at: lapseAt }]);

    await world.launch('points-expiry');
    await on.startWorker();
    await on.passUntil(
      async () => ['fay', 'gus', 'hal'].map((name) => world.mailsTo(name).length),
      (counts) => counts.every((count) => count === 1),
    );
    await order('gus', 10);
    await redeem('hal', 50);
    for (const name of ['fay', 'gus', 'hal']) await ended(name);
  });

  it('take the points of who forgot, who was told to the last day', async () => {
    expect(world.mailsTo('fay')).toEqual([
      '200 points expire on 10 March 2026',
      '200 points expire on 10 March 2026',
      expect.stringMatching(/^Last call: 200 points expire on 10 Mar/),
    ]);
    expect(await world.enrolmentOf('fay')).toMatchObject({ reason: '200 points expired' });
    const { balance, timeline } = await viewOf('fay');
    expect(balance.available).toBe(0);
    expect(JSON.stringify(timeline)).toContain('no activity since 9 January 2026');
  });

  it('are kept by the order and by the redemption that the message asks for, and then nothing more is said', async () => {
    for (const [name, left] of [
      ['gus', 210],
      ['hal', 150],
    ] as const) {
      expect(world.mailsTo(name)).toHaveLength(1);
      expect(await world.enrolmentOf(name)).toMatchObject({
        reason: 'nothing left to expire: spent before it could, or kept by activity',
      });
      const { balance, lots } = await viewOf(name);
      expect(balance.available).toBe(left);
      for (const { lapsesAt } of lots) expect(lapsesAt?.getTime()).toBeGreaterThan(lapseAt.getTime() + 50 * dayMs);
    }
  });

  it('leave a ledger that adds up', async () => {
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
