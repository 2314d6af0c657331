import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalEvidence, readAmount } from './rules-amounts.ts';

const pounds = { currency: 'GBP', digits: 2 };

describe('an amount', () => {
  it.each([
    ['£1,207.50', 120_750],
    ['GBP 12', 1_200],
    ['12.50 GBP', 1_250],
    ['-£3.00', -300],
    ['£-3.00', -300],
    ['(3.00)', -300],
    ['3.00-', -300],
    ['−3.00', -300],
    ["1'207.50", 120_750],
    ['1 207.50', 120_750],
    ['1,50', undefined],
    ['1,2075', undefined],
    ['12.505', undefined],
    ['(3.00', undefined],
    ['€3.00', 'foreign'],
    ['3 USD', 'foreign'],
    ['three', undefined],
    ['', undefined],
  ])('written as %s', (text, minor) => {
    expect(readAmount(text, { ...pounds, decimal: '.' })).toBe(minor);
  });

  it('is the same in every way to write it', () => {
    const minor = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });
    const form = fc.record({
      decimal: fc.constantFrom('.' as const, ',' as const),
      grouped: fc.boolean(),
      sign: fc.constantFrom('', '£', 'GBP '),
    });
    fc.assert(
      fc.property(minor, form, (amount, { decimal, grouped, sign }) => {
        const [whole = '', cents = ''] = (Math.abs(amount) / 100).toFixed(2).split('.');
        const between = decimal === '.' ? ',' : '.';
        const groups = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, between) : whole;
        const text = `${amount < 0 ? '-' : ''}${sign}${groups}${decimal}${cents}`;
        expect(readAmount(text, { ...pounds, decimal })).toBe(amount === 0 ? 0 : amount);
        expect(decimalEvidence(text, pounds)).toBe(decimal);
      }),
    );
  });
});
