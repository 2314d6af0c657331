import { z } from '@hono/zod-openapi';
import { listDeliveries as list, retryDelivery as retry } from '../../../modules/webhooks/deliveries.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { deliveryExample, deliveryPageExample } from '../examples/webhooks.ts';
import { listOf, publicId, query } from '../schemas/basics.ts';
import { deliveryPageSchema, deliverySchema } from '../schemas/webhooks.ts';

const listDeliveries = endpoint(
  {
    operationId: 'listDeliveries',
    method: 'get',
    path: '/deliveries',
    tag: 'Webhooks',
    summary: 'Deliveries, those of the latest notifications first',
    description: 'At the command line: perennial webhook deliveries.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'webhooks.deliveries',
    cli: 'webhook deliveries',
    page: 'Webhooks',
    query: z.strictObject({
      endpointId: publicId('whe').optional().describe('Only to this endpoint.'),
      status: listOf(z.enum(['waiting', 'delivering', 'delivered', 'dead']))
        .optional()
        .describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: deliveryPageSchema, example: deliveryPageExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ query: { endpointId, status, limit, cursor }, programmeId, db }) => {
    const filters = { endpointId, status };
    const before = readCursor('deliveries', filters, cursor, z.string());
    const deliveries = await list({ database: db }, programmeId, {
      ...(endpointId === undefined ? {} : { endpointId }),
      ...(status === undefined ? {} : { statuses: status }),
      ...(before === undefined ? {} : { before }),
      limit,
    });
    const last = deliveries.length === limit ? deliveries.at(-1) : undefined;
    const nextCursor = writeCursor('deliveries', filters, last?.id);
    return { status: 200, body: { data: deliveries, nextCursor } };
  },
);

const retryDelivery = endpoint(
  {
    operationId: 'retryDelivery',
    method: 'post',
    path: '/deliveries/{deliveryId}/retry',
    tag: 'Webhooks',
    summary: 'Try it now',
    description: 'At the command line: perennial webhook retry.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'webhooks.retry',
    cli: 'webhook retry',
    page: 'Webhooks',
    params: z.strictObject({ deliveryId: publicId('dlv').describe('Its id; percent-encode it once.') }),
    answers: { 200: { description: 'The thing as it is.', schema: deliverySchema, example: deliveryExample } },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { deliveryId }, programmeId, db, actor, requestId }) => ({
    status: 200,
    body: await retry({ database: db, by: { actor, requestId } }, programmeId, deliveryId),
  }),
);

export const deliveryEndpoints = [listDeliveries, retryDelivery];
