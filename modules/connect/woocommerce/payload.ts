import * as z from 'zod';
import { decimal, optionalText, rows, shopId } from '../payload-fields.ts';

/** WooCommerce writes its times in UTC without saying so: 2026-05-05T10:00:00. */
const gmt = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/, 'it is not a time of WooCommerce')
  .transform((text) => Date.parse(text.endsWith('Z') ? text : `${text}Z`))
  .pipe(z.number());

const line = z.object({
  product_id: shopId.nullish(),
  variation_id: shopId.nullish(),
  sku: optionalText,
  total: decimal,
  total_tax: decimal,
});

export const wooOrder = z.object({
  id: shopId,
  number: optionalText,
  status: z.string().max(60),
  currency: z.string().regex(/^[A-Z]{3}$/),
  prices_include_tax: z.boolean(),
  created_via: optionalText,
  date_created_gmt: gmt,
  date_modified_gmt: gmt,
  date_paid_gmt: gmt.nullish(),
  date_completed_gmt: gmt.nullish(),
  total: decimal,
  total_tax: decimal,
  shipping_total: decimal,
  shipping_tax: decimal,
  /** 0 of a guest. */
  customer_id: shopId,
  billing: z
    .object({ email: optionalText, phone: optionalText, first_name: optionalText, last_name: optionalText })
    .nullish(),
  line_items: rows(line),
  coupon_lines: rows(z.object({ code: z.string() })),
  refunds: rows(z.object({ id: shopId, total: decimal })),
  meta_data: rows(z.object({ key: z.string(), value: z.unknown().optional() })),
});

export const wooDeletedOrder = z.object({ id: shopId });

export const wooCustomer = z.object({
  id: shopId,
  date_created_gmt: gmt.nullish(),
  date_modified_gmt: gmt.nullish(),
  email: optionalText,
  first_name: optionalText,
  last_name: optionalText,
  role: optionalText,
  billing: z.object({ phone: optionalText }).nullish(),
});

export type WooOrder = z.output<typeof wooOrder>;
export type WooCustomer = z.output<typeof wooCustomer>;
