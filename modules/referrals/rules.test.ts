import { describe, expect, it } from 'vitest';
import { judgeFirstOrder, judgeReferral, type ReferralFacts, type ReferralRules } from './rules.ts';

const rules: ReferralRules = {
  ...{ self: 'reject', alias: 'reject', knownPerson: 'reject', circle: 'reject' },
  ...{ device: 'review', address: 'review', addressWithinDays: 7 },
  ...{ manyFriends: 'review', friendsPerHour: 5, fastOrder: 'review', secondsToOrder: 60 },
};
const stranger: ReferralFacts = {
  ...{ email: null, phone: false, knownPerson: false, device: false },
  ...{ addressAfterMs: null, circleLength: null, friendsInHour: 1 },
};
const day = 86_400_000;

describe('the rules of a referral', () => {
  it.each<[string, Partial<ReferralFacts>, string, string | undefined]>([
    ['a stranger', {}, 'allow', undefined],
    ["the referrer's own e-mail", { email: 'same' }, 'reject', 'the e-mail address of the member who invited'],
    ["the referrer's own phone", { phone: true }, 'reject', 'the phone number of the member who invited'],
    ['an alias of it (anna+2@)', { email: 'alias' }, 'reject', 'another spelling'],
    ['a second account of a member', { knownPerson: true }, 'reject', 'a member already'],
    ['A invites B, B invites A again', { circleLength: 2 }, 'reject', 'a circle of 2 members'],
    ['a chain that closes later', { circleLength: 5 }, 'reject', 'a circle of 5 members'],
    ['one device', { device: true }, 'review', 'the device'],
    ['one IP, on the last day that counts', { addressAfterMs: 7 * day }, 'review', 'the IP'],
    ['one IP, later than that', { addressAfterMs: 7 * day + 1 }, 'allow', undefined],
    ['the fifth friend within an hour', { friendsInHour: 5 }, 'allow', undefined],
    ['the sixth friend within an hour', { friendsInHour: 6 }, 'review', '6 friends joined'],
  ])('%s', (_, facts, verdict, reason) => {
    const judged = judgeReferral(rules, { ...stranger, ...facts });
    expect(judged.verdict).toBe(verdict);
    expect(judged.reasons.join()).toMatch(reason ?? /^$/);
  });

  it('take the worst verdict and name every reason, the worst first', () => {
    const judged = judgeReferral(rules, { ...stranger, device: true, friendsInHour: 9, email: 'alias' });
    expect(judged.verdict).toBe('reject');
    expect(judged.reasons).toHaveLength(3);
    expect(judged.reasons[0]).toContain('another spelling');
  });

  it('find nothing where the settings allow it', () => {
    const lenient = { ...rules, self: 'allow', device: 'allow' } as const;
    const facts = { ...stranger, email: 'same', phone: true, device: true } as const;
    expect(judgeReferral(lenient, facts)).toEqual({ verdict: 'allow', reasons: [] });
  });

  it.each([
    [0, 'review', ['the order came 0 seconds after joining']],
    [59_999, 'review', ['the order came 59 seconds after joining']],
    [60_000, 'allow', []],
    [-5_000, 'review', ['the order came 0 seconds after joining']],
  ])('an order %i ms after joining', (ms, verdict, reasons) => {
    expect(judgeFirstOrder(rules, ms)).toEqual({ verdict, reasons });
  });
});
