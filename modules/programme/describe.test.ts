import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseProgramme } from './file.ts';
import { describeProgramme } from './describe.ts';

const shipped = readFileSync('playbooks/reference/programme.yaml', 'utf8');
const rolling = /expiry:\n(?: {2}.*\n)+/;

describe('a programme in words says when points expire', () => {
  it.each([
    ['{ kind: never }', 'never'],
    [
      '{ kind: never, inactivityMonths: 12 }',
      'never; but all of them lapse 12 months after the member last earned or redeemed',
    ],
    [
      '{ kind: rolling, months: 24, inactivityDays: 180 }',
      '24 months after they were earned, at the end of the day; earlier when they lapse, all together, 180 days after the member last earned or redeemed',
    ],
    ['{ kind: fixedDate, month: 12, day: 31, graceDays: 14 }', 'every 31 December; can be spent for 14 more days'],
  ])('%s', (expiry, words) => {
    const programme = parseProgramme(shipped.replace(rolling, `expiry: ${expiry}\n`), 'programme.yaml');
    expect(Object.fromEntries(describeProgramme(programme))).toMatchObject({ Expiry: words });
  });
});

describe('a programme in words says what points are worth at the checkout', () => {
  const words = (source: string) =>
    Object.fromEntries(describeProgramme(parseProgramme(source, 'programme.yaml'))).Redemption;

  it('as the reference programme has it, with other terms, and without any', () => {
    expect(words(shipped)).toBe('100 points are worth £1.00, for at most 50% of an order, held for 30 minutes');
    const other = shipped
      .replace('maxShare: 0.5', 'minPoints: 500\n  stepPoints: 50')
      .replace('holdMinutes: 30', 'holdMinutes: 5');
    expect(words(other)).toBe(
      '100 points are worth £1.00, for all of an order, at least 500 points, in multiples of 50, held for 5 minutes',
    );
    expect(words(shipped.replace(/\nredemption:.*\n(?: {2}.*\n)+/, ''))).toBe('off');
  });
});
