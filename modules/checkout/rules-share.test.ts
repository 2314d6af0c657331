import { describe, expect, it } from 'vitest';
import type { RedemptionRules } from '../programme/rules.ts';
import { type Limit, redeemable, redemptionObjection } from './rules-share.ts';
import { pointsWorth, worthMinor } from './rules-worth.ts';

const ratio = (numerator: number, denominator: number) => ({ numerator, denominator });
const rules: RedemptionRules = {
  ...{ points: 100, perMinor: 100, maxShare: ratio(1, 2), minPoints: 1, stepPoints: 1, holdMinutes: 30 },
};
const purse = { status: 'ACTIVE', available: 450, debt: 0 };
const basket = { amountMinor: 4_000, usedMinor: 0 };

describe('What points are worth', () => {
  it('is exact in the steps of the programme', () => {
    expect(worthMinor(rules, 450)).toBe(450);
    const tens = { points: 1_000, perMinor: 100, stepPoints: 10 };
    expect(worthMinor(tens, 250)).toBe(25);
    expect(pointsWorth(tens, 25)).toBe(250);
    expect(pointsWorth({ points: 3, perMinor: 100, stepPoints: 3 }, 250)).toBe(6);
    // Far beyond where floats are exact: a hundred points a minor unit of the largest amount.
    expect(pointsWorth({ points: 100, perMinor: 1, stepPoints: 100 }, 999_999_999_999)).toBe(99_999_999_999_900);
  });
});

describe('The most points on an order', () => {
  it.each<[string, Partial<RedemptionRules> | undefined, object, object, [number, Limit | null]]>([
    ['are those there are', {}, {}, {}, [450, 'balance']],
    ['are its largest share', {}, { available: 2_500 }, {}, [2_000, 'share']],
    ['are what other redemptions of it leave of that', {}, { available: 2_500 }, { usedMinor: 1_500 }, [500, 'share']],
    [
      'are all of it where the programme lets them be',
      { maxShare: ratio(1, 1) },
      { available: 9_000 },
      {},
      [4_000, null],
    ],
    ['are whole steps', { stepPoints: 100 }, {}, {}, [400, 'balance']],
    [
      'are whole steps of the share',
      { stepPoints: 100 },
      { available: 2_500 },
      { amountMinor: 4_130 },
      [2_000, 'share'],
    ],
    ['are none below the least', { minPoints: 500 }, {}, {}, [0, 'minimum']],
    ['are none when there is less than a step', { stepPoints: 500, minPoints: 500 }, {}, {}, [0, 'balance']],
    ['are none of a member in debt', {}, { available: 0, debt: 20 }, {}, [0, 'debt']],
    ['are none of a member that is suspended', {}, { status: 'FROZEN' }, {}, [0, 'status']],
    ['are none where points are worth nothing', undefined, {}, {}, [0, 'off']],
    ['are none on an order of nothing', {}, {}, { amountMinor: 0 }, [0, 'share']],
  ])('%s', (_, changes, purseChanges, basketChanges, [points, limitedBy]) => {
    const own = changes === undefined ? undefined : { ...rules, ...changes };
    const most = redeemable(own, { ...purse, ...purseChanges }, { ...basket, ...basketChanges });
    expect(most).toMatchObject({ points, limitedBy });
    if (own === undefined || points === 0) return;
    const programme = { redemption: own, currency: 'GBP' };
    const use = { purse: { ...purse, ...purseChanges }, basket: { ...basket, ...basketChanges } };
    expect(redemptionObjection(programme, points, use)).toBeUndefined();
    expect(redemptionObjection(programme, points + own.stepPoints, use)).toBeDefined();
  });

  it('are not held against an order whose amount nobody says', () => {
    const use = { purse: { ...purse, available: 9_000 }, basket: { amountMinor: undefined, usedMinor: 0 } };
    expect(redemptionObjection({ redemption: rules, currency: 'GBP' }, 9_000, use)).toBeUndefined();
  });
});
