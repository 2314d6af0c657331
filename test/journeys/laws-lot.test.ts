import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lotOf } from '../../workflows/lifecycles/journey/lot.ts';
import { drawnWay } from '../../workflows/lifecycles/journey/kinds/split.ts';
import { lawPlan, live } from './law-plans.ts';

describe('law 20, lot', () => {
  const place = (step: string, id: string) => lotOf(`split/law/${step}/${id}`);
  const ids = Array.from({ length: 6000 }, (_, index) => `member-${index}`);

  it('is even, the same every time, and of each step by itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 5 }),
        fc.string(),
        (weights, step) => {
          const sum = weights.reduce((all, one) => all + one, 0);
          const ways = weights.map((weight, index) => ({ path: `p${index}`, share: (100 * weight) / sum }));
          const drawn = ids.map((id) => drawnWay(ways, place(step, id)));
          expect(ids.map((id) => drawnWay(ways, place(step, id)))).toEqual(drawn);
          for (const { path, share } of ways) {
            const count = drawn.filter((one) => one === path).length;
            expect(Math.abs(count / ids.length - share / 100)).toBeLessThan(0.035);
          }
        },
      ),
      { numRuns: 20 },
    );
    const [first, second] = [ids.map((id) => place('one', id) < 0.5), ids.map((id) => place('two', id) < 0.5)];
    const same = first.filter((isLow, index) => isLow === second[index]).length;
    expect(Math.abs(same / ids.length - 0.5)).toBeLessThan(0.03);
  });

  it('new shares move nobody but those of the difference', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (before, now) => {
        const ways = (share: number) => [
          { path: 'a', share },
          { path: 'b', share: 100 - share },
        ];
        for (const id of ids.slice(0, 500)) {
          const [was, is] = [drawnWay(ways(before), place('s', id)), drawnWay(ways(now), place('s', id))];
          if (was !== is) expect(is).toBe(now > before ? 'a' : 'b');
        }
      }),
      { numRuns: 25 },
    );
  });

  it('who is inside stays on the way that was drawn, also when the shares change', async () => {
    const shares = (a: number) => ({
      id: 'way',
      split: [
        { path: 'a', share: a, do: [{ id: 'wait-a', wait: '2 days' }, { end: 'a' }] },
        { path: 'b', share: 100 - a, do: [{ id: 'wait-b', wait: '2 days' }, { end: 'b' }] },
      ],
    });
    const shop = await live(lawPlan({ steps: [shares(0)] }), (one) =>
      one.at('2026-11-03T09:00', () => void one.edit(lawPlan({ steps: [shares(100)] }), 'move')),
    );
    expect(shop.story('anna').at(-1)).toBe('11-04 09:00 ends done: b');
  });
});
