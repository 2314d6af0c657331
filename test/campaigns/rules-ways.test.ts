import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Judged, reportSplit, type Way } from '../../modules/campaigns/rules-ways.ts';

const judged = (members: number, converted: number): Judged[] =>
  Array.from({ length: members }, (_, place) => ({ converted: place < converted, orders: 0, revenueMinor: 0 }));
const way = (path: string, members: number, converted: number, stillOpen = 0): Way => ({
  ...{ path, share: 50, judged: judged(members, converted), stillOpen },
});

describe('The ways of a split', () => {
  it('are not judged where nobody has said beforehand by how many', () => {
    const report = reportSplit('offer', [way('a', 5_000, 900), way('b', 5_000, 100)], undefined);
    expect(report).toMatchObject({ verdict: 'not planned', better: null, afterMembers: null, leftToGo: null });
    expect(report.ways[0]).toMatchObject({ members: 5_000, converted: 900, rate: 0.18 });
  });

  it('are judged when the one that has fewest has come to its number, and say how many are to go before', () => {
    const report = reportSplit('offer', [way('a', 1_200, 600), way('b', 940, 10, 80)], 1_000);
    expect(report).toMatchObject({ verdict: 'too early', leftToGo: 60, better: null });
    expect(report.ways.map(({ stillOpen }) => stillOpen)).toEqual([0, 80]);
  });

  it('have a better one when the difference is beyond doubt', () => {
    expect(reportSplit('offer', [way('a', 1_000, 100), way('b', 1_000, 150)], 1_000)).toMatchObject({
      ...{ verdict: 'better', better: 'b' },
    });
    expect(reportSplit('offer', [way('a', 1_000, 100), way('b', 1_000, 115)], 1_000).verdict).toBe('no difference');
  });

  it('need a larger difference where there are more of them to compare', () => {
    const two = [way('a', 1_000, 100), way('b', 1_000, 129)];
    const more = ['c', 'd', 'e', 'f'].map((path) => way(path, 1_000, 100));
    expect(reportSplit('offer', two, 1_000).verdict).toBe('better');
    expect(reportSplit('offer', [...two, ...more], 1_000).verdict).toBe('no difference');
  });

  it('come to the same answer however often somebody looks, and whatever comes behind', () => {
    const outcomes = fc.array(fc.boolean(), { minLength: 200, maxLength: 260 });
    fc.assert(
      fc.property(outcomes, outcomes, (one, other) => {
        const judgedOf = (all: readonly boolean[]) =>
          all.map((converted): Judged => ({ converted, orders: 0, revenueMinor: 0 }));
        const at = (members: number) =>
          reportSplit(
            'offer',
            [one, other].map((all, place) => ({
              ...{ path: `way-${place}`, share: 50, stillOpen: 0 },
              judged: judgedOf(all.slice(0, members)),
            })),
            200,
          );
        const { verdict, better } = at(200);
        expect(at(199).verdict).toBe('too early');
        expect(at(260)).toMatchObject({ verdict, better });
      }),
    );
  });

  it('leave out a way to which nobody is sent', () => {
    const none = { ...way('gone', 0, 0), share: 0 };
    expect(reportSplit('offer', [way('a', 100, 1), way('b', 100, 1), none], 100).ways.map(({ path }) => path)).toEqual([
      'a',
      'b',
    ]);
  });
});
