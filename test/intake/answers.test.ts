import { describe, expect, it } from 'vitest';
import { answerDetails } from '../../modules/intake/answer-details.ts';
import { type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { clock, now, openShopWithAnna } from '../support/shop.ts';

const { database } = await freshDatabase();

/** Anna's shop, and what its events are answered in full. */
async function openDesk() {
  const shop = await openShopWithAnna(database);
  const told = async (...events: EventInput[]) => {
    const programme = await loadProgramme(database, shop.programmeId);
    const answers = await ingestEvents({ database, clock }, shop.programmeId, events);
    const details = await answerDetails(database, programme, now, events, answers);
    return answers.map((answer, place) => ({ ...answer, ...details[place] }));
  };
  return { ...shop, told };
}

describe('what an event is answered', () => {
  it('says why an order brought its points, and how the points stand, the first time and again', async () => {
    const { told, order } = await openDesk();
    const event = order('1001', 40_000);
    const explanation = ['GBP 400.00 at 1 for every GBP 1.00', 'the part above GBP 300.00 counts x1.5'];
    const said = {
      ...{ type: 'order.placed', memberId: 'anna', points: 450 },
      ...{ occurredAt: new Date('2026-05-05T10:00:00Z'), receivedAt: now },
      balance: { available: 450, pending: 0, held: 0, debt: 0, version: 1 },
      order: {
        ...{ id: '1001', memberId: 'anna', status: 'placed', amountMinor: 40_000, returnedMinor: 0, currency: 'GBP' },
        ...{ placedAt: new Date('2026-05-05T10:00:00Z'), points: 450, explanation },
      },
    };
    expect(await told(event)).toMatchObject([{ kind: 'accepted', ...said }]);
    expect(await told(event)).toMatchObject([{ kind: 'duplicate', ...said }]);
    // The same order under another event's id has no event of its own.
    const again = { kind: 'duplicate', points: 450, order: said.order, occurredAt: null, receivedAt: null };
    expect(await told(order('1001', 40_000))).toMatchObject([again]);
  });

  it('says how an order stands that has changed since', async () => {
    const { told, order, event, back } = await openDesk();
    const change = (type: string, data: object, day: number) =>
      event(type, { orderId: '1001', ...data }, { occurredAt: `2026-05-${day}T10:00:00Z` });
    await told(order('1001', 40_000));
    const [returned] = await told(back({ orderId: '1001', amountMinor: 10_000 }));
    expect(returned).toMatchObject({
      ...{ points: -150, balance: { available: 300, version: 2 } },
      order: {
        status: 'placed',
        returnedMinor: 10_000,
        points: 300,
        explanation: ['GBP 300.00 at 1 for every GBP 1.00'],
      },
    });
    expect(await told(change('order.amended', { amountMinor: 20_000 }, 11))).toMatchObject([
      { points: -200, order: { amountMinor: 20_000, points: 100 } },
    ]);
    expect(await told(change('order.cancelled', {}, 12))).toMatchObject([
      {
        ...{ points: -100, balance: { available: 0, version: 4 } },
        order: { status: 'cancelled', points: 0, explanation: expect.arrayContaining(['nothing of it is kept']) },
      },
    ]);
  });

  it('names tier, day and coupon', async () => {
    const { told, order } = await openDesk();
    await told(order('1', 60_000));
    const [silver] = await told(order('2', 1_000, { occurredAt: '2026-05-18T10:00:00Z' }));
    expect(silver).toMatchObject({
      ...{ points: 24 },
      order: { explanation: [expect.stringMatching(/^GBP 10.00/), 'Silver x1.2', 'member day (18 of the month) x2'] },
    });
  });

  it('is nothing more of what was refused, or waits', async () => {
    const { told, order, event } = await openDesk();
    const [refused, parked, other] = await told(
      order('1', -1),
      order('2', 1, { memberId: 'cleo' }),
      event('checkin.done'),
    );
    expect([refused, parked]).not.toContainEqual(expect.objectContaining({ balance: expect.anything() }));
    expect(other).toMatchObject({ type: 'checkin.done', balance: { available: 5 } });
    expect(other).not.toHaveProperty('order');
  });
});

describe('an event without a time', () => {
  const undated = (event: EventInput): EventInput => ({ ...event, occurredAt: undefined });
  const later = { now: () => new Date(now.getTime() + 600_000) };

  it('happens when it comes; sent again ten minutes later it is the same, and the first time stays', async () => {
    const { programmeId, order, send } = await openDesk();
    const event = undated(order('1001', 40_000));
    const again = () => ingestEvents({ database, clock: later }, programmeId, [event]);
    expect(await send(event)).toMatchObject([{ kind: 'accepted', points: 450 }]);
    expect(await again()).toMatchObject([{ kind: 'duplicate', points: 450 }]);
    const row = await database.salesOrder.findFirstOrThrow({ where: { programmeId } });
    expect(row.placedAt).toEqual(now);
    expect(await send({ ...event, data: { orderId: '1001', amountMinor: 1 } })).toMatchObject([
      { code: 'EVENT_CONFLICT' },
    ]);
  });

  it('is the one that was told with a time before, and the same order under another id', async () => {
    const { programmeId, order, send } = await openDesk();
    const event = order('1001', 40_000);
    await send(event);
    const answers = await ingestEvents({ database, clock: later }, programmeId, [
      undated(event),
      undated(order('1001', 40_000)),
      undated(order('1001', 50_000)),
    ]);
    expect(answers).toMatchObject([
      { kind: 'duplicate', points: 450 },
      { kind: 'duplicate', points: 450 },
      { kind: 'refused', code: 'ORDER_CONFLICT', fix: expect.stringMatching(/order\.amended/) },
    ]);
  });

  it('twice in a batch is accepted, then a duplicate', async () => {
    const { order, send } = await openDesk();
    const event = undated(order('1001', 40_000));
    expect((await send(event, event)).map(({ kind }) => kind)).toEqual(['accepted', 'duplicate']);
  });
});

describe('a sender’s clock', () => {
  it('may be five minutes ahead', async () => {
    const { order, send } = await openDesk();
    const ahead = (orderId: string, minutes: number) =>
      order(orderId, 1_000, { occurredAt: new Date(now.getTime() + minutes * 60_000) });
    expect(await send(ahead('1', 4), ahead('2', 6))).toMatchObject([
      { kind: 'accepted' },
      { kind: 'refused', code: 'DATE_IN_FUTURE', message: expect.stringContaining(now.toISOString()) },
    ]);
  });
});
