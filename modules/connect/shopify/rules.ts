import { currencyDigits } from '../../../values/money.ts';
import { isEmail, isPhone } from '../../../values/contact.ts';
import { type Part, sumMinor } from '../rules-money.ts';
import { amountRefusal, cleanLocale, couponsOf, nameOf, redemptionIdOf } from '../rules-reading.ts';
import type {
  Buyer,
  Customer,
  OrderFigures,
  OrderTold,
  PrivacyRequest,
  RefundTold,
  ShopSettings,
  Told,
  ToldRefusal,
} from '../rules-told.ts';
import { cutText } from '../../../values/cut-text.ts';

/** Money as Shopify writes it: what the shop counts, and what the customer saw. */
interface MoneySet {
  readonly shop_money: Money;
  readonly presentment_money?: Money | null | undefined;
}
interface Money {
  readonly amount: string;
  readonly currency_code: string;
}
type Maybe<T> = T | null | undefined;

interface Product {
  readonly product_id?: Maybe<string>;
  readonly variant_id?: Maybe<string>;
  readonly sku?: Maybe<string>;
  readonly gift_card?: Maybe<boolean>;
  readonly tip?: unknown;
}
interface Priced {
  readonly price_set: MoneySet;
  readonly discount_allocations: readonly { readonly amount_set: MoneySet }[];
  readonly tax_lines: readonly { readonly price_set: MoneySet }[];
}

/** The fields of a refund that count. */
export interface RefundFields {
  readonly id: string;
  readonly order_id: string;
  readonly created_at: number;
  readonly processed_at?: Maybe<number>;
  readonly refund_line_items: readonly {
    readonly subtotal_set: MoneySet;
    readonly total_tax_set?: Maybe<MoneySet>;
    readonly line_item?: Maybe<Product>;
  }[];
  readonly transactions: readonly {
    readonly kind: string;
    readonly status: string;
    readonly amount: string;
    readonly currency: string;
    readonly test?: Maybe<boolean>;
  }[];
}

export interface CustomerFields {
  readonly id: string;
  readonly created_at?: Maybe<number>;
  readonly updated_at?: Maybe<number>;
  readonly email?: Maybe<string>;
  readonly phone?: Maybe<string>;
  readonly first_name?: Maybe<string>;
  readonly last_name?: Maybe<string>;
  readonly email_marketing_consent?: Maybe<{ readonly state?: Maybe<string> }>;
}

/** The fields of an order that count. */
export interface OrderFields {
  readonly id: string;
  readonly name?: Maybe<string>;
  readonly test?: Maybe<boolean>;
  readonly source_name?: Maybe<string>;
  readonly email?: Maybe<string>;
  readonly customer_locale?: Maybe<string>;
  readonly created_at: number;
  readonly processed_at?: Maybe<number>;
  readonly updated_at: number;
  readonly cancelled_at?: Maybe<number>;
  readonly financial_status?: Maybe<string>;
  readonly fulfillment_status?: Maybe<string>;
  readonly taxes_included: boolean;
  readonly total_price_set: MoneySet;
  readonly total_tax_set?: Maybe<MoneySet>;
  readonly customer?: Maybe<CustomerFields>;
  readonly line_items: readonly (Priced & Product & { readonly quantity: number })[];
  readonly shipping_lines: readonly (Priced & { readonly is_removed?: Maybe<boolean> })[];
  readonly discount_codes: readonly { readonly code: string }[];
  readonly note_attributes: readonly { readonly name: string; readonly value?: unknown }[];
  readonly refunds: readonly RefundFields[];
}

/** The name of the note attribute that a checkout puts the id of a hold into. */
const redemptionNote = 'perennial_redemption';
const paidStatuses: readonly string[] = ['paid', 'partially_refunded', 'refunded'];
/** What a refund's transaction is that has not come to anything. */
const failedStatuses: readonly string[] = ['failure', 'error'];

