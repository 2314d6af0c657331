import { beforeAll, describe, expect, it } from 'vitest';
import { mergeMembers } from '../../modules/merges/merge.ts';
import { undoMerge } from '../../modules/merges/undo.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { checkLedger } from '../../modules/invariants/check-ledger.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 10 }));
});
const clock = testClock('2026-05-20T12:00:00Z');

async function openTwo() {
  const shop = await openShop(database);
  const { programmeId } = shop;
  await shop.send(
    ...['anna', 'berta', 'cleo'].map((memberId) =>
      shop.event('member.joined', {}, { memberId, occurredAt: '2026-05-01T09:00:00Z' }),
    ),
  );
  const [anna, berta, cleo] = await Promise.all(
    ['anna', 'berta', 'cleo'].map(async (name) => (await shop.member(name)).id),
  );
  if (anna === undefined || berta === undefined || cleo === undefined) throw new Error('nobody joined');
  const merge = () =>
    mergeMembers({ database, clock }, programmeId, {
      fromMemberId: 'anna',
      intoMemberId: 'berta',
      reason: 'one person',
      actor: 'test',
    });
  const undo = (rowId: string | null) =>
    undoMerge({ database, clock }, programmeId, BigInt(rowId ?? 0), { actor: 'test' });
  const sound = async () => expect(await verifyInvariants(database, programmeId)).toEqual([]);
  return { ...shop, anna, berta, cleo, merge, undo, sound };
}

type World = Awaited<ReturnType<typeof openTwo>>;

const campaigns = { n: 0 };
async function campaignOf({ programmeId }: World, reentryDays: number | null = null) {
  const code = `c${++campaigns.n}`;
  const { id: campaignId } = await database.campaign.create({
    data: { programmeId, code, name: code, lifecycle: 'win-back', status: 'live' },
  });
  const { id: campaignVersionId } = await database.campaignVersion.create({
    data: { programmeId, campaignId, version: 1, definition: {}, definitionHash: '', listensTo: [], reentryDays },
  });
  return { programmeId, campaignId, campaignVersionId };
}

describe('Campaigns of two accounts that become one', () => {
  it('go on with the other account, numbered on', async () => {
    const world = await openTwo();
    const campaign = await campaignOf(world, 0);
    const enrolledAt = clock.now();
    const entered = (memberId: bigint, occurrence: number, status: string) =>
      database.enrolment.create({
        data: {
          ...campaign,
          memberId,
          occurrence,
          enrolledAt,
          status,
          endedAt: status === 'active' ? null : enrolledAt,
        },
      });
    await entered(world.berta, 1, 'done');
    const old = await entered(world.anna, 1, 'done');
    const now = await entered(world.anna, 2, 'active');
    const { rowId } = await world.merge();
    const theirs = await database.enrolment.findMany({
      where: { memberId: world.berta },
      orderBy: { occurrence: 'asc' },
    });
    expect(theirs.map(({ id, occurrence, status }) => [id, occurrence, status])).toEqual([
      [expect.anything(), 1, 'done'],
      [old.id, 2, 'done'],
      [now.id, 3, 'active'],
    ]);
    await world.undo(rowId);
    expect(
      await database.enrolment.findMany({ where: { memberId: world.anna }, orderBy: { id: 'asc' } }),
    ).toMatchObject([
      { id: old.id, occurrence: 1 },
      { id: now.id, occurrence: 2 },
    ]);
  });

  it.each([
    ['neither was given anything: that of the account that stays', [false, false], 'berta'],
    ['one was given something: that one', [true, false], 'anna'],
    ['both were: that of the account that stays', [true, true], 'berta'],
  ] as const)('of two in one campaign one goes on: %s', async (_, [annaPaid, bertaPaid], goesOn) => {
    const world = await openTwo();
    const campaign = await campaignOf(world);
    const enrolledAt = clock.now();
    const ids = new Map<string, bigint>();
    for (const [name, paid] of [
      ['anna', annaPaid],
      ['berta', bertaPaid],
    ] as const) {
      const { id } = await database.enrolment.create({
        data: { ...campaign, memberId: world[name], occurrence: 1, enrolledAt, cohortId: 1n },
      });
      ids.set(name, id);
      if (!paid) continue;
      await database.step.create({
        data: {
          programmeId: world.programmeId,
          key: `${id}/gift/1`,
          enrolmentId: id,
          memberId: world[name],
          name: 'gift',
          kind: 'grant',
          outcome: { kind: 'applied' },
          storyAt: enrolledAt,
          performedAt: enrolledAt,
        },
      });
    }
    expect((await world.merge()).changes).toContainEqual({ what: 'enrolments_ended', count: 1 });
    const rows = await database.enrolment.findMany({ where: { campaignId: campaign.campaignId } });
    const active = rows.filter(({ status }) => status === 'active');
    expect(active).toMatchObject([{ id: ids.get(goesOn), memberId: world.berta }]);
    expect(rows.find(({ status }) => status === 'cancelled')?.reason).toContain('became one');
    expect(
      await database.signalOutbox.count({ where: { signal: 'cancelled', enrolmentId: { in: [...ids.values()] } } }),
    ).toBe(1);
  });
});

