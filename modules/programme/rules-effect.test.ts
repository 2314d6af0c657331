import { describe, expect, it } from 'vitest';
import type { EarningTerms } from './rules-earning.ts';
import { effectOfRules } from './rules-effect.ts';

const x = (numerator: number, denominator = 1) => ({ numerator, denominator });
const before: EarningTerms = {
  ...{ zone: 'Europe/London', currency: 'GBP' },
  earning: {
    ...{ points: 1, perMinor: 100, maxMultiplier: x(10) },
    steps: [{ aboveMinor: 30_000, multiplier: x(3, 2) }],
    calendar: [{ kind: 'dayOfMonth', day: 18, multiplier: x(2) }],
  },
  tiers: [{ code: 'base', name: 'Member', multiplier: x(1) }],
};
const order = (orderId: string, memberId: string, amountMinor: number, day: string) => ({
  ...{ orderId, memberId, amountMinor, tier: 'base', birthday: null, placedAt: new Date(`2026-11-${day}T12:00:00Z`) },
});
const orders = [
  order('small', 'anna', 10_000, '05'),
  order('large', 'anna', 50_000, '05'),
  order('largeOnMemberDay', 'ben', 50_000, '18'),
];

describe('What new rules would have made of orders', () => {
  it('is nothing where they are the same', () => {
    expect(effectOfRules(before, before, orders)).toMatchObject({
      ...{ orders: 3, pointsBefore: 100 + 600 + 1_200, pointsAfter: 1_900, changes: [], largest: [] },
      all: { orders: 0, members: 0, points: 0 },
    });
  });

  it('is said for each change alone, and for all together with the largest differences first', () => {
    const after: EarningTerms = {
      ...before,
      earning: { ...before.earning, steps: [{ aboveMinor: 30_000, multiplier: x(2) }], calendar: [] },
    };
    const { pointsAfter, all, changes, largest } = effectOfRules(before, after, orders);
    expect(pointsAfter).toBe(100 + 700 + 700);
    expect(all).toEqual({ orders: 2, members: 2, points: 100 - 500 });
    expect(changes).toEqual([
      { topic: 'steps', orders: 2, members: 2, points: 100 + 200 },
      { topic: 'calendar', orders: 1, members: 1, points: -600 },
    ]);
    expect(largest.map(({ orderId, pointsBefore, pointsAfter: points }) => [orderId, pointsBefore, points])).toEqual([
      ['largeOnMemberDay', 1_200, 700],
      ['large', 600, 700],
    ]);
  });

  it('is of the tier that a member has today', () => {
    const after: EarningTerms = { ...before, tiers: [{ code: 'base', name: 'Member', multiplier: x(2) }] };
    expect(effectOfRules(before, after, orders).changes).toEqual([
      { topic: 'tiers', orders: 3, members: 2, points: 1_900 },
    ]);
  });
});
