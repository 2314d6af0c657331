import * as z from 'zod';
import { decimal, instant, optionalText, rows, shopId } from '../payload-fields.ts';

const money = z.object({ amount: decimal, currency_code: z.string().regex(/^[A-Z]{3}$/) });
const moneySet = z.object({ shop_money: money, presentment_money: money.nullish() });

const lineItem = z.object({
  id: shopId,
  product_id: shopId.nullish(),
  variant_id: shopId.nullish(),
  sku: optionalText,
  gift_card: z.boolean().nullish(),
  /** Of a line that is a tip. */
  tip: z.unknown().optional(),
  quantity: z.int().min(0),
  price_set: moneySet,
  discount_allocations: rows(z.object({ amount_set: moneySet })),
  tax_lines: rows(z.object({ price_set: moneySet })),
});

const shippingLine = z.object({
  price_set: moneySet,
  discount_allocations: rows(z.object({ amount_set: moneySet })),
  tax_lines: rows(z.object({ price_set: moneySet })),
  is_removed: z.boolean().nullish(),
});

export const shopifyRefund = z.object({
  id: shopId,
  order_id: shopId,
  created_at: instant,
  processed_at: instant.nullish(),
  refund_line_items: rows(
    z.object({
      subtotal_set: moneySet,
      total_tax_set: moneySet.nullish(),
      line_item: lineItem.pick({ product_id: true, variant_id: true, sku: true, gift_card: true, tip: true }).nullish(),
    }),
  ),
  transactions: rows(
    z.object({
      kind: z.string(),
      status: z.string(),
      amount: decimal,
      currency: z.string(),
      test: z.boolean().nullish(),
    }),
  ),
});

export const shopifyCustomer = z.object({
  id: shopId,
  created_at: instant.nullish(),
  updated_at: instant.nullish(),
  email: optionalText,
  phone: optionalText,
  first_name: optionalText,
  last_name: optionalText,
  email_marketing_consent: z.object({ state: optionalText }).nullish().catch(null),
});

export const shopifyOrder = z.object({
  id: shopId,
  name: optionalText,
  test: z.boolean().nullish(),
  source_name: optionalText,
  email: optionalText,
  customer_locale: optionalText,
  created_at: instant,
  processed_at: instant.nullish(),
  updated_at: instant,
  cancelled_at: instant.nullish(),
  financial_status: z.string().nullish(),
  fulfillment_status: z.string().nullish(),
  taxes_included: z.boolean(),
  total_price_set: moneySet,
  total_tax_set: moneySet.nullish(),
  customer: shopifyCustomer.nullish(),
  line_items: rows(lineItem),
  shipping_lines: rows(shippingLine),
  discount_codes: rows(z.object({ code: z.string() })),
  note_attributes: rows(z.object({ name: z.string(), value: z.unknown().optional() })),
  refunds: rows(shopifyRefund),
});

export const shopifyDeletedOrder = z.object({ id: shopId });

export const shopifyPrivacy = z.object({
  shop_id: shopId.nullish(),
  customer: z.object({ id: shopId.nullish() }).nullish(),
  data_request: z.object({ id: shopId }).nullish(),
});

export type ShopifyOrder = z.output<typeof shopifyOrder>;
export type ShopifyRefund = z.output<typeof shopifyRefund>;
export type ShopifyCustomer = z.output<typeof shopifyCustomer>;
export type ShopifyPrivacy = z.output<typeof shopifyPrivacy>;