/** What an order's call says, whichever topic it came under: Shopify sends the whole order each time. */
export function orderTold(fields: OrderFields, settings: ShopSettings): Told {
  if (fields.test === true && !settings.testOrders) return { kind: 'ignored', reason: 'it is a test order' };
  const buyer = buyerOf(fields);
  if (buyer.kind === 'guest' && (settings.guests === 'ignore' || buyer.email === null)) {
    return { kind: 'ignored', reason: 'a guest bought, whom no member is known by' };
  }
  const { currency_code: currency } = fields.total_price_set.shop_money;
  const figures = figuresOf(fields, settings, currency);
  if ('code' in figures) return { kind: 'refused', ...figures, orderId: fields.id };
  const refunds: RefundTold[] = [];
  for (const refund of fields.refunds) {
    const told = refundOf(refund, settings);
    if ('code' in told) return { kind: 'refused', ...told, orderId: fields.id };
    refunds.push(told);
  }
  const order: OrderTold = {
    ...{ orderId: fields.id, asOf: fields.updated_at, currency, figures, refunds },
    waits: whyItWaits(fields, settings),
    cancelledAt: fields.cancelled_at ?? null,
    placedAt: fields.processed_at ?? fields.created_at,
    coupons: couponsOf(fields.discount_codes.map(({ code }) => code)),
    redemptionId: redemptionIdOf(fields.note_attributes.find(({ name }) => name === redemptionNote)?.value),
    attributes: {
      ...(fields.name ? { orderNumber: cutText(fields.name, 100) } : {}),
      ...(fields.source_name ? { channel: cutText(fields.source_name, 100) } : {}),
    },
  };
  return { kind: 'order', order, buyer };
}

/** What the call about a refund alone says. */
export function refundTold(fields: RefundFields, settings: ShopSettings): Told {
  const isTest = fields.transactions.length > 0 && fields.transactions.every(({ test }) => test === true);
  if (isTest && !settings.testOrders) return { kind: 'ignored', reason: 'it is a refund of a test order' };
  const refund = refundOf(fields, settings);
  if ('code' in refund) return { kind: 'refused', ...refund, orderId: fields.order_id };
  return { kind: 'refund', orderId: fields.order_id, refund };
}

function whyItWaits(
  { financial_status: paid, fulfillment_status: sent }: OrderFields,
  { placedWhen }: ShopSettings,
): string | null {
  if (!paidStatuses.includes(paid ?? '')) return `it is not paid: ${paid ?? 'no payment yet'}`;
  if (placedWhen === 'completed' && sent !== 'fulfilled')
    return `it is not completed: ${sent ?? 'nothing was sent yet'}`;
  return null;
}

function figuresOf(fields: OrderFields, settings: ShopSettings, currency: string): OrderFigures | ToldRefusal {
  const { taxes_included: taxesIncluded, line_items: lines, total_price_set: total, total_tax_set: tax } = fields;
  const { amountOf, taxes } = settings;
  const netOfTax = taxes === 'excluded';
  const takesTaxOff = netOfTax && taxesIncluded;
  const earns = lines.filter((line) => isGoods(line, settings));
  const goods = earns.flatMap((line) => priceOf(line, line.quantity, takesTaxOff));
  const shipping = fields.shipping_lines
    .filter(({ is_removed: isRemoved }) => isRemoved !== true)
    .flatMap((line) => priceOf(line, 1, takesTaxOff));
  const left = lines.filter((line) => !isGoods(line, settings));
  const all: Part[] = [
    { amount: total.shop_money.amount },
    ...(netOfTax && tax ? [{ amount: tax.shop_money.amount, times: -1 }] : []),
    ...left.flatMap((line) => priceOf(line, -line.quantity, takesTaxOff)),
  ];
  const parts = { goods, goods_and_shipping: [...goods, ...shipping], total: all }[amountOf];
  const amountMinor = sumMinor(parts, currency);
  const totalMinor = sumMinor([{ amount: total.shop_money.amount }], currency);
  if (amountMinor === undefined) return amountRefusal('line_items', parts, currency);
  if (totalMinor === undefined) return amountRefusal('total_price_set', all, currency);
  return {
    amountMinor,
    totalMinor,
    paid: paidIn(total, currency),
    taxesIncluded,
    netOfTax,
    byLines: amountOf === 'goods',
  };
}

/** What a line costs after its discounts; a quantity below zero takes it off. */
function priceOf(
  { price_set, discount_allocations, tax_lines }: Priced,
  quantity: number,
  takesTaxOff: boolean,
): Part[] {
  const off = quantity < 0 ? 1 : -1;
  return [
    { amount: price_set.shop_money.amount, times: quantity },
    ...discount_allocations.map(({ amount_set }) => ({ amount: amount_set.shop_money.amount, times: off })),
    ...(takesTaxOff ? tax_lines.map((line) => ({ amount: line.price_set.shop_money.amount, times: off })) : []),
  ];
}

