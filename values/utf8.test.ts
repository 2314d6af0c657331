import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from './utf8.ts';

describe('the bytes of a text', () => {
  it.each([
    ['', 0],
    ['points', 6],
    ['积分', 6],
    ['é', 2],
    ['🎁', 4],
  ])('of "%s" are %i', (text, bytes) => {
    expect(utf8Bytes(text)).toBe(bytes);
  });

  it('are those that are sent', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => utf8Bytes(text) === Buffer.byteLength(text)));
  });
});
