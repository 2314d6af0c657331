import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedAmount, type EarningTerms, explainPoints, pointsForOrder } from './rules-earning.ts';

const x = (numerator: number, denominator = 1) => ({ numerator, denominator });

/** FEATURES 4.0: a point per unit, the part above 300 x 1.5, silver x 1.2, gold x 1.5, birthday month and the 18th x 2. */
const terms: EarningTerms = {
  zone: 'Europe/London',
  currency: 'GBP',
  earning: {
    points: 1,
    perMinor: 100,
    steps: [{ aboveMinor: 30_000, multiplier: x(3, 2) }],
    calendar: [
      { kind: 'dayOfMonth', day: 18, multiplier: x(2) },
      { kind: 'birthdayMonth', multiplier: x(2) },
    ],
    maxMultiplier: x(3),
  },
  tiers: [
    { code: 'base', name: 'Member', multiplier: x(1) },
    { code: 'silver', name: 'Silver', multiplier: x(6, 5), spendMinor: 50_000, orders: 3 },
    { code: 'gold', name: 'Gold', multiplier: x(3, 2), spendMinor: 200_000, orders: 8 },
  ],
};

const earn = (amountMinor: number, { on = '2026-05-05T12:00:00Z', tier = 'base', birthMonth = 0 } = {}) =>
  pointsForOrder(terms, { amountMinor, placedAt: new Date(on) }, { tier, birthday: { month: birthMonth } });

describe('points of an order', () => {
  it.each([
    [0, 0],
    [99, 0],
    [100, 1],
    [13_912, 139],
    [30_000, 300],
  ])('a point for every whole pound: %i pence earn %i', (amountMinor, points) => {
    expect(earn(amountMinor)).toBe(points);
  });

  it.each([
    [30_100, 301],
    [30_200, 303],
    [50_000, 600],
    [16_846_960, 252_554],
  ])('only the part above 300 counts one and a half times: %i pence earn %i', (amountMinor, points) => {
    expect(earn(amountMinor)).toBe(points);
  });

  it.each([
    ['silver', 10_000, 120],
    ['gold', 10_000, 150],
    ['gold', 50_000, 900],
    ['a tier the programme no longer has', 10_000, 100],
  ])('%s: %i pence earn %i', (tier, amountMinor, points) => {
    expect(earn(amountMinor, { tier })).toBe(points);
  });

  it.each([
    ['on the 18th', '2026-05-18T12:00:00Z', 200],
    ['on the 18th in London, still the 17th in UTC', '2026-05-17T23:30:00Z', 200],
    ['on the 19th in London, still the 18th in UTC', '2026-05-18T23:30:00Z', 100],
    ['on any other day', '2026-05-20T12:00:00Z', 100],
  ])('member day doubles %s', (_, on, points) => {
    expect(earn(10_000, { on })).toBe(points);
  });

  it('the birthday month doubles', () => {
    expect(earn(10_000, { birthMonth: 5 })).toBe(200);
    expect(earn(10_000, { birthMonth: 6 })).toBe(100);
  });

  it('multipliers multiply, up to the programme limit', () => {
    expect(earn(10_000, { tier: 'silver', on: '2026-05-18T12:00:00Z' })).toBe(240);
    expect(earn(10_000, { tier: 'gold', on: '2026-05-18T12:00:00Z', birthMonth: 5 })).toBe(300);
  });

  it('the weekend is the weekend of the programme zone', () => {
    const shanghai: EarningTerms = {
      ...terms,
      zone: 'Asia/Shanghai',
      earning: { ...terms.earning, calendar: [{ kind: 'weekend', multiplier: x(2) }] },
    };
    const onFridayEvening = { amountMinor: 100, placedAt: new Date('2026-05-15T15:59:59Z') };
    const onSaturday = { amountMinor: 100, placedAt: new Date('2026-05-15T16:00:00Z') };
    expect(pointsForOrder(shanghai, onFridayEvening, { tier: 'base' })).toBe(1);
    expect(pointsForOrder(shanghai, onSaturday, { tier: 'base' })).toBe(2);
  });

  it('rounds down once, at the end: 1.99 pounds at x 1.5 are 2 points, not 1', () => {
    expect(earn(199, { tier: 'gold' })).toBe(2);
  });

  it('several steps: each part counts as the highest step it is above', () => {
    const steps = [
      { aboveMinor: 10_000, multiplier: x(2) },
      { aboveMinor: 20_000, multiplier: x(5, 2) },
    ];
    const { numerator, denominator } = countedAmount({ steps }, 30_000);
    expect(Number(numerator) / Number(denominator)).toBe(10_000 + 20_000 + 25_000);
  });

  it('says how the points came about, rule by rule', () => {
    const order = { amountMinor: 50_000, placedAt: new Date('2026-05-18T12:00:00Z') };
    expect(explainPoints(terms, order, { tier: 'gold', birthday: { month: 5 } })).toEqual([
      { kind: 'rate', amountMinor: 50_000, points: 1, perMinor: 100 },
      { kind: 'step', aboveMinor: 30_000, multiplier: 1.5 },
      { kind: 'tier', name: 'Gold', multiplier: 1.5 },
      { kind: 'dayOfMonth', day: 18, multiplier: 2 },
      { kind: 'birthdayMonth', multiplier: 2 },
      { kind: 'cap', multiplier: 3 },
    ]);
  });

  it('law: a larger order never earns less, and splitting an order never earns more', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(earn(Math.max(a, b))).toBeGreaterThanOrEqual(earn(Math.min(a, b)));
        expect(earn(a) + earn(b)).toBeLessThanOrEqual(earn(a + b));
      }),
    );
  });

  it('law: points are exact where floats are not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (amountMinor) => {
        const third: EarningTerms = {
          ...terms,
          earning: { points: 1, perMinor: 3, steps: [], calendar: [], maxMultiplier: x(1) },
        };
        const points = pointsForOrder(third, { amountMinor, placedAt: new Date(0) }, { tier: 'base' });
        expect(BigInt(points)).toBe(BigInt(amountMinor) / 3n);
      }),
    );
  });
});
