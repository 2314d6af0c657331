import { groupBy } from '../../platform/group-by.ts';
import { drawFrom } from '../harness/random.ts';

export interface Sleeper {
  readonly cohortId: bigint;
  readonly memberId: bigint;
}

/** Members asleep in cohorts, some of whom are called at random. */
export interface Sleepers {
  readonly members: number;
  readonly cohorts: number;
  /** One member of each of so many cohorts; the next call goes on with the cohorts after these, round and round. */
  oneOfEach(cohorts: number): bigint[];
  /** So many different members of any cohorts. */
  some(count: number): bigint[];
  /** The same, who are not among the sleepers any more. */
  takeAway(count: number): bigint[];
}

export function createSleepers(rows: readonly Sleeper[], random: () => number): Sleepers {
  const asleep = rows.map(({ memberId }) => memberId);
  const byCohort = groupBy(rows, ({ cohortId }) => cohortId);
  const cohorts = [...byCohort.values()].map((members) => members.map(({ memberId }) => memberId));
  drawFrom(cohorts, cohorts.length, random);
  const gone = new Set<bigint>();
  let turn = 0;

  const nextOne = (): bigint => {
    for (let tries = 0; tries < cohorts.length; tries++) {
      const left = (cohorts[turn++ % cohorts.length] ?? []).filter((memberId) => !gone.has(memberId));
      if (left.length > 0) return left[Math.floor(random() * left.length)] as bigint;
    }
    throw new RangeError('nobody is asleep any more');
  };

  return {
    get members() {
      return asleep.length;
    },
    cohorts: cohorts.length,
    oneOfEach: (count) => Array.from({ length: count }, nextOne),
    some: (count) => drawFrom(asleep, count, random),
    takeAway: (count) => {
      drawFrom(asleep, count, random);
      const taken = asleep.splice(0, count);
      for (const memberId of taken) gone.add(memberId);
      return taken;
    },
  };
}
