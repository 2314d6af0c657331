import { describe, expect, it } from 'vitest';
import type { MessageClass } from '../../programme/rules-message-limits.ts';
import { type Addressee, consentObjection } from './rules-consent.ts';

const member: Addressee = {
  status: 'ACTIVE',
  address: 'ada@example.test',
  marketing: null,
  service: null,
  suppressed: null,
};
const classes: readonly MessageClass[] = ['transactional', 'service', 'marketing'];
const may = (to: Partial<Addressee>) =>
  classes.filter((one) => consentObjection(one, { ...member, ...to }) === undefined);

describe('Who may be sent what', () => {
  it.each<[string, Partial<Addressee>, MessageClass[]]>([
    ['was never asked', {}, ['transactional', 'service']],
    ['agreed to marketing', { marketing: true }, ['transactional', 'service', 'marketing']],
    ['refused marketing', { marketing: false }, ['transactional', 'service']],
    ['stopped service notices', { marketing: false, service: false }, ['transactional']],
    [
      'stopped service notices but agreed to marketing again',
      { marketing: true, service: false },
      ['transactional', 'marketing'],
    ],
    ['has an address that bounced', { marketing: true, suppressed: 'bounced: 550 no such user' }, []],
    ['has no address', { marketing: true, address: null }, []],
    ['is closed', { marketing: true, status: 'CLOSED' }, []],
  ])('a member who %s', (_, to, expected) => {
    expect(may(to)).toEqual(expected);
  });

  it.each([
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: x@y.example',
    'Ada <a@b.example>',
    'nobody',
    'a@@b.example',
    ' ',
  ])('nothing goes to %j, which is not one mailbox', (address) => {
    expect(may({ address })).toEqual([]);
  });

  it('says why, in words', () => {
    expect(consentObjection('marketing', member)).toEqual({
      code: 'CONSENT_MISSING',
      reason: 'no consent to marketing by e-mail',
    });
    expect(consentObjection('service', { ...member, suppressed: 'bounced: 550' })?.reason).toBe(
      'the e-mail address is suppressed: bounced: 550',
    );
  });
});
