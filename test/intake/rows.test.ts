import { describe, expect, it } from 'vitest';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import { type ContextRows, readContextRows } from '../../modules/intake/rows-context.ts';
import { compositeColumns } from '../../modules/intake/rows-plan.ts';
import { referralCodeOf } from '../../modules/referrals/rows-codes.ts';
import type { JsonObject } from '../../values/json.ts';
import { freshDatabase } from '../support/database.ts';
import { now, openShop } from '../support/shop.ts';

const { database } = await freshDatabase();

describe('What intake reads from and writes to the database', () => {
  it.each(Object.keys(compositeColumns) as (keyof typeof compositeColumns)[])(
    'is written as %s, whose fields stand in the order that PostgreSQL has them',
    async (type) => {
      const attributes = await database.$queryRaw`
        SELECT attname::text AS name FROM pg_attribute
        WHERE attrelid = ${type}::text::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
      expect(attributes).toEqual(compositeColumns[type].map((name) => ({ name })));
    },
  );

  it('is read by the names that deciding uses', async () => {
    const { programmeId, event, order, back, send, member } = await openShop(database);
    const profile = { email: 'anna@example.com', name: 'Anna', birthday: '1990-04-01', tags: ['vip'] };
    await send(
      event('member.joined', profile, { id: 'join', occurredAt: '2026-05-01T09:00:00Z' }),
      order('1001', 5_000),
      back({ orderId: '1001', amountMinor: 2_000 }),
      order('1002', 1_000),
    );
    const { id: memberId } = await member();
    const id = String(memberId);
    const joinedAt = Date.parse('2026-05-01T09:00:00Z');
    const said = [joinedAt, 'join', joinedAt] as const;
    const code = await referralCodeOf(database, { programmeId, memberId, now });
    const benefit = { kind: 'amountOff', amountMinor: 500 } as const;
    const [coupon] = await issueCoupons(database, { programmeId, zone: 'Europe/London' }, [
      {
        ...{ memberId: id, key: 'issue', at: now, actor: 'test', reason: 'a test' },
        offer: { name: '5 off', benefit, minOrderMinor: 2_000, validDays: 10 },
      },
    ]);
    if (!coupon?.ok) throw new Error('no coupon');

    const rows = await readContextRows(database, programmeId, {
      lock: false,
      members: ['anna', 'nobody'],
      profiles: ['anna'],
      events: ['join', 'unknown'],
      orders: ['1002'],
      openOrdersOf: ['anna'],
      keys: ['earn:order:1002', 'earn:order:unknown'],
      coupons: [coupon.code],
      codes: [code],
    });

    const { orders, ...rest } = rows;
    const placedAt = Date.parse('2026-05-05T10:00:00Z');
    expect(rest).toEqual({
      aliases: null,
      members: [
        {
          externalId: 'anna',
          id,
          status: 'ACTIVE',
          tier: 'base',
          tierFloor: null,
          ordersCount: 2,
          spentMinor: 4_000,
          lastOrderAt: placedAt,
          profileCompletedAt: Date.parse('2026-05-01T09:00:00Z'),
          birthMonth: 4,
        },
      ],
      newIds: [expect.stringMatching(/^\d+$/)],
      profiles: [
        {
          externalId: 'anna',
          ...{ email: 'anna@example.com', phone: null, name: 'Anna', birthday: '1990-04-01' },
          ...{ wechatOpenId: null, pushToken: null, phones: [], phoneSince: null },
          ...{ zone: null, locale: null, tags: ['vip'], attributes: {} },
          times: { email: said, name: said, birthday: said, tags: said },
          ...{ mailboxes: [[joinedAt, 'join', 'anna@example.com']], emailSince: null, updatedAt: joinedAt },
        },
      ],
      events: [
        {
          eventId: 'join',
          rowId: expect.stringMatching(/^\d+$/) as string,
          contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          at: joinedAt,
          result: expect.any(Object) as JsonObject,
        },
      ],
      keys: ['earn:order:1002'],
      coupons: [
        {
          ...{ code: coupon.code, memberId: id, name: '5 off', benefit, minOrderMinor: 2_000, status: 'issued' },
          ...{ orderId: null, expiresAt: Date.parse('2026-05-30T22:59:59.999Z') },
        },
      ],
      codes: [{ code, memberId: id, status: 'ACTIVE' }],
      lookalikes: null,
    } satisfies Omit<ContextRows, 'orders'>);
    const whole = {
      ...{
        exactPoints: null,
        expiredPoints: 0,
        availableAt: placedAt,
        expiresAt: Date.parse('2027-05-05T22:59:59.999Z'),
      },
      ...{ amendedAt: null, amendedBy: null, cancelledAt: null, raises: null },
    };
    expect([...(orders ?? [])].sort((one, other) => one.orderId.localeCompare(other.orderId))).toEqual([
      {
        orderId: '1001',
        memberId: id,
        amountMinor: 5_000,
        placedMinor: 5_000,
        returnedMinor: 2_000,
        points: 50,
        ...whole,
        takenPoints: 20,
        placedAt,
      },
      {
        orderId: '1002',
        memberId: id,
        amountMinor: 1_000,
        placedMinor: 1_000,
        returnedMinor: 0,
        points: 10,
        ...whole,
        takenPoints: 0,
        placedAt,
      },
    ] satisfies ContextRows['orders']);
  });

  it('is null where it was not asked for', async () => {
    const { programmeId } = await openShop(database);
    const nothing = { members: [], profiles: [], events: [], orders: [], openOrdersOf: [], keys: [] };
    expect(await readContextRows(database, programmeId, { lock: true, ...nothing })).toEqual({
      ...{ aliases: null, members: [], newIds: [], profiles: null, events: null, orders: null },
      ...{ keys: null, coupons: null, codes: null, lookalikes: null },
    } satisfies ContextRows);
  });
});
