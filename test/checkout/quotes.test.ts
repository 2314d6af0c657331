import { describe, expect, it } from 'vitest';
import { readQuote } from '../../modules/checkout/quote-token.ts';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import type { CouponBenefit } from '../../modules/coupons/rules.ts';
import { parseProgrammeData } from '../../modules/programme/file.ts';
import { useIdentityKeys } from '../../platform/identity-keys.ts';
import { freshDatabase } from '../support/database.ts';
import { openCheckout, refusalOf } from '../support/checkout.ts';

const { database } = await freshDatabase();

describe('A quote says', () => {
  it('what an order would earn, what it may be paid with, and what is left to pay', async () => {
    const { quote } = await openCheckout(database);
    const said = await quote({ points: 400 });
    expect(said).toEqual({
      id: expect.stringMatching(/^quo_[0-9A-Za-z_.-]{16,600}$/) as string,
      memberId: 'anna-1',
      quotedAt: new Date('2026-12-08T10:00:00Z'),
      validUntil: new Date('2026-12-08T10:30:00Z'),
      rulesVersion: 1,
      currency: 'GBP',
      amountMinor: 4_000,
      discount: null,
      redeemable: { points: 450, amountMinor: 450, limitedBy: 'balance' },
      redeem: { points: 400, amountMinor: 400 },
      payableMinor: 3_600,
      earn: {
        points: 36,
        availableAt: new Date('2026-12-08T10:00:00Z'),
        expiresAt: new Date('2027-12-08T23:59:59.999Z'),
        explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
      },
      balance: { available: 450, pending: 0, held: 0, debt: 0, version: 1 },
    });
  });

  it('what each rule has to do with it', async () => {
    const { quote } = await openCheckout(database);
    expect((await quote({ amountMinor: 40_000 })).earn.explanation).toEqual([
      'GBP 400.00 at 1 for every GBP 1.00',
      'the part above GBP 300.00 counts x1.5',
    ]);
  });

  it('no more points than can be used, and nothing is stored', async () => {
    const { quote, balance, programmeId } = await openCheckout(database);
    expect(await quote({ points: 5_000 })).toMatchObject({ redeem: { points: 450 }, payableMinor: 3_550 });
    expect(await quote({ amountMinor: 500, points: 5_000 })).toMatchObject({
      redeemable: { points: 250, limitedBy: 'share' },
      redeem: { points: 250, amountMinor: 250 },
      payableMinor: 250,
    });
    expect(await quote({ amountMinor: 0, points: 1 })).toMatchObject({ payableMinor: 0, earn: { points: 0 } });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
    expect(await database.redemption.count({ where: { programmeId } })).toBe(0);
  });

  it('what debt, once points of a returned order were used elsewhere, lets be used: nothing, till it is repaid', async () => {
    const { quote, hold, back, order, balance } = await openCheckout(database);
    await hold({ points: 400, capture: true });
    await back('1001');
    expect(await balance()).toEqual({ available: 0, held: 0, debt: 400 });
    expect((await quote()).redeemable).toEqual({ points: 0, amountMinor: 0, limitedBy: 'debt' });
    expect(await refusalOf(hold({ orderId: '7', points: 1 }))).toMatchObject({ code: 'POINTS_INSUFFICIENT' });
    await order('1003', 30_000);
    expect(await balance()).toEqual({ available: 0, held: 0, debt: 100 });
    await order('1004', 15_000);
    expect((await quote()).redeemable).toMatchObject({ points: 50, limitedBy: 'balance' });
  });

  it('what a coupon takes off, before points are reckoned', async () => {
    const { quote, programmeId } = await openCheckout(database);
    const off = await couponOf(programmeId, { kind: 'amountOff', amountMinor: 500 });
    expect(await quote({ coupon: off.toLowerCase(), points: 400 })).toMatchObject({
      ...{ discount: { coupon: off, amountMinor: 500 }, payableMinor: 3_100, earn: { points: 31 } },
    });
    const fifth = await couponOf(programmeId, { kind: 'percentOff', percent: 12.5 });
    expect(await quote({ amountMinor: 999, coupon: fifth })).toMatchObject({
      discount: { coupon: fifth, amountMinor: 125 },
      redeemable: { points: 437, limitedBy: 'share' },
    });
    const half = await couponOf(programmeId, { kind: 'points', multiplier: { numerator: 3, denominator: 2 } });
    expect((await quote({ coupon: half })).earn).toMatchObject({
      points: 60,
      explanation: ['GBP 40.00 at 1 for every GBP 1.00', 'coupon x1.5'],
    });
  });

  it('why a coupon can not be used, without refusing the question', async () => {
    const { quote, programmeId } = await openCheckout(database);
    const code = await couponOf(programmeId, { kind: 'amountOff', amountMinor: 500 }, 5_000);
    expect(await quote({ coupon: code })).toMatchObject({
      discount: {
        ...{ coupon: code, amountMinor: 0 },
        problem: {
          code: 'COUPON_BELOW_MINIMUM',
          field: 'coupon',
          detail: `"${code}": it is for orders of GBP 50.00 and more`,
        },
      },
      payableMinor: 4_000,
    });
    expect((await quote({ coupon: 'AAAA-BBBB-CCCC' })).discount?.problem).toMatchObject({ code: 'COUPON_NOT_FOUND' });
  });

  it('nothing to whom nobody knows, and nothing in another currency', async () => {
    const { quote } = await openCheckout(database);
    expect(await refusalOf(quote({ memberId: 'nobody' }))).toMatchObject({ code: 'MEMBER_NOT_FOUND' });
    expect(await refusalOf(quote({ currency: 'EUR' }))).toMatchObject({ code: 'CURRENCY_MISMATCH', field: 'currency' });
    expect(await refusalOf(quote({ amountMinor: -1 }))).toMatchObject({ code: 'AMOUNT_INVALID' });
  });

  async function couponOf(programmeId: number, benefit: CouponBenefit, minOrderMinor = 0): Promise<string> {
    const { id } = await database.member.findFirstOrThrow({ where: { programmeId } });
    const [made] = await issueCoupons(database, { programmeId, zone: 'Europe/London' }, [
      {
        ...{ memberId: String(id), key: `issue:${JSON.stringify(benefit)}`, at: new Date('2026-12-08T09:30:00Z') },
        ...{ actor: 'test', reason: 'a test', offer: { name: 'A coupon', benefit, minOrderMinor, validDays: 10 } },
      },
    ]);
    if (!made?.ok) throw new Error('no coupon');
    return made.code;
  }
});

