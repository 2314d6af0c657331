import { inTransaction } from '../platform/database.ts';
import { formCohorts, waitingEnrolments } from '../modules/enrolments/rows-cohorts.ts';
import { cohortSizeMax } from '../workflows/engine/protocol.ts';
import type { RelayTask, RelayDeps } from './relay-task.ts';

/** How long the first enrolment waits for company. */
const lingerMs = 200;
/** On a stepped clock those of one instant come together. */
const lingerSteppedMs = 50;
/** Cohorts made of one version at a time: 10,000 enrolments are one statement of about 100 ms. */
const cohortsAtOnceMax = 20;

/** Gathers enrolments into cohorts: at once when there are enough to fill one, otherwise after a short wait for more. */
export function formTask({ database, clock }: Pick<RelayDeps, 'database' | 'clock'>): RelayTask {
  /** When enrolments of a version were first seen waiting, in real time. */
  const waitingSince = new Map<number, number>();

  return {
    name: 'form cohorts',
    carries: 'enrolments',
    async perform() {
      const waiting = await waitingEnrolments(database, cohortsAtOnceMax * cohortSizeMax);
      const real = Date.now();
      const linger = clock.kind() === 'stepped' ? lingerSteppedMs : lingerMs;
      for (const version of waitingSince.keys()) {
        if (!waiting.some(({ campaignVersionId }) => campaignVersionId === version)) waitingSince.delete(version);
      }
      let formed = 0;
      for (const { campaignVersionId, count } of waiting) {
        const since = waitingSince.get(campaignVersionId) ?? real;
        waitingSince.set(campaignVersionId, since);
        const full = Math.floor(count / cohortSizeMax);
        const cohorts = real - since >= linger ? Math.ceil(count / cohortSizeMax) : full;
        if (cohorts === 0) continue;
        formed += await inTransaction(database, (tx) =>
          formCohorts(tx, { campaignVersionId, cohortsMax: cohorts, now: clock.now() }),
        );
        waitingSince.delete(campaignVersionId);
      }
      return formed;
    },
  };
}
