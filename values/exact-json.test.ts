import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from './exact-json.ts';

describe('JSON that is read exactly', () => {
  it('keeps whole numbers beyond 2^53 as text, wherever they stand', () => {
    const big = fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n });
    fc.assert(
      fc.property(fc.array(big, { minLength: 1 }), fc.string(), (numbers, text) => {
        const json = `{"ids":[${numbers.join(',')}],${JSON.stringify(text)}: -${numbers[0]},"as text":"${numbers[0]}"}`;
        expect(parseExactly(json)).toEqual({
          ...{ ids: numbers.map(String), [text]: `-${numbers[0]}`, 'as text': String(numbers[0]) },
        });
      }),
    );
  });

  it('is what it is otherwise', () => {
    const value = fc.jsonValue({ noUnicodeString: false });
    fc.assert(
      fc.property(value, (any) => {
        const json = JSON.stringify(any);
        const exact = (text: string) => /(?<!\d)\d{16,}(?![\d.eE])/.test(text);
        if (!exact(json)) expect(parseExactly(json)).toEqual(JSON.parse(json));
      }),
    );
    expect(parseExactly('{"a":0.1234567890123456789,"b":"12345678901234567890"}')).toEqual({
      ...{ a: 0.12345678901234568, b: '12345678901234567890' },
    });
  });
});
