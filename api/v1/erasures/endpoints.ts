import { z } from '@hono/zod-openapi';
import { requestErasureIn, withdrawErasureIn } from '../../../modules/erasures/request.ts';
import { type Erasure, erasureStatuses, listErasures as list, loadErasure } from '../../../modules/erasures/rows.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { within } from '../../../platform/transact.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import {
  erasureExample,
  erasureInputExample,
  erasurePageExample,
  erasureWithdrawnExample,
} from '../examples/erasures.ts';
import { listOf, publicId, query } from '../schemas/basics.ts';
import { erasureInputSchema, erasurePageSchema, erasureSchema } from '../schemas/erasures.ts';

const params = z.strictObject({ erasureId: publicId('ers').describe('Its id; percent-encode it once.') });
const rowOf = (erasureId: string) => requireRowId('ers', erasureId, 'ERASURE_NOT_FOUND', 'erasureId');

const createErasure = endpoint(
  {
    operationId: 'createErasure',
    method: 'post',
    path: '/erasures',
    tag: 'Members',
    summary: 'Erase a person',
    description:
      'It begins when its days of grace are over; a request that is open already is answered again. At the command line: perennial member erase.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'erasures.request',
    cli: 'member erase',
    page: 'Member',
    body: { schema: erasureInputSchema, example: erasureInputExample },
    answers: {
      202: {
        description: 'It was taken and is being worked on.',
        schema: erasureSchema,
        example: erasureExample,
        headers: ['Location'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async ({ body, programmeId, db, deps, actor, requestId }) => {
    const now = deps.clock.now();
    const erasure = await within(db, (tx) => requestErasureIn(tx, now, programmeId, { ...body, actor, requestId }));
    const answer = erasureBody(erasure);
    return { status: 202, body: answer, location: `/erasures/${answer.id}` };
  },
);

const listErasures = endpoint(
  {
    operationId: 'listErasures',
    method: 'get',
    path: '/erasures',
    tag: 'Members',
    summary: 'Requests to erase, latest first',
    description: 'At the command line: perennial member erasures.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'erasures.list',
    cli: 'member erasures',
    page: 'Members',
    query: z.strictObject({
      status: listOf(z.enum(erasureStatuses)).optional().describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: erasurePageSchema, example: erasurePageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const { status, limit, cursor } = filter;
    const before = readCursor('erasures', filter, cursor, z.string());
    const { erasures, next } = await list(db, programmeId, { status, before, limit });
    return {
      status: 200,
      body: { data: erasures.map(erasureBody), nextCursor: writeCursor('erasures', filter, next) },
    };
  },
);

const getErasure = endpoint(
  {
    operationId: 'getErasure',
    method: 'get',
    path: '/erasures/{erasureId}',
    tag: 'Members',
    summary: 'A request to erase',
    description: 'At the command line: perennial member erasures.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'erasures.show',
    cli: 'member erasures',
    page: 'Member',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: erasureSchema, example: erasureExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { erasureId }, programmeId, db }) => ({
    status: 200,
    body: erasureBody(await loadErasure(db, programmeId, rowOf(erasureId))),
  }),
);

const withdrawErasure = endpoint(
  {
    operationId: 'withdrawErasure',
    method: 'post',
    path: '/erasures/{erasureId}/withdraw',
    tag: 'Members',
    summary: 'Withdraw a request before it is due',
    description: 'At the command line: perennial member erase-withdraw.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'erasures.withdraw',
    cli: 'member erase-withdraw',
    page: 'Member',
    params,
    answers: { 200: { description: 'As it now is.', schema: erasureSchema, example: erasureWithdrawnExample } },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { erasureId }, programmeId, db, deps, actor, requestId }) => {
    const [now, rowId] = [deps.clock.now(), rowOf(erasureId)];
    const erasure = await within(db, (tx) => withdrawErasureIn(tx, now, programmeId, rowId, { actor, requestId }));
    return { status: 200, body: erasureBody(erasure) };
  },
);

function erasureBody({ rowId, doneAt, forfeitedPoints, kept, ...erasure }: Erasure) {
  return {
    id: publicIdOf('ers', rowId),
    ...erasure,
    ...(doneAt === null ? {} : { doneAt }),
    ...(forfeitedPoints === null ? {} : { forfeitedPoints }),
    kept: [...kept],
  };
}

export const erasureEndpoints = [createErasure, listErasures, getErasure, withdrawErasure];
