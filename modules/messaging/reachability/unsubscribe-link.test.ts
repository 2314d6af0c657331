import { describe, expect, it } from 'vitest';
import { readUnsubscribe, signUnsubscribe, unsubscribeUrl } from './unsubscribe-link.ts';

const secret = 'a secret of the installation';
const link = { programmeId: 1, memberId: '42', scope: 'marketing' } as const;

describe('The unsubscribe link', () => {
  it('names the member and what to stop, and nothing that could be guessed', () => {
    expect(readUnsubscribe(secret, signUnsubscribe(secret, link))).toEqual(link);
  });

  it('names the mail that has it, so that who stops mails by it can be told by which', () => {
    const ofMail = { ...link, messageRowId: '4711' };
    expect(readUnsubscribe(secret, signUnsubscribe(secret, ofMail))).toEqual(ofMail);
    const other = signUnsubscribe(secret, ofMail).replace('.4711.', '.4712.');
    expect(readUnsubscribe(secret, other)).toBeUndefined();
  });

  it('is in service notices and marketing, not in transactional messages', () => {
    const settings = { publicUrl: 'https://club.example/', secret };
    const of = (messageClass: 'transactional' | 'service' | 'marketing') =>
      unsubscribeUrl(settings, { programmeId: 1, memberId: '42', messageClass });
    expect(of('transactional')).toBeNull();
    expect(of('service')).toMatch(/^https:\/\/club\.example\/u\/1\.42\.s\.[\w-]{22}$/);
    expect(of('marketing')).toMatch(/^https:\/\/club\.example\/u\/1\.42\.m\.[\w-]{22}$/);
  });

  it.each([
    ['another member', (token: string) => token.replace('.42.', '.43.')],
    ['another programme', (token: string) => token.replace(/^1/, '2')],
    ['another scope', (token: string) => token.replace('.m.', '.s.')],
    ['a changed signature', (token: string) => token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')],
    ['a signature cut off', (token: string) => token.slice(0, -1)],
    ['no signature', () => '1.42.m'],
    ['something else', () => '../../etc/passwd'],
  ])('is refused with %s', (_, forge) => {
    expect(readUnsubscribe(secret, forge(signUnsubscribe(secret, link)))).toBeUndefined();
  });

  it('is refused when another secret has signed it', () => {
    expect(readUnsubscribe('another secret', signUnsubscribe(secret, link))).toBeUndefined();
  });
});
