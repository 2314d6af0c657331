import { describe, expect, it } from 'vitest';
import type { Programme } from '../../modules/programme/rules.ts';
import type { EventInput } from '../../modules/intake/ingest.ts';
import { freshDatabase } from '../support/database.ts';
import { now, openShopWithAnna } from '../support/shop.ts';

const { database } = await freshDatabase();
const shopWithAnna = (changes?: Partial<Programme>) => openShopWithAnna(database, changes);

describe('an event that comes again', () => {
  it('changes nothing and answers what came of it the first time', async () => {
    const { send, order, balance, rows } = await shopWithAnna();
    const first = order('1', 10_000);
    const [accepted] = await send(first);
    const [again] = await send({ ...first });
    expect(again).toEqual({ ...accepted, kind: 'duplicate', enrolled: undefined });
    expect(await balance()).toMatchObject({ available: 100 });
    expect(await rows()).toMatchObject({ events: 2, orders: 1, txns: 1 });
  });

  it('in the same batch is taken once', async () => {
    const { send, order, rows } = await shopWithAnna();
    const first = order('1', 10_000);
    expect((await send(first, first, first)).map(({ kind }) => kind)).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(await rows()).toMatchObject({ orders: 1, txns: 1 });
  });

  it('written differently but saying the same is the same event', async () => {
    const { send, event } = await shopWithAnna();
    const first = event('order.placed', { orderId: '1', amountMinor: 1_000 });
    await send(first);
    const [again] = await send({
      ...first,
      occurredAt: '2026-05-05T11:00:00+01:00',
      data: { amountMinor: 1_000, orderId: '1' },
    });
    expect(again).toMatchObject({ kind: 'duplicate', points: 10 });
  });

  it('under another id is the same order, once', async () => {
    const { send, order, balance } = await shopWithAnna();
    await send(order('1', 10_000));
    const [again] = await send(order('1', 10_000));
    expect(again).toMatchObject({ kind: 'duplicate', points: 100 });
    expect(await balance()).toMatchObject({ available: 100 });
  });

  it('sent by 20 senders at the same moment is taken once, and each of them gets the same points', async () => {
    const { send, order, balance, rows } = await shopWithAnna();
    const first = order('1', 10_000);
    const answers = (await Promise.all(Array.from({ length: 20 }, () => send(first)))).flat();
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(answers.every((answer) => 'points' in answer && answer.points === 100)).toBe(true);
    expect(await balance()).toMatchObject({ available: 100 });
    expect(await rows()).toMatchObject({ orders: 1, txns: 1 });
  });

  it('40 different orders of one member at the same moment all count', async () => {
    const { send, order, balance, member } = await shopWithAnna();
    await Promise.all(Array.from({ length: 40 }, (_, n) => send(order(`p${n}`, 100))));
    expect(await member()).toMatchObject({ ordersCount: 40, spentMinor: 4_000n });
    expect((await balance()).available).toBeGreaterThanOrEqual(40);
  });
});

