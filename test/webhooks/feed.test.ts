import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { redeemCoupons } from '../../modules/coupons/move.ts';
import { finishRun, beginRun } from '../../modules/imports/run.ts';
import { listNotifications, showNotification } from '../../modules/webhooks/notifications.ts';
import { notifyExpiring } from '../../modules/webhooks/expiring.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import { purgeNotifications } from '../../modules/webhooks/purge.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { day, newWorld, postOne } from '../support/ledger-world.ts';
import { openShopWithAnna } from '../support/shop.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 12 }));
});

/** The whole feed of a programme, page by page. */
async function feed(programmeId: number, filter: Partial<Parameters<typeof listNotifications>[2]> = {}) {
  const all = [];
  for (let after = filter.after ?? 0; ;) {
    const { data, last } = await listNotifications({ database }, programmeId, { limit: 7, ...filter, after });
    if (last === after) return all;
    all.push(...data);
    after = last;
  }
}

describe('The feed of what happened', () => {
  it('tells an order, its return and the tier it led to, with the points as they were then', async () => {
    const shop = await openShopWithAnna(database);
    await shop.send(shop.order('1', 40_000));
    await shop.send(shop.back({ orderId: '1', amountMinor: 40_000 }));
    const told = await feed(shop.programmeId);
    expect(told.map(({ type }) => type).sort()).toEqual(
      ['points.clawed_back', 'points.earned', 'tier.changed', 'tier.changed'].slice(0, told.length),
    );
    const [earned] = await feed(shop.programmeId, { types: ['points.earned'] });
    expect(earned).toMatchObject({
      id: expect.stringMatching(/^ntf_[0-9a-z]{8,40}$/) as string,
      timestamp: '2026-05-05T10:00:00.000Z',
      data: {
        memberId: 'anna',
        object: {
          memberId: 'anna',
          kind: 'earn',
          orderId: '1',
          source: { type: 'order', id: '1' },
          balance: { pending: 0, held: 0, debt: 0, version: 1 },
        },
      },
    });
    const [back] = await feed(shop.programmeId, { types: ['points.clawed_back'] });
    expect(back?.data.object).toMatchObject({ kind: 'clawback', points: -450, balance: { available: 0, version: 2 } });
    expect(earned?.data.object).toMatchObject({ points: 450, balance: { available: 450 } });
  });

  it('tells of points by the version of the balance: of two that are read in any order the higher is true', async () => {
    const world = await newWorld(database, 1);
    const earns = Array.from({ length: 5 }, (_, n) => n);
    for (const n of earns) await postOne(world, { kind: 'EARN', member: 0, key: `e${n}`, at: day(n), points: 10 });
    await postOne(world, { kind: 'HOLD', member: 0, key: 'h', at: day(6), points: 20, expiresAt: day(9) });
    await postOne(world, { kind: 'CAPTURE', member: 0, key: 'c', at: day(7), refKey: 'h', points: 15 });
    await postOne(world, { kind: 'RELEASE', member: 0, key: 'r', at: day(7), refKey: 'h' });
    const told = (await feed(world.programmeId)).map(({ type, data }) => ({
      type,
      ...(data.object as unknown as Said),
    }));
    expect(
      told.map(({ type, points, balance }) => [type, points, balance.available, balance.held, balance.version]),
    ).toEqual([
      ...earns.map((n) => ['points.earned', 10, 10 * (n + 1), 0, n + 1]),
      ['points.held', -20, 30, 20, 6],
      ['points.redeemed', -15, 30, 5, 7],
      ['points.released', 5, 35, 0, 8],
    ]);
  });

  it('begins where a reader was, by number, by member, by type and by time', async () => {
    const world = await newWorld(database, 2);
    for (const n of [0, 1, 2, 3])
      await postOne(world, { kind: 'EARN', member: n % 2, key: `e${n}`, at: day(n), points: 1 });
    const all = await feed(world.programmeId);
    expect(all).toHaveLength(4);
    const after = all[1]?.data.sequence ?? 0;
    expect(await feed(world.programmeId, { after })).toEqual(all.slice(2));
    expect(await feed(world.programmeId, { memberId: world.memberIds[1] as bigint })).toEqual([all[1], all[3]]);
    expect(await feed(world.programmeId, { from: new Date(day(2)) })).toEqual(all.slice(2));
    expect(await feed(world.programmeId, { types: ['points.expired'] })).toEqual([]);
    expect(await showNotification({ database }, world.programmeId, all[2]?.id ?? '')).toEqual(all[2]);
    const { programmeId: other } = await newWorld(database, 0);
    await expect(showNotification({ database }, other, all[2]?.id ?? '')).rejects.toMatchObject({
      code: 'NOTIFICATION_NOT_FOUND',
    });
    await expect(showNotification({ database }, other, 'ntf_1')).rejects.toMatchObject({
      code: 'NOTIFICATION_NOT_FOUND',
    });
  });

  it('tells nothing of what was rolled back', async () => {
    const world = await newWorld(database, 1);
    const broken = inTransaction(database, async (tx) => {
      await postOne(world, { kind: 'EARN', member: 0, key: 'gone', at: day(0), points: 1 }, tx);
      await tx.member.update({ where: { id: world.memberIds[0] as bigint }, data: { tier: 'gold' } });
      throw new Error('no');
    });
    await expect(broken).rejects.toThrow('no');
    await postOne(world, { kind: 'EARN', member: 0, key: 'stays', at: day(0), points: 2 });
    const points = async () =>
      (await feed(world.programmeId)).map(({ data }) => (data.object as unknown as Said).points);
    await vi.waitFor(async () => expect(await points()).toEqual([2]), { timeout: 20_000, interval: 50 });
  });

  it('tells of coupons, messages, reviews, referrals, members and imports, and of nobody by name or address', async () => {
    const shop = await openShopWithAnna(database);
    const { programmeId } = shop;
    const { id: memberId } = await shop.member();
    const at = new Date('2026-05-06T00:00:00Z');
    await database.$executeRaw`
      WITH c AS (INSERT INTO ledger.coupon (programme_id, member_id, code, name, benefit, issued_at, expires_at)
        VALUES (${programmeId}::smallint, ${memberId}, 'FIVE-FIVE-FIVE', 'five off', '{"kind":"amountOff","amountMinor":500}', ${at}, '2026-06-01')
        RETURNING id)
      INSERT INTO ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, at, actor)
      SELECT ${programmeId}::smallint, id, 'ISSUE', 'k', '', ${memberId}, ${at}, 'test' FROM c`;
    const move = { key: 'u', code: 'FIVE-FIVE-FIVE', at, actor: 'test', orderId: '9', amountMinor: 5_000 };
    expect(await redeemCoupons(database, programmeId, [move])).toMatchObject([{ ok: true }]);
    const { id: message } = await database.message.create({
      data: {
        ...{ programmeId, memberId, key: 'm', channel: 'email', class: 'service', template: 'welcome', locale: 'en' },
        ...{ messageId: `<m-${programmeId}>`, reservedAt: at, notBefore: at, variables: { name: 'Anna' } },
      },
    });
    for (const status of ['sending', 'reserved', 'sending', 'sent', 'bounced']) {
      const sentAt = ['sent', 'bounced'].includes(status) ? at : null;
      await database.message.update({
        where: { id: message },
        data: { status, reason: 'anna@example.com', leftAt: at, sentAt },
      });
    }
    const { id: review } = await database.reviewCase.create({
      data: {
        programmeId,
        key: 'r',
        subject: 'referral',
        memberId,
        reasons: ['the same as Anna'],
        facts: { name: 'Anna' },
        openedAt: at,
      },
    });
    await database.reviewCase.update({
      where: { id: review },
      data: { status: 'approved', decidedAt: at, decidedBy: 'test', note: 'Anna' },
    });
    await shop.send(shop.event('member.joined', {}, { memberId: 'ben' }));
    const { id: refereeId } = await shop.member('ben');
    const referred = { programmeId, referrerId: memberId, refereeId, code: 'X', registeredAt: at, changedAt: at };
    await database.referral.create({ data: referred });
    await database.referral.update({ where: { refereeId }, data: { state: 'approved', orderId: '9' } });
    await database.member.update({ where: { id: memberId }, data: { status: 'SUSPENDED', tier: 'gold' } });
    const run = { programmeId, sourceHash: 'h', batchers: 1, options: { kind: 'orders' } as never, now: at };
    await finishRun(database, (await beginRun(database, run)).id, at);
    const told = await feed(programmeId);
    expect(told.map(({ type }) => type)).toEqual([
      ...['coupon.issued', 'coupon.redeemed', 'message.sent', 'message.bounced', 'review.opened', 'review.decided'],
      ...['referral.approved', 'tier.changed', 'member.status_changed', 'import.finished'],
    ]);
    expect(told[1]?.data.object).toEqual({
      ...{
        code: 'FIVE-FIVE-FIVE',
        name: 'five off',
        memberId: 'anna',
        campaign: null,
        minOrderMinor: 0,
        status: 'redeemed',
      },
      ...{ benefit: { kind: 'amount_off', amountMinor: 500 }, orderId: '9' },
      ...{ issuedAt: '2026-05-06T00:00:00.000Z', expiresAt: '2026-06-01T00:00:00.000Z' },
    });
    expect(told[7]?.data).toMatchObject({ object: { tier: 'gold' }, previous: { tier: 'base' } });
    expect(told[8]?.data).toMatchObject({ object: { status: 'suspended' }, previous: { status: 'active' } });
    expect(JSON.stringify(told)).not.toMatch(/Anna|example\.com/);
  });

  it('tells once, 30 days before, of points that expire, and not of those that were spent', async () => {
    const world = await newWorld(database, 3);
    const lot = (member: number, key: string, expiresAt: number) =>
      postOne(world, { kind: 'EARN', member, key, at: day(0), points: 10, expiresAt });
    await lot(0, 'a', day(40));
    await lot(0, 'b', day(40));
    await lot(1, 'c', day(40));
    await lot(2, 'd', day(41));
    await postOne(world, { kind: 'SPEND', member: 1, key: 's', at: day(1), points: 10 });
    const tell = async (on: number) => {
      while ((await notifyExpiring(database, world.programmeId, new Date(day(on)))) > 0);
      return (await feed(world.programmeId, { types: ['points.expiring'] })).map(({ data: { memberId, object } }) => ({
        ...{ memberId, points: object.points, expiresAt: object.expiresAt },
      }));
    };
    expect(await tell(9)).toEqual([]);
    const first = { memberId: 'm0', points: 20, expiresAt: new Date(day(40)).toISOString() };
    expect(await tell(10)).toEqual([first]);
    expect(await tell(10)).toEqual([first]);
    expect(await tell(12)).toEqual([first, { memberId: 'm2', points: 10, expiresAt: new Date(day(41)).toISOString() }]);
  });

  it('goes back 30 days, and removes what is older in pages', async () => {
    const world = await newWorld(database, 1);
    for (const n of [0, 1, 2]) await postOne(world, { kind: 'EARN', member: 0, key: `e${n}`, at: day(n), points: 1 });
    const [first, second] = await feed(world.programmeId);
    await database.$executeRaw`
      UPDATE notification SET recorded_at = clock_timestamp() - interval '31 days'
      WHERE programme_id = ${world.programmeId} AND sequence <= ${second?.data.sequence ?? 0}`;
    expect(await purgeNotifications(database, world.programmeId)).toBe(2);
    expect(await purgeNotifications(database, world.programmeId)).toBe(0);
    expect(await feed(world.programmeId)).toHaveLength(1);
    await expect(showNotification({ database }, world.programmeId, first?.id ?? '')).rejects.toMatchObject({
      code: 'NOTIFICATION_NOT_FOUND',
    });
  });
});

