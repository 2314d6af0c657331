import { afterEach, describe, expect, it } from 'vitest';
import { useIdentityKeys } from './identity-keys.ts';
import { openText, sealText } from './sealed-text.ts';

const keys = ['the key of today', 'the key of before'] as const;
afterEach(() => useIdentityKeys(['a key that only the tests have']));

describe('A sealed text', () => {
  it('is read again by whoever has the key, and looks different each time', () => {
    useIdentityKeys(keys);
    const [one, two] = [sealText('a secret', 'cnx_1'), sealText('a secret', 'cnx_1')];
    expect(one).not.toBe(two);
    expect(one).not.toContain('secret');
    expect([one, two].map((sealed) => openText(sealed, 'cnx_1'))).toEqual(['a secret', 'a secret']);
  });

  it('opens with a former key', () => {
    useIdentityKeys([keys[1]]);
    const sealed = sealText('a secret', 'cnx_1');
    useIdentityKeys(keys);
    expect(openText(sealed, 'cnx_1')).toBe('a secret');
  });

  it('opens for no other owner, with no other key, and not when it was changed', () => {
    useIdentityKeys(keys);
    const sealed = sealText('a secret', 'cnx_1');
    const changed = `${sealed.slice(0, -2)}${sealed.endsWith('A') ? 'B' : 'A'}A`;
    expect([
      openText(sealed, 'cnx_2'),
      openText(changed, 'cnx_1'),
      openText('s1.', 'cnx_1'),
      openText('', 'cnx_1'),
    ]).toEqual([undefined, undefined, undefined, undefined]);
    useIdentityKeys(['another key altogether']);
    expect(openText(sealed, 'cnx_1')).toBeUndefined();
  });
});
