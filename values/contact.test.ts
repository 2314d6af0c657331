import { describe, expect, it } from 'vitest';
import { isEmail, isPhone, normaliseEmail, normalisePhone } from './contact.ts';

describe('one person is one person under any account', () => {
  it.each([
    ['Ann.Smith@Example.com', 'ann.smith@example.com'],
    ['ann.smith+gift2@example.com', 'ann.smith@example.com'],
    ['a.n.n+x@googlemail.com', 'ann@gmail.com'],
    ['ann@gmail.com', 'ann@gmail.com'],
  ])('%s is the mailbox %s', (email, mailbox) => {
    expect(normaliseEmail(email)).toBe(mailbox);
  });

  it.each([
    ['+44 (0)20 7946-0958', '+442079460958'],
    ['0044 20 7946 0958', '+442079460958'],
    ['+86 138-0013-8000', '+8613800138000'],
  ])('%s is the number %s', (phone, number) => {
    expect(normalisePhone(phone)).toBe(number);
  });

  it('tells addresses and numbers from what only looks like them', () => {
    expect(['a@b.co', 'a@b', 'a b@c.de', '@b.co', 'a@@b.co'].map(isEmail)).toEqual([true, false, false, false, false]);
    expect(['+442079460958', '020 7946 0958', '+12', 'call me'].map(isPhone)).toEqual([true, false, false, false]);
  });
});
