import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expiresAt, expiryIn, officialEnd } from './rules-expiry.ts';
import type { ExpiryPolicy } from './rules.ts';

const year: ExpiryPolicy = { kind: 'rolling', months: 12 };
const at = (policy: ExpiryPolicy, earned: string, zone = 'UTC') =>
  expiresAt(policy, new Date(earned), zone)?.toISOString();

describe('points expire', () => {
  it('never, when the programme says so', () => {
    expect(expiresAt({ kind: 'never' }, new Date(), 'UTC')).toBeNull();
  });

  it.each([
    ['a year later, at the end of the day', year, '2026-05-05T08:30:00Z', 'UTC', '2027-05-05T23:59:59.999Z'],
    ['on the 28th when earned on 29 February', year, '2028-02-29T08:30:00Z', 'UTC', '2029-02-28T23:59:59.999Z'],
    [
      'on the last day of a shorter month',
      { kind: 'rolling', months: 1 },
      '2026-01-31T10:00:00Z',
      'UTC',
      '2026-02-28T23:59:59.999Z',
    ],
    ['at the end of the local day', year, '2026-05-05T18:00:00Z', 'Asia/Shanghai', '2027-05-06T15:59:59.999Z'],
    [
      'an hour of UTC earlier in summer',
      { kind: 'rolling', months: 6 },
      '2026-01-10T12:00:00Z',
      'Europe/London',
      '2026-07-10T22:59:59.999Z',
    ],
    [
      'at the end of a day that has 23 hours',
      { kind: 'rolling', months: 1 },
      '2026-02-28T12:00:00Z',
      'Europe/London',
      '2026-03-28T23:59:59.999Z',
    ],
    [
      'at the end of the day the clock goes forward',
      { kind: 'rolling', months: 1 },
      '2027-02-28T12:00:00Z',
      'Europe/London',
      '2027-03-28T22:59:59.999Z',
    ],
  ] as const)('%s', (_, policy, earned, zone, expected) => {
    expect(at(policy, earned, zone)).toBe(expected);
  });

  it.each([
    ['this year end', 12, 31, 0, '2026-05-05T12:00:00Z', '2026-12-31T23:59:59.999Z'],
    ['today, when earned on the day itself', 12, 31, 0, '2026-12-31T23:00:00Z', '2026-12-31T23:59:59.999Z'],
    [
      'next year end, when this one is nearer than the minimum',
      12,
      31,
      3,
      '2026-11-20T12:00:00Z',
      '2027-12-31T23:59:59.999Z',
    ],
    ['the end of February in any year', 2, 29, 0, '2026-03-01T12:00:00Z', '2027-02-28T23:59:59.999Z'],
  ])('on a fixed date: %s', (_, month, day, minimumMonths, earned, expected) => {
    expect(at({ kind: 'fixedDate', month, day, minimumMonths }, earned)).toBe(expected);
  });

  it('law: never before they were earned, and later earnings never expire earlier', () => {
    const policy = fc.oneof(
      fc.record({ kind: fc.constant('rolling' as const), months: fc.integer({ min: 1, max: 60 }) }),
      fc.record({
        kind: fc.constant('fixedDate' as const),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 31 }),
        minimumMonths: fc.integer({ min: 0, max: 24 }),
      }),
    );
    const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom('UTC', 'Europe/London', 'Asia/Shanghai', 'America/Sao_Paulo', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(policy, instant, instant, zone, (terms, a, b, where) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        const early = expiresAt(terms, first, where)?.getTime() ?? 0;
        expect(early).toBeGreaterThanOrEqual(first.getTime());
        expect(expiresAt(terms, second, where)?.getTime()).toBeGreaterThanOrEqual(early);
      }),
    );
  });
});

