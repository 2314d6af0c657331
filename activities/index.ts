import type {
  CohortActivities,
  DispatchActivities,
  SweepActivities,
  WebhookActivities,
} from '../workflows/contract.ts';
import { noteSleep } from '../modules/enrolments/rows-cohorts.ts';
import { advanceCohort, type AdvanceDeps, performCounted } from './advance.ts';
import { createDispatchActivities, type DispatchDeps } from './dispatch.ts';
import { splitCohort } from './split-cohort.ts';
import { createSweepActivities } from './sweep.ts';
import { createWebhookActivities, type WebhookDeps } from './webhooks.ts';

export type ActivityDeps = AdvanceDeps & DispatchDeps & WebhookDeps;
export type Activities = CohortActivities & SweepActivities & DispatchActivities & WebhookActivities;

/** Every activity that workflows call, bound to what they need. */
export function createActivities(deps: ActivityDeps): Activities {
  return {
    ...createCohortActivities(deps),
    ...createSweepActivities(deps),
    ...createDispatchActivities(deps),
    ...createWebhookActivities(deps),
  };
}

/** What a cohort asks of the world: its stories, and the time. */
export function createCohortActivities(deps: AdvanceDeps): CohortActivities {
  return {
    advance: (input) => advanceCohort(deps, input),
    perform: (input) => performCounted(deps, input),
    readClock: async () => {
      await deps.clock.refresh();
      return { now: deps.clock.now().getTime() };
    },
    splitCohort: (input) => splitCohort(deps, input),
    noteSleep: ({ cohortId, until }) =>
      noteSleep(deps.database, { cohortId, until, calledAt: new Date(performance.timeOrigin + performance.now()) }),
  };
}
