import { describe, expect, it } from 'vitest';
import type { Programme } from '../../modules/programme/rules.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { expireDue } from '../../modules/ledger/sweep.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { now, openShop, openShopWithAnna } from '../support/shop.ts';

const { database } = await freshDatabase();
const shop = (changes?: Partial<Programme>) => openShop(database, changes);
const shopWithAnna = (changes?: Partial<Programme>) => openShopWithAnna(database, changes);

describe('an order', () => {
  it('brings its points and counts towards the tier, in one transaction with the event', async () => {
    const { send, order, balance, member, rows } = await shopWithAnna();
    const [answer] = await send(order('1001', 50_000));
    expect(answer).toMatchObject({
      kind: 'accepted',
      points: 600,
      result: { points: 600, tier: 'silver' },
      enrolled: [],
    });
    expect(await balance()).toEqual({ available: 600, pending: 0, debt: 0 });
    expect(await member()).toMatchObject({
      tier: 'silver',
      ordersCount: 1,
      spentMinor: 50_000n,
      lastOrderAt: new Date('2026-05-05T10:00:00Z'),
    });
    expect(await rows()).toEqual({ events: 2, orders: 1, members: 1, txns: 1 });
  });

  it('earns by the tier before it: the order that reaches silver does not earn as silver, the next one does', async () => {
    const { send, order } = await shopWithAnna();
    const answers = await send(order('1', 50_000), order('2', 10_000));
    expect(answers.map((answer) => 'points' in answer && answer.points)).toEqual([600, 120]);
  });

  it('shows stories its number, amount, points, and whether it is the first', async () => {
    const { send, order, programmeId } = await shopWithAnna();
    await send(order('1', 1_000), order('2', 1_000));
    const rows = await database.event.findMany({
      where: { programmeId, type: 'order.placed' },
      orderBy: { id: 'asc' },
    });
    expect(rows.map((row) => row.data)).toEqual([
      { orderId: '1', amountMinor: 1_000, currency: 'GBP', points: 10, first: true },
      { orderId: '2', amountMinor: 1_000, currency: 'GBP', points: 10, first: false },
    ]);
  });

  it('keeps its own time when it comes late: points expire counted from the day it was placed', async () => {
    const { send, order, programmeId } = await shopWithAnna();
    await send(order('late', 10_000, { occurredAt: '2026-02-03T10:00:00+08:00' }));
    const [lot] = await database.ledgerLot.findMany({ where: { programmeId } });
    expect(lot?.expiresAt.toISOString()).toBe('2027-02-03T23:59:59.999Z');
    const [row] = await database.event.findMany({ where: { programmeId, type: 'order.placed' } });
    expect(row).toMatchObject({ occurredAt: new Date('2026-02-03T02:00:00Z'), receivedAt: now });
  });

  it('lives as long as the tier before it lets points live', async () => {
    const once = { numerator: 1, denominator: 1 };
    const tiers = [
      { code: 'base', name: 'Member', multiplier: once },
      { code: 'gold', name: 'Gold', multiplier: once, orders: 1, extraExpiryMonths: 6 },
    ];
    const { send, order, programmeId } = await shopWithAnna({ tiers });
    await send(order('1', 1_000), order('2', 1_000));
    const lots = await database.ledgerLot.findMany({ where: { programmeId }, orderBy: { id: 'asc' } });
    expect(lots.map(({ expiresAt }) => expiresAt.toISOString().slice(0, 7))).toEqual(['2027-05', '2027-11']);
  });

  it('lives on for the days of grace, and is spent in them as before', async () => {
    const { send, order, programmeId } = await shopWithAnna({ expiry: { kind: 'rolling', months: 12, graceDays: 10 } });
    await send(order('late', 10_000, { occurredAt: '2026-02-03T10:00:00+08:00' }));
    const [lot] = await database.ledgerLot.findMany({ where: { programmeId } });
    expect(lot?.expiresAt.toISOString()).toBe('2027-02-13T23:59:59.999Z');
    const view = await readMemberView(database, await loadProgramme(database, programmeId), 'anna', { limit: 10, now });
    expect(view.lots[0]).toMatchObject({ officialEnd: new Date('2027-02-03T23:59:59.999Z') });
    const [memberId, points] = [lot!.memberId, Number(lot!.earned)];
    const at = new Date('2027-02-13T23:00:00Z');
    expect(await expireDue(database, { programmeId, now: at })).toMatchObject({ lots: 0 });
    const request = {
      programmeId,
      memberId,
      key: 'in-grace',
      at,
      points,
      source: { type: 'test', id: '1' },
      actor: 'test',
    };
    expect(await spend(database, [request])).toMatchObject([{ ok: true }]);
  });

  it('waits for the end of the return window when the programme says so', async () => {
    const { send, order, balance, programmeId } = await shopWithAnna({ pendingDays: 14 });
    await send(
      order('in the window'.replaceAll(' ', '-'), 1_000, { occurredAt: '2026-05-19T10:00:00Z' }),
      order('past-it', 2_000),
    );
    expect(await balance()).toEqual({ available: 20, pending: 10, debt: 0 });
    const lots = await database.ledgerLot.findMany({ where: { programmeId, state: 'PENDING' } });
    expect(lots[0]).toMatchObject({ availableAt: new Date('2026-06-02T10:00:00Z') });
  });

  it('of nothing earns nothing', async () => {
    const { send, order, rows } = await shopWithAnna();
    expect(await send(order('free', 0))).toMatchObject([{ kind: 'accepted', points: 0 }]);
    expect(await rows()).toMatchObject({ orders: 1, txns: 0 });
  });

  it('doubles in the birthday month once the shop knows the birthday', async () => {
    const { send, order, event } = await shopWithAnna();
    const answers = await send(
      order('1', 1_000),
      event('member.updated', { birthday: '1990-05-17' }),
      order('2', 1_000),
    );
    expect(answers.map((answer) => 'points' in answer && answer.points)).toEqual([10, false, 20]);
  });
});

