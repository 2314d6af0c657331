import { z } from '@hono/zod-openapi';
import { requireMemberId } from '../../../modules/members/find.ts';
import {
  lastSequence,
  listNotifications as list,
  showNotification as show,
} from '../../../modules/webhooks/notifications.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { rowIdOf } from '../../../platform/public-ids.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { notificationExample, notificationPageExample, streamExample } from '../examples/webhooks.ts';
import { listOf, memberIdSchema, publicId, query } from '../schemas/basics.ts';
import { notificationPageSchema, notificationSchema, notificationTypeSchema } from '../schemas/webhooks.ts';
import { streamNotifications } from './stream.ts';
import { cutText } from '../../../values/cut-text.ts';

const listNotifications = endpoint(
  {
    operationId: 'listNotifications',
    method: 'get',
    path: '/notifications',
    tag: 'Webhooks',
    summary: 'What webhooks tell, oldest first, to be read at your own pace',
    description:
      'Whoever has read up to a sequence never finds a new one below it. With Accept: text/event-stream it stays open for five minutes and goes on from Last-Event-ID; without that, the cursor or `from`, it tells what happens from now on. At the command line: perennial webhook tail.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'webhooks.notifications',
    cli: 'webhook tail',
    page: 'Overview',
    query: z.strictObject({
      type: listOf(notificationTypeSchema).optional().describe('Only these.'),
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      from: query.from,
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: {
      200: {
        description: 'A page, or a stream.',
        schema: notificationPageSchema,
        example: notificationPageExample,
        eventStream: streamExample,
      },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ query: { type, memberId, from, limit, cursor }, programmeId, deps, headers }) => {
    const { database } = deps;
    const filters = { type, memberId, from };
    const cursorAt = readCursor('notifications', filters, cursor, z.int().min(0));
    const filter = {
      ...(type === undefined ? {} : { types: type }),
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(memberId === undefined ? {} : { memberId: await requireMemberId(database, programmeId, memberId) }),
    };
    if (headers.get('Accept')?.includes('text/event-stream')) {
      const after =
        lastEventOf(headers) ?? cursorAt ?? (from === undefined ? await lastSequence(deps, programmeId) : 0);
      return { status: 200, response: streamNotifications(deps, programmeId, { ...filter, after }) };
    }
    const { data, last } = await list({ database }, programmeId, { ...filter, limit, after: cursorAt ?? 0 });
    return { status: 200, body: { data, nextCursor: writeCursor('notifications', filters, last) } };
  },
);

const getNotification = endpoint(
  {
    operationId: 'getNotification',
    method: 'get',
    path: '/notifications/{notificationId}',
    tag: 'Webhooks',
    summary: 'A notification',
    description: 'At the command line: perennial webhook show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'webhooks.notification',
    cli: 'webhook show',
    page: 'Webhooks',
    params: z.strictObject({ notificationId: publicId('ntf').describe('Its id; percent-encode it once.') }),
    answers: { 200: { description: 'The thing as it is.', schema: notificationSchema, example: notificationExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { notificationId }, programmeId, deps }) => ({
    status: 200,
    body: await show(deps, programmeId, notificationId),
  }),
);

/** Behind which notification a stream that broke goes on. */
function lastEventOf(headers: Headers): number | undefined {
  const text = headers.get('Last-Event-ID') ?? '';
  if (text === '') return undefined;
  const sequence = rowIdOf('ntf', text);
  if (sequence !== undefined) return Number(sequence);
  throw new PerennialError('REQUEST_INVALID', `"${cutText(text, 50)}" is no id of a notification.`, {
    field: 'Last-Event-ID',
    fix: 'Send the id of the last event, or none.',
  });
}

export const notificationEndpoints = [listNotifications, getNotification];