function paidIn({ presentment_money: paid }: MoneySet, currency: string): OrderFigures['paid'] {
  if (!paid || paid.currency_code === currency) return null;
  const totalMinor = sumMinor([{ amount: paid.amount }], paid.currency_code);
  return totalMinor === undefined ? null : { currency: paid.currency_code, totalMinor };
}

/** Gift cards and tips are no goods, nor is what the connection leaves out. */
function isGoods(
  { gift_card, tip, product_id, variant_id, sku }: Product,
  { excludedProducts }: ShopSettings,
): boolean {
  if (gift_card === true || tip != null) return false;
  return ![product_id, variant_id, sku].some((id) => id != null && excludedProducts.includes(id));
}

function refundOf(fields: RefundFields, settings: ShopSettings): RefundTold | ToldRefusal {
  const lines = fields.refund_line_items.filter(({ line_item: line }) => !line || isGoods(line, settings));
  const currency = fields.refund_line_items[0]?.subtotal_set.shop_money.currency_code;
  const money = moneyBack(fields);
  if ('code' in money) return money;
  const told = { id: fields.id, at: fields.processed_at ?? fields.created_at, money };
  if (currency === undefined) return { ...told, goods: null };
  const prices = lines.map(({ subtotal_set: price }) => ({ amount: price.shop_money.amount }));
  const taxes = lines.map(({ total_tax_set: tax }) => ({ amount: tax?.shop_money.amount ?? '0' }));
  const priceMinor = sumMinor(prices, currency);
  const taxMinor = sumMinor(taxes, currency);
  if (priceMinor === undefined) return amountRefusal('refund_line_items', prices, currency);
  if (taxMinor === undefined) return amountRefusal('refund_line_items', taxes, currency);
  return { ...told, goods: { priceMinor, taxMinor } };
}

/** The money that went back, in the currency it went back in. */
function moneyBack({ transactions }: RefundFields): RefundTold['money'] | ToldRefusal {
  const paid = transactions.filter(({ kind, status }) => kind === 'refund' && !failedStatuses.includes(status));
  const currency = paid[0]?.currency ?? '';
  const parts = paid.filter((each) => each.currency === currency).map(({ amount }) => ({ amount }));
  if (parts.length === 0) return { currency, minor: 0 };
  const minor = currencyDigits(currency) === undefined ? undefined : sumMinor(parts, currency);
  return minor === undefined ? amountRefusal('transactions', parts, currency) : { currency, minor };
}

function buyerOf({ customer, email, customer_locale: locale }: OrderFields): Buyer {
  if (!customer) return { kind: 'guest', email: email && isEmail(email) ? email : null };
  return { kind: 'customer', customer: { ...customerOf(customer), locale: cleanLocale(locale) } };
}

/** A customer, with what of them can be one's profile. */
export function customerOf(fields: CustomerFields): Customer {
  const { email, phone, first_name, last_name } = fields;
  const state = fields.email_marketing_consent?.state;
  return {
    id: fields.id,
    createdAt: fields.created_at ?? null,
    email: email && isEmail(email) ? email : null,
    phone: phone && isPhone(phone) ? phone : null,
    name: nameOf(first_name, last_name),
    locale: null,
    consents: state === 'subscribed' ? true : state === 'unsubscribed' ? false : null,
  };
}

/** What a privacy topic asks for; each request once. */
export function privacyOf(
  topic: string,
  fields: {
    readonly shop_id?: Maybe<string>;
    readonly customer?: Maybe<{ readonly id?: Maybe<string> }>;
    readonly data_request?: Maybe<{ readonly id: string }>;
  },
): PrivacyRequest {
  const memberId = fields.customer?.id ?? null;
  if (topic === 'shop/redact') {
    return { topic: 'erase-shop', key: `shopify:shop-redact:${fields.shop_id ?? 'shop'}`, memberId: null };
  }
  if (topic === 'customers/redact') return { topic: 'erase', key: `shopify:redact:${memberId ?? 'unnamed'}`, memberId };
  const id = fields.data_request?.id ?? memberId ?? 'unnamed';
  return { topic: 'export', key: `shopify:data-request:${id}`, memberId };
}
