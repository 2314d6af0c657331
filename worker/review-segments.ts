import { lookAfterMembers } from '../modules/journeys/look-after.ts';
import { reviewChanged, sweepDueSegments } from '../modules/segments/review.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/**
 * Looks who came into segments that are watched, and who fell out: members of whom something changed, and all of them once an hour. What
 * stories of journeys wait for is looked at with it.
 */
export function segmentTask({ database, clock }: Pick<RelayDeps, 'database' | 'clock'>): RelayTask {
  return {
    name: 'review segments',
    carries: 'segments',
    perform: async (goOn) => {
      const deps = { database, clock, andThen: lookAfterMembers };
      return (await reviewChanged(deps, goOn)) + (await sweepDueSegments(deps, goOn));
    },
  };
}
