import { describe, expect, it } from 'vitest';
import { nextRung } from './expiry-ladder.ts';

const ladder = [30, 7, 3, 1];
const at = (iso: string): number => Date.parse(`${iso}Z`);
/** Points that expire as 31 December ends. */
const expiresAt = at('2026-12-31T23:59:59.999');

const next = (now: string, sentDays?: number): string | undefined => {
  const rung = nextRung(ladder, { expiresAt, now: at(now), ...(sentDays === undefined ? {} : { sentDays }) });
  return rung && `${rung.daysBefore} days: ${new Date(rung.at).toISOString().slice(0, 16)}`;
};

describe('the next message of a countdown to 31 December', () => {
  it.each([
    ['long before', '2026-11-20T00:00', undefined, '30 days: 2026-12-01T11:59'],
    ['when the sweep is a day behind', '2026-12-02T08:00', undefined, '30 days: 2026-12-02T08:00'],
    ['when the campaign starts ten days before', '2026-12-21T09:00', undefined, '7 days: 2026-12-24T11:59'],
    ['when it starts three days before', '2026-12-29T11:00', undefined, '3 days: 2026-12-29T11:00'],
    ['when it starts with the last message a day away', '2026-12-29T13:00', undefined, '1 days: 2026-12-30T11:59'],
    ['when it starts a day and a half before', '2026-12-30T11:00', undefined, '1 days: 2026-12-30T11:59'],
    ['when it starts on the last morning', '2026-12-31T08:00', undefined, undefined],
    ['after the message of day 30', '2026-12-01T11:59:59.999', 30, '7 days: 2026-12-24T11:59'],
    ['after the message of day 3', '2026-12-28T12:00', 3, '1 days: 2026-12-30T11:59'],
    ['after the last', '2026-12-30T12:00', 1, undefined],
  ] as const)('%s', (_, now, sentDays, expected) => {
    expect(next(now, sentDays)).toBe(expected);
  });

  it('never puts two messages of one countdown on the same day', () => {
    for (let now = at('2026-11-20T00:00'); now < expiresAt; now += 3_600_000) {
      const first = nextRung(ladder, { expiresAt, now });
      const second = first && nextRung(ladder, { expiresAt, now: first.at, sentDays: first.daysBefore });
      if (second) expect(second.at - first.at).toBeGreaterThanOrEqual(86_400_000);
    }
  });

  it('takes a ladder in any order', () => {
    expect(nextRung([1, 30, 3, 7], { expiresAt, now: at('2026-12-20T00:00') })?.daysBefore).toBe(7);
  });
});
