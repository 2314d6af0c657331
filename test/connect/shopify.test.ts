import { describe, expect, it } from 'vitest';
import { createConnection } from '../../modules/connect/create.ts';
import { deleteConnection } from '../../modules/connect/delete.ts';
import { receiveShopCall } from '../../modules/connect/receive.ts';
import { showConnection } from '../../modules/connect/show.ts';
import { signBody } from '../../modules/connect/sign.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { decideReview } from '../../modules/reviews/decide.ts';
import { freshDatabase } from '../support/database.ts';
import { clock, now } from '../support/shop.ts';
import { anna, connectShop, moneyBack, orderId, paid, refunded, secret } from './connected-shop.ts';
import { fixture, shopifyLine, shopMoney } from './shop-calls.ts';

const { database } = await freshDatabase();

describe('A call of Shopify', () => {
  it('with the signature of its raw body brings an order, and makes its customer a member', async () => {
    const { outcome, points, member } = await connectShop(database);
    expect(await outcome('orders/paid', paid())).toEqual([
      `shopify:customer:${anna} accepted`,
      `shopify:order:${orderId} accepted 40`,
    ]);
    expect(await points(anna)).toBe(40);
    const { id, joinedAt } = await member(anna);
    expect(joinedAt).toEqual(new Date('2026-04-01T08:00:00Z'));
    const profile = await database.memberProfile.findUniqueOrThrow({ where: { memberId: id } });
    expect(profile).toMatchObject({ email: 'anna@example.com', name: 'Anna Byrne' });
  });

  it('whose body was written anew is refused, as is one that nobody or somebody else signed', async () => {
    const { sendText, points } = await connectShop(database);
    const raw = JSON.stringify(paid(), null, 2);
    const signature = signBody(secret, Buffer.from(raw));
    const rewritten = JSON.stringify(JSON.parse(raw));
    await expect(sendText('orders/paid', rewritten, signature)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    for (const wrong of ['', 'x', signBody('another secret of ours', Buffer.from(raw))]) {
      await expect(sendText('orders/paid', raw, wrong)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    }
    expect(await points(anna)).toBeUndefined();
    expect((await sendText('orders/paid', raw, signature)).events).toHaveLength(2);
  });

  it('is 404 for a connection there is none of, or of another kind', async () => {
    const { deps } = await connectShop(database);
    const call = { topic: 'orders/paid', signature: '', body: Buffer.from('{}') };
    await expect(
      receiveShopCall(deps, { ...call, kind: 'shopify', connectionId: 'cnx_00000000' }),
    ).rejects.toMatchObject({ code: 'CONNECTION_NOT_FOUND' });
    const woo = await connectShop(database, { kind: 'woocommerce' });
    await expect(
      receiveShopCall(deps, { ...call, kind: 'shopify', connectionId: woo.connection.id }),
    ).rejects.toMatchObject({ code: 'CONNECTION_NOT_FOUND' });
  });

  it('that is not understood is refused with its field, and noted at the connection', async () => {
    const { send, sendText, programmeId, connection } = await connectShop(database);
    await expect(send('orders/paid', { id: 1 })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      field: 'created_at',
    });
    await expect(sendText('orders/paid', '{')).rejects.toMatchObject({ code: 'REQUEST_INVALID', field: 'body' });
    const shown = await showConnection(database, programmeId, connection.id);
    expect(shown.lastProblem).toMatchObject({ topic: 'orders/paid', code: 'REQUEST_INVALID', field: 'body' });
    expect(shown.lastCallAt).not.toBeNull();
  });

  it.each([
    ['of a test', 'orders/paid', { test: true }, 'it is a test order'],
    ['of an order that is not paid', 'orders/create', { financial_status: 'pending' }, 'it is not paid: pending'],
    ['of a guest', 'orders/paid', { customer: null }, 'a guest bought, whom no member is known by'],
    ['about something else', 'products/update', {}, 'nothing follows from "products/update"'],
  ])('%s is ignored, with the reason', async (_, topic, changes, reason) => {
    const { outcome, rows } = await connectShop(database);
    expect(await outcome(topic, paid(changes))).toBe(reason);
    expect(await rows()).toMatchObject({ events: 0, orders: 0, members: 0 });
  });
});

describe('Calls about one order', () => {
  it('at once bring its points once', async () => {
    const { send, points, rows } = await connectShop(database);
    const body = paid();
    const topics = [
      'orders/paid',
      'orders/updated',
      'orders/create',
      'orders/paid',
      'orders/updated',
      'orders/fulfilled',
    ];
    await Promise.all(topics.map((topic) => send(topic, body)));
    expect(await points(anna)).toBe(40);
    expect(await rows()).toMatchObject({ events: 2, orders: 1, members: 1 });
  });

  it('that tell nothing new change nothing', async () => {
    const { send, outcome } = await connectShop(database);
    await send('orders/paid', paid());
    expect(await outcome('orders/updated', paid({ updated_at: '2026-05-06T10:00:00+01:00', tags: 'vip' }))).toBe(
      'it was taken before, and nothing of it has changed',
    );
  });

  it('take off what came back, once, whether it is told alone or with the order', async () => {
    const { outcome, points, send } = await connectShop(database);
    await send('orders/paid', paid());
    expect(await outcome('refunds/create', refunded())).toEqual(['shopify:refund:982959849772 accepted -20']);
    const later = { updated_at: '2026-05-12T09:00:01+01:00', financial_status: 'partially_refunded' };
    const backfill = paid({ ...later, refunds: [refunded()] as never });
    expect(await outcome('orders/updated', backfill)).toBe('it was taken before, and nothing of it has changed');
    expect(await points(anna)).toBe(20);
    // Of 9.00 of an order with postage as much is for goods as of the whole, 40.00 of 45.00.
    expect(await outcome('refunds/create', moneyBack())).toEqual(['shopify:refund:982959849999 accepted -8']);
    expect(await points(anna)).toBe(12);
  });

  it('keep a refund that comes before its order', async () => {
    const { outcome, points } = await connectShop(database);
    expect(await outcome('refunds/create', refunded())).toBe('its order has not come yet: it is kept until then');
    expect(await outcome('orders/paid', paid())).toEqual([
      `shopify:customer:${anna} accepted`,
      `shopify:order:${orderId} accepted 40`,
      'shopify:refund:982959849772 accepted -20',
    ]);
    expect(await points(anna)).toBe(20);
  });

  it('in another currency are noted and not lost: they are taken when the shop tells of them rightly', async () => {
    const { outcome, programmeId, connection, points } = await connectShop(database);
    const price = shopMoney('36.00', 'USD');
    const foreign = paid({ line_items: [shopifyLine('36.00', { price_set: price })], total_price_set: price });
    expect(await outcome('orders/paid', foreign)).toEqual([
      `shopify:customer:${anna} accepted`,
      `shopify:order:${orderId} refused`,
    ]);
    const problems = async () => (await showConnection(database, programmeId, connection.id)).problems;
    expect(await problems()).toMatchObject([
      { orderId, eventId: `shopify:order:${orderId}`, code: 'CURRENCY_MISMATCH' },
    ]);
    await outcome('orders/updated', paid({ updated_at: '2026-05-06T10:00:00+01:00' }));
    expect(await points(anna)).toBe(40);
    expect(await problems()).toEqual([]);
  });

  it('whose amounts are none are noted, and the shop is not told to try again', async () => {
    const { outcome, programmeId, connection } = await connectShop(database);
    const broken = paid({ line_items: [shopifyLine('12.005')] });
    expect(await outcome('orders/paid', broken)).toMatch(
      /^it can't be taken: line_items adds up to no whole amount of GBP/,
    );
    expect((await showConnection(database, programmeId, connection.id)).problems).toMatchObject([
      { orderId, code: 'AMOUNT_INVALID', field: 'line_items' },
    ]);
  });

  it('that a connection made anew tells of again are known', async () => {
    const shop = await connectShop(database);
    await shop.send('orders/paid', paid());
    await deleteConnection(database, shop.programmeId, shop.connection.id, { actor: 'test', now });
    await expect(shop.send('orders/paid', paid())).rejects.toMatchObject({ code: 'CONNECTION_NOT_FOUND' });
    const again = await createConnection(database, shop.programmeId, { kind: 'shopify', secret, actor: 'test' }, now);
    const body = Buffer.from(JSON.stringify(paid()));
    const call = { kind: 'shopify', connectionId: again.id, topic: 'orders/paid' } as const;
    expect(await receiveShopCall(shop.deps, { ...call, signature: signBody(secret, body), body })).toMatchObject({
      events: [],
    });
    expect(await shop.points(anna)).toBe(40);
  });
});

describe('A discount code of an order', () => {
  it('that is no coupon of ours is the shop’s own business', async () => {
    const { send } = await connectShop(database);
    const { events } = await send('orders/paid', paid());
    expect(events.map(({ warnings }) => warnings)).toEqual([[], []]);
  });

  it('that is another member’s coupon stays unused: the order goes in without it, with a warning', async () => {
    const { send, programmeId, event, deps, member } = await connectShop(database);
    await ingestEvents(deps, programmeId, [event('member.joined', {}, { memberId: 'ben' })]);
    const { id } = await member('ben');
    await database.$executeRaw`
      INSERT INTO ledger.coupon (programme_id, member_id, code, name, benefit, issued_at, expires_at)
      VALUES (${programmeId}::smallint, ${id}, 'TENT-ENTE-NTEN', 'ten', '{"kind":"amountOff","amountMinor":500}',
        '2026-05-01', '2026-06-30')`;
    const { events } = await send('orders/paid', paid({ discount_codes: [{ code: 'tent-ente-nten' }] }));
    expect(events.at(-1)).toMatchObject({
      ...{ id: `shopify:order:${orderId}`, answer: { kind: 'accepted', points: 40 } },
      warnings: [{ code: 'COUPON_NOT_YOURS', field: 'data.coupon' }],
    });
  });
});

describe('Who buys', () => {
  it('as a guest is found by the address, where the connection says so', async () => {
    const { outcome, programmeId, event, deps, points } = await connectShop(database, {
      settings: { guests: 'by_email' },
    });
    const guest = paid({ customer: null });
    expect(await outcome('orders/paid', guest)).toBe('a guest bought, whom no member is known by');
    await ingestEvents(deps, programmeId, [event('member.joined', { email: 'Anna@example.com' })]);
    expect(await outcome('orders/updated', guest)).toEqual([`shopify:order:${orderId} accepted 40`]);
    expect(await points('anna')).toBe(40);
  });

  it('before joining waits, where the connection says so', async () => {
    const { outcome, programmeId, event, deps, points } = await connectShop(database, {
      settings: { customers: 'wait' },
    });
    expect(await outcome('orders/paid', paid())).toEqual([`shopify:order:${orderId} parked`]);
    await ingestEvents(deps, programmeId, [event('member.joined', {}, { memberId: anna })]);
    expect(await points(anna)).toBe(40);
  });

  it('is known by what the shop tells of its customers', async () => {
    const { outcome, member } = await connectShop(database);
    const customer = fixture('shopify/customer');
    expect(await outcome('customers/update', customer)).toBe('the customer is no member');
    expect(await outcome('customers/create', customer)).toEqual([`shopify:customer:${anna} accepted`]);
    const moved = { ...customer, email: 'anna@new.example', updated_at: '2026-05-06T10:00:00+01:00' };
    expect(await outcome('customers/update', moved)).toEqual([
      `shopify:customer:${anna}:2026-05-06T09:00:00.000Z accepted`,
    ]);
    const { id } = await member(anna);
    expect(await database.memberProfile.findUniqueOrThrow({ where: { memberId: id } })).toMatchObject({
      email: 'anna@new.example',
    });
  });
});

describe('What the law lets a customer ask', () => {
  it('is put before a person, once, and holds no more than the member’s id', async () => {
    const { outcome, send, programmeId } = await connectShop(database);
    await send('orders/paid', paid());
    const request = fixture('shopify/customers-redact');
    const said = await outcome('customers/redact', request);
    expect(said).toMatch(/^a person decides: case \d+$/);
    expect(await outcome('customers/redact', request)).toBe(said);
    await outcome('customers/data_request', fixture('shopify/customers-data-request'));
    const cases = await database.reviewCase.findMany({ where: { programmeId }, orderBy: { id: 'asc' } });
    expect(cases).toMatchObject([
      { subject: 'privacy-request', status: 'open', facts: { member: anna, request: 'erase' } },
      { subject: 'privacy-request', status: 'open', facts: { member: anna, request: 'export' } },
    ]);
    expect(JSON.stringify(cases.map(({ facts }) => facts))).not.toMatch(/@|555/);
    const decision = { caseId: String(cases[0]?.id), approved: true, actor: 'test', note: 'erased by hand' };
    expect(await decideReview({ database, clock }, programmeId, decision)).toMatchObject({ status: 'approved' });
    const { id: memberId } = await database.member.findFirstOrThrow({ where: { programmeId, externalId: anna } });
    expect(await database.erasure.findMany({ where: { programmeId } })).toMatchObject([
      { memberId, status: 'scheduled' },
    ]);
  });

  it('about somebody nobody knows here is a case, too; about the shop itself it is none', async () => {
    const { outcome } = await connectShop(database);
    expect(await outcome('customers/redact', fixture('shopify/customers-redact'))).toMatch(/^a person decides/);
    expect(await outcome('shop/redact', fixture('shopify/shop-redact'))).toMatch(/^the shop has let go/);
  });
});
