import { reviewChanged, sweepDueSegments } from '../modules/segments/review.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/** Looks who came into segments that are watched, and who fell out: members of whom something changed, and all of them once an hour. */
export function segmentTask({ database, clock }: Pick<RelayDeps, 'database' | 'clock'>): RelayTask {
  return {
    name: 'review segments',
    carries: 'segments',
    perform: async (goOn) =>
      (await reviewChanged({ database, clock }, goOn)) + (await sweepDueSegments({ database, clock }, goOn)),
  };
}
