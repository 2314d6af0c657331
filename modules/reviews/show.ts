import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { listReviews, type ReviewView } from './list.ts';

/** One case; throws REVIEW_NOT_FOUND. */
export async function readReview(
  db: Db,
  { programmeId, id, subject }: { programmeId: number; id: string; subject?: string },
): Promise<ReviewView> {
  const found = /^\d{1,18}$/.test(id)
    ? await listReviews(db, { programmeId, id, limit: 1, ...(subject === undefined ? {} : { subject }) })
    : [];
  const [review] = found;
  if (review) return review;
  throw new PerennialError('REVIEW_NOT_FOUND', `There is no case ${id}${subject ? ` of ${subject}` : ''}.`, {
    field: 'case',
    fix: 'See `perennial review list`.',
  });
}
