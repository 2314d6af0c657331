import { z } from '@hono/zod-openapi';
import { createEndpoint as create } from '../../../modules/webhooks/create.ts';
import { listEndpoints as list, showEndpoint as show } from '../../../modules/webhooks/list.ts';
import { removeEndpoint as remove } from '../../../modules/webhooks/remove.ts';
import { replayNotifications as replay } from '../../../modules/webhooks/replay.ts';
import { rotateSecret } from '../../../modules/webhooks/rotate-secret.ts';
import { updateEndpoint as update } from '../../../modules/webhooks/update.ts';
import type { Db } from '../../../platform/database.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint, type V1Deps } from '../endpoint.ts';
import { secretInputExample } from '../examples/keys.ts';
import {
  madeEndpointExample,
  replayExample,
  replayInputExample,
  webhookEndpointExample,
  webhookEndpointInputExample,
  webhookEndpointPageExample,
  webhookEndpointPatchExample,
} from '../examples/webhooks.ts';
import { publicId, query } from '../schemas/basics.ts';
import { secretInputSchema } from '../schemas/keys.ts';
import {
  replayInputSchema,
  replaySchema,
  webhookEndpointInputSchema,
  webhookEndpointPageSchema,
  webhookEndpointPatchSchema,
  webhookEndpointSchema,
} from '../schemas/webhooks.ts';

const params = z.strictObject({ endpointId: publicId('whe').describe('Its id; percent-encode it once.') });
const shown = { description: 'The thing as it is.', schema: webhookEndpointSchema, example: webhookEndpointExample };
const made = { description: 'It was made.', schema: webhookEndpointSchema, example: madeEndpointExample };

/** What the use cases work with. */
const withDeps = ({
  db,
  deps,
  actor,
  requestId,
}: {
  readonly db: Db;
  readonly deps: V1Deps;
  readonly actor: string;
  readonly requestId: string;
}) => ({
  ...{ database: db, clock: deps.clock, reach: deps.webhookReach ?? { allowsThisMachine: false } },
  by: { actor, requestId },
});

const listEndpoints = endpoint(
  {
    operationId: 'listEndpoints',
    method: 'get',
    path: '/webhook-endpoints',
    tag: 'Webhooks',
    summary: 'Endpoints',
    description: 'At the command line: perennial webhook list.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'webhooks.list',
    cli: 'webhook list',
    page: 'Webhooks',
    query: z.strictObject({ limit: query.limit, cursor: query.cursor }),
    answers: {
      200: { description: 'A page.', schema: webhookEndpointPageSchema, example: webhookEndpointPageExample },
    },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: { limit, cursor }, programmeId, db }) => {
    const before = readCursor('webhook-endpoints', {}, cursor, z.int());
    const { endpoints, next } = await list({ database: db }, programmeId, { limit, ...(before && { before }) });
    const nextCursor = writeCursor('webhook-endpoints', {}, next);
    return { status: 200, body: { data: endpoints, nextCursor } };
  },
);

