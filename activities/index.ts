import type {
  CohortActivities,
  DispatchActivities,
  PerformInput,
  PerformResult,
  SweepActivities,
} from '../workflows/contract.ts';
import type { Metrics } from '../platform/metrics.ts';
import { noteSleep } from '../modules/enrolments/rows-cohorts.ts';
import { createDispatchActivities, type DispatchDeps } from './dispatch.ts';
import { perform, type PerformDeps } from './perform.ts';
import { createSweepActivities } from './sweep.ts';

export type ActivityDeps = PerformDeps & DispatchDeps & { readonly metrics: Metrics };
export type Activities = CohortActivities & SweepActivities & DispatchActivities;

/** Every activity that workflows call, bound to what they need. */
export function createActivities(deps: ActivityDeps): Activities {
  return {
    ...createCohortActivities(deps),
    ...createSweepActivities(deps),
    ...createDispatchActivities(deps),
  };
}

/** What a cohort asks of the world: its steps, and the time. */
export function createCohortActivities(deps: PerformDeps & { readonly metrics: Metrics }): CohortActivities {
  return {
    perform: async (input) => {
      const startedAt = performance.now();
      const result = await perform(deps, input);
      deps.metrics.performSeconds.observe((performance.now() - startedAt) / 1_000);
      count(deps.metrics, input, result);
      return result;
    },
    readClock: async () => {
      await deps.clock.refresh();
      return { now: deps.clock.now().getTime() };
    },
    noteSleep: ({ cohortId, until }) => noteSleep(deps.database, cohortId, until),
  };
}

function count(metrics: Metrics, input: PerformInput, result: PerformResult): void {
  metrics.performSteps.observe(input.steps.length);
  input.steps.forEach(({ step }, place) => {
    const reply = result.replies[place];
    if (reply === undefined) return;
    metrics.steps.inc({ kind: step.kind, outcome: reply.kind === 'done' ? reply.outcome.kind : reply.kind });
  });
  for (const { status } of input.endings) metrics.enrolmentsEnded.inc({ status });
}
