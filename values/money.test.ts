import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyDigits, formatAmount, parseAmount } from './money.ts';

describe('money', () => {
  it.each([
    ['139.12', 2, 13_912],
    ['22.2', 2, 2_220],
    ['22.20', 2, 2_220],
    ['1250', 0, 1_250],
    ['-77183.60', 2, -7_718_360],
    ['1.500', 3, 1_500],
    ['1.000', 0, 1],
    ['-0.00', 2, 0],
    ['0.001', 2, undefined],
    ['1,250.00', 2, undefined],
    ['£5', 2, undefined],
    ['1e3', 2, undefined],
    ['', 2, undefined],
    ['.5', 2, undefined],
    ['99999999999999', 2, undefined],
  ])('reads %s with %i decimal places as %s', (text, digits, minor) => {
    expect(parseAmount(text, digits)).toBe(minor);
  });

  it('knows how many decimal places a currency has, and which codes are none', () => {
    expect(['GBP', 'JPY', 'KWD', 'CNY', 'gbp', 'XYZ', ''].map(currencyDigits)).toEqual([
      2,
      0,
      3,
      2,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (minor) => {
        expect(parseAmount(formatAmount(minor, 'GBP').slice(4), 2)).toBe(minor);
      }),
    );
  });
});
