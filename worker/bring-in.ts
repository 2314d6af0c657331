import { decideDue } from '../modules/journeys/bring-in.ts';
import { lookAtDoors } from '../modules/journeys/look.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/** Brings members into journeys: decides on what has come to their doors, and looks at the doors that open by the clock. */
export function bringInTask({ database, clock }: Pick<RelayDeps, 'database' | 'clock'>): RelayTask {
  return {
    name: 'bring in',
    carries: 'entries',
    perform: async (goOn) =>
      (await lookAtDoors({ database, clock }, goOn)) + (await decideDue({ database, clock }, goOn)),
  };
}
