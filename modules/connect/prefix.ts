import type { ShopKind } from './settings.ts';

/** What ids of events begin with that derive from a shop's own. */
const prefixes: Readonly<Record<ShopKind, string>> = { shopify: 'shopify', woocommerce: 'woo' };

export const prefixOf = (kind: ShopKind): string => prefixes[kind];
