import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smsSize } from './sms-segments.ts';

describe('A text as SMS', () => {
  it.each([
    ['', 'GSM-7', 0, 0],
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(306), 'GSM-7', 306, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    ['您'.repeat(70), 'UCS-2', 70, 1],
    ['您'.repeat(71), 'UCS-2', 71, 2],
    ['您'.repeat(134), 'UCS-2', 134, 2],
    ['您'.repeat(135), 'UCS-2', 135, 3],
  ])('%#: is counted in its encoding', (text, encoding, units, segments) => {
    expect(smsSize(text)).toMatchObject({ encoding, units, segments });
  });

  it('names the letters that make it twice as large', () => {
    expect(smsSize('Don’t miss it — 20 % off')).toMatchObject({ encoding: 'UCS-2', outside: ['’', '—'] });
  });

  it('parts neither a pair of places nor a picture: the segment before stays a place short', () => {
    // 152 letters, a euro sign that does not fit into the last place, and 152 more.
    expect(smsSize('a'.repeat(152) + '€' + 'a'.repeat(151))).toMatchObject({ units: 305, segments: 2 });
    expect(smsSize('a'.repeat(152) + '€' + 'a'.repeat(152))).toMatchObject({ units: 306, segments: 3 });
    expect(smsSize('您'.repeat(66) + '🎁' + '您'.repeat(66))).toMatchObject({ units: 134, segments: 3 });
  });

  it('never takes fewer segments when something is added', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '€', '{', '您', '🎁', ' '), maxLength: 400 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const whole = smsSize(one + other);
        expect(whole.segments).toBeGreaterThanOrEqual(Math.max(smsSize(one).segments, smsSize(other).segments));
        const { one: single, each } = whole.encoding === 'GSM-7' ? { one: 160, each: 153 } : { one: 70, each: 67 };
        const least = whole.units <= single ? Math.min(1, whole.units) : Math.ceil(whole.units / each);
        expect(whole.segments).toBeGreaterThanOrEqual(least);
        expect(whole.segments).toBeLessThanOrEqual(Math.max(least, Math.ceil(whole.units / (each - 1))));
      }),
    );
  });
});
