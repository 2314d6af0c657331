import { z } from '@hono/zod-openapi';
import { createKey as create } from '../../../modules/keys/create.ts';
import { listKeys as list, showKey as show } from '../../../modules/keys/list.ts';
import { revokeKey as revoke } from '../../../modules/keys/revoke.ts';
import { rotateKey as rotate } from '../../../modules/keys/rotate.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { keyExample, keyInputExample, keyPageExample, secretInputExample } from '../examples/keys.ts';
import { publicId, query } from '../schemas/basics.ts';
import { keyInputSchema, keyPageSchema, keySchema, secretInputSchema } from '../schemas/keys.ts';

const params = z.strictObject({ keyId: publicId('key').describe('Its id; percent-encode it once.') });
const secretExample = { ...keyExample, secret: 'prn_4n8b2v6c1m0x_5Jq0V9bX2mN7tR4wK8pL1sD6fG3hZ0yC' };
/** How long the secret of before is taken when the request does not say. */
const overlapDefault = 86_400;

const listKeys = endpoint(
  {
    operationId: 'listKeys',
    method: 'get',
    path: '/keys',
    tag: 'Keys',
    summary: 'Keys of the programme',
    description: 'At the command line: perennial key list.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'keys.list',
    cli: 'key list',
    page: 'Keys',
    query: z.strictObject({ limit: query.limit, cursor: query.cursor }),
    answers: { 200: { description: 'A page.', schema: keyPageSchema, example: keyPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: { limit, cursor }, programmeId, db }) => {
    const position = z.tuple([z.coerce.date(), z.string()]);
    const [createdAt, id] = readCursor('keys', {}, cursor, position) ?? [];
    const before = createdAt === undefined || id === undefined ? {} : { before: { createdAt, id } };
    const { keys, next } = await list(db, programmeId, { limit, ...before });
    const nextCursor = next === undefined ? null : writeCursor('keys', {}, [next.createdAt, next.id]);
    return { status: 200, body: { data: keys, nextCursor } };
  },
);

const createKey = endpoint(
  {
    operationId: 'createKey',
    method: 'post',
    path: '/keys',
    tag: 'Keys',
    summary: 'Make a key; its secret is shown once',
    description: 'At the command line: perennial key create.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'keys.create',
    cli: 'key create',
    page: 'Keys',
    body: { schema: keyInputSchema, example: keyInputExample },
    answers: {
      201: {
        description: 'It was made.',
        schema: keySchema,
        example: secretExample,
        headers: ['Idempotent-Replayed', 'Location'],
      },
    },
    problems: [400, 401, 403, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async ({ body: { name, scopes, expiresAt, limits }, programmeId, db, actor, requestId }) => {
    const ends = expiresAt == null ? {} : { expiresAt: new Date(expiresAt) };
    const own = limits === undefined ? {} : { limits };
    const key = await create(db, programmeId, { name, scopes, actor, requestId, ...ends, ...own });
    return { status: 201, body: key, location: `/keys/${key.id}` };
  },
);

const getKey = endpoint(
  {
    operationId: 'getKey',
    method: 'get',
    path: '/keys/{keyId}',
    tag: 'Keys',
    summary: 'A key, without its secret',
    description: 'At the command line: perennial key list.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'keys.show',
    cli: 'key list',
    page: 'Keys',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: keySchema, example: keyExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { keyId }, programmeId, db }) => ({ status: 200, body: await show(db, programmeId, keyId) }),
);

const rotateKey = endpoint(
  {
    operationId: 'rotateKey',
    method: 'post',
    path: '/keys/{keyId}/rotate',
    tag: 'Keys',
    summary: 'A new secret; the old one holds for a while',
    description: 'At the command line: perennial key rotate.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'keys.rotate',
    cli: 'key rotate',
    page: 'Keys',
    params,
    body: { schema: secretInputSchema, example: secretInputExample, optional: true },
    answers: {
      201: {
        description: 'It was made.',
        schema: keySchema,
        example: secretExample,
        headers: ['Idempotent-Replayed'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { keyId }, body: { overlapSeconds = overlapDefault }, programmeId, db, actor, requestId }) => ({
    status: 201,
    body: await rotate(db, programmeId, keyId, { overlapSeconds, actor, requestId }),
  }),
);

const revokeKey = endpoint(
  {
    operationId: 'revokeKey',
    method: 'post',
    path: '/keys/{keyId}/revoke',
    tag: 'Keys',
    summary: 'End a key',
    description:
      'It ends within a second, and the member tokens made with it. At the command line: perennial key revoke.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'keys.revoke',
    cli: 'key revoke',
    page: 'Keys',
    params,
    answers: {
      200: {
        description: 'As it now is.',
        schema: keySchema,
        example: { ...keyExample, revokedAt: '2026-12-08T15:00:00.000Z' },
      },
    },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { keyId }, programmeId, db, actor, requestId }) => ({
    status: 200,
    body: await revoke(db, programmeId, keyId, { actor, requestId }),
  }),
);

export const keyEndpoints = [listKeys, createKey, getKey, rotateKey, revokeKey];
