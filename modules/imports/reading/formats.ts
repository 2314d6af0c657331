import type { ColumnField } from './fields.ts';
import type { StatusMeaning } from './rules-status.ts';

/** What several rows under one order's number are: its lines, to be added up, or the whole order each time. */
export const lineRules = ['sum', 'first'] as const;
export type LineRule = (typeof lineRules)[number];

/** An export of a shop's system, known by its header. Names are written plain: `Lineitem price` is lineitem_price. */
export interface Format {
  /** Columns that nobody else's export has together; of several lists, one is enough. */
  readonly signs: readonly (readonly string[])[];
  /** Where each field stands: the first of these that the file has. */
  readonly columns: Readonly<Partial<Record<ColumnField, readonly string[]>>>;
  /** Further columns that an order's amount is made of. */
  readonly plus?: readonly string[];
  /** Columns that lower it. */
  readonly minus?: readonly string[];
  readonly lines?: LineRule;
  readonly status?: Readonly<Partial<Record<string, StatusMeaning>>>;
  /** Ids that stand for everybody without an account. */
  readonly guests?: readonly string[];
}

const shopify: Format = {
  signs: [['name', 'financial_status', 'lineitem_quantity', 'created_at']],
  columns: {
    orderId: ['name'],
    memberId: ['customer_id', 'email'],
    placedAt: ['created_at'],
    amount: ['total'],
    currency: ['currency'],
    status: ['financial_status'],
    refunded: ['refunded_amount'],
    cancelledAt: ['cancelled_at'],
  },
  lines: 'first',
};

const woocommerce: Format = {
  signs: [
    ['order_number', 'status', 'order_total'],
    ['order_number', 'order_status', 'order_total_amount'],
  ],
  columns: {
    orderId: ['order_number', 'order_id'],
    memberId: [
      'customer_id',
      'customer_user',
      'customer_user_id',
      'customer_email',
      'billing_email',
      'email_(billing)',
    ],
    placedAt: ['order_date', 'date', 'date_created'],
    amount: ['order_total', 'order_total_amount'],
    currency: ['order_currency', 'currency'],
    status: ['status', 'order_status'],
    refunded: ['refunded_total', 'order_refund_amount', 'total_refunded'],
  },
  lines: 'first',
  guests: ['0'],
};

const magento: Format = {
  signs: [
    ['purchase_point', 'purchase_date', 'grand_total_(base)'],
    ['increment_id', 'grand_total', 'status'],
  ],
  columns: {
    orderId: ['increment_id', 'id'],
    memberId: ['customer_id', 'customer_email'],
    placedAt: ['purchase_date', 'created_at'],
    amount: ['grand_total_(base)', 'base_grand_total', 'grand_total'],
    currency: ['base_currency_code', 'order_currency_code'],
    status: ['status'],
    refunded: ['total_refunded', 'base_total_refunded'],
  },
  guests: ['0'],
};

const square: Format = {
  signs: [['gross_sales', 'total_collected', 'transaction_id']],
  columns: {
    orderId: ['transaction_id'],
    memberId: ['customer_id', 'customer_reference_id'],
    placedAt: ['date'],
    time: ['time'],
    amount: ['total_collected'],
    kind: ['event_type'],
  },
};

const amazon: Format = {
  signs: [
    ['order_id', 'order_item_id', 'purchase_date', 'item_price'],
    ['amazon_order_id', 'purchase_date', 'item_price'],
  ],
  columns: {
    orderId: ['amazon_order_id', 'order_id'],
    memberId: ['buyer_email'],
    placedAt: ['purchase_date'],
    amount: ['item_price'],
    currency: ['currency'],
    status: ['order_status'],
  },
  plus: ['item_tax', 'shipping_price', 'shipping_tax', 'gift_wrap_price', 'gift_wrap_tax'],
  minus: ['item_promotion_discount', 'ship_promotion_discount'],
  lines: 'sum',
};

const odoo: Format = {
  signs: [
    ['order_reference', 'customer', 'total', 'status'],
    ['date_order', 'partner_id', 'amount_total', 'state'],
    ['date_order', 'partner_id/id', 'amount_total', 'state'],
  ],
  columns: {
    orderId: ['order_reference', 'name'],
    memberId: ['customer/id', 'customer/email', 'partner_id/id', 'partner_id/email', 'customer', 'partner_id'],
    placedAt: ['order_date', 'date_order', 'creation_date'],
    amount: ['total', 'amount_total'],
    currency: ['currency', 'currency_id'],
    status: ['status', 'state'],
  },
};

export const formats = { shopify, woocommerce, magento, square, amazon, odoo } as const satisfies Record<
  string,
  Format
>;
export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as FormatName[];

/** The shop's system whose export has a header like this; `plain` are its names written plain. */
export function formatOf(plain: readonly string[]): FormatName | undefined {
  return formatNames.find((name) => formats[name].signs.some((signs) => signs.every((sign) => plain.includes(sign))));
}
