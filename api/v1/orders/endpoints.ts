import { z } from '@hono/zod-openapi';
import { listOrders as readOrders, showOrder } from '../../../modules/intake/list-orders.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { orderExample, orderPageExample } from '../examples/events.ts';
import { period } from '../period.ts';
import { listOf, memberIdSchema, orderIdSchema, query } from '../schemas/basics.ts';
import { orderPageSchema, orderSchema } from '../schemas/orders.ts';

const listOrders = endpoint(
  {
    operationId: 'listOrders',
    method: 'get',
    path: '/orders',
    tag: 'Orders',
    summary: 'Orders, latest first',
    description: 'At the command line: perennial order list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'intake.listOrders',
    cli: 'order list',
    page: 'Member',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      status: listOf(z.enum(['placed', 'returned', 'cancelled']))
        .optional()
        .describe('Only these.'),
      from: query.from,
      to: query.to,
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: orderPageSchema, example: orderPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const before = readCursor('orders', filter, filter.cursor, z.string());
    const programme = await loadProgramme(db, programmeId);
    const { memberId, status: statuses, limit } = filter;
    const { orders, next } = await readOrders(db, programme, { memberId, statuses, limit, before, ...period(filter) });
    const nextCursor = writeCursor('orders', filter, next);
    return { status: 200, body: { data: orders, nextCursor } };
  },
);

const getOrder = endpoint(
  {
    operationId: 'getOrder',
    method: 'get',
    path: '/orders/{orderId}',
    tag: 'Orders',
    summary: 'An order, with why it earned what it earned',
    description: 'At the command line: perennial order show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'intake.showOrder',
    cli: 'order show',
    page: 'Member',
    params: z.strictObject({ orderId: orderIdSchema.describe('Its id; percent-encode it once.') }),
    answers: { 200: { description: 'The thing as it is.', schema: orderSchema, example: orderExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { orderId }, programmeId, db }) => ({
    status: 200,
    body: await showOrder(db, await loadProgramme(db, programmeId), orderId),
  }),
);

export const orderEndpoints = [listOrders, getOrder];
