import { launchDue } from '../modules/campaigns/schedule.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/** Takes campaigns live whose time has come. */
export function launchTask({ database, clock, logger }: Pick<RelayDeps, 'database' | 'clock' | 'logger'>): RelayTask {
  return {
    name: 'launch scheduled campaigns',
    carries: 'launches',
    perform: (goOn) => launchDue({ database, clock, logger }, goOn),
  };
}
