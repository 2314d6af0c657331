import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../values/json.ts';

type Fixture = Record<string, unknown>;

/** A body as a shop's documentation shows it, shortened to what matters, with some fields as a test wants them. */
export function fixture(path: string, changes: JsonObject = {}): Fixture {
  return { ...(JSON.parse(readFileSync(`test/connect/fixtures/${path}.json`, 'utf8')) as Fixture), ...changes };
}

export const shopMoney = (amount: string, currency = 'GBP', paid = { amount, currency }) => ({
  shop_money: { amount, currency_code: currency },
  presentment_money: { amount: paid.amount, currency_code: paid.currency },
});

/** A line of a Shopify order. */
export function shopifyLine(price: string, changes: JsonObject = {}): JsonObject {
  return {
    ...{ id: 1, product_id: 10, variant_id: 11, sku: 'A-1', gift_card: false, quantity: 1 },
    ...{ price_set: shopMoney(price), discount_allocations: [], tax_lines: [] },
    ...changes,
  };
}
