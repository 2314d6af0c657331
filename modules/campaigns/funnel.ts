import { type CountLimits, countLimits } from '../../platform/bounded-count.ts';
import type { Db } from '../../platform/database.ts';
import { requireCampaign } from './rows.ts';
import { enrolmentsOf, isTooLargeToCount } from './rows-counts.ts';
import { readSteps } from './show.ts';

/** How many members came to a step, and for how many it was done. */
export interface FunnelStep {
  readonly name: string;
  readonly entered: number;
  readonly passed: number;
}

/** The steps of a campaign in their order; of a very large one, estimates. */
export async function readFunnel(
  db: Db,
  programmeId: number,
  code: string,
  limits: CountLimits = countLimits,
): Promise<FunnelStep[]> {
  const { id } = await requireCampaign(db, { programmeId, code });
  const sampled = await isTooLargeToCount(db, id, limits);
  const steps = new Map<string, FunnelStep>();
  for (const { name, outcome, count } of await readSteps(db, enrolmentsOf(id, sampled, limits))) {
    const { entered, passed } = steps.get(name) ?? { entered: 0, passed: 0 };
    steps.set(name, { name, entered: entered + count, passed: passed + (outcome === 'applied' ? count : 0) });
  }
  return [...steps.values()];
}
