import { describe, expect, it } from 'vitest';
import { compareConversion, newcombe, sayComparison, type Share, wilson } from './rules-conversion.ts';

const share = (converted: number, members: number): Share => ({ converted, members });
const rounded = ({ low, high }: { low: number; high: number }) => [low, high].map((value) => Number(value.toFixed(4)));

describe('the interval of a share', () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3 (Wilson without continuity correction).
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('is as published for %i of %i', (converted, members, low, high) => {
    expect(rounded(wilson(share(converted, members)))).toEqual([low, high]);
  });

  it('is everything for nobody, and stays within 0 and 1', () => {
    expect(wilson(share(0, 0))).toEqual({ low: 0, high: 1 });
    expect(wilson(share(5, 5)).high).toBe(1);
  });
});

describe('the interval of a difference', () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('is as published for %i of %i and %i of %i', (a, m, b, n, low, high) => {
    expect(rounded(newcombe(share(a, m), share(b, n)))).toEqual([low, high]);
  });

  it('turns round when the groups are exchanged', () => {
    const [one, other] = [share(120, 900), share(8, 100)];
    const [there, back] = [newcombe(one, other), newcombe(other, one)];
    expect(there.low).toBeCloseTo(-back.high, 12);
    expect(there.high).toBeCloseTo(-back.low, 12);
  });
});

describe('what is said of a campaign', () => {
  const say = (given: Share, heldOut: Share) =>
    sayComparison(compareConversion(given, heldOut), { given, heldOut, days: 30 });

  it('is that it added orders, when the whole interval says so', () => {
    expect(say(share(1_800, 9_000), share(140, 1_000))).toBe(
      'The campaign really added orders: 6.0 of 100 members ordered who would not have without it (between 3.6 and 8.2 with 95% confidence).',
    );
  });

  it('is that it took orders away, when the whole interval says so', () => {
    expect(say(share(900, 9_000), share(140, 1_000))).toMatch(/^The campaign took orders away: 4\.0 of 100 members/);
  });

  it('is that the sample is too small, and how large it would have to be', () => {
    expect(say(share(99, 900), share(9, 100))).toBe(
      'The sample is too small to tell: a difference of 2.0 in 100 members may be chance (between −5.5 and 6.7 with 95% confidence). ' +
        'If it is real, it shows once about 1,400 members have been held out.',
    );
  });

  it('is nothing at all of a handful of members', () => {
    expect(say(share(20, 29), share(0, 40))).toMatch(
      /^Too early to say: the 30 days are over for 29 members and 40 held/,
    );
    expect(say(share(20, 30), share(0, 30))).toMatch(/^The campaign really added/);
  });

  it('names no size for a difference that is none', () => {
    expect(compareConversion(share(90, 900), share(10, 100))).toMatchObject({
      verdict: 'unclear',
      heldOutNeeded: null,
    });
  });

  it('is how to measure it, when nobody is held out', () => {
    expect(sayComparison(null, { given: share(1, 2), heldOut: share(0, 0), days: 30 })).toMatch(/set holdOut/);
  });

  it('would be beyond doubt with as many as it names, at the same rates', () => {
    const { heldOutNeeded } = compareConversion(share(99, 900), share(9, 100));
    const scale = (heldOutNeeded ?? 0) / 100;
    const grown = compareConversion(share(99 * scale, 900 * scale), share(9 * scale, 100 * scale));
    expect(grown.interval.low).toBeCloseTo(0, 2);
  });
});
