import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactPointsForOrder, pointsForOrder, wholePoints } from '../../programme/rules-earning.ts';
import { pointsWithCoupon } from '../../coupons/rules.ts';
import type { Ratio } from '../../../values/ratio.ts';
import type { EarningRules } from '../../programme/rules.ts';
import { writeExactPoints } from './exact-points.ts';
import { pointsOfKept } from './kept-points.ts';
import { matchReturn, type ReturnableOrder } from './returns.ts';

const x = (numerator: number, denominator = 1) => ({ numerator, denominator });
const flat: EarningRules = { points: 1, perMinor: 100, steps: [], calendar: [], maxMultiplier: x(1) };
const stepped: EarningRules = { ...flat, steps: [{ aboveMinor: 30_000, multiplier: x(3, 2) }] };

/** What is taken back of an order in all, once so much of it came back. */
function returnedPoints(
  rules: EarningRules,
  order: { amountMinor: number; points: number; exactPoints: string | null },
  returnedMinor: number,
): number {
  const kept = pointsOfKept(rules, { ...order, placedMinor: order.amountMinor }, order.amountMinor - returnedMinor);
  return order.points - (kept ?? 0);
}

describe('points taken back for a return', () => {
  it.each([
    ['nothing came back', flat, 10_000, 100, 0, 0],
    ['a quarter came back', flat, 10_000, 100, 2_500, 25],
    ['all came back', flat, 10_000, 100, 10_000, 100],
    ['a penny came back: the kept part is worth 99 whole points', flat, 10_000, 100, 1, 1],
    ['the doubled points of member day go back doubled', flat, 10_000, 200, 2_500, 50],
    ['half of 600: the half above the step goes first', stepped, 60_000, 750, 30_000, 450],
    ['an order that earned nothing', flat, 99, 0, 50, 0],
  ])('%s', (_, rules, amountMinor, points, returnedMinor, takenBack) => {
    expect(returnedPoints(rules, { amountMinor, points, exactPoints: null }, returnedMinor)).toBe(takenBack);
  });

  it('0.40 of an order of 10.50 came back: the 10.10 that are kept are worth the 10 points that it earned', () => {
    const order = { amountMinor: 1_050, points: 10, exactPoints: writeExactPoints(exact(1_050, flat), x(1)) };
    expect(order.exactPoints).toBe('1050/100');
    expect(returnedPoints(flat, order, 40)).toBe(0);
    expect(returnedPoints(flat, order, 51)).toBe(1);
  });

  const amounts = fc.integer({ min: 1, max: 10_000_000 }).chain((amountMinor) =>
    fc.record({
      amountMinor: fc.constant(amountMinor),
      parts: fc.array(fc.integer({ min: 0, max: amountMinor }), { minLength: 1, maxLength: 8 }),
      doubled: fc.boolean(),
    }),
  );

  const multipliers = fc.integer({ min: 10_000, max: 50_000 }).map((tenThousandths) => x(tenThousandths, 10_000));

  it('law: many small returns take as much as one large one, never more than was earned', () => {
    fc.assert(
      fc.property(amounts, ({ amountMinor, parts, doubled }) => {
        const points = earned(amountMinor) * (doubled ? 2 : 1);
        let returnedMinor = 0;
        let taken = 0;
        for (const part of parts) {
          returnedMinor = Math.min(amountMinor, returnedMinor + part);
          const total = returnedPoints(stepped, { amountMinor, points, exactPoints: null }, returnedMinor);
          expect(total).toBeGreaterThanOrEqual(taken);
          taken = total;
        }
        expect(taken).toBe(returnedPoints(stepped, { amountMinor, points, exactPoints: null }, returnedMinor));
        expect(taken).toBeLessThanOrEqual(points);
      }),
    );
  });

  it('law: after any returns a member has the points that the kept part would have earned', () => {
    fc.assert(
      fc.property(amounts, multipliers, multipliers, ({ amountMinor, parts }, tier, coupon) => {
        const returnedMinor = Math.min(
          amountMinor,
          parts.reduce((sum, part) => sum + part, 0),
        );
        const pointsOf = (minor: number) =>
          pointsWithCoupon(wholePoints(exact(minor, stepped, tier)), { kind: 'points', multiplier: coupon });
        const exactPoints = writeExactPoints(exact(amountMinor, stepped, tier), coupon);
        const order = { amountMinor, points: pointsOf(amountMinor), exactPoints };
        expect(order.points - returnedPoints(stepped, order, returnedMinor)).toBe(
          pointsOf(amountMinor - returnedMinor),
        );
      }),
    );
  });

  it('law: of an order whose exact points are not on record nobody keeps more than the kept part earned, and at most one fewer', () => {
    fc.assert(
      fc.property(amounts, ({ amountMinor, parts }) => {
        const keptMinor = amountMinor - (parts[0] ?? 0);
        const order = { amountMinor, points: earned(amountMinor), exactPoints: null };
        const kept = earned(amountMinor) - returnedPoints(stepped, order, amountMinor - keptMinor);
        expect(kept).toBeLessThanOrEqual(earned(keptMinor));
        expect(kept).toBeGreaterThanOrEqual(earned(keptMinor) - 1);
      }),
    );
  });

  function earned(amountMinor: number): number {
    const terms = { earning: stepped, tiers: [], zone: 'UTC', currency: 'GBP' };
    return pointsForOrder(terms, { amountMinor, placedAt: new Date(0) }, { tier: 'base' });
  }

  function exact(amountMinor: number, earning: EarningRules, multiplier: Ratio = x(1)) {
    const tiers = [{ code: 'gold', name: 'Gold', multiplier }];
    const terms = { earning: { ...earning, maxMultiplier: x(100) }, tiers, zone: 'UTC', currency: 'GBP' };
    return exactPointsForOrder(terms, { amountMinor, placedAt: new Date(0) }, { tier: 'gold' });
  }
});

describe('a return that names no order', () => {
  const order = (orderId: string, amountMinor: number, day: number, returnedMinor = 0): ReturnableOrder => ({
    orderId,
    amountMinor,
    returnedMinor,
    points: 0,
    exactPoints: null,
    placedAt: new Date(Date.UTC(2026, 0, day)),
  });
  const on = (day: number) => new Date(Date.UTC(2026, 0, day));
  const match = (orders: ReturnableOrder[], amountMinor: number, day = 31) => {
    const { matches, unmatchedMinor } = matchReturn(orders, amountMinor, on(day));
    return [...matches.map((part) => `${part.order.orderId}:${part.amountMinor}`), `left:${unmatchedMinor}`];
  };

  it('goes to the latest order', () => {
    expect(match([order('a', 500, 1), order('b', 500, 2)], 200)).toEqual(['b:200', 'left:0']);
  });

  it('goes to the order of exactly that amount when there is one', () => {
    expect(match([order('a', 200, 1), order('b', 500, 2)], 200)).toEqual(['a:200', 'left:0']);
    expect(match([order('a', 500, 1, 300), order('b', 500, 2)], 200)).toEqual(['a:200', 'left:0']);
  });

  it('goes on to the order before when the latest has too little left', () => {
    expect(match([order('a', 500, 1), order('b', 500, 2, 400)], 300)).toEqual(['b:100', 'a:200', 'left:0']);
  });

  it('passes over orders that were placed after it', () => {
    expect(match([order('a', 500, 1), order('b', 500, 20)], 200, 10)).toEqual(['a:200', 'left:0']);
  });

  it('says how much it found no order for', () => {
    expect(match([order('a', 100, 1)], 300)).toEqual(['a:100', 'left:200']);
    expect(match([], 300)).toEqual(['left:300']);
  });
});
