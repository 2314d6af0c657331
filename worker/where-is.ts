import { connectTemporal, type TemporalTarget } from '../platform/temporal-client.ts';
import { cohortWorkflowId, whereIsQueryName } from '../workflows/contract.ts';
import type { Whereabouts } from '../workflows/engine/protocol.ts';

/** An enrolment and the cohort that carries it. */
export interface CarriedBy {
  readonly enrolmentId: string;
  readonly cohortId: string;
}

/** A person looks at a page: what does not answer by then is left out. */
const patienceMs = 3_000;

/**
 * Asks the cohorts what these enrolments wait for and until when; by enrolment, without those that nobody answers for: Temporal
 * is away, no worker runs, or the enrolment has ended in between.
 */
export async function askWhereabouts(
  target: TemporalTarget,
  taskQueue: string,
  enrolments: readonly CarriedBy[],
): Promise<ReadonlyMap<string, Whereabouts>> {
  const found = new Map<string, Whereabouts>();
  if (enrolments.length === 0) return found;
  const asked = (async () => {
    const { client, close } = await connectTemporal(target);
    try {
      await Promise.allSettled(
        enrolments.map(async ({ enrolmentId, cohortId }) => {
          const handle = client.workflow.getHandle(cohortWorkflowId(taskQueue, cohortId));
          const where = await client.withDeadline(Date.now() + patienceMs, () =>
            handle.query<Whereabouts | null, [string]>(whereIsQueryName, enrolmentId),
          );
          if (where !== null) found.set(enrolmentId, where);
        }),
      );
    } finally {
      await close();
    }
  })().catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([asked, new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)))]);
  clearTimeout(timer);
  return found;
}
