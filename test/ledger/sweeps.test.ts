import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { balanceOf } from '../../modules/ledger/rows-balances.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { confirmDue, expireDue, releaseDueHolds } from '../../modules/ledger/sweep.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { readLots, sweep } from '../support/ledger-commands.ts';
import type { Operation } from '../support/ledger-model.ts';
import { day, type LedgerWorld, newWorld, postAll, posted, postOne } from '../support/ledger-world.ts';

let database: Database;
let world: LedgerWorld;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});
beforeEach(async () => {
  world = await newWorld(database, 5);
});

const page = (now: number) => ({ programmeId: world.programmeId, now: new Date(now) });
const balance = (member: number) =>
  balanceOf(database, { programmeId: world.programmeId, memberId: world.memberIds[member] ?? 0n });
/** Points of lots that have expired by day 10 and are still there. */
const overdue = async () => {
  const lots = (await readLots(world))
    .flat()
    .filter(({ state, expiresAt }) => state === 'ACTIVE' && expiresAt! <= day(10));
  return lots.map(({ remaining }) => remaining);
};
const everybody = (kind: 'EARN', more: Partial<Operation>) =>
  postAll(
    world,
    world.memberIds.map((_, member): Operation => ({
      kind,
      member,
      key: `${kind}${member}`,
      at: day(0),
      points: 10,
      ...more,
    })),
  );

describe('points expire', () => {
  it('at their hour, all of a member in one transaction, and not a moment before', async () => {
    await posted(world, { kind: 'EARN', member: 0, key: 'a', at: day(0), points: 10, expiresAt: day(10) });
    await posted(world, { kind: 'EARN', member: 0, key: 'b', at: day(0), points: 20, expiresAt: day(9) });
    await posted(world, { kind: 'EARN', member: 0, key: 'c', at: day(0), points: 40, expiresAt: day(11) });
    expect(await expireDue(database, page(day(9) - 1))).toEqual({
      lots: 0,
      points: 0,
      members: 0,
      nextAfterMemberId: null,
    });
    expect(await expireDue(database, page(day(10)))).toMatchObject({ lots: 2, points: 30, members: 1 });
    expect(await balance(0)).toMatchObject({ available: 40 });
    const txns = await database.ledgerTxn.findMany({ where: { programmeId: world.programmeId, kind: 'EXPIRE' } });
    expect(txns.map(({ amount, effectiveAt }) => [Number(amount), effectiveAt.getTime()])).toEqual([[30, day(10)]]);
  });

  it('but not while they are held; released after their time, they go with the next sweep', async () => {
    await posted(world, { kind: 'EARN', member: 0, key: 'a', at: day(0), points: 10, expiresAt: day(10) });
    await posted(world, { kind: 'HOLD', member: 0, key: 'h', at: day(9), points: 6, expiresAt: day(12) });
    expect(await sweep(world, day(11))).toBe(4);
    expect(await sweep(world, day(11))).toBe(0);
    await posted(world, { kind: 'RELEASE', member: 0, key: 'r', at: day(11), refKey: 'h' });
    expect(await sweep(world, day(11))).toBe(6);
    expect(await balance(0)).toEqual({ pending: 0, available: 0, held: 0, debt: 0 });
    expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
  });

  it('and pending points only once they are confirmed', async () => {
    await posted(world, {
      kind: 'EARN',
      member: 0,
      key: 'a',
      at: day(0),
      points: 10,
      availableAt: day(20),
      expiresAt: day(30),
    });
    expect(await sweep(world, day(40))).toBe(0);
    await confirmDue(database, page(day(40)));
    expect(await sweep(world, day(40))).toBe(10);
  });

  it.each([1, 2, 3, 1_000])(
    'to the same end in pages of %i members, and a second sweep finds nothing',
    async (size) => {
      await everybody('EARN', { expiresAt: day(10) });
      expect(await overdue()).toEqual(Array.from({ length: 5 }, () => 10));
      expect(await sweep(world, day(10), size)).toBe(50);
      expect(await overdue()).toEqual([]);
      expect(await sweep(world, day(10), size)).toBe(0);
      expect((await readLots(world)).flat().every(({ state }) => state === 'CLOSED')).toBe(true);
    },
  );

  it('page after page, each saying where the next begins', async () => {
    await everybody('EARN', { expiresAt: day(10) });
    const first = await expireDue(database, { ...page(day(10)), membersMax: 3 });
    expect(first).toMatchObject({ members: 3, nextAfterMemberId: world.memberIds[2] });
    const second = await expireDue(database, {
      ...page(day(10)),
      membersMax: 3,
      afterMemberId: first.nextAfterMemberId,
    });
    expect(second).toMatchObject({ members: 2, nextAfterMemberId: null });
  });

  it('in no other programme', async () => {
    await everybody('EARN', { expiresAt: day(10) });
    const other = await newWorld(database);
    expect(await sweep(other, day(10))).toBe(0);
  });

  it('however many are due at once', async () => {
    const crowd = await newWorld(database, 60);
    const all = crowd.memberIds.flatMap((_, member) =>
      [1, 2].map((n): Operation => ({
        kind: 'EARN',
        member,
        key: `${member}/${n}`,
        at: day(0),
        points: 1,
        expiresAt: day(n),
      })),
    );
    await postAll(crowd, all);
    // More lots are due than twenty pages of two members: the sweep goes from member to member.
    expect(await sweep(crowd, day(2), 2)).toBe(120);
    expect(await verifyInvariants(database, crowd.programmeId)).toEqual([]);
  });
});

