import { z } from '@hono/zod-openapi';
import { createConnection as create } from '../../../modules/connect/create.ts';
import { deleteConnection as remove } from '../../../modules/connect/delete.ts';
import { listConnections as list } from '../../../modules/connect/list.ts';
import type { Connection } from '../../../modules/connect/rows.ts';
import { showConnection as show } from '../../../modules/connect/show.ts';
import { updateConnection as update } from '../../../modules/connect/update.ts';
import type { WebhookReach } from '../../../modules/webhooks/reach.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import {
  connectionExample,
  connectionInputExample,
  connectionPageExample,
  connectionPatchExample,
} from '../examples/connect.ts';
import { publicId, query } from '../schemas/basics.ts';
import {
  connectionInputSchema,
  connectionPageSchema,
  connectionPatchSchema,
  connectionSchema,
} from '../schemas/connect.ts';

const params = z.strictObject({ connectionId: publicId('cnx').describe('Its id; percent-encode it once.') });
const position = z.tuple([z.coerce.date(), z.string()]);

/** As a client sees it: whose programme it is the key says. */
function shown<Shown extends Connection>({ programmeId: _, ...connection }: Shown): Omit<Shown, 'programmeId'> {
  return connection;
}

const reachOf = ({ webhookReach }: { readonly webhookReach?: WebhookReach | undefined }): WebhookReach =>
  webhookReach ?? { allowsThisMachine: false };

const listConnections = endpoint(
  {
    operationId: 'listConnections',
    method: 'get',
    path: '/connections',
    tag: 'Connect',
    summary: 'Shops and providers that are connected',
    description: 'At the command line: perennial connection list.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'connect.list',
    cli: 'connection list',
    page: 'Webhooks',
    query: z.strictObject({ limit: query.limit, cursor: query.cursor }),
    answers: { 200: { description: 'A page.', schema: connectionPageSchema, example: connectionPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: { limit, cursor }, programmeId, db }) => {
    const [createdAt, id] = readCursor('connections', {}, cursor, position) ?? [];
    const before = createdAt === undefined || id === undefined ? {} : { before: { createdAt, id } };
    const connections = await list(db, programmeId, { limit, ...before });
    const last = connections.length === limit ? connections.at(-1) : undefined;
    const nextCursor = last === undefined ? null : writeCursor('connections', {}, [last.createdAt, last.id]);
    return { status: 200, body: { data: connections.map(shown), nextCursor } };
  },
);

const createConnection = endpoint(
  {
    operationId: 'createConnection',
    method: 'post',
    path: '/connections',
    tag: 'Connect',
    summary: 'Connect a shop, or a provider of mail or texts',
    description: 'At the command line: perennial connection create.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'connect.create',
    cli: 'connection create',
    page: 'Webhooks',
    body: { schema: connectionInputSchema, example: connectionInputExample },
    answers: {
      201: {
        description: 'It was made.',
        schema: connectionSchema,
        example: connectionExample,
        headers: ['Idempotent-Replayed', 'Location'],
      },
    },
    problems: [400, 401, 403, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async ({ body: { kind, secret, name, settings }, programmeId, db, deps, actor, requestId }) => {
    const wanted = {
      ...{ kind, actor, requestId, reach: reachOf(deps) },
      ...(secret === undefined ? {} : { secret }),
      ...(name === undefined ? {} : { name }),
      ...(settings === undefined ? {} : { settings }),
    };
    const connection = await create(db, programmeId, wanted, deps.clock.now());
    return { status: 201, body: shown(connection), location: `/connections/${connection.id}` };
  },
);

const getConnection = endpoint(
  {
    operationId: 'getConnection',
    method: 'get',
    path: '/connections/{connectionId}',
    tag: 'Connect',
    summary: 'A connection, and orders that could not be taken',
    description: 'At the command line: perennial connection show.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'connect.show',
    cli: 'connection show',
    page: 'Webhooks',
    params,
    answers: {
      200: {
        description: 'The thing as it is.',
        schema: connectionSchema,
        example: { ...connectionExample, problems: [] },
      },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { connectionId }, programmeId, db }) => ({
    status: 200,
    body: shown(await show(db, programmeId, connectionId)),
  }),
);

const updateConnection = endpoint(
  {
    operationId: 'updateConnection',
    method: 'patch',
    path: '/connections/{connectionId}',
    tag: 'Connect',
    summary: 'Change it',
    description: 'At the command line: perennial connection update.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'connect.update',
    cli: 'connection update',
    page: 'Webhooks',
    params,
    body: { schema: connectionPatchSchema, example: connectionPatchExample },
    answers: { 200: { description: 'The thing as it is.', schema: connectionSchema, example: connectionExample } },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
  },
  async ({ params: { connectionId }, body: { secret, name, settings }, programmeId, db, deps, actor, requestId }) => {
    const change = {
      ...{ actor, requestId, reach: reachOf(deps) },
      ...(secret === undefined ? {} : { secret }),
      ...(name === undefined ? {} : { name }),
      ...(settings === undefined ? {} : { settings }),
    };
    return { status: 200, body: shown(await update(db, programmeId, connectionId, change, deps.clock.now())) };
  },
);

const deleteConnection = endpoint(
  {
    operationId: 'deleteConnection',
    method: 'delete',
    path: '/connections/{connectionId}',
    tag: 'Connect',
    summary: 'End it; what its orders brought stays',
    description: 'At the command line: perennial connection delete.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'connect.delete',
    cli: 'connection delete',
    page: 'Webhooks',
    params,
    answers: { 204: { description: 'It is gone.' } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { connectionId }, programmeId, db, deps: { clock }, actor, requestId }) => {
    await remove(db, programmeId, connectionId, { actor, requestId, now: clock.now() });
    return { status: 204 };
  },
);

export const connectionEndpoints = [
  listConnections,
  createConnection,
  getConnection,
  updateConnection,
  deleteConnection,
];
