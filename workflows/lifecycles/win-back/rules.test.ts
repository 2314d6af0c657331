import { describe, expect, it } from 'vitest';
import { balanceObjection, classifyOrder, segmentFor, type WinBackSegment } from './rules.ts';

const ladder = [{ afterDays: 0, offer: 'reminder' }] as const;

describe('which segment a member is of', () => {
  const segments: WinBackSegment[] = [
    { name: 'best', spentFrom: 50_000, ladder },
    { name: 'often and little', ordersFrom: 6, averageOrderBelow: 2_000, ladder },
    { name: 'collects, does not buy', spentBelow: 5_000, pointsFrom: 1_000, ladder },
    { name: 'nothing left', pointsBelow: 1, ladder },
  ];
  it.each([
    ['spent much', { orders: 2, spentMinor: 50_000, points: 0 }, 'best'],
    ['spent a penny less', { orders: 2, spentMinor: 49_999, points: 5 }, undefined],
    ['orders often, small baskets', { orders: 6, spentMinor: 11_999, points: 5 }, 'often and little'],
    ['orders often, an average at the limit', { orders: 6, spentMinor: 12_000, points: 5 }, undefined],
    ['small baskets, too few of them', { orders: 5, spentMinor: 9_000, points: 5 }, undefined],
    ['lives on check-ins', { orders: 1, spentMinor: 4_999, points: 1_000 }, 'collects, does not buy'],
    ['two conditions, one of them missed', { orders: 1, spentMinor: 4_999, points: 999 }, undefined],
    ['no points', { orders: 1, spentMinor: 4_999, points: 0 }, 'nothing left'],
    ['two fit: the first counts', { orders: 9, spentMinor: 60_000, points: 0 }, 'best'],
  ])('%s', (_, figures, name) => {
    expect(segmentFor(segments, figures)?.name).toBe(name);
  });
});

describe('whom the balance keeps out', () => {
  it.each([
    ['any', 0, undefined],
    ['any', 5, undefined],
    ['positive', 0, 'has no points to spend any more'],
    ['positive', 1, undefined],
    ['none', 0, undefined],
    ['none', 1, 'has points to spend by now'],
  ] as const)('%s, with %i points', (balance, points, objection) => {
    expect(balanceObjection(balance, points)).toBe(objection);
  });
});

describe('what an order means for a member who was found on day 100, away since day 70', () => {
  const course = {
    cutoffAt: 70,
    enteredAt: 100,
    offered: [
      { offer: 'reminder', at: 101 },
      { offer: 'coupon', at: 107 },
    ],
  } as const;
  it.each([
    [60, 'nothing', undefined],
    [70, 'nothing', undefined],
    [71, 'never-away', 'had ordered already: the order arrived late'],
    [99, 'never-away', 'had ordered already: the order arrived late'],
    [100, 'came-back', 'came back without an offer'],
    [101, 'came-back', 'came back after the reminder'],
    [106, 'came-back', 'came back after the reminder'],
    [107, 'came-back', 'came back after the coupon'],
    [150, 'came-back', 'came back after the coupon'],
  ])('placed on day %i', (orderAt, kind, reason) => {
    expect(classifyOrder(orderAt, course)).toEqual(reason === undefined ? { kind } : { kind, reason });
  });
});