describe('Invitations of two accounts that become one', () => {
  const referral = ({ programmeId }: World, referrerId: bigint, refereeId: bigint, state = 'joined') =>
    database.referral.create({
      data: {
        programmeId,
        referrerId,
        refereeId,
        code: 'ABCDEFGHJK',
        state,
        registeredAt: clock.now(),
        changedAt: clock.now(),
      },
    });

  it('are rewarded to the one, and never for inviting oneself', async () => {
    const world = await openTwo();
    const own = await referral(world, world.anna, world.berta);
    const sent = await referral(world, world.anna, world.cleo);
    const { rowId } = await world.merge();
    expect(await database.referral.findUnique({ where: { id: own.id } })).toMatchObject({ state: 'refused' });
    expect(await database.referral.findUnique({ where: { id: sent.id } })).toMatchObject({
      state: 'joined',
      referrerId: world.berta,
    });
    await world.undo(rowId);
    expect(await database.referral.findUnique({ where: { id: own.id } })).toMatchObject({
      state: 'joined',
      referrerId: world.anna,
    });
    expect(await database.referral.findUnique({ where: { id: sent.id } })).toMatchObject({ referrerId: world.anna });
  });

  it('make a friend once', async () => {
    const world = await openTwo();
    const first = await referral(world, world.cleo, world.berta, 'paid');
    const second = await referral(world, world.cleo, world.anna, 'waiting');
    await world.merge();
    expect(await database.referral.findUnique({ where: { id: first.id } })).toMatchObject({ state: 'paid' });
    expect(await database.referral.findUnique({ where: { id: second.id } })).toMatchObject({
      state: 'refused',
      refereeId: world.anna,
    });
  });

  it('with the old code are those of the one', async () => {
    const world = await openTwo();
    for (const [memberId, code] of [
      [world.anna, 'AAAAAAAAA2'],
      [world.berta, 'BBBBBBBBB2'],
    ] as const)
      await database.referralCode.create({
        data: { programmeId: world.programmeId, memberId, code, createdAt: clock.now() },
      });
    await world.merge();
    await world.send(world.event('member.joined', { referralCode: 'AAAAAAAAA2' }, { memberId: 'dora' }));
    const { id: refereeId } = await world.member('dora');
    expect(await database.referral.findUnique({ where: { refereeId } })).toMatchObject({ referrerId: world.berta });
  });
});

describe('Check-ins of two accounts that become one', () => {
  it('count together, by the calendar', async () => {
    const world = await openTwo();
    const checkIn = (memberId: bigint, day: string, streak: number) =>
      database.checkIn.create({
        data: {
          memberId,
          day: new Date(`${day}T00:00:00Z`),
          programmeId: world.programmeId,
          kind: 'done',
          zone: 'UTC',
          at: new Date(`${day}T10:00:00Z`),
          streak,
          points: 1,
          eventId: 1n,
        },
      });
    for (const [day, streak] of [
      ['2026-05-10', 1],
      ['2026-05-12', 1],
      ['2026-05-13', 2],
    ] as const)
      await checkIn(world.berta, day, streak);
    for (const [day, streak] of [
      ['2026-05-11', 1],
      ['2026-05-12', 2],
      ['2026-05-14', 1],
    ] as const)
      await checkIn(world.anna, day, streak);
    const standing = { programmeId: world.programmeId, cardsMonth: '2026-05' };
    await database.checkInStreak.create({
      data: { ...standing, memberId: world.berta, streak: 2, best: 2, lastDay: new Date('2026-05-13'), cardsUsed: 1 },
    });
    await database.checkInStreak.create({
      data: { ...standing, memberId: world.anna, streak: 1, best: 7, lastDay: new Date('2026-05-14'), cardsUsed: 0 },
    });
    const { rowId } = await world.merge();
    const days = (memberId: bigint) =>
      database.checkIn.findMany({ where: { memberId }, orderBy: { day: 'asc' }, select: { streak: true } });
    expect((await days(world.berta)).map(({ streak }) => streak)).toEqual([1, 2, 3, 4, 5]);
    expect(await database.checkInStreak.findUnique({ where: { memberId: world.berta } })).toMatchObject({
      streak: 5,
      best: 7,
      cardsUsed: 1,
    });
    await world.undo(rowId);
    expect((await days(world.berta)).map(({ streak }) => streak)).toEqual([1, 1, 2]);
    expect((await days(world.anna)).map(({ streak }) => streak)).toEqual([1, 2, 1]);
    expect(await database.checkInStreak.findUnique({ where: { memberId: world.berta } })).toMatchObject({
      streak: 2,
      best: 2,
    });
  });
});

describe('Coupons of two accounts that become one', () => {
  it('are used under either id, and the seal over them holds', async () => {
    const world = await openTwo();
    const issued = [1, 2].map((n) => ({
      ...{
        memberId: String(world.anna),
        key: `k${n}`,
        name: 'Ten off',
        validDays: 30,
        newCode: `WALK-2222-A22${n + 2}`,
      },
      ...{
        benefit: { kind: 'percentOff', percent: 10 },
        actor: 'test',
        reason: 'test',
        issuedAt: clock.now(),
        expiresAt: new Date('2026-07-01'),
      },
    }));
    await database.$queryRaw`SELECT ledger.coupon_issue_batch(${world.programmeId}::int, ${JSON.stringify(issued)}::jsonb)`;
    await checkLedger(database, {});
    const { rowId, coupons } = await world.merge();
    expect(coupons).toBe(2);
    const [used] = await world.send(
      world.event(
        'order.placed',
        { orderId: 'C-1', amountMinor: 5_000, coupon: 'WALK-2222-A223' },
        { occurredAt: clock.now().toISOString() },
      ),
    );
    expect(used).toMatchObject({ kind: 'accepted' });
    expect(await database.ledgerCoupon.findFirst({ where: { code: 'WALK-2222-A223' } })).toMatchObject({
      memberId: world.berta,
      status: 'redeemed',
    });
    await world.sound();
    await world.undo(rowId);
    expect(await database.ledgerCoupon.findFirst({ where: { code: 'WALK-2222-A224' } })).toMatchObject({
      memberId: world.anna,
      status: 'issued',
    });
    await world.sound();
    const { faults } = (await checkLedger(database, {})) as unknown as { faults?: unknown[] };
    expect(faults ?? []).toEqual([]);
  });
});
