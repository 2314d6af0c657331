import { z } from '@hono/zod-openapi';
import { countUnread, type InboxMessage, listInbox } from '../../../modules/messaging/inbox/list.ts';
import { markRead } from '../../../modules/messaging/inbox/mark-read.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { myMessageExample, myMessagePageExample } from '../examples/me.ts';
import { publicId, query } from '../schemas/basics.ts';
import { myMessagePageSchema, myMessageSchema } from '../schemas/me.ts';
import { selfId } from './self.ts';

const bodyOf = ({ id, ...message }: InboxMessage) => ({ id: publicIdOf('msg', id), ...message });

const listMyMessages = endpoint(
  {
    operationId: 'listMyMessages',
    method: 'get',
    path: '/me/messages',
    tag: 'Me',
    summary: 'Own inbox, latest first',
    description:
      'Messages of the channel inbox; what went by mail is in the mailbox. It has no twin at the command line.',
    scope: 'member',
    idempotency: 'safe',
    useCase: 'messages.inbox',
    cli: '–',
    page: '–',
    query: z.strictObject({
      unread: z
        .enum(['true', 'false'])
        .default('false')
        .transform((text) => text === 'true')
        .openapi({ type: 'boolean' })
        .describe('Only new ones.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: myMessagePageSchema, example: myMessagePageExample } },
    problems: [400, 401, 422, 429, 503],
  },
  async (request) => {
    const { query: filter, db } = request;
    const { row } = await selfId(request);
    const { unread, limit } = filter;
    const which = { unread, rowId: String(row) };
    const before = readCursor('me-messages', which, filter.cursor, z.string().regex(/^\d{1,18}$/));
    const found = await listInbox(db, { memberRow: row, unread, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1)?.id : undefined;
    const nextCursor = writeCursor('me-messages', which, last);
    return { status: 200, body: { data: page.map(bodyOf), nextCursor, unread: await countUnread(db, row) } };
  },
);

const readMyMessage = endpoint(
  {
    operationId: 'readMyMessage',
    method: 'post',
    path: '/me/messages/{messageId}/read',
    tag: 'Me',
    summary: 'Note that a message was read',
    description: 'The first time counts. It has no twin at the command line.',
    scope: 'member',
    idempotency: 'natural',
    useCase: 'messages.read',
    cli: '–',
    page: '–',
    params: z.strictObject({ messageId: publicId('msg').describe('Its id.') }),
    answers: { 200: { description: 'As it now is.', schema: myMessageSchema, example: myMessageExample } },
    problems: [400, 401, 404, 422, 429, 503],
  },
  async (request) => {
    const { params, db, deps } = request;
    const { row: memberRow } = await selfId(request);
    const id = String(requireRowId('msg', params.messageId, 'MESSAGE_NOT_FOUND', 'messageId'));
    const message = await markRead(db, { memberRow, id, now: deps.clock.now() });
    if (message === undefined) {
      throw new PerennialError('MESSAGE_NOT_FOUND', `There is no "${params.messageId}" in the inbox.`, {
        field: 'messageId',
      });
    }
    return { status: 200, body: bodyOf(message) };
  },
);

export const inboxEndpoints = [listMyMessages, readMyMessage];
