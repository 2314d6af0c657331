import { z } from '@hono/zod-openapi';
import { adjustmentSubject } from '../../../modules/adjustments/settle.ts';
import { decideReview as decide } from '../../../modules/reviews/decide.ts';
import { listReviews as list, type ReviewView } from '../../../modules/reviews/list.ts';
import { readReview } from '../../../modules/reviews/show.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { requireScopeOf } from '../caller.ts';
import { endpoint } from '../endpoint.ts';
import { decisionInputExample, reviewExample, reviewPageExample } from '../examples/reviews.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { listOf, memberIdSchema, publicId, query } from '../schemas/basics.ts';
import { decisionInputSchema, reviewPageSchema, reviewSchema } from '../schemas/reviews.ts';

const params = z.strictObject({ reviewId: publicId('rev').describe('Its id; percent-encode it once.') });
const rowIdOf = (reviewId: string) => String(requireRowId('rev', reviewId, 'REVIEW_NOT_FOUND', 'reviewId'));
const decidedExample = {
  ...reviewExample,
  status: 'approved',
  decidedAt: '2026-12-08T15:00:00.000Z',
  decidedBy: 'key_4n8b2v6c',
  note: 'they are a household',
};

const listReviews = endpoint(
  {
    operationId: 'listReviews',
    method: 'get',
    path: '/reviews',
    tag: 'Reviews',
    summary: 'Cases for a person, those that wait longest first',
    description: 'At the command line: perennial review list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'reviews.list',
    cli: 'review list',
    page: 'Reviews',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      subject: z.string().max(60).optional().describe('What is decided.'),
      status: listOf(z.enum(['open', 'approved', 'rejected']))
        .optional()
        .describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: reviewPageSchema, example: reviewPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const { memberId: member, subject, status: statuses, limit, cursor } = filter;
    const after = readCursor('reviews', filter, cursor, z.string());
    const cases = await list(db, {
      ...{ programmeId, limit: limit + 1 },
      ...(member === undefined ? {} : { member }),
      ...(subject === undefined ? {} : { subject }),
      ...(statuses === undefined ? {} : { statuses }),
      ...(after === undefined ? {} : { after }),
    });
    const page = cases.slice(0, limit);
    const last = cases.length > limit ? page.at(-1)?.id : undefined;
    const nextCursor = writeCursor('reviews', filter, last);
    return { status: 200, body: { data: page.map(reviewBody), nextCursor } };
  },
);

const getReview = endpoint(
  {
    operationId: 'getReview',
    method: 'get',
    path: '/reviews/{reviewId}',
    tag: 'Reviews',
    summary: 'A case with its evidence',
    description: 'At the command line: perennial review show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'reviews.show',
    cli: 'review show',
    page: 'Reviews',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: reviewSchema, example: reviewExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { reviewId }, programmeId, db }) => ({
    status: 200,
    body: reviewBody(await readReview(db, { programmeId, id: rowIdOf(reviewId) })),
  }),
);

const decideReview = endpoint(
  {
    operationId: 'decideReview',
    method: 'post',
    path: '/reviews/{reviewId}/decision',
    tag: 'Reviews',
    summary: 'Decide it, once',
    description:
      'Of an adjustment: by another key than asked for it, and with finance. At the command line: perennial review approve, perennial review reject.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'reviews.decide',
    cli: 'review approve, review reject',
    page: 'Reviews',
    params,
    body: { schema: decisionInputSchema, example: decisionInputExample },
    answers: { 200: { description: 'Decided.', schema: reviewSchema, example: decidedExample } },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
  },
  async ({ params: { reviewId }, body: { approved, note }, programmeId, db, deps, actor, requestId, scopes }) => {
    const caseId = rowIdOf(reviewId);
    const review = await readReview(db, { programmeId, id: caseId });
    // Points by hand are the business of finance, whoever may launch campaigns.
    if (review.subject === adjustmentSubject) requireScopeOf(scopes, 'finance');
    const words = note === undefined ? {} : { note };
    if (!isDecidedSo(review, { approved, actor })) {
      await decide(deps, programmeId, { caseId, approved, actor, requestId, ...words });
    }
    return { status: 200, body: reviewBody(await readReview(db, { programmeId, id: caseId })) };
  },
);

/** The same decision by the same key a second time: the first one's answer was lost on the way. */
function isDecidedSo({ status, decidedBy }: ReviewView, { approved, actor }: { approved: boolean; actor: string }) {
  return status === (approved ? 'approved' : 'rejected') && decidedBy === actor;
}

function reviewBody({ id, member, facts, ...rest }: ReviewView) {
  const { adjustment } = facts;
  const shown = typeof adjustment === 'string' ? { ...facts, adjustment: publicIdOf('adj', adjustment) } : facts;
  return { id: publicIdOf('rev', id), memberId: member, facts: shown, ...rest };
}

export const reviewEndpoints = [listReviews, getReview, decideReview];
