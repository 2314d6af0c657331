import { z } from '@hono/zod-openapi';
import { listTransactions as readTransactions } from '../../../modules/member-view/transactions.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { endpoint } from '../endpoint.ts';
import { lotPageExample, transactionExample, transactionPageExample } from '../examples/points.ts';
import { transactionBody } from '../members/shapes.ts';
import { requireRowId } from '../../../platform/public-ids.ts';
import { listOf, memberIdSchema, orderIdSchema, publicId, query } from '../schemas/basics.ts';
import { lotPageSchema, transactionPageSchema, transactionSchema } from '../schemas/points.ts';
import { lotPage, transactionPage } from './pages.ts';

const listLots = endpoint(
  {
    operationId: 'listLots',
    method: 'get',
    path: '/lots',
    tag: 'Points',
    summary: 'Lots of a member, in spending order',
    description: 'At the command line: perennial member show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'ledger.lots',
    cli: 'member show',
    page: 'Member',
    query: z.strictObject({
      memberId: memberIdSchema.describe('Whose.'),
      status: listOf(z.enum(['pending', 'active', 'closed']))
        .optional()
        .describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: lotPageSchema, example: lotPageExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db, deps }) => ({
    status: 200,
    body: await lotPage({ db, programmeId, now: deps.clock.now() }, filter),
  }),
);

const listTransactions = endpoint(
  {
    operationId: 'listTransactions',
    method: 'get',
    path: '/transactions',
    tag: 'Points',
    summary: 'The ledger, latest first',
    description: 'At the command line: perennial ledger list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'ledger.list',
    cli: 'ledger list',
    page: 'Member',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      orderId: orderIdSchema.optional().describe('Only of this order.'),
      kind: listOf(
        z.enum([
          'earn',
          'confirm',
          'cancel_pending',
          'hold',
          'capture',
          'spend',
          'release',
          'refund',
          'clawback',
          'adjust',
          'expire',
          'lapse',
          'forfeit',
          'move',
        ]),
      )
        .optional()
        .describe('Only these.'),
      from: query.from,
      to: query.to,
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: transactionPageSchema, example: transactionPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => ({
    status: 200,
    body: await transactionPage(db, programmeId, filter),
  }),
);

const getTransaction = endpoint(
  {
    operationId: 'getTransaction',
    method: 'get',
    path: '/transactions/{transactionId}',
    tag: 'Points',
    summary: 'A transaction, explained to the point',
    description: 'At the command line: perennial ledger show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'ledger.show',
    cli: 'ledger show',
    page: 'Member',
    params: z.strictObject({
      transactionId: publicId('txn')
        .describe('Id of the transaction. Opaque.')
        .describe('Its id; percent-encode it once.'),
    }),
    answers: { 200: { description: 'The thing as it is.', schema: transactionSchema, example: transactionExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { transactionId }, programmeId, db }) => {
    const rowId = String(requireRowId('txn', transactionId, 'TRANSACTION_NOT_FOUND', 'transactionId'));
    const {
      transactions: [transaction],
    } = await readTransactions(db, programmeId, { rowId, limit: 1 });
    if (transaction !== undefined) return { status: 200, body: transactionBody(transaction) };
    throw new PerennialError('TRANSACTION_NOT_FOUND', `There is no transaction "${transactionId}".`, {
      field: 'transactionId',
    });
  },
);

export const pointEndpoints = [listLots, listTransactions, getTransaction];