describe('a return', () => {
  it('takes back what the returned part earned, and the tier it brought', async () => {
    const { send, order, back, balance, member } = await shopWithAnna();
    await send(order('1', 60_000));
    const [half] = await send(back({ orderId: '1', amountMinor: 30_000 }));
    expect(half).toMatchObject({ kind: 'accepted', points: -450, result: { tier: 'base' } });
    expect(await balance()).toMatchObject({ available: 300 });
    const [rest] = await send(back({ orderId: '1' }));
    expect(rest).toMatchObject({ points: -300 });
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 0 });
    expect(await member()).toMatchObject({ ordersCount: 0, spentMinor: 0n, tier: 'base' });
  });

  it('in the same batch as its order is booked after it', async () => {
    const { send, order, back, balance } = await shopWithAnna();
    const answers = await send(
      order('1', 10_000),
      back({ orderId: '1', amountMinor: 4_000 }),
      order('2', 10_000),
      back({ orderId: '2' }),
    );
    expect(answers.map((answer) => 'points' in answer && answer.points)).toEqual([100, -40, 100, -100]);
    expect(await balance()).toMatchObject({ available: 60 });
  });

  it('that names no order is put down to the latest orders of the member', async () => {
    const { send, order, back, programmeId } = await shopWithAnna();
    await send(
      order('1', 5_000, { occurredAt: '2026-05-02T10:00:00Z' }),
      order('2', 3_000, { occurredAt: '2026-05-03T10:00:00Z' }),
    );
    const [answer] = await send(back({ amountMinor: 4_000 }));
    expect(answer).toMatchObject({
      kind: 'accepted',
      points: -40,
      result: {
        orders: [
          { orderId: '2', amountMinor: 3_000 },
          { orderId: '1', amountMinor: 1_000 },
        ],
      },
    });
    const orders = await database.salesOrder.findMany({ where: { programmeId }, orderBy: { orderId: 'asc' } });
    expect(orders.map(({ returnedMinor }) => Number(returnedMinor))).toEqual([1_000, 3_000]);
  });

  it('that fits no order is kept with a note, and takes no points', async () => {
    const { send, back, rows } = await shopWithAnna();
    const [answer] = await send(back({ amountMinor: 4_000 }));
    expect(answer).toMatchObject({
      kind: 'accepted',
      result: { points: 0, note: 'no order was found for GBP 40.00 of it' },
    });
    expect(await rows()).toMatchObject({ events: 2, txns: 0 });
  });

  it('of points already spent leaves a debt that the next order pays', async () => {
    const { send, order, back, balance, programmeId, member } = await shopWithAnna();
    await send(order('1', 10_000));
    const { spend } = await import('../../modules/ledger/redeem.ts');
    const { id: memberId } = await member();
    await spend(database, [
      { programmeId, memberId, key: 'spend:1', at: now, source: { type: 'test', id: '1' }, actor: 'test', points: 80 },
    ]);
    await send(back({ orderId: '1' }));
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 80 });
    await send(order('2', 10_000));
    expect(await balance()).toEqual({ available: 20, pending: 0, debt: 0 });
  });

  it('of points that had expired unused costs nothing, and says so', async () => {
    const { send, order, back, balance, programmeId } = await shopWithAnna({ expiry: { kind: 'rolling', months: 1 } });
    await send(order('1', 10_000, { occurredAt: '2026-03-02T10:00:00Z' }));
    await expireDue(database, { programmeId, now });
    const [answer] = await send(back({ orderId: '1' }));
    expect(answer).toMatchObject({ result: { points: 0, note: '100 of its points had expired unused' } });
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 0 });
    await send(order('2', 10_000));
    expect(await balance()).toMatchObject({ available: 100 });
  });

  it('of a little leaves the points of what is kept: 10.50 less 0.40 keeps its 10', async () => {
    const { send, order, back, balance } = await shopWithAnna();
    await send(order('1', 1_050));
    const [little] = await send(back({ orderId: '1', amountMinor: 40 }));
    expect(little).toMatchObject({ result: { points: 0 } });
    const [more] = await send(back({ orderId: '1', amountMinor: 11 }));
    expect(more).toMatchObject({ result: { points: -1 } });
    expect(await balance()).toMatchObject({ available: 9 });
  });

  it('of all of it makes the next order the first, and an order of nothing is none', async () => {
    const { send, order, back, member } = await shopWithAnna();
    await send(order('free', 0), order('1', 5_000), back({ orderId: '1' }));
    expect(await member()).toMatchObject({ ordersCount: 0, spentMinor: 0n, tier: 'base' });
    const at = { occurredAt: '2026-05-12T10:00:00Z' };
    await send(order('2', 5_000, at), order('3', 5_000, at));
    const placed = await database.event.findMany({
      where: { type: 'order.placed', memberId: (await member()).id },
      orderBy: { id: 'asc' },
    });
    expect(placed.map(({ data }) => (data as { first: boolean }).first)).toEqual([false, true, true, false]);
    await send(order('free2', 0, at), order('free3', 0, at));
    expect(await member()).toMatchObject({ ordersCount: 2, tier: 'base' });
  });

  it('before the end of the return window touches only what is pending', async () => {
    const { send, order, back, balance } = await shopWithAnna({ pendingDays: 30 });
    await send(order('1', 10_000), back({ orderId: '1', amountMinor: 5_000 }));
    expect(await balance()).toEqual({ available: 0, pending: 50, debt: 0 });
  });
});

