import * as z from 'zod';
import type { ShopSettings } from './rules-told.ts';

export const shopKinds = ['shopify', 'woocommerce'] as const;
export const connectionKinds = [...shopKinds] as const;
export type ShopKind = (typeof shopKinds)[number];
export type ConnectionKind = (typeof connectionKinds)[number];

const shopSettings = z.strictObject({
  amountOf: z.enum(['goods', 'goods_and_shipping', 'total']).describe('what of an order earns'),
  taxes: z.enum(['as_shown', 'excluded']).describe('as the shop shows its prices, or without tax'),
  placedWhen: z.enum(['paid', 'completed']).describe('when an order counts'),
  guests: z
    .enum(['ignore', 'by_email'])
    .describe('orders without a customer: left out, or put down to the member with their address'),
  customers: z
    .enum(['join', 'wait'])
    .describe('who buys and is no member yet joins, or their orders wait until they do'),
  testOrders: z.boolean().describe('take them'),
  excludedProducts: z
    .array(z.string().trim().min(1).max(100))
    .max(1_000)
    .describe('products that do not earn, by id or SKU, such as gift cards of a shop that does not mark them'),
});

export const shopSettingsDefault: ShopSettings = {
  ...{ amountOf: 'goods', taxes: 'as_shown', placedWhen: 'paid', guests: 'ignore', customers: 'join' },
  ...{ testOrders: false, excludedProducts: [] },
};

/** What of a shop's orders counts. */
export const shopSettingsSchema = shopSettings.partial();
export type Settings = ShopSettings;

/** The settings of a row, whole: what is not set has its default. */
export function readSettings(_kind: ConnectionKind, stored: unknown): Settings {
  const known = Object.fromEntries(
    Object.entries((stored ?? {}) as object).filter(([name, value]) => name in shopSettings.shape && value != null),
  );
  return shopSettings.parse({ ...shopSettingsDefault, ...known });
}
