import { z } from '@hono/zod-openapi';
import { type ReversalView, readReversal, revertIn } from '../../../modules/reversals/revert.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { endpoint } from '../endpoint.ts';
import { reversalExample, reversalInputExample } from '../examples/reversals.ts';
import { publicId } from '../schemas/basics.ts';
import { reversalInputSchema, reversalSchema } from '../schemas/reversals.ts';

const createReversal = endpoint(
  {
    operationId: 'createReversal',
    method: 'post',
    path: '/reversals',
    tag: 'Points',
    summary: 'Take back what a campaign granted',
    description:
      'First without dryRun: false: it says what would come of it. Then with it, and with the id of that one in confirms: ' +
      'when something was spent, returned or expired in between, it is refused. Nobody comes to owe anything. ' +
      'Of a large campaign it is running when it is answered; a worker carries it on. At the command line: perennial campaign revert.',
    scope: 'finance',
    idempotency: 'key',
    useCase: 'reversals.revert',
    cli: 'campaign revert',
    page: 'Campaign',
    body: { schema: reversalInputSchema, example: reversalInputExample },
    answers: {
      202: {
        description: 'It was taken and is being worked on.',
        schema: reversalSchema,
        example: reversalExample,
        headers: ['Idempotent-Replayed', 'Location'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ body: { since, until, confirms, ...wanted }, programmeId, db, deps, actor, requestId }) => {
    const confirmed =
      confirms === undefined ? undefined : requireRowId('rvs', confirms, 'REVERSAL_NOT_FOUND', 'confirms');
    const reversal = await revertIn(db, deps.clock.now(), programmeId, {
      ...wanted,
      since: new Date(since),
      ...(until === undefined ? {} : { until: new Date(until) }),
      ...(confirmed === undefined ? {} : { confirms: String(confirmed) }),
      // That one request comes twice is told by its Idempotency-Key.
      ...{ key: `api:${requestId}`, actor, requestId },
    });
    const body = reversalBody(reversal);
    return { status: 202, body, location: `/reversals/${body.id}` };
  },
);

const getReversal = endpoint(
  {
    operationId: 'getReversal',
    method: 'get',
    path: '/reversals/{reversalId}',
    tag: 'Points',
    summary: 'How far it is; grants that had been spent',
    description: 'At the command line: perennial campaign reversal.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'reversals.show',
    cli: 'campaign reversal',
    page: 'Campaign',
    params: z.strictObject({ reversalId: publicId('rvs').describe('Its id; percent-encode it once.') }),
    answers: { 200: { description: 'The thing as it is.', schema: reversalSchema, example: reversalExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { reversalId }, programmeId, db }) => {
    const rowId = requireRowId('rvs', reversalId, 'REVERSAL_NOT_FOUND', 'reversalId');
    return { status: 200, body: reversalBody(await readReversal(db, programmeId, String(rowId))) };
  },
);

function reversalBody(reversal: ReversalView) {
  const { rowId, status, campaign, since, until, points, coupons, reason, dryRun, confirms } = reversal;
  const { figures, leftovers, leftoversTotal, cancelledReason, createdAt, finishedAt } = reversal;
  return {
    ...{ id: publicIdOf('rvs', rowId), status, campaign, since, until },
    what: [...(points ? ['points'] : []), ...(coupons ? ['coupons'] : [])],
    ...{ reason, dryRun, ...figures },
    ...(confirms === null ? {} : { confirms: publicIdOf('rvs', confirms) }),
    leftovers: leftovers.map(({ orderId, coupon, ...rest }) => ({
      ...rest,
      ...(orderId === null ? {} : { orderId }),
      ...(coupon === null ? {} : { coupon }),
    })),
    ...{ leftoversTotal, createdAt },
    ...(cancelledReason === null ? {} : { cancelledReason }),
    ...(finishedAt === null ? {} : { finishedAt }),
  };
}

export const reversalEndpoints = [createReversal, getReversal];