describe('an event that is refused', () => {
  it.each<[string, Partial<EventInput>, { code: string; field: string; fix?: string }]>([
    [
      'of a member nobody knows, and no order, which would wait',
      { type: 'checkin.done', memberId: 'nobody', data: {} },
      { code: 'MEMBER_NOT_FOUND', field: 'memberId', fix: 'send member.joined for this member first' },
    ],
    [
      'that has not happened yet',
      { occurredAt: '2026-05-20T12:06:00Z' },
      { code: 'DATE_IN_FUTURE', field: 'occurredAt' },
    ],
    ['without a zone', { occurredAt: '2026-05-05T10:00:00' }, { code: 'EVENT_INVALID', field: 'occurredAt' }],
    ['with a date that is none', { occurredAt: 'yesterday' }, { code: 'EVENT_INVALID', field: 'occurredAt' }],
    [
      'with a negative amount',
      { data: { orderId: 'x', amountMinor: -1 } },
      { code: 'AMOUNT_INVALID', field: 'data.amountMinor' },
    ],
    [
      'with a fraction of a penny',
      { data: { orderId: 'x', amountMinor: 1.5 } },
      { code: 'AMOUNT_INVALID', field: 'data.amountMinor' },
    ],
    ['without an amount', { data: { orderId: 'x' } }, { code: 'AMOUNT_INVALID', field: 'data.amountMinor' }],
    [
      'with a misspelt field',
      { data: { orderID: 'x', amountMinor: 1 } },
      { code: 'EVENT_INVALID', field: 'data.orderId' },
    ],
    [
      'in another currency',
      { data: { orderId: 'x', amountMinor: 1, currency: 'EUR' } },
      { code: 'CURRENCY_MISMATCH', field: 'data.currency' },
    ],
    ['without an id', { id: '' }, { code: 'EVENT_INVALID', field: 'id' }],
    ['with blanks in its id', { id: 'a b' }, { code: 'EVENT_INVALID', field: 'id' }],
    [
      'with a character in its member id that nobody sees',
      { memberId: 'anna\u3164' },
      { code: 'EVENT_INVALID', field: 'memberId' },
    ],
    ['of no type', { type: 'order' }, { code: 'EVENT_INVALID', field: 'type' }],
    [
      'that returns an order nobody placed',
      { type: 'order.returned', data: { orderId: 'x' } },
      { code: 'ORDER_NOT_FOUND', field: 'data.orderId' },
    ],
    [
      'that returns no amount of no order',
      { type: 'order.returned', data: {} },
      { code: 'AMOUNT_INVALID', field: 'data.amountMinor' },
    ],
    [
      'with a document in its data',
      { type: 'note.made', data: { text: 'x'.repeat(4_001) } },
      { code: 'EVENT_INVALID', field: 'data' },
    ],
    [
      'with a character that is none',
      { type: 'note.made', data: { text: 'a\u0000b' } },
      { code: 'EVENT_INVALID', field: 'data' },
    ],
  ])('%s: names the field and the fix, and nothing is written', async (_, wrong, expected) => {
    const { send, order, rows } = await shopWithAnna();
    const before = await rows();
    const [answer] = await send({ ...order('1', 10_000), ...wrong });
    expect(answer).toMatchObject({ kind: 'refused', ...expected });
    expect(answer).toHaveProperty('fix', expect.stringMatching(/\w+/));
    expect(await rows()).toEqual(before);
  });

  it('does not stop the others of its batch', async () => {
    const { send, order, balance } = await shopWithAnna();
    const answers = await send(
      order('1', 1_000),
      order('2', -5),
      { garbage: true } as unknown as EventInput,
      order('3', 1_000),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'refused', 'refused', 'accepted']);
    expect(await balance()).toMatchObject({ available: 20 });
  });

  it('uses the id of another event', async () => {
    const { send, order } = await shopWithAnna();
    const first = order('1', 1_000);
    await send(first);
    const [answer] = await send({ ...first, data: { orderId: '1', amountMinor: 1_001 } });
    expect(answer).toMatchObject({ kind: 'refused', code: 'EVENT_CONFLICT', field: 'id' });
  });

  it('uses the number of another order', async () => {
    const { send, order } = await shopWithAnna();
    await send(order('1', 1_000));
    expect(await send(order('1', 1_001))).toMatchObject([
      { kind: 'refused', code: 'ORDER_CONFLICT', field: 'data.orderId' },
    ]);
  });

  it('returns more than is left of an order', async () => {
    const { send, order, back } = await shopWithAnna();
    await send(order('1', 1_000), back({ orderId: '1', amountMinor: 600 }));
    expect(await send(back({ orderId: '1', amountMinor: 401 }))).toMatchObject([
      { kind: 'refused', code: 'RETURN_TOO_LARGE', field: 'data.amountMinor', fix: 'send at most 400' },
    ]);
  });

  it('comes from a member whose account is closed', async () => {
    const { send, order, member } = await shopWithAnna();
    await database.member.update({ where: { id: (await member()).id }, data: { status: 'CLOSED' } });
    expect(await send(order('1', 1_000))).toMatchObject([
      { kind: 'refused', code: 'MEMBER_NOT_ACTIVE', field: 'memberId' },
    ]);
  });

  it('would make the ledger break a promise: the rest of its batch is taken all the same', async () => {
    const { send, order, programmeId, member, rows } = await shopWithAnna();
    const { earn } = await import('../../modules/ledger/earn.ts');
    const { id: memberId } = await member();
    const source = { type: 'test', id: '1' };
    await earn(database, [
      { programmeId, memberId, key: 'earn:order:2', at: now, source, actor: 'test', points: 1, expiresAt: null },
    ]);
    const answers = await send(order('1', 1_000), order('2', 1_000), order('3', 1_000));
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'refused', 'accepted']);
    expect(answers[1]).toMatchObject({
      code: 'LEDGER_REFUSED',
      message: expect.stringMatching(/^this key was used before with another content.* \(IDEMPOTENCY_KEY_REUSED\)$/),
    });
    expect(await rows()).toMatchObject({ orders: 2, txns: 3 });
  });
});
