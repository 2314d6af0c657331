import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../values/random.ts';
import { drawFrom } from './random.ts';

describe('Chance in a benchmark', () => {
  it('is the same again with the same seed, and another with another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('spreads evenly from 0 to 1', () => {
    const random = seededRandom(7);
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) tenths[Math.floor(random() * 10)]! += 1;
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });

  it('draws each at most once, and all of them when all are asked for', () => {
    const items = Array.from({ length: 100 }, (_, place) => place);
    const drawn = drawFrom([...items], 100, seededRandom(3));
    expect(drawn).not.toEqual(items);
    expect([...drawn].sort((a, b) => a - b)).toEqual(items);
    expect(new Set(drawFrom(items, 30, seededRandom(3))).size).toBe(30);
  });

  it('does not draw more than there are', () => {
    expect(() => drawFrom([1], 2, seededRandom(1))).toThrow('2 of 1');
  });
});