interface Said {
  readonly points: number;
  readonly balance: { readonly available: number; readonly held: number; readonly version: number };
}

describe('A reader of the feed', () => {
  const undo: (() => void)[] = [];
  beforeEach(() => void undo.splice(0));
  afterEach(() => undo.splice(0).forEach((end) => end()));

  it('gets at once what is committed, though another transaction that drew lower numbers is still open', async () => {
    const world = await newWorld(database, 3);
    await inTransaction(database, async (tx) => {
      await postOne(world, { kind: 'EARN', member: 0, key: 'slow', at: day(0), points: 1 }, tx);
      await postOne(world, { kind: 'EARN', member: 1, key: 'fast', at: day(0), points: 2 });
      // Behind a number that is missing nothing is told until it is known what becomes of it.
      expect(await feed(world.programmeId)).toEqual([]);
    });
    const told = (await feed(world.programmeId)).map(({ data }) => (data.object as unknown as Said).points);
    expect(told).toEqual([1, 2]);
    // Without such a gap an open transaction keeps nobody waiting.
    await inTransaction(database, async (tx) => {
      await tx.$executeRaw`SELECT pg_current_xact_id()`;
      await postOne(world, { kind: 'EARN', member: 1, key: 'next', at: day(0), points: 3 });
      expect((await feed(world.programmeId)).map(({ data }) => (data.object as unknown as Said).points)).toEqual([
        1, 2, 3,
      ]);
    });
  });

  it(
    'is told of everything once, and never finds a new row below one that it has seen, whoever commits when',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              waitMs: fc.integer({ min: 0, max: 12 }),
              holdMs: fc.integer({ min: 0, max: 12 }),
              fails: fc.boolean(),
            }),
            {
              minLength: 8,
              maxLength: 16,
            },
          ),
          async (writers) => {
            const world = await newWorld(database, writers.length);
            let isOver = false;
            const publishing = [0, 1].map(async () => {
              while (!isOver) await publishNotifications(database);
            });
            const seen: number[] = [];
            const expected = 2 * writers.filter(({ fails }) => !fails).length;
            // A number that was lost is known to be so once all have ended that are open on the server, those of other tests among them.
            const endAt = performance.now() + 20_000;
            const reading = (async () => {
              for (let after = 0; seen.length < expected && performance.now() < endAt;) {
                const { data, last } = await listNotifications({ database }, world.programmeId, { after, limit: 3 });
                seen.push(...data.map(({ data: { sequence } }) => sequence));
                if (last === after) await wait(5);
                after = last;
              }
            })();
            await Promise.all(writers.map((writer, member) => write(world, member, writer)));
            isOver = true;
            await Promise.all([...publishing, reading]);
            const all = await feed(world.programmeId);
            expect(seen).toEqual(all.map(({ data }) => data.sequence));
            expect(all).toHaveLength(expected);
            for (const memberId of world.memberIds) {
              const versions = (await feed(world.programmeId, { memberId })).map(
                ({ data }) => (data.object as unknown as Said).balance.version,
              );
              expect(versions).toEqual(versions.map((_, n) => n + 1));
            }
          },
        ),
        { numRuns: 12 },
      );
    },
  );

  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const write = async (
    world: Awaited<ReturnType<typeof newWorld>>,
    member: number,
    { waitMs, holdMs, fails }: { waitMs: number; holdMs: number; fails: boolean },
  ) => {
    await wait(waitMs);
    const done = inTransaction(database, async (tx) => {
      await postOne(world, { kind: 'EARN', member, key: `a${member}`, at: day(0), points: 5 }, tx);
      await wait(holdMs);
      await postOne(world, { kind: 'SPEND', member, key: `b${member}`, at: day(1), points: 2 }, tx);
      if (fails) throw new Error('rolled back');
    });
    await done.catch((error: Error) => expect(error.message).toBe('rolled back'));
  };
});
