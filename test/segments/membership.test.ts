import { beforeAll, describe, expect, it } from 'vitest';
import { applySegments } from '../../modules/segments/apply.ts';
import { parseSentSegment } from '../../modules/segments/read.ts';
import { reviewChanged, sweepDueSegments } from '../../modules/segments/review.ts';
import { readStayed, segmentsWait } from '../../modules/segments/rows-members.ts';
import { unwatchSegments, watchSegments } from '../../modules/segments/watch.ts';
import { adjust } from '../../modules/ledger/correct.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});

const always = () => true;

/** A shop of Anna and Ben, with a segment that is watched. */
async function open(who: object) {
  const shop = await openShop(database, { tags: ['vip', 'staff'] });
  const { programmeId } = shop;
  const clock = testClock('2026-05-20T12:00:00Z');
  const deps = { database, clock };
  let sent = 0;
  const send = (type: string, memberId: string, data: Record<string, unknown> = {}) =>
    ingestEvents(deps, programmeId, [
      { id: `s${++sent}`, type, memberId, occurredAt: clock.now().toISOString(), data: data as never },
    ]);
  await send('member.joined', 'anna', { tags: ['vip'] });
  await send('member.joined', 'ben');
  const programme = await loadProgramme(database, programmeId);
  const apply = async (condition: object) =>
    applySegments(deps, programme, [await parseSentSegment({ name: 'Watched', who: condition }, 'watched')], {
      actor: 'test',
    });
  await apply(who);
  await inTransaction(database, (tx) => watchSegments(tx, programme, ['watched'], clock.now()));
  const stays = async () => {
    const rows = await database.segmentMember.findMany({
      where: { segment: { programmeId } },
      include: { member: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ member, leftAt }) => `${member.externalId} ${leftAt === null ? 'is in' : 'has left'}`);
  };
  const told = async () => {
    const events = await database.event.findMany({
      where: { programmeId, type: { startsWith: 'segment.' } },
      orderBy: { id: 'asc' },
    });
    const members = new Map(
      (await database.member.findMany({ where: { programmeId } })).map(({ id, externalId }) => [id, externalId]),
    );
    return events.map(({ type, memberId }) => `${members.get(memberId)} ${type}`);
  };
  const review = () => reviewChanged(deps, always);
  const sweep = () => sweepDueSegments(deps, always);
  const later = (hours: number) => clock.at(new Date(clock.now().getTime() + hours * 3_600_000).toISOString());
  return { ...shop, programme, clock, deps, send, apply, stays, told, review, sweep, later };
}

const spenders = { spent: { atLeast: 10 } };

describe('A segment that is watched', () => {
  it('takes whom it has already as inside, and tells of none: they have not come in', async () => {
    const world = await open({ tag: 'vip' });
    expect(await world.stays()).toEqual(['anna is in']);
    expect(await world.told()).toEqual([]);
  });

  it('tells who comes in by an event and who falls out, once each', async () => {
    const world = await open(spenders);
    await world.send('order.placed', 'ben', { orderId: '1', amountMinor: 5_000 });
    expect(await segmentsWait(database, world.clock.now())).toBe(true);
    expect(await world.review()).toBe(1);
    expect(await world.stays()).toEqual(['ben is in']);
    expect(await world.told()).toEqual(['ben segment.entered']);
    await world.send('order.returned', 'ben', { orderId: '1' });
    await world.review();
    expect(await world.stays()).toEqual(['ben has left']);
    expect(await world.told()).toEqual(['ben segment.entered', 'ben segment.left']);
    expect(await world.review()).toBe(0);
    expect(await segmentsWait(database, world.clock.now())).toBe(false);
  });

  it('hears of points that came another way', async () => {
    const world = await open({ points: { atLeast: 100 } });
    await publishNotifications(database, always);
    await world.review();
    const { id: memberId } = await world.member('ben');
    await adjust(database, [
      {
        ...{
          programmeId: world.programmeId,
          memberId,
          key: 'by hand',
          at: world.clock.now(),
          points: 150,
          expiresAt: null,
        },
        ...{ source: { type: 'adjustment', id: '1' }, actor: 'test', reason: 'a test' },
      },
    ]);
    await publishNotifications(database, always);
    await world.review();
    expect(await world.told()).toEqual(['ben segment.entered']);
  });

  it('sees once an hour what time alone makes true', async () => {
    const world = await open({ all: [{ lastOrder: { atLeast: '30 days ago' } }] });
    await world.send('order.placed', 'anna', { orderId: '1', amountMinor: 5_000 });
    await world.review();
    expect(await world.told()).toEqual([]);
    world.later(30 * 24);
    expect(await segmentsWait(database, world.clock.now())).toBe(true);
    expect(await world.sweep()).toBe(1);
    expect(await world.told()).toEqual(['anna segment.entered']);
    expect(await segmentsWait(database, world.clock.now())).toBe(false);
  });

  it('lets a short stay be told from a long one', async () => {
    const world = await open(spenders);
    await world.send('order.placed', 'ben', { orderId: '1', amountMinor: 5_000 });
    await world.review();
    const { id } = await database.segment.findFirstOrThrow({ where: { programmeId: world.programmeId } });
    const dayOld = () => new Date(world.clock.now().getTime() - 24 * 3_600_000);
    const stayed = async () => (await readStayed(database, id, { before: dayOld(), after: 0n, limit: 10 })).length;
    expect(await stayed()).toBe(0);
    world.later(24);
    expect(await stayed()).toBe(1);
  });

  it('tells nobody of an edit: who comes in by it has not come in', async () => {
    const world = await open({ tag: 'vip' });
    await world.apply({ not: { tag: 'vip' } });
    expect(await world.stays()).toEqual(['anna has left', 'ben is in']);
    expect(await world.told()).toEqual([]);
  });

  it('is watched no longer when nobody waits for it, and what was kept stays', async () => {
    const world = await open({ tag: 'vip' });
    await inTransaction(database, (tx) => unwatchSegments(tx, world.programme, ['watched']));
    await world.send('member.updated', 'anna', { tags: [] });
    expect(await world.review()).toBe(0);
    expect(await world.stays()).toEqual(['anna is in']);
  });
});