describe('a tier that lets points live longer', () => {
  const one = { numerator: 1, denominator: 1 };
  const tiers = [
    { code: 'base', name: 'Member', multiplier: one },
    { code: 'gold', name: 'Gold', multiplier: one, extraExpiryMonths: 6 },
  ];
  const earned = new Date('2026-08-31T10:00:00Z');
  const until = (expiry: ExpiryPolicy, tier: string) => expiresAt(expiryIn({ expiry, tiers }, tier), earned, 'UTC');

  it.each([
    [year, 'base', '2027-08-31T23:59:59.999Z'],
    [year, 'gold', '2028-02-29T23:59:59.999Z'],
    [{ kind: 'fixedDate', month: 12, day: 31, minimumMonths: 0 }, 'base', '2026-12-31T23:59:59.999Z'],
    [{ kind: 'fixedDate', month: 12, day: 31, minimumMonths: 0 }, 'gold', '2027-12-31T23:59:59.999Z'],
    [{ kind: 'never' }, 'gold', undefined],
    [year, 'a tier of another programme', '2027-08-31T23:59:59.999Z'],
  ] as const)('%j in %s: %s', (policy, tier, expected) => {
    expect(until(policy, tier)?.toISOString()).toBe(expected);
  });
});

describe('days of grace', () => {
  const one = { numerator: 1, denominator: 1 };
  const tiers = [
    { code: 'base', name: 'Member', multiplier: one },
    { code: 'gold', name: 'Gold', multiplier: one, extraExpiryMonths: 6 },
  ];
  const month: ExpiryPolicy = { kind: 'rolling', months: 1, graceDays: 7 };
  const yearEnd: ExpiryPolicy = { kind: 'fixedDate', month: 12, day: 31, minimumMonths: 0, graceDays: 14 };
  const london = { tiers, zone: 'Europe/London' };

  it.each([
    ['of the calendar', month, 'base', '2026-05-05T08:30:00Z', '2026-06-12T22:59:59.999Z', '2026-06-05T22:59:59.999Z'],
    [
      'over the day the clock goes forward',
      month,
      'base',
      '2027-02-24T12:00:00Z',
      '2027-03-31T22:59:59.999Z',
      '2027-03-24T23:59:59.999Z',
    ],
    [
      'over the day the clock goes back',
      month,
      'base',
      '2026-09-21T12:00:00Z',
      '2026-10-28T23:59:59.999Z',
      '2026-10-21T22:59:59.999Z',
    ],
    [
      'after a fixed date, in the next year',
      yearEnd,
      'base',
      '2026-05-05T08:30:00Z',
      '2027-01-14T23:59:59.999Z',
      '2026-12-31T23:59:59.999Z',
    ],
    [
      'after the longer life of a tier',
      month,
      'gold',
      '2026-05-05T08:30:00Z',
      '2026-12-12T23:59:59.999Z',
      '2026-12-05T23:59:59.999Z',
    ],
  ] as const)('%s', (_, expiry, tier, earned, lastDay, official) => {
    const availableAt = new Date(earned);
    const end = expiresAt(expiryIn({ expiry, tiers }, tier), availableAt, london.zone);
    expect(end?.toISOString()).toBe(lastDay);
    expect(officialEnd({ ...london, expiry }, { availableAt, expiresAt: new Date(lastDay) }).toISOString()).toBe(
      official,
    );
  });

  it.each([
    ['a gift that is good for ten days', month, '2026-05-15T22:59:59.999Z'],
    ['points of a policy without it', month, '2026-06-05T22:59:59.999Z'],
    ['a programme without it', { kind: 'rolling', months: 1 }, '2026-06-05T22:59:59.999Z'],
    ['a programme whose points never expire', { kind: 'never' }, '2026-06-05T22:59:59.999Z'],
  ] as const)('are not told of for %s', (_, expiry, end) => {
    const points = { availableAt: new Date('2026-05-05T08:30:00Z'), expiresAt: new Date(end) };
    expect(officialEnd({ ...london, expiry }, points)).toEqual(points.expiresAt);
  });
});
