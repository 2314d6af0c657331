import { describe, expect, it } from 'vitest';
import { cutText } from './cut-text.ts';

describe('A text that is cut', () => {
  it.each([
    ['tea', 5, 'tea'],
    ['teapot', 3, 'tea'],
    ['tea🫖', 5, 'tea🫖'],
    ['tea🫖', 4, 'tea'],
    ['tea🫖!', 5, 'tea🫖'],
    ['🫖🫖', 3, '🫖'],
    ['', 0, ''],
  ])('"%s" at %i is "%s"', (text, lengthMax, expected) => {
    expect(cutText(text, lengthMax)).toBe(expected);
  });

  it('keeps what was no character before: it has not cut it', () => {
    expect(cutText('tea\ud83e', 4)).toBe('tea\ud83e');
  });
});
