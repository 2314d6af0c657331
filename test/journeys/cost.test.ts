import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worstCase } from '../../workflows/lifecycles/journey/cost.ts';
import { planOf } from '../../workflows/lifecycles/journey/plan.ts';
import { language, play } from './journeys.ts';
import { lawPlan } from './law-plans.ts';

const cost = (steps: readonly object[], more: object = {}) => worstCase(planOf(lawPlan({ steps, ...more }), language));
const points = (steps: readonly object[]) => cost(steps).points;
const yes = { path: 'yes', if: { tier: 'gold' } };

describe('the worst case of one member', () => {
  it('is the dearest way, not the sum of them', () => {
    expect(
      points([
        { branch: [{ ...yes, do: [{ grant: 30 }] }], otherwise: [{ grant: 50 }] },
        { id: 'more', grant: 5 },
      ]),
    ).toBe(55);
  });

  it('knows that a way that ends does not come to the rest', () => {
    expect(points([{ branch: [{ ...yes, do: [{ grant: 50 }, { end: 'rich' }] }] }, { id: 'late', grant: 50 }])).toBe(
      50,
    );
    expect(worstCase(planOf(play('sharer-to-inviter'), language)).points).toBe(50);
  });

  it('knows that a message that is refused gives nothing', () => {
    const refused = { ifRefused: [{ id: 'instead', grant: 30 }] };
    expect(points([{ message: 'hello', gives: [{ grant: 20 }], ...refused }])).toBe(30);
    expect(
      cost([{ message: 'hello', gives: [{ grant: 20 }], ifRefused: [{ end: 'no' }] }, { message: 'goodbye' }]).messages,
    ).toBe(2);
  });

  it('counts rounds and jumps, and coupons by their worth', () => {
    expect(points([{ repeat: 7, do: [{ grant: 5 }, { id: 'pause', wait: '1 day' }] }])).toBe(35);
    expect(
      points([
        { id: 'first', grant: 1 },
        { id: 'again', grant: 10 },
        { id: 'pause', wait: '1 day' },
        { goTo: 'again', atMost: 2 },
      ]),
    ).toBe(31);
    const coupons = { c: { name: 'C', percentOff: 5, validDays: 5, worth: 2.5 } };
    expect(cost([{ repeat: 2, do: [{ coupon: 'c' }] }], { coupons })).toEqual({
      points: 0,
      coupons: 2,
      messages: 0,
      worth: 5,
    });
  });

  it('counts the last round of a loop that a way out of it ends', () => {
    const round = { branch: [{ ...yes, do: [{ id: 'prize', grant: 100 }, { end: 'won' }] }] };
    expect(
      points([
        { repeat: 3, do: [{ grant: 5 }, round] },
        { id: 'after', grant: 20 },
      ]),
    ).toBe(115);
  });
});

/** Plans of grants, branches, ends and loops, small enough to go all their ways. */
type Tree =
  | { readonly kind: 'grant'; readonly points: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'branch'; readonly ways: readonly Tree[][] }
  | { readonly kind: 'repeat'; readonly times: number; readonly round: readonly Tree[] };

const tree = fc.letrec<{ list: Tree[]; step: Tree }>((tie) => ({
  list: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
  step: fc.oneof(
    { depthSize: 'xsmall', maxDepth: 3, withCrossShrink: true },
    fc.integer({ min: 1, max: 9 }).map((count): Tree => ({ kind: 'grant', points: count })),
    fc.constant<Tree>({ kind: 'end' }),
    fc.array(tie('list'), { minLength: 1, maxLength: 2 }).map((ways): Tree => ({ kind: 'branch', ways })),
    fc
      .record({ times: fc.integer({ min: 2, max: 3 }), round: tie('list') })
      .map(({ times, round }): Tree => ({ kind: 'repeat', times, round })),
  ),
})).list;

let names = 0;
function written(step: Tree): object {
  const id = `s${(names += 1)}`;
  switch (step.kind) {
    case 'grant':
      return { id, grant: step.points };
    case 'end':
      return { id, end: 'over' };
    case 'branch':
      return {
        id,
        branch: step.ways.map((way, place) => ({ path: `p${place}`, if: { tier: 'gold' }, do: way.map(written) })),
      };
    case 'repeat':
      return { id, repeat: step.times, do: step.round.map(written) };
  }
}

interface Ways {
  /** What is had by ways that go on, and by those that have ended. */
  readonly on: Set<number>;
  readonly out: Set<number>;
}

function waysOf(list: readonly Tree[]): Ways {
  let on = new Set([0]);
  const out = new Set<number>();
  for (const step of list) {
    const next = new Set<number>();
    for (const had of on) {
      const ways = waysOfStep(step);
      for (const more of ways.on) next.add(had + more);
      for (const more of ways.out) out.add(had + more);
    }
    on = next;
  }
  return { on, out };
}

function waysOfStep(step: Tree): Ways {
  if (step.kind === 'grant') return { on: new Set([step.points]), out: new Set() };
  if (step.kind === 'end') return { on: new Set(), out: new Set([0]) };
  if (step.kind === 'repeat') return waysOf(Array.from({ length: step.times }, () => step.round).flat());
  const all = step.ways.map(waysOf);
  return { on: new Set([0, ...all.flatMap(({ on }) => [...on])]), out: new Set(all.flatMap(({ out }) => [...out])) };
}

describe('the worst case of any plan', () => {
  it('is the dearest of all its ways, gone one by one', () => {
    fc.assert(
      fc.property(tree, (list) => {
        const { on, out } = waysOf(list);
        expect(points(list.map(written))).toBe(Math.max(0, ...on, ...out));
      }),
      { numRuns: 120 },
    );
  });
});
