import { describe, expect, it } from 'vitest';
import type { Tier } from './rules.ts';
import { tierFor } from './rules-tiers.ts';

const x1 = { numerator: 1, denominator: 1 };
const tiers: Tier[] = [
  { code: 'base', name: 'Member', multiplier: x1 },
  { code: 'silver', name: 'Silver', multiplier: x1, spendMinor: 50_000, orders: 3 },
  { code: 'gold', name: 'Gold', multiplier: x1, spendMinor: 200_000, orders: 8 },
];

describe('a tier is reached by spend or by number of orders', () => {
  it.each([
    [0, 0, 'base'],
    [49_999, 2, 'base'],
    [50_000, 1, 'silver'],
    [100, 3, 'silver'],
    [200_000, 1, 'gold'],
    [800, 8, 'gold'],
    [199_999, 7, 'silver'],
  ])('%i pence in %i orders: %s', (spentMinor, orders, tier) => {
    expect(tierFor(tiers, { spentMinor, orders }).code).toBe(tier);
  });

  it('a tier without a condition on orders asks for spend only', () => {
    const spendOnly: Tier[] = [tiers[0]!, { code: 'vip', name: 'VIP', multiplier: x1, spendMinor: 1_000 }];
    expect(tierFor(spendOnly, { spentMinor: 999, orders: 1_000 }).code).toBe('base');
  });
});
