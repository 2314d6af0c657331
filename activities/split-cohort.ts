import { moveToNewCohorts } from '../modules/enrolments/rows-cohorts.ts';
import { cohortSizeMax } from '../workflows/engine/protocol.ts';
import type { SplitInput } from '../workflows/contract.ts';
import type { AdvanceDeps } from './advance.ts';

/**
 * Gives enrolments of a cohort that has outgrown its payload to new ones, which the relay starts from their past; who has been
 * moved already stays where he is. With nobody to move it tells that the run goes on as it is, its history growing.
 */
export async function splitCohort(
  { database, clock, metrics, logger }: Pick<AdvanceDeps, 'database' | 'clock' | 'metrics' | 'logger'>,
  { cohortId, enrolmentIds, bytes }: SplitInput,
): Promise<void> {
  const outcome = enrolmentIds.length > 0 ? 'split' : 'kept';
  if (outcome === 'split') {
    const sizeMax = cohortSizeMax;
    await moveToNewCohorts(database, { cohortId, enrolmentIds, sizeMax, rebuilt: true, now: clock.now() });
  }
  metrics.cohortsOutgrown.inc({ outcome });
  logger.warn({ cohortId, bytes, moved: enrolmentIds.length }, 'a cohort has outgrown what a run may hand to the next');
}