describe('the return window ends', () => {
  it('and pending points become available, once', async () => {
    await everybody('EARN', { availableAt: day(14) });
    expect(await confirmDue(database, page(day(14) - 1))).toMatchObject({ lots: 0 });
    expect(await confirmDue(database, { ...page(day(14)), membersMax: 3 })).toMatchObject({
      lots: 3,
      points: 30,
      nextAfterMemberId: world.memberIds[2],
    });
    expect(await confirmDue(database, page(day(14)))).toMatchObject({ lots: 2, nextAfterMemberId: null });
    expect(await confirmDue(database, page(day(14)))).toMatchObject({ lots: 0 });
    expect(await balance(4)).toMatchObject({ pending: 0, available: 10 });
  });

  it('for several earns of one member in the order of their days', async () => {
    await posted(world, { kind: 'EARN', member: 0, key: 'a', at: day(0), points: 10, availableAt: day(2) });
    await posted(world, { kind: 'EARN', member: 0, key: 'b', at: day(0), points: 20, availableAt: day(1) });
    expect(await confirmDue(database, page(day(3)))).toMatchObject({ lots: 2, points: 30, members: 1 });
  });
});

describe('holds run out', () => {
  it('and their points go back, less what was captured', async () => {
    await posted(world, { kind: 'EARN', member: 0, key: 'a', at: day(0), points: 10 });
    await posted(world, { kind: 'HOLD', member: 0, key: 'h1', at: day(0), points: 6, expiresAt: day(2) });
    await posted(world, { kind: 'HOLD', member: 0, key: 'h2', at: day(0), points: 4, expiresAt: day(3) });
    await posted(world, { kind: 'CAPTURE', member: 0, key: 'c', at: day(1), refKey: 'h1', points: 1 });
    expect(await releaseDueHolds(database, page(day(2)))).toEqual({
      lots: 1,
      points: 5,
      members: 1,
      nextAfterMemberId: null,
    });
    expect(await balance(0)).toEqual({ pending: 0, available: 5, held: 4, debt: 0 });
    expect(await releaseDueHolds(database, page(day(2)))).toMatchObject({ lots: 0 });
  });

  it('after somebody released them by hand: then there is nothing to do', async () => {
    await posted(world, { kind: 'EARN', member: 0, key: 'a', at: day(0), points: 10 });
    await posted(world, { kind: 'HOLD', member: 0, key: 'h', at: day(0), points: 6, expiresAt: day(2) });
    expect(await postOne(world, { kind: 'RELEASE', member: 0, key: 'r', at: day(1), refKey: 'h' })).toMatchObject({
      ok: true,
    });
    expect(await releaseDueHolds(database, page(day(5)))).toMatchObject({ lots: 0, points: 0 });
  });
});
