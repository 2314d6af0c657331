import { z } from '@hono/zod-openapi';
import { listMessages as list, type MessageSummary } from '../../../modules/messaging/sending/list.ts';
import { countReasons } from '../../../modules/messaging/sending/reasons.ts';
import { retryMessages } from '../../../modules/messaging/sending/retry.ts';
import { readMessage } from '../../../modules/messaging/sending/show.ts';
import type { Db } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { reasonsIn } from '../locale.ts';
import { messageExample, messagePageExample, messageReasonsExample } from '../examples/messages.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { codeSchema, listOf, memberIdSchema, publicId, query } from '../schemas/basics.ts';
import { messagePageSchema, messageReasonsSchema, messageSchema } from '../schemas/messages.ts';

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
      reason: z.string().min(1).max(500).optional().describe('Only for this reason, as message-reasons tells it.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: messagePageSchema, example: messagePageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db, language }) => {
    const say = await reasonsIn(db, programmeId, language);
    const before = readCursor('messages', filter, filter.cursor, z.string());
    const { memberId, status: statuses, campaign, template, reason, limit } = filter;
    const wanted = {
      ...(memberId === undefined ? {} : { member: memberId }),
      ...(statuses === undefined ? {} : { statuses }),
      ...(campaign === undefined ? {} : { campaign }),
      ...(template === undefined ? {} : { template }),
      ...(reason === undefined ? {} : { reason }),
      ...(before === undefined ? {} : { before }),
    };
    const found = await list(db, { programmeId, ...wanted, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const nextCursor = writeCursor('messages', filter, last?.id);
    return { status: 200, body: { data: page.map((message) => bodyOf(message, say)), nextCursor } };
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
  async ({ params: { messageId }, programmeId, db, language }) => {
    const rowId = requireRowId('msg', messageId, 'MESSAGE_NOT_FOUND', 'messageId');
    return { status: 200, body: await messageOf(db, programmeId, rowId, { messageId, language }) };
  },
);

const listReasons = endpoint(
  {
    operationId: 'getMessageReasons',
    method: 'get',
    path: '/message-reasons',
    tag: 'Messages',
    summary: 'What became of messages, and why',
    description: 'Sums are those of the list with the same filter.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'messages.reasons',
    cli: 'message list',
    page: 'Messages',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      campaign: codeSchema.optional().describe('Only of this campaign.'),
      template: z.string().max(60).optional().describe('Only of this template.'),
    }),
    answers: { 200: { description: 'As it is.', schema: messageReasonsSchema, example: messageReasonsExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: { memberId: member, campaign, template }, programmeId, db, language }) => {
    const { reasons, partial } = await countReasons(db, { programmeId, member, campaign, template });
    const say = await reasonsIn(db, programmeId, language);
    const data = reasons.map((each) => ({ ...each, text: each.reason === null ? null : say(each.reason) }));
    return { status: 200, body: { reasons: data, partial } };
  },
);

const retryMessage = endpoint(
  {
    operationId: 'retryMessage',
    method: 'post',
    path: '/messages/{messageId}/retry',
    tag: 'Messages',
    summary: 'Send a failed one again',
    description:
      'With the text its campaign has by now; one whose deadline has passed stays as it is. At the command line: perennial message retry.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'messages.retry',
    cli: 'message retry',
    page: 'Messages',
    params,
    answers: { 200: { description: 'As it now is.', schema: messageSchema, example: messageExample } },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
  },
  async ({ params: { messageId }, programmeId, db, deps, actor, requestId, language }) => {
    const rowId = requireRowId('msg', messageId, 'MESSAGE_NOT_FOUND', 'messageId');
    const before = await messageOf(db, programmeId, rowId, { messageId, language });
    const refuse = (why: string) => new PerennialError('MESSAGE_STATUS', why, { field: 'status' });
    if (before.status === 'failed') {
      const asked = { message: String(rowId), actor, requestId };
      const { tooLate } = await retryMessages(deps, { id: programmeId }, asked);
      if (tooLate > 0) throw refuse('What the message says is of no use any more: its deadline has passed.');
    } else if (before.status !== 'reserved' && before.status !== 'sending') {
      throw refuse(`The message is ${before.status}: only one that has failed goes again.`);
    }
    return { status: 200, body: await messageOf(db, programmeId, rowId, { messageId, language }) };
  },
);

interface Asked {
  readonly messageId: string;
  readonly language: string | undefined;
}

async function messageOf(db: Db, programmeId: number, rowId: bigint, { messageId, language }: Asked) {
  const message = await readMessage(db, programmeId, String(rowId));
  if (message === undefined) {
    throw new PerennialError('MESSAGE_NOT_FOUND', `There is no "${messageId}".`, { field: 'messageId' });
  }
  const { enrolmentId, deadline, attempts, deliveredAt, providerId, reports } = message;
  const enrolment = enrolmentId === null ? {} : { enrolmentId: publicIdOf('enr', enrolmentId) };
  const say = await reasonsIn(db, programmeId, language);
  return { ...bodyOf(message, say), ...enrolment, deadline, attempts, deliveredAt, providerId, reports };
}

function bodyOf(message: MessageSummary, say: (reason: string) => string) {
  const { id, member: memberId, campaign, template, channel, locale, status, reason, subject } = message;
  const { class: messageClass, reservedAt, notBefore, sentAt } = message;
  return {
    ...{ id: publicIdOf('msg', id), memberId, campaign, channel, class: messageClass, template, locale, status },
    ...{ reason, reasonText: reason === null ? null : say(reason), subject, reservedAt, notBefore, sentAt },
  };
}

export const messageEndpoints = [listMessages, getMessage, listReasons, retryMessage];