const createEndpoint = endpoint(
  {
    operationId: 'createEndpoint',
    method: 'post',
    path: '/webhook-endpoints',
    tag: 'Webhooks',
    summary: 'Have notifications sent',
    description: 'At the command line: perennial webhook create.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'webhooks.create',
    cli: 'webhook create',
    page: 'Webhooks',
    body: { schema: webhookEndpointInputSchema, example: webhookEndpointInputExample },
    answers: { 201: { ...made, headers: ['Idempotent-Replayed', 'Location'] } },
    problems: [400, 401, 403, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async (request) => {
    const { url, types, name } = request.body;
    const input = { url, types, ...(name === undefined ? {} : { name }) };
    const body = await create(withDeps(request), request.programmeId, input);
    return { status: 201, body, location: `/webhook-endpoints/${body.id}` };
  },
);

const getEndpoint = endpoint(
  {
    operationId: 'getEndpoint',
    method: 'get',
    path: '/webhook-endpoints/{endpointId}',
    tag: 'Webhooks',
    summary: 'An endpoint',
    description: 'At the command line: perennial webhook show.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'webhooks.show',
    cli: 'webhook show',
    page: 'Webhooks',
    params,
    answers: { 200: shown },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { endpointId }, programmeId, db }) => ({
    status: 200,
    body: await show({ database: db }, programmeId, endpointId),
  }),
);

const updateEndpoint = endpoint(
  {
    operationId: 'updateEndpoint',
    method: 'patch',
    path: '/webhook-endpoints/{endpointId}',
    tag: 'Webhooks',
    summary: 'Change it',
    description: 'At the command line: perennial webhook update.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'webhooks.update',
    cli: 'webhook update',
    page: 'Webhooks',
    params,
    body: { schema: webhookEndpointPatchSchema, example: webhookEndpointPatchExample },
    answers: { 200: shown },
    problems: [400, 401, 403, 404, 413, 415, 422, 429, 503],
  },
  async (request) => {
    const { url, types, name, status } = request.body;
    const patch = {
      ...(url === undefined ? {} : { url }),
      ...(types === undefined ? {} : { types }),
      ...(name === undefined ? {} : { name }),
      ...(status === undefined ? {} : { status }),
    };
    const body = await update(withDeps(request), request.programmeId, request.params.endpointId, patch);
    return { status: 200, body };
  },
);

const deleteEndpoint = endpoint(
  {
    operationId: 'deleteEndpoint',
    method: 'delete',
    path: '/webhook-endpoints/{endpointId}',
    tag: 'Webhooks',
    summary: 'Remove it',
    description: 'At the command line: perennial webhook remove.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'webhooks.remove',
    cli: 'webhook remove',
    page: 'Webhooks',
    params,
    answers: { 204: { description: 'It is gone; what waited for it is dropped.' } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async (request) => {
    await remove(withDeps(request), request.programmeId, request.params.endpointId);
    return { status: 204 };
  },
);

const rotateEndpointSecret = endpoint(
  {
    operationId: 'rotateEndpointSecret',
    method: 'post',
    path: '/webhook-endpoints/{endpointId}/secret',
    tag: 'Webhooks',
    summary: 'A new secret; the old one signs too for a while',
    description: 'At the command line: perennial webhook rotate.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'webhooks.rotateSecret',
    cli: 'webhook rotate',
    page: 'Webhooks',
    params,
    body: { schema: secretInputSchema, example: secretInputExample, optional: true },
    answers: { 201: { ...made, headers: ['Idempotent-Replayed'] } },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async (request) => {
    const { overlapSeconds } = request.body;
    const input = overlapSeconds === undefined ? {} : { overlapSeconds };
    const body = await rotateSecret(withDeps(request), request.programmeId, request.params.endpointId, input);
    return { status: 201, body };
  },
);

const replayNotifications = endpoint(
  {
    operationId: 'replayNotifications',
    method: 'post',
    path: '/webhook-endpoints/{endpointId}/replays',
    tag: 'Webhooks',
    summary: 'Send some once more',
    description: 'At the command line: perennial webhook replay.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'webhooks.replay',
    cli: 'webhook replay',
    page: 'Webhooks',
    params,
    body: { schema: replayInputSchema, example: replayInputExample },
    answers: {
      202: {
        description: 'It was taken and is being worked on.',
        schema: replaySchema,
        example: replayExample,
        headers: ['Idempotent-Replayed'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async (request) => {
    const { notificationIds, from, to, types } = request.body;
    const input = {
      ...(notificationIds === undefined ? {} : { notificationIds }),
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(to === undefined ? {} : { to: new Date(to) }),
      ...(types === undefined ? {} : { types }),
    };
    const body = await replay(withDeps(request), request.programmeId, request.params.endpointId, input);
    return { status: 202, body };
  },
);

export const webhookEndpoints = [
  ...[listEndpoints, createEndpoint, getEndpoint, updateEndpoint, deleteEndpoint],
  ...[rotateEndpointSecret, replayNotifications],
];
