import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { listParked, reviewUnjoined } from '../../modules/intake/rows-parked.ts';
import { listReviews } from '../../modules/reviews/list.ts';
import { decideReview } from '../../modules/reviews/decide.ts';
import { freshDatabase } from '../support/database.ts';
import { clock, now, openShop } from '../support/shop.ts';

// A checkout that makes an account tells of the order first and of the member a moment later; a queue may turn them round.
const { database } = await freshDatabase({ poolSizeMax: 20 });
const joinedAt = { occurredAt: '2026-05-01T09:00:00Z' };
const parkedIn = (programmeId: number) => listParked(database, programmeId, 100);
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

describe('an order that comes before its member', () => {
  it('is kept, and brings its points when the member joins', async () => {
    const { send, order, event, balance, programmeId } = await openShop(database);
    expect(await send(order('1', 5_000))).toEqual([
      { kind: 'parked', id: expect.any(String), memberId: 'anna', status: 'waiting', untilAt: later(30) },
    ]);
    expect(await parkedIn(programmeId)).toMatchObject([{ member: 'anna', orderId: '1', amountMinor: 5_000 }]);
    await send(event('member.joined', {}, joinedAt));
    expect(await balance()).toMatchObject({ available: 50 });
    expect(await parkedIn(programmeId)).toEqual([]);
  });

  it('is taken with the member when both come in one batch, in whatever order', async () => {
    const { send, order, event, balance } = await openShop(database);
    const answers = await send(order('1', 5_000), event('member.joined', {}, joinedAt));
    expect(answers).toMatchObject([{ kind: 'accepted', points: 50 }, { kind: 'accepted' }]);
    expect(await balance()).toMatchObject({ available: 50 });
  });

  it('is one order however often it is sent, before and after', async () => {
    const { send, order, event, rows } = await openShop(database);
    const first = order('1', 5_000);
    await send(first);
    expect(await send(first)).toMatchObject([{ kind: 'parked' }]);
    expect(await send({ ...first, data: { orderId: '1', amountMinor: 9_999 } })).toMatchObject([
      { kind: 'refused', code: 'EVENT_CONFLICT' },
    ]);
    await send(event('member.joined', {}, joinedAt));
    expect(await send(first)).toMatchObject([{ kind: 'duplicate', points: 50 }]);
    expect(await rows()).toMatchObject({ orders: 1, txns: 1 });
  });

  it('is followed by its return, which waits with it', async () => {
    const { send, order, back, event, balance } = await openShop(database);
    await send(back({ orderId: '1', amountMinor: 2_000 }), order('1', 5_000));
    await send(event('member.joined', {}, joinedAt));
    expect(await balance()).toMatchObject({ available: 30 });
  });

  it('is the only event that waits: anything else of somebody unknown is refused', async () => {
    const { send, event } = await openShop(database);
    expect(await send(event('checkin.done'), event('member.updated', { name: 'Anna' }))).toMatchObject([
      { kind: 'refused', code: 'MEMBER_NOT_FOUND' },
      { kind: 'refused', code: 'MEMBER_NOT_FOUND' },
    ]);
  });

  it('is put before a person when it can’t be taken though the member is there: it was acknowledged', async () => {
    const { send, order, event, programmeId } = await openShop(database);
    await send(event('member.joined', {}, { ...joinedAt, memberId: 'ben' }), order('1', 5_000, { memberId: 'ben' }));
    await send(order('1', 7_000, { id: 'other' }));
    await send(event('member.joined', {}, joinedAt));
    const [open] = await listReviews(database, { programmeId, status: 'open', limit: 10 });
    expect(open).toMatchObject({
      subject: 'parked-order',
      member: 'anna',
      facts: { orderId: '1', amountMinor: 7_000 },
      reasons: ['data.orderId order "1" is booked already, with another member, amount or time'],
    });
    const decision = { caseId: open!.id, actor: 'kim' };
    await expect(decideReview({ database, clock }, programmeId, { ...decision, approved: true })).rejects.toThrow(
      /can't be approved: .* is booked already/,
    );
    expect(await decideReview({ database, clock }, programmeId, { ...decision, approved: false })).toMatchObject({
      status: 'rejected',
    });
  });
});

