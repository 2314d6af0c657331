import type { Db } from '../store/database.ts';
import type { Outcome } from '../workflows/lifecycle.ts';
import type { RequestOf, StepContext } from './step-context.ts';

/** Issues coupons for steps, each once by its key. */
export async function issueCoupons(
  _tx: Db,
  _context: StepContext,
  _requests: readonly RequestOf<'coupon'>[],
): Promise<Outcome[]> {
  throw new Error('not built yet');
}
