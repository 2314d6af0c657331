import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/connect/shop-calls.ts';
import type { ShopSettings, Told } from '../rules-told.ts';
import { shopSettingsDefault } from '../settings.ts';
import { translateWooCommerce } from './translate.ts';

type OrderCall = Extract<Told, { kind: 'order' }>;
type Changes = Parameters<typeof fixture>[1];

const read = (topic: string, body: unknown, settings: Partial<ShopSettings> = {}) =>
  translateWooCommerce(topic, body, { ...shopSettingsDefault, ...settings });
const told = (changes: Changes = {}, settings: Partial<ShopSettings> = {}) =>
  read('order.updated', fixture('woocommerce/order-processing', changes), settings) as OrderCall;

describe('An order that WooCommerce tells of', () => {
  it('is what was paid for goods, with tax where prices have it', () => {
    expect(told()).toEqual({
      kind: 'order',
      buyer: {
        kind: 'customer',
        customer: {
          ...{ id: '118', createdAt: null, email: 'anna@example.com', name: 'Anna Byrne' },
          ...{ phone: null, locale: null, consents: null },
        },
      },
      order: {
        ...{ orderId: '4750', asOf: Date.parse('2026-05-05T10:00:02Z'), currency: 'GBP', waits: null },
        ...{ cancelledAt: null, placedAt: Date.parse('2026-05-05T10:00:00Z'), refunds: [], redemptionId: null },
        figures: {
          ...{ amountMinor: 3_600, totalMinor: 4_080, paid: null },
          ...{ taxesIncluded: true, netOfTax: false, byLines: false },
        },
        coupons: ['spring10'],
        attributes: { orderNumber: '4750', channel: 'checkout' },
      },
    });
  });

  it.each([
    ['goods of a shop that shows prices without tax', { prices_include_tax: false }, {}, 3_000],
    ['goods without tax', {}, { taxes: 'excluded' }, 3_000],
    ['goods and postage', {}, { amountOf: 'goods_and_shipping' }, 4_080],
    ['all that was paid', {}, { amountOf: 'total' }, 4_080],
    ['all without tax', {}, { amountOf: 'total', taxes: 'excluded' }, 3_400],
    ['goods without gift cards, by SKU', {}, { excludedProducts: ['GIFT-10'] }, 2_400],
    ['goods without a variation', {}, { excludedProducts: ['23'] }, 2_400],
    ['all without gift cards', {}, { amountOf: 'total', excludedProducts: ['22'] }, 2_880],
  ] as const)('may count as %s', (_, changes, settings, amountMinor) => {
    expect(told(changes, settings).order.figures.amountMinor).toBe(amountMinor);
  });

  it('is exact: thirds of a penny that add up are taken, and those that do not are refused', () => {
    const line = (total: string, total_tax: string) => ({ product_id: 1, sku: '', total, total_tax });
    const whole = { line_items: [line('4.1667', '0.8333')] };
    expect(told(whole).order.figures.amountMinor).toBe(500);
    const broken = { line_items: [line('4.1667', '0.8334')] };
    expect(told(broken)).toMatchObject({ kind: 'refused', code: 'AMOUNT_INVALID', orderId: '4750' });
  });

  it.each([
    ['pending', 'it is not paid: pending', null],
    ['on-hold', 'it is not paid: on-hold', null],
    ['processing', null, null],
    ['completed', null, null],
    ['refunded', null, null],
    ['shipped', null, null],
    ['cancelled', null, 'cancelled'],
    ['failed', null, 'cancelled'],
    ['trash', null, 'cancelled'],
  ])('that is %s counts, waits or is none', (status, waits, end) => {
    const { order } = told({ status });
    expect(order.waits).toBe(waits);
    expect(order.cancelledAt).toBe(end === null ? null : order.asOf);
  });

  it('of cash on delivery counts when it is completed', () => {
    const unpaid = { date_paid_gmt: null, payment_method: 'cod' };
    expect(told(unpaid).order.waits).toBe('it is not paid: processing');
    const { waits, placedAt } = told({
      ...unpaid,
      status: 'completed',
      date_completed_gmt: '2026-05-07T12:00:00',
    }).order;
    expect({ waits, placedAt }).toEqual({ waits: null, placedAt: Date.parse('2026-05-07T12:00:00Z') });
  });

  it('may count only once it is completed', () => {
    expect(told({}, { placedWhen: 'completed' }).order.waits).toBe('it is not completed: processing');
    expect(told({ status: 'completed' }, { placedWhen: 'completed' }).order.waits).toBeNull();
  });

  it('has its refunds in it, without their times', () => {
    expect((read('order.updated', fixture('woocommerce/order-refunded-in-part')) as OrderCall).order.refunds).toEqual([
      { id: '4801', at: null, goods: null, money: { currency: 'GBP', minor: 1_020 } },
    ]);
  });

  it('names the hold that its checkout kept', () => {
    const meta_data = [{ id: 1, key: '_perennial_redemption', value: 'red_9c4x7k2m' }];
    expect(told({ meta_data }).order.redemptionId).toBe('red_9c4x7k2m');
  });

  it('of a guest is ignored, or counts by the address', () => {
    expect(told({ customer_id: 0 })).toEqual({ kind: 'ignored', reason: 'a guest bought, whom no member is known by' });
    expect(told({ customer_id: 0 }, { guests: 'by_email' }).buyer).toEqual({
      kind: 'guest',
      email: 'anna@example.com',
    });
  });
});

describe('Another call of WooCommerce', () => {
  it('deletes an order', () => {
    expect(read('order.deleted', fixture('woocommerce/order-deleted'))).toEqual({ kind: 'deleted', orderId: '4750' });
  });

  it('tells of a customer', () => {
    const customer = {
      id: 118,
      email: 'anna@example.com',
      first_name: 'Anna',
      last_name: '',
      date_created_gmt: '2026-05-01T09:00:00',
    };
    expect(read('customer.created', customer)).toMatchObject({
      ...{ kind: 'customer', isNew: true, asOf: Date.parse('2026-05-01T09:00:00Z') },
      customer: { id: '118', name: 'Anna', email: 'anna@example.com' },
    });
  });

  it.each(['product.updated', 'coupon.created', 'action.woocommerce_add_to_cart'])('"%s" is ignored', (topic) => {
    expect(read(topic, {})).toMatchObject({ kind: 'ignored' });
  });
});