describe('The text of a quote', () => {
  it('is taken back as it was given, and in no other form', async () => {
    const { quote } = await openCheckout(database);
    const { id } = await quote({ points: 400 });
    expect(readQuote(id)).toMatchObject({ amountMinor: 4_000, netMinor: 4_000, tier: 'base', coupon: null });
    for (let place = 0; place < id.length; place += 1) {
      const other = id[place] === 'A' ? 'B' : 'A';
      expect(readQuote(`${id.slice(0, place)}${other}${id.slice(place + 1)}`)).toBeUndefined();
    }
    for (const text of ['', 'quo_', 'quo_.', `${id}.`, `${id}=`, id.slice(4), id.slice(0, -1), `${id} `, 'quo_x.y.z'])
      expect(readQuote(text)).toBeUndefined();
  });

  it('names nobody: neither the id of the member nor an address is in it', async () => {
    const { quote, send } = await openCheckout(database);
    await send('member.joined', {}, { memberId: 'eve@example.com' });
    const { id } = await quote({ memberId: 'eve@example.com' });
    const [text = ''] = id.slice(4).split('.');
    expect(Buffer.from(text, 'base64url').toString()).not.toContain('eve');
  });

  it('stands when the key is changed for another, as long as the old one is known', async () => {
    const { quote } = await openCheckout(database);
    const { id } = await quote();
    try {
      useIdentityKeys(['another key of the tests', 'a key that only the tests have']);
      expect(readQuote(id)).toBeDefined();
      useIdentityKeys(['another key of the tests']);
      expect(readQuote(id)).toBeUndefined();
    } finally {
      useIdentityKeys(['a key that only the tests have']);
    }
  });

  it('is short enough to be carried along, with every step that a programme can have', async () => {
    const steps = Array.from({ length: 10 }, (_, n) => ({
      above: 1_000_000_000 + n / 100,
      multiplier: Number((1.0001 + n / 10).toFixed(4)),
    }));
    const programme = parseProgrammeData({
      ...{ code: 'long', name: 'Long', currency: 'GBP', zone: 'Europe/London', expiry: { kind: 'never' } },
      ...{ earning: { points: 1_000_000, per: 9_999_999.99, steps }, sender: { name: 'A', address: 'a@shop.example' } },
      tiers: [{ code: 'a-tier-with-the-longest-code-there-can-b', name: 'A', multiplier: 1.2345 }],
    });
    const { quote } = await openCheckout(database, { earning: programme.earning, tiers: programme.tiers });
    const { id } = await quote({ amountMinor: 1_000_000_000_000 });
    expect(id.length).toBeLessThan(1_200);
    expect(readQuote(id)?.steps).toEqual(programme.earning.steps);
  });
});