describe('an order whose member does not join within 30 days', () => {
  const unjoined = async () => {
    const shop = await openShop(database);
    await shop.send(shop.order('1', 5_000));
    expect(await reviewUnjoined(database, shop.programmeId, later(29))).toMatchObject({ count: 0 });
    expect(await reviewUnjoined(database, shop.programmeId, later(30))).toEqual({ count: 1, isLast: true });
    const [open] = await listReviews(database, { programmeId: shop.programmeId, status: 'open', limit: 10 });
    expect(open).toMatchObject({ member: 'anna', reasons: ['no member joined within 30 days'] });
    return { ...shop, caseId: open!.id };
  };

  it('is put before a person, once; approved, it makes the member known and brings its points', async () => {
    const { programmeId, caseId, balance, rows } = await unjoined();
    expect(await reviewUnjoined(database, programmeId, later(31))).toMatchObject({ count: 0 });
    await decideReview({ database, clock }, programmeId, { caseId, approved: true, actor: 'kim' });
    expect(await balance()).toMatchObject({ available: 50 });
    expect(await rows()).toMatchObject({ members: 1, orders: 1 });
  });

  it('is dropped when the case is rejected, and stays so when it is sent again', async () => {
    const { programmeId, caseId, rows, send, order } = await unjoined();
    await decideReview({ database, clock }, programmeId, { caseId, approved: false, actor: 'kim' });
    expect(await rows()).toEqual({ events: 0, orders: 0, members: 0, txns: 0 });
    const kept = await database.parkedEvent.findFirstOrThrow({ where: { programmeId } });
    expect(kept.status).toBe('dropped');
    expect(await send(order('1', 5_000, { id: kept.eventId }))).toMatchObject([{ kind: 'parked', status: 'dropped' }]);
  });
});

describe('whatever the order in which members and their orders arrive', () => {
  it('nobody’s order is lost, and the points are the same', async () => {
    const members = ['anna', 'ben', 'cleo'];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...members.map((_, place) => place), 10, 11, 12, 13], { minLength: 7, maxLength: 7 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 7, maxLength: 7 }),
        async (arrival, cuts) => {
          const { send, programmeId, balance } = await openShop(database);
          const events = arrival.map((which): EventInput => {
            const memberId = members[(which % 10) % 3]!;
            const at = { memberId, occurredAt: '2026-05-05T10:00:00Z' };
            if (which < 10) return { id: `join-${which}`, type: 'member.joined', ...at, data: {} };
            return {
              id: `order-${which}`,
              type: 'order.placed',
              ...at,
              data: { orderId: `o${which}`, amountMinor: 1_000 },
            };
          });
          for (let from = 0, n = 0; from < events.length; from += cuts[n]!, n += 1) {
            await send(...events.slice(from, from + cuts[n]!));
          }
          const points = await Promise.all(members.map(async (member) => (await balance(member)).available));
          expect(points).toEqual([20, 10, 10]);
          expect(await parkedIn(programmeId)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('an order and its member who come at one moment find each other', async () => {
    const { programmeId, balance } = await openShop(database);
    const at = { occurredAt: '2026-05-05T10:00:00Z' };
    const take = (event: EventInput) => ingestEvents({ database, clock }, programmeId, [event]);
    const names = Array.from({ length: 30 }, (_, place) => `m${place}`);
    await Promise.all(
      names.flatMap((memberId) => [
        take({
          id: `o-${memberId}`,
          type: 'order.placed',
          memberId,
          ...at,
          data: { orderId: memberId, amountMinor: 1_000 },
        }),
        take({ id: `j-${memberId}`, type: 'member.joined', memberId, ...at, data: {} }),
      ]),
    );
    expect(await parkedIn(programmeId)).toEqual([]);
    for (const name of names) expect(await balance(name)).toMatchObject({ available: 10 });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });
});
