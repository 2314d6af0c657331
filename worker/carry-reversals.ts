import { runReversalPage } from '../modules/reversals/run-page.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/** Carries on what a request has left of a reversal, a page at a time; a worker that dies leaves it where its last page ended. */
export function reversalTask({ database, clock }: Pick<RelayDeps, 'database' | 'clock'>): RelayTask {
  return {
    name: 'carry reversals on',
    carries: 'reversals',
    async perform(goOn) {
      let pages = 0;
      while (goOn() && (await runReversalPage({ database, clock })) !== undefined) pages += 1;
      return pages;
    },
  };
}