describe('a member', () => {
  it('is made by member.joined, and known to the other events of its batch', async () => {
    const { send, event, order, rows, member } = await shop();
    const answers = await send(event('member.joined', { name: 'Anna' }), order('1', 1_000));
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    expect(await rows()).toMatchObject({ members: 1, orders: 1 });
    expect(await member()).toMatchObject({ joinedAt: new Date('2026-05-05T10:00:00Z'), ordersCount: 1 });
  });

  it('who joins twice is one member', async () => {
    const { send, event, rows } = await shop();
    await Promise.all([send(event('member.joined')), send(event('member.joined')), send(event('member.joined'))]);
    expect(await rows()).toMatchObject({ members: 1, events: 3 });
  });

  it('has a complete profile once every field the programme asks for is there, and stories hear of it once', async () => {
    const { send, event, member, programmeId } = await shop();
    await send(event('member.joined', { email: 'anna@example.com', favourite: 'tea' }));
    await send(event('member.updated', { name: 'Anna' }));
    expect((await member()).profileCompletedAt).toBeNull();
    const [answer] = await send(event('member.updated', { birthday: '1990-05-17' }));
    expect(answer).toMatchObject({ result: { profileComplete: true } });
    await send(event('member.updated', { name: 'Anna B.' }));
    expect((await member()).profileCompletedAt).toEqual(new Date('2026-05-05T10:00:00Z'));
    const rows = await database.event.findMany({ where: { programmeId }, orderBy: { id: 'asc' } });
    expect(rows.map((row) => row.data)).toEqual([
      { email: true, favourite: true, new: true },
      { name: true },
      { birthday: true, profileComplete: true },
      { name: true },
    ]);
    const profile = await database.memberProfile.findUniqueOrThrow({ where: { memberId: (await member()).id } });
    expect(profile).toMatchObject({ email: 'anna@example.com', name: 'Anna B.', attributes: { favourite: 'tea' } });
  });

  it('keeps personal data out of the events, so that it can be erased in one place', async () => {
    const { send, event, programmeId } = await shop();
    await send(
      event('member.joined', {
        email: 'secret@example.com',
        phone: '+44 20 7946 0958',
        name: 'Secret',
        notes: 'secret',
      }),
    );
    const [row] = await database.event.findMany({ where: { programmeId } });
    expect(JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(
      /secret|7946/i,
    );
  });

  it('whose id is an e-mail in other capitals is another member, and the answer says so', async () => {
    const { send, event, rows } = await shop();
    const join = (memberId: string) => event('member.joined', {}, { memberId });
    const note = 'another member has this id in other capitals: the two are two members';
    const [first, twin] = await send(join('Anna@shop.example'), join('anna@shop.example'));
    expect([first, twin]).toMatchObject([{ result: {} }, { kind: 'accepted', result: { note } }]);
    expect(first).not.toMatchObject({ result: { note } });
    expect(await send(join('ANNA@shop.example'))).toMatchObject([{ kind: 'accepted', result: { note } }]);
    // Who is known already is told nothing, and ids of other kinds are nobody's look-alikes.
    const [again, code] = await send(join('anna@shop.example'), join('ABC'), join('abc'));
    expect([again, code]).not.toContainEqual(expect.objectContaining({ result: { note } }));
    expect(await rows()).toMatchObject({ members: 5 });
    expect((await (await shop()).send(join('anna@SHOP.example')))[0]).not.toMatchObject({ result: { note } });
  });

  it('is recognised by mailbox and number under another account', async () => {
    const { send, event, programmeId } = await shop();
    await send(
      event('member.joined', { email: 'A.nna+gift@gmail.com', phone: '0044 20 7946 0958' }),
      event('member.joined', { email: 'anna@googlemail.com', phone: '+44 (0)20 7946 0958' }, { memberId: 'anna2' }),
    );
    const identities = await database.memberIdentity.groupBy({
      by: ['kind', 'hash'],
      where: { programmeId },
      _count: true,
    });
    expect(identities.map(({ kind, _count }) => `${kind} ${_count}`).sort()).toEqual(['email 2', 'phone 2']);
  });

  it('keeps the latest word on consent, even when an older one comes in after it', async () => {
    const { send, event, programmeId } = await shop();
    const on = (day: number) => ({ occurredAt: `2026-05-0${day}T10:00:00Z` });
    await send(event('member.joined', { consent: { email: true } }, on(1)));
    await send(event('member.updated', { consent: { email: false } }, on(3)));
    await send(event('member.updated', { consent: { email: true } }, on(2)));
    const [consent] = await database.consent.findMany({ where: { programmeId } });
    expect(consent).toMatchObject({ channel: 'email', granted: false, changedAt: new Date('2026-05-03T10:00:00Z') });
  });
});

describe('fixed points for what members do', () => {
  it('once a day for a check-in, in the programme zone', async () => {
    const { send, event, balance } = await shopWithAnna();
    const at = (occurredAt: string) => event('checkin.done', {}, { occurredAt });
    const answers = await send(at('2026-05-05T08:00:00Z'), at('2026-05-05T22:59:00Z'), at('2026-05-05T23:00:00Z'));
    expect(answers.map((answer) => 'points' in answer && answer.points)).toEqual([5, 0, 5]);
    const [again] = await send(at('2026-05-05T09:00:00Z'));
    expect(again).toMatchObject({ points: 0, result: { note: 'points for this were given today already' } });
    expect(await balance()).toMatchObject({ available: 10 });
  });

  it('every time for a review, never for what the programme does not name', async () => {
    const { send, event, balance } = await shopWithAnna();
    await send(event('review.posted'), event('review.posted'), event('warranty.registered', { product: 'kettle' }));
    expect(await balance()).toMatchObject({ available: 30 });
  });
});
