import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../values/json.ts';
import { matchesPattern } from './event-pattern.ts';

const order = {
  type: 'order.placed',
  data: { first: true, amountMinor: 1200, shop: null, lines: [{ sku: 'A', count: 2 }] },
};

describe('an event pattern', () => {
  it.each<[string, Record<string, JsonValue>]>([
    ['no condition', {}],
    ['one field', { first: true }],
    ['several fields', { first: true, amountMinor: 1200 }],
    ['a field that is null', { shop: null }],
    ['a list, field by field', { lines: [{ count: 2, sku: 'A' }] }],
  ])('accepts an order on %s', (_, where) => {
    expect(matchesPattern({ type: 'order.placed', where }, order)).toBe(true);
  });

  it.each<[string, Record<string, JsonValue>]>([
    ['another value', { first: false }],
    ['a number written as text', { amountMinor: '1200' }],
    ['a field the event does not have', { coupon: null }],
    ['a list of another length', { lines: [] }],
    ['a list with more than asked for', { lines: [{ sku: 'A' }] }],
    ['an object where a list is', { lines: { 0: { sku: 'A', count: 2 } } }],
  ])('rejects an order on %s', (_, where) => {
    expect(matchesPattern({ type: 'order.placed', where }, order)).toBe(false);
  });

  it('rejects another type', () => {
    expect(matchesPattern({ type: 'order.returned' }, order)).toBe(false);
  });

  it('rejects what happened before its instant, and leaves its tests to the program', () => {
    const at = (from: number) => matchesPattern({ type: 'order.placed', from }, { ...order, at: 10 });
    expect([at(9), at(10), at(11)]).toEqual([true, true, false]);
    expect(matchesPattern({ type: 'order.placed', tests: { where: { amount: 1 } } }, order)).toBe(true);
  });
});
