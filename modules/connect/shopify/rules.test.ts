import { describe, expect, it } from 'vitest';
import { fixture, shopifyLine as line, shopMoney as money } from '../../../test/connect/shop-calls.ts';
import type { ShopSettings, Told } from '../rules-told.ts';
import { shopSettingsDefault } from '../settings.ts';
import { translateShopify } from './translate.ts';

type OrderCall = Extract<Told, { kind: 'order' }>;
type Changes = Parameters<typeof fixture>[1];

const read = (topic: string, body: unknown, settings: Partial<ShopSettings> = {}) =>
  translateShopify(topic, body, { ...shopSettingsDefault, ...settings });
const paid = (changes: Changes = {}, settings: Partial<ShopSettings> = {}) =>
  read('orders/paid', fixture('shopify/order-paid', changes), settings) as OrderCall;
const figures = (changes: Changes, settings: Partial<ShopSettings> = {}) => paid(changes, settings).order.figures;
const refund = (path: string, changes: Changes = {}) => {
  const told = read('refunds/create', fixture(`shopify/${path}`, changes));
  if (told.kind !== 'refund') throw new Error(told.kind);
  return told;
};

describe('An order that Shopify tells of', () => {
  it('is what was paid for goods: lines after their discounts, as the shop shows its prices', () => {
    expect(paid()).toEqual({
      kind: 'order',
      buyer: {
        kind: 'customer',
        customer: {
          ...{ id: '8658316394796', createdAt: Date.parse('2026-04-01T08:00:00Z'), email: 'anna@example.com' },
          ...{ name: 'Anna Byrne', phone: null, locale: 'en-GB', consents: true },
        },
      },
      order: {
        ...{ orderId: '6200407294252', asOf: Date.parse('2026-05-05T09:00:02Z'), currency: 'GBP', waits: null },
        ...{ cancelledAt: null, placedAt: Date.parse('2026-05-05T09:00:00Z'), refunds: [], redemptionId: null },
        figures: {
          ...{ amountMinor: 4_000, totalMinor: 4_500, paid: null },
          ...{ taxesIncluded: true, netOfTax: false, byLines: true },
        },
        coupons: ['SPRING10'],
        attributes: { orderNumber: '#1071', channel: 'web' },
      },
    });
  });

  it.each([
    ['all that was paid', { amountOf: 'total' }, 4_500],
    ['goods and postage', { amountOf: 'goods_and_shipping' }, 4_500],
    ['goods without tax', { taxes: 'excluded' }, 3_333],
    ['all without tax', { amountOf: 'total', taxes: 'excluded' }, 3_750],
    ['goods without a product, by its SKU', { excludedProducts: ['MUG-1'] }, 3_000],
    ['goods without a product, by its id', { excludedProducts: ['9782123692332'] }, 1_000],
    ['all without a product', { amountOf: 'total', excludedProducts: ['MUG-1'] }, 3_500],
  ] as const)('may count as %s', (_, settings, amountMinor) => {
    expect(figures({}, settings).amountMinor).toBe(amountMinor);
  });

  it.each([
    ['gift cards bought', line('50.00', { gift_card: true })],
    ['tips', line('3.00', { tip: { payment_gateway: 'shopify_payments', payment_method: 'card' } })],
  ])('counts no %s', (_, extra) => {
    expect(figures({ line_items: [line('12.00'), extra] }).amountMinor).toBe(1_200);
  });

  it('counts when it was paid with a gift card, too', () => {
    expect(figures({ payment_gateway_names: ['gift_card'] }).amountMinor).toBe(4_000);
  });

  it.each([
    ['JPY', '1200', 1_200],
    ['JPY', '1200.00', 1_200],
    ['KWD', '1.234', 1_234],
    ['GBP', '12', 1_200],
  ])('is exact in %s', (currency, price, amountMinor) => {
    const line_items = [line('0', { price_set: money(price, currency) })];
    expect(figures({ line_items, total_price_set: money(price, currency) }).amountMinor).toBe(amountMinor);
  });

  it.each([
    ['a fraction of a penny', '12.005', 'GBP'],
    ['a currency there is none of', '12.00', 'ZZZ'],
    ['less than nothing', '-1.00', 'GBP'],
  ])('is refused for %s', (_, price, currency) => {
    const line_items = [line('0', { price_set: money(price, currency) })];
    expect(
      read('orders/paid', fixture('shopify/order-paid', { line_items, total_price_set: money('0', currency) })),
    ).toMatchObject({
      ...{ kind: 'refused', code: 'AMOUNT_INVALID', field: 'line_items', orderId: '6200407294252' },
    });
  });

  it('counts in the money of the shop, whatever the customer saw', () => {
    const price_set = money('36.00', 'GBP', { amount: '41.40', currency: 'EUR' });
    const { amountMinor, paid: seen } = figures({ line_items: [line('0', { price_set })], total_price_set: price_set });
    expect({ amountMinor, seen }).toEqual({ amountMinor: 3_600, seen: { currency: 'EUR', totalMinor: 4_140 } });
  });

  it.each([
    ['pending', 'paid', 'it is not paid: pending'],
    ['authorized', 'paid', 'it is not paid: authorized'],
    ['partially_paid', 'paid', 'it is not paid: partially_paid'],
    ['voided', 'paid', 'it is not paid: voided'],
    ['paid', 'completed', 'it is not completed: nothing was sent yet'],
    ['partially_refunded', 'paid', null],
    ['refunded', 'paid', null],
  ] as const)('that is %s counts or waits, where it counts when %s', (financial_status, placedWhen, waits) => {
    expect(paid({ financial_status }, { placedWhen }).order.waits).toBe(waits);
  });

  it.each([
    ['red_9c4x7k2m', 'red_9c4x7k2m'],
    [' red_9c4x7k2m ', 'red_9c4x7k2m'],
    ['red_9C4X7K2M', null],
    ["'; drop table", null],
    [7, null],
  ])('names the hold %j that its checkout noted', (value, redemptionId) => {
    const note_attributes = [
      { name: 'gift', value: 'yes' },
      { name: 'perennial_redemption', value },
    ];
    expect(paid({ note_attributes }).order.redemptionId).toBe(redemptionId);
  });

  it.each([
    ['of a test', { test: true }, 'it is a test order'],
    ['of a guest', { customer: null }, 'a guest bought, whom no member is known by'],
  ])('is ignored %s', (_, changes, reason) => {
    expect(paid(changes)).toEqual({ kind: 'ignored', reason });
  });

  it('of a test counts where the connection says so, and one of a guest by the address', () => {
    expect(paid({ test: true }, { testOrders: true }).kind).toBe('order');
    const told = paid({ customer: null }, { guests: 'by_email' });
    expect(told.buyer).toEqual({ kind: 'guest', email: 'anna@example.com' });
  });

  it('keeps ids that are beyond what a number holds', () => {
    expect(paid({ id: '820982911946154508' }).order.orderId).toBe('820982911946154508');
  });

  it.each([
    ['no id', { id: null }, 'id'],
    [
      'an amount that is none',
      { total_price_set: { shop_money: { amount: 'free', currency_code: 'GBP' } } },
      'total_price_set.shop_money.amount',
    ],
    ['lines that are none', { line_items: 'none' }, 'line_items'],
    ['a time that is none', { updated_at: 'yesterday' }, 'updated_at'],
  ])('with %s is refused, and the field named', (_, changes, field) => {
    expect(paid(changes)).toMatchObject({ kind: 'refused', code: 'REQUEST_INVALID', field });
  });
});

