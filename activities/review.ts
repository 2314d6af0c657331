import type { Db } from '../platform/database.ts';
import { openReviewCases } from '../modules/reviews/decide.ts';
import type { Outcome } from '../workflows/engine/story.ts';
import type { RequestOf, StepContext } from './step-context.ts';

/** Opens cases for review, each once by its step's key. The decision comes as an event `review.decided` of the member. */
export async function openReviews(
  tx: Db,
  { programmeId }: StepContext,
  requests: readonly RequestOf<'review'>[],
): Promise<Outcome[]> {
  const caseIds = await openReviewCases(
    tx,
    programmeId,
    requests.map(({ key, enrolmentId, memberId, at, step: { subject, reasons, facts = {} } }) => {
      return { key, subject, memberId, enrolmentId, reasons, facts, at: new Date(at) };
    }),
  );
  return caseIds.map((caseId) => ({ kind: 'applied', data: { caseId } }));
}
