import type { Db } from '../store/database.ts';
import type { Outcome } from '../workflows/lifecycle.ts';
import type { RequestOf, StepContext } from './step-context.ts';

/** Opens cases for review for steps, each once by its key. */
export async function openReviews(
  _tx: Db,
  _context: StepContext,
  _requests: readonly RequestOf<'review'>[],
): Promise<Outcome[]> {
  throw new Error('not built yet');
}
