import { z } from '@hono/zod-openapi';
import { adjustIn } from '../../../modules/adjustments/adjust.ts';
import { type AdjustmentView, readAdjustment } from '../../../modules/adjustments/rows.ts';
import { endpoint } from '../endpoint.ts';
import { adjustmentExample, adjustmentInputExample } from '../examples/adjustments.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { adjustmentInputSchema, adjustmentSchema } from '../schemas/adjustments.ts';
import { publicId } from '../schemas/basics.ts';

const createAdjustment = endpoint(
  {
    operationId: 'createAdjustment',
    method: 'post',
    path: '/adjustments',
    tag: 'Points',
    summary: 'Correct points by hand',
    description:
      'Above the threshold of the programme it waits for a review by another key. At the command line: perennial member adjust.',
    scope: 'finance',
    idempotency: 'key',
    useCase: 'adjustments.adjust',
    cli: 'member adjust',
    page: 'Member',
    body: { schema: adjustmentInputSchema, example: adjustmentInputExample },
    answers: {
      201: {
        description: 'It was made.',
        schema: adjustmentSchema,
        example: adjustmentExample,
        headers: ['Idempotent-Replayed', 'Location'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ body: { expiresAt, ...wanted }, programmeId, db, deps, actor, requestId }) => {
    const ends = expiresAt == null ? expiresAt : new Date(expiresAt);
    // Two requests are two corrections; that one request comes twice is told by its Idempotency-Key.
    const key = `api:${requestId}`;
    const adjustment = await adjustIn(db, deps.clock.now(), programmeId, {
      ...wanted,
      expiresAt: ends,
      key,
      actor,
      requestId,
    });
    const body = adjustmentBody(adjustment);
    return { status: 201, body, location: `/adjustments/${body.id}` };
  },
);

const getAdjustment = endpoint(
  {
    operationId: 'getAdjustment',
    method: 'get',
    path: '/adjustments/{adjustmentId}',
    tag: 'Points',
    summary: 'A correction',
    description: 'At the command line: perennial member adjustment.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'adjustments.show',
    cli: 'member adjustment',
    page: 'Member',
    params: z.strictObject({ adjustmentId: publicId('adj').describe('Its id; percent-encode it once.') }),
    answers: { 200: { description: 'The thing as it is.', schema: adjustmentSchema, example: adjustmentExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { adjustmentId }, programmeId, db }) => {
    const rowId = requireRowId('adj', adjustmentId, 'ADJUSTMENT_NOT_FOUND', 'adjustmentId');
    return { status: 200, body: adjustmentBody(await readAdjustment(db, programmeId, String(rowId))) };
  },
);

function adjustmentBody({ rowId, member, reviewId, transactionId, requestedBy: _, ...rest }: AdjustmentView) {
  return {
    id: publicIdOf('adj', rowId),
    memberId: member,
    ...rest,
    ...(transactionId === null ? {} : { transactionId: publicIdOf('txn', transactionId) }),
    ...(reviewId === null ? {} : { reviewId: publicIdOf('rev', reviewId) }),
  };
}

export const adjustmentEndpoints = [createAdjustment, getAdjustment];
