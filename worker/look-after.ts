import { lookAtDue } from '../modules/journeys/look-after.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/** Looks after what stories of journeys wait for and nobody tells: what time alone may have made true by now. */
export function lookAfterTask({ database, clock }: Pick<RelayDeps, 'database' | 'clock'>): RelayTask {
  return {
    name: 'look after',
    carries: 'watches',
    perform: (goOn) => lookAtDue({ database, clock }, goOn),
  };
}
