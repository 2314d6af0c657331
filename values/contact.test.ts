import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmail, isPhone, normalAddress, normaliseEmail, normalisePhone, readEmail } from './contact.ts';

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

describe('an address has one form', () => {
  it.each([
    ['info@straße.example', 'info@xn--strae-oqa.example'],
    ['Info@STRASSE.example', 'Info@strasse.example'],
    ['info@xn--strae-oqa.EXAMPLE', 'info@xn--strae-oqa.example'],
    ['店@例え。テスト', '店@xn--r8jz45g.xn--zckzah'],
    ['anna＠example．com', 'anna@example.com'],
    [' \ufeffan\u200bna@exam\u00adple.com\u200f ', 'anna@example.com'],
    ['Müller@example.org', 'müller@example.org'],
    ['Mu\u0308ller@example.org', 'müller@example.org'],
    ["o'brien+x=1@foo_bar.example", "o'brien+x=1@foo_bar.example"],
    ['a@i❤.example', 'a@xn--i-7iq.example'],
  ])('%j is kept as %j', (written, kept) => {
    expect(readEmail(written)).toBe(kept);
  });

  it.each([
    ...['a..b@example.com', '.a@example.com', 'a.@example.com', '@example.com', 'a@b@example.com', 'a b@example.com'],
    ...['a@example..com', 'a@.example.com', 'a@example.com.', 'a@-example.com', 'a@example-.com', 'a@example.-com'],
    ...[
      'a@10.0.0.10',
      'a@example',
      'a@example.c',
      'a@exa%41mple.com',
      'a@example.com:25',
      'a@[10.0.0.1]',
      'a@xn--a.com',
    ],
    ...[
      'a@b.example, c@d.example',
      'Ada <a@b.example>',
      '"a b"@example.com',
      'a@exa\\mple.com',
      'a@b.example\r\nBcc: x@y.example',
    ],
    ...[
      `${'a'.repeat(65)}@example.com`,
      `a@${'b'.repeat(64)}.com`,
      `a@${'b.'.repeat(130)}com`,
      `${'ü'.repeat(33)}@example.com`,
      '',
    ],
  ])('%j is none', (text) => {
    expect(readEmail(text)).toBeUndefined();
  });

  const part = fc.stringMatching(/^[a-zA-Z0-9äöüßéñøłжя例え]{1,8}$/);
  const address = fc
    .tuple(part, fc.array(part, { minLength: 1, maxLength: 3 }))
    .map(([local, labels]) => `${local}@${labels.join('.')}.example`);

  it('that reading it again leaves as it is, and that is the same in capitals and with what nobody sees', () => {
    fc.assert(
      fc.property(
        address,
        fc.nat(30),
        fc.constantFrom('\u200b', '\u200d', '\u202e', '\ufeff', '\u00ad'),
        (text, place, unseen) => {
          const normal = normalAddress(text);
          expect(normalAddress(normal)).toBe(normal);
          expect(normal.slice(normal.lastIndexOf('@'))).toMatch(/^@[a-z\d.-]+$/);
          // Of ß, which has no capital, the capitals are another name.
          if (!text.includes('ß')) expect(normalAddress(text.toUpperCase())).toBe(normal);
          expect(normalAddress(`${text.slice(0, place)}${unseen}${text.slice(place)}`)).toBe(normal);
        },
      ),
    );
  });
});
