import { describe, expect, it } from 'vitest';
import { type Finding, formatAmount, formatLimit, verdictOf } from './finding.ts';
import { median, quantile } from './statistics.ts';

const finding = (more: Partial<Finding>): Finding => ({ bench: 'earn', what: 'single earns', ...more });

describe('A figure is held against its limit', () => {
  it.each([
    ['a rate that is reached', { measured: { value: 80_000, unit: 'lots/s' }, limit: { atLeast: 80_000 } }, 'pass'],
    ['a rate that is missed', { measured: { value: 79_999, unit: 'lots/s' }, limit: { atLeast: 80_000 } }, 'short'],
    ['a latency below', { measured: { value: 24.9, unit: 'ms' }, limit: { below: 25 } }, 'pass'],
    ['a latency at the limit', { measured: { value: 25, unit: 'ms' }, limit: { below: 25 } }, 'short'],
    [
      'a ratio, whatever the amount',
      { measured: { value: 9, unit: 'x/s' }, ratio: 0.4, limit: { atLeast: 0.5 } },
      'short',
    ],
    ['a figure without a limit', { measured: { value: 9, unit: 'rows/s' } }, 'info'],
    ['what could not be measured', { limit: { atLeast: 0.5 } }, 'skipped'],
  ] as const)('%s', (_, more, verdict) => {
    expect(verdictOf(finding(more))).toBe(verdict);
  });
});

describe('The report', () => {
  it.each([
    [{ value: 12_345.6, unit: 'earns/s' }, '12,346 earns/s'],
    [{ value: 32.14, unit: 'ms' }, '32.1 ms'],
    [{ value: 0.738, unit: 'x' }, '0.74 x'],
  ])('writes amounts with three digits that count', (amount, text) => {
    expect(formatAmount(amount)).toBe(text);
  });

  it('says a limit in the unit of what is held against it', () => {
    const measured = { value: 9, unit: 'ms' };
    expect(formatLimit(finding({ measured, limit: { below: 25 } }))).toBe('< 25 ms');
    expect(formatLimit(finding({ measured, ratio: 0.6, limit: { atLeast: 0.5 } }))).toBe('≥ 0.5 x');
  });
});

describe('The middle of several rounds', () => {
  it.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  it('is no number when there was no round', () => {
    expect(() => median([])).toThrow('there is no quantile of nothing');
  });

  it('lets one value in a hundred lie above the 99th part', () => {
    expect(
      quantile(
        Array.from({ length: 101 }, (_, value) => value),
        0.99,
      ),
    ).toBe(99);
  });
});
