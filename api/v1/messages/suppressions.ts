import { z } from '@hono/zod-openapi';
import {
  addressedChannels,
  type AddressedChannel,
  type ListedSuppression,
  pageSuppressed,
  suppressAddress,
  unsuppressRow,
} from '../../../modules/messaging/reachability/suppress.ts';
import { isAddressOf } from '../../../modules/messaging/reachability/rules-address.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { suppressionExample, suppressionInputExample, suppressionPageExample } from '../examples/messages.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { publicId, query } from '../schemas/basics.ts';
import { suppressionInputSchema, suppressionPageSchema, suppressionSchema } from '../schemas/messages.ts';

const params = z.strictObject({ suppressionId: publicId('sup').describe('Its id.') });
/** Refuses what can't be an address of its channel. */
function requireAddress({ address, channel = 'email' }: { address: string; channel?: AddressedChannel }): void {
  const nothing = channel === 'email' ? /^\s*[^\s@]+@[^\s@]+\s*$/.test(address) : isAddressOf(channel, address.trim());
  if (nothing) return;
  throw new PerennialError('REQUEST_INVALID', `"address" is no address of ${channel}.`, {
    field: 'address',
    fix: channel === 'sms' ? 'Write the number with its country, such as +44 20 7946 0958.' : 'Write the address.',
  });
}

const bodyOf = ({ id, ...rest }: ListedSuppression) => ({ id: publicIdOf('sup', id), ...rest });

const listSuppressions = endpoint(
  {
    operationId: 'listSuppressions',
    method: 'get',
    path: '/suppressions',
    tag: 'Messages',
    summary: 'Addresses nothing is sent to',
    description: 'At the command line: perennial message suppressed.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'messages.listSuppressions',
    cli: 'message suppressed',
    page: 'Messages',
    query: z.strictObject({
      address: z.string().max(1_000).optional().describe('Only this one.'),
      channel: z.enum(addressedChannels).optional().describe('Only those of this one.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: suppressionPageSchema, example: suppressionPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const before = readCursor('suppressions', filter, filter.cursor, z.string());
    const { address, channel, limit } = filter;
    const found = await pageSuppressed(db, { programmeId, address, channel, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const nextCursor = last === undefined ? null : writeCursor('suppressions', filter, String(last.id));
    return { status: 200, body: { data: page.map(bodyOf), nextCursor } };
  },
);

const createSuppression = endpoint(
  {
    operationId: 'createSuppression',
    method: 'post',
    path: '/suppressions',
    tag: 'Messages',
    summary: 'Send nothing there any more',
    description: 'At the command line: perennial message suppress.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'messages.suppress',
    cli: 'message suppress',
    page: 'Messages',
    body: { schema: suppressionInputSchema, example: suppressionInputExample },
    answers: {
      200: {
        description: 'It was there, with its first reason.',
        schema: suppressionSchema,
        example: suppressionExample,
      },
      201: { description: 'It was made.', schema: suppressionSchema, example: suppressionExample },
    },
    problems: [400, 401, 403, 413, 415, 422, 429, 503],
  },
  async ({ body: { address, channel, reason }, programmeId, deps, actor, requestId }) => {
    const about = { address, reason, ...(channel === undefined ? {} : { channel }) };
    requireAddress(about);
    const change = { ...about, programmeId, actor, requestId, now: deps.clock.now() };
    const { suppressed, id, changed } = await suppressAddress(deps.database, change);
    return { status: changed ? 201 : 200, body: bodyOf({ id, ...suppressed }) };
  },
);

const deleteSuppression = endpoint(
  {
    operationId: 'deleteSuppression',
    method: 'delete',
    path: '/suppressions/{suppressionId}',
    tag: 'Messages',
    summary: 'Send there again',
    description: 'At the command line: perennial message unsuppress.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'messages.unsuppress',
    cli: 'message unsuppress',
    page: 'Messages',
    params,
    answers: { 204: { description: 'It is gone.' } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { suppressionId }, programmeId, deps, actor, requestId }) => {
    const id = requireRowId('sup', suppressionId, 'SUPPRESSION_NOT_FOUND', 'suppressionId');
    const removed = await unsuppressRow(deps.database, { programmeId, id, actor, requestId, now: deps.clock.now() });
    if (removed !== undefined) return { status: 204 };
    throw new PerennialError('SUPPRESSION_NOT_FOUND', `There is no "${suppressionId}".`, { field: 'suppressionId' });
  },
);

export const suppressionEndpoints = [listSuppressions, createSuppression, deleteSuppression];
