import { z } from '@hono/zod-openapi';
import { listMessages as list, type MessageSummary } from '../../../modules/messaging/sending/list.ts';
import { readMessage } from '../../../modules/messaging/sending/show.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { messageExample, messagePageExample } from '../examples/messages.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { codeSchema, listOf, memberIdSchema, publicId, query } from '../schemas/basics.ts';
import { messagePageSchema, messageSchema } from '../schemas/messages.ts';

const params = z.strictObject({ messageId: publicId('msg').describe('Its id.') });

const listMessages = endpoint(
  {
    operationId: 'listMessages',
    method: 'get',
    path: '/messages',
    tag: 'Messages',
    summary: 'Messages, latest first',
    description: 'At the command line: perennial message list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'messages.list',
    cli: 'message list',
    page: 'Messages',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      campaign: codeSchema.optional().describe('Only of this campaign.'),
      template: z.string().max(60).optional().describe('Only of this template.'),
      status: listOf(
        z.enum(['reserved', 'sending', 'sent', 'bounced', 'suppressed', 'skipped', 'dropped', 'failed', 'unknown']),
      )
        .optional()
        .describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: messagePageSchema, example: messagePageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const before = readCursor('messages', filter, filter.cursor, z.string());
    const { memberId, status: statuses, campaign, template, limit } = filter;
    const wanted = {
      ...(memberId === undefined ? {} : { member: memberId }),
      ...(statuses === undefined ? {} : { statuses }),
      ...(campaign === undefined ? {} : { campaign }),
      ...(template === undefined ? {} : { template }),
      ...(before === undefined ? {} : { before }),
    };
    const found = await list(db, { programmeId, ...wanted, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const nextCursor = writeCursor('messages', filter, last?.id);
    return { status: 200, body: { data: page.map(bodyOf), nextCursor } };
  },
);

const getMessage = endpoint(
  {
    operationId: 'getMessage',
    method: 'get',
    path: '/messages/{messageId}',
    tag: 'Messages',
    summary: 'A message, and why it did not go',
    description: 'At the command line: perennial message show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'messages.show',
    cli: 'message show',
    page: 'Messages',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: messageSchema, example: messageExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { messageId }, programmeId, db }) => {
    const rowId = requireRowId('msg', messageId, 'MESSAGE_NOT_FOUND', 'messageId');
    const message = await readMessage(db, programmeId, String(rowId));
    if (message === undefined) {
      throw new PerennialError('MESSAGE_NOT_FOUND', `There is no "${messageId}".`, { field: 'messageId' });
    }
    const { enrolmentId, deadline, attempts } = message;
    const enrolment = enrolmentId === null ? {} : { enrolmentId: publicIdOf('enr', enrolmentId) };
    return { status: 200, body: { ...bodyOf(message), ...enrolment, deadline, attempts } };
  },
);

function bodyOf({
  id,
  member: memberId,
  campaign,
  template,
  channel,
  locale,
  status,
  reason,
  subject,
  ...rest
}: MessageSummary) {
  const { class: messageClass, reservedAt, notBefore, sentAt } = rest;
  return {
    ...{ id: publicIdOf('msg', id), memberId, campaign, channel, class: messageClass, template, locale, status },
    ...{ reason, subject, reservedAt, notBefore, sentAt },
  };
}

export const messageEndpoints = [listMessages, getMessage];
