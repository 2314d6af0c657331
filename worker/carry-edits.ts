import { runEditPage } from '../modules/enrolments/run-edit-page.ts';
import type { RelayDeps, RelayTask } from './relay-task.ts';

/** Brings edits of journeys to those inside, a page at a time; a worker that dies leaves it where its last page ended. */
export function editTask({ database, clock }: Pick<RelayDeps, 'database' | 'clock'>): RelayTask {
  return {
    name: 'carry edits on',
    carries: 'edits',
    async perform(goOn) {
      let pages = 0;
      while (goOn() && (await runEditPage({ database, clock })) !== undefined) pages += 1;
      return pages;
    },
  };
}