describe('A refund that Shopify tells of', () => {
  it('names the goods that came back, and the money', () => {
    expect(refund('refund-with-lines')).toEqual({
      kind: 'refund',
      orderId: '6200407294252',
      refund: {
        ...{ id: '982959849772', at: Date.parse('2026-05-12T08:00:00Z') },
        goods: { priceMinor: 2_000, taxMinor: 333 },
        money: { currency: 'GBP', minor: 2_000 },
      },
    });
  });

  it('may be of money alone', () => {
    expect(refund('refund-of-money').refund).toMatchObject({ goods: null, money: { currency: 'GBP', minor: 900 } });
  });

  it('brings no money that did not go back', () => {
    const transactions = [{ kind: 'refund', status: 'failure', amount: '9.00', currency: 'GBP', test: false }];
    expect(refund('refund-of-money', { transactions }).refund.money.minor).toBe(0);
  });

  it('of a gift card takes nothing off the goods', () => {
    const refund_line_items = [
      { subtotal_set: money('50.00'), total_tax_set: money('0.00'), line_item: line('50.00', { gift_card: true }) },
    ];
    expect(refund('refund-with-lines', { refund_line_items }).refund.goods).toEqual({ priceMinor: 0, taxMinor: 0 });
  });

  it('stands in the order, too, and says the same there', () => {
    const refunds = [fixture('shopify/refund-with-lines')];
    expect(paid({ refunds: refunds as never }).order.refunds).toEqual([refund('refund-with-lines').refund]);
  });
});

describe('Another call of Shopify', () => {
  it.each([
    [
      'customers/redact',
      'customers-redact',
      { topic: 'erase', key: 'shopify:redact:8658316394796', memberId: '8658316394796' },
    ],
    [
      'customers/data_request',
      'customers-data-request',
      { topic: 'export', key: 'shopify:data-request:9999', memberId: '8658316394796' },
    ],
    ['shop/redact', 'shop-redact', { topic: 'erase-shop', key: 'shopify:shop-redact:954889', memberId: null }],
  ])('%s is a request that a person decides', (topic, path, request) => {
    expect(read(topic, fixture(`shopify/${path}`))).toEqual({ kind: 'privacy', request });
  });

  it('tells of a customer', () => {
    expect(read('customers/update', fixture('shopify/customer'))).toMatchObject({
      ...{ kind: 'customer', isNew: false, asOf: Date.parse('2026-05-05T09:00:02Z') },
      customer: { id: '8658316394796', email: 'anna@example.com', consents: true },
    });
  });

  it.each(['products/update', 'orders/edited', 'app/uninstalled', ''])('"%s" is ignored', (topic) => {
    expect(read(topic, {})).toMatchObject({ kind: 'ignored' });
  });
});
