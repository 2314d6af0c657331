import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../values/random.ts';
import { createSleepers } from './sleepers.ts';

const rows = Array.from({ length: 30 }, (_, member) => ({ cohortId: BigInt(member % 3), memberId: BigInt(member) }));
const sleepers = () => createSleepers(rows, seededRandom(1));
const cohortsOf = (members: readonly bigint[]) => members.map((member) => Number(member) % 3);

describe('Members who are called at random', () => {
  it('come from one cohort after the other when each cohort is to wake once', () => {
    const all = sleepers();
    const first = cohortsOf(all.oneOfEach(2));
    const next = cohortsOf(all.oneOfEach(4));
    expect(new Set([...first, next[0]]).size).toBe(3);
    expect(next.slice(1)).toEqual([...first, next[0]]);
  });

  it('are all different when some are called at once', () => {
    expect(new Set(sleepers().some(30)).size).toBe(30);
  });

  it('are not called any more once they have left', () => {
    const all = sleepers();
    const left = all.takeAway(20);
    expect(all.members).toBe(10);
    const called = [...all.some(10), ...all.oneOfEach(60)];
    expect(called.filter((member) => left.includes(member))).toEqual([]);
  });

  it('are missed when nobody is left', () => {
    const all = sleepers();
    all.takeAway(30);
    expect(() => all.oneOfEach(1)).toThrow('nobody is asleep');
  });
});
