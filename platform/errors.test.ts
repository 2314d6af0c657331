import { describe, expect, it } from 'vitest';
import { formerCodes } from './errors/former-codes.ts';
import { codeFromSql, currentCode, type ErrorCode, errorRegistry, PerennialError } from './errors.ts';
import { errorGroups } from './errors/registry.ts';

const kinds = Object.entries(errorRegistry);

describe('A code', () => {
  it('is declared once', () => {
    const declared = Object.values(errorGroups).flatMap((group) => Object.keys(group));
    expect(declared).toHaveLength(new Set(declared).size);
  });

  it('has one exit code for one status, but for what is wrong with the start itself', () => {
    const requests = { 401: [5], 403: [5], 405: [2], 412: [4], 413: [5], 415: [5], 429: [1] };
    const usual = { 400: [2, 5], 404: [3], 409: [4], 422: [5], 500: [1, 2], 503: [1], ...requests };
    expect(kinds.filter(([, { status, exitCode }]) => !usual[status].includes(exitCode))).toEqual([]);
  });

  it('says what it means and what to do, in a sentence each', () => {
    const sentence = /^[A-Z].*[^.]\.$/;
    expect(kinds.filter(([, { meaning, fix }]) => !sentence.test(meaning) || !sentence.test(fix))).toEqual([]);
  });

  it('promises another try only where something is away or broken, or somebody else is at it', () => {
    const passing = ['REQUEST_IN_PROGRESS', 'RATE_LIMITED'];
    expect(kinds.filter(([code, { retry, status }]) => retry && status < 500 && !passing.includes(code))).toEqual([]);
  });
});

describe('A former code', () => {
  it.each(Object.entries(formerCodes))('%s is read as %s, which is a code of today', (former, today) => {
    expect(currentCode(former)).toBe(today);
    expect(errorRegistry).toHaveProperty(today);
    expect(errorRegistry).not.toHaveProperty(former);
  });

  it('is renamed in one step, and a code of today in none', () => {
    expect(kinds.filter(([code]) => currentCode(code) !== code)).toEqual([]);
    expect(currentCode('toString')).toBeUndefined();
    expect(currentCode('NEVER_WAS')).toBeUndefined();
  });
});

describe('A code that SQL answers', () => {
  const known = ['IDEMPOTENCY_KEY_REUSED', 'POINTS_INVALID'] as const satisfies readonly ErrorCode[];

  it('is taken by its name of today or a former one', () => {
    expect(codeFromSql('POINTS_INVALID', known)).toBe('POINTS_INVALID');
    expect(codeFromSql('KEY_CONFLICT', known)).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(codeFromSql('IDEMPOTENCY_KEY_REUSED', known)).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it.each([null, '', 'NEVER_WAS', 'COUPON_USED'])(
    'is not passed on when the caller does not know it: %s',
    (answered) => {
      expect(() => codeFromSql(answered, known)).toThrow(PerennialError);
      expect(() => codeFromSql(answered, known)).toThrow(`"${answered ?? ''}", which is unknown here`);
    },
  );
});
