import { z } from '@hono/zod-openapi';
import { eventsPerCallMax } from '../../../modules/intake/answers.ts';
import { listEvents as readEvents } from '../../../modules/intake/list-events.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { eventPageExample } from '../examples/events.ts';
import { period } from '../period.ts';
import { invalidRequest } from '../problem.ts';
import { eventIdSchema, memberIdSchema, query } from '../schemas/basics.ts';
import {
  eventAnswerSchema,
  eventBatchAnswerSchema,
  eventBatchSchema,
  eventInputSchema,
  eventPageSchema,
} from '../schemas/events.ts';
import { entryOf, takeEvents } from './answer.ts';

const batchBytesMax = 5_000_000;
/** A batch whose entries are judged each for itself. */
const anyBatch = z.strictObject({ events: z.array(z.unknown()).min(1).max(eventsPerCallMax) });

const sendEvent = endpoint(
  {
    operationId: 'sendEvent',
    method: 'post',
    path: '/events',
    tag: 'Events',
    summary: 'Tell of one thing that happened',
    description:
      'The id of the event is its idempotency key. 201 the first time, 200 with the first answer for a repeat. At the command line: perennial event send.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'intake.send',
    cli: 'event send',
    page: '–',
    body: {
      schema: eventInputSchema,
      examples: {
        earn: {
          id: 'order-1001',
          type: 'order.placed',
          memberId: 'anna-1',
          occurredAt: '2026-12-08T09:05:00.000Z',
          data: { orderId: '1001', amountMinor: 40000, currency: 'GBP' },
        },
        redeem: {
          id: 'order-1002',
          type: 'order.placed',
          memberId: 'anna-1',
          occurredAt: '2026-12-08T10:03:00.000Z',
          data: { orderId: '1002', amountMinor: 3600, currency: 'GBP', redemptionId: 'red_9c4x7k2m' },
        },
        returned: {
          id: 'return-1002-1',
          type: 'order.returned',
          memberId: 'anna-1',
          occurredAt: '2026-12-08T15:00:00.000Z',
          data: { orderId: '1002', amountMinor: 1800 },
        },
        cancelled: { id: 'cancel-1002', type: 'order.cancelled', memberId: 'anna-1', data: { orderId: '1002' } },
      },
    },
    answers: {
      200: {
        description: 'Taken before.',
        schema: eventAnswerSchema,
        example: {
          id: 'order-1002',
          status: 'duplicate',
          type: 'order.placed',
          memberId: 'anna-1',
          occurredAt: '2026-12-08T10:03:00.000Z',
          receivedAt: '2026-12-08T10:03:00.000Z',
          points: 36,
          explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
          balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
          order: {
            id: '1002',
            memberId: 'anna-1',
            status: 'placed',
            amountMinor: 3600,
            returnedMinor: 0,
            currency: 'GBP',
            placedAt: '2026-12-08T10:03:00.000Z',
            points: 36,
            explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
            redemptionId: 'red_9c4x7k2m',
          },
          redemption: {
            id: 'red_9c4x7k2m',
            memberId: 'anna-1',
            orderId: '1002',
            status: 'captured',
            points: 400,
            amountMinor: 400,
            currency: 'GBP',
            capturedPoints: 400,
            refundedPoints: 0,
            expiresAt: '2026-12-08T10:31:00.000Z',
            createdAt: '2026-12-08T10:01:00.000Z',
            lots: [{ lotId: 'lot_7h2k9m4q', points: -400, expiresAt: '2027-12-08T23:59:59.999Z' }],
            balance: { available: 50, pending: 0, held: 0, debt: 0, version: 3 },
          },
        },
      },
      201: {
        description: 'Taken, with what came of it.',
        schema: eventAnswerSchema,
        example: {
          id: 'order-1002',
          status: 'accepted',
          type: 'order.placed',
          memberId: 'anna-1',
          occurredAt: '2026-12-08T10:03:00.000Z',
          receivedAt: '2026-12-08T10:03:00.000Z',
          points: 36,
          explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
          balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
          order: {
            id: '1002',
            memberId: 'anna-1',
            status: 'placed',
            amountMinor: 3600,
            returnedMinor: 0,
            currency: 'GBP',
            placedAt: '2026-12-08T10:03:00.000Z',
            points: 36,
            explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
            redemptionId: 'red_9c4x7k2m',
          },
          redemption: {
            id: 'red_9c4x7k2m',
            memberId: 'anna-1',
            orderId: '1002',
            status: 'captured',
            points: 400,
            amountMinor: 400,
            currency: 'GBP',
            capturedPoints: 400,
            refundedPoints: 0,
            expiresAt: '2026-12-08T10:31:00.000Z',
            createdAt: '2026-12-08T10:01:00.000Z',
            lots: [{ lotId: 'lot_7h2k9m4q', points: -400, expiresAt: '2027-12-08T23:59:59.999Z' }],
            balance: { available: 50, pending: 0, held: 0, debt: 0, version: 3 },
          },
        },
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    readsOwnBody: true,
    limit: 'events',
  },
  async ({ body, programmeId, deps }) => {
    const [outcome] = await takeEvents(deps, programmeId, [body]);
    if (outcome === undefined) throw new Error('The event was not answered.');
    if (!outcome.ok) throw outcome.error;
    return { status: outcome.body.status === 'duplicate' ? 200 : 201, body: outcome.body };
  },
);

const sendEvents = endpoint(
  {
    operationId: 'sendEvents',
    method: 'post',
    path: '/events/batch',
    tag: 'Events',
    summary: 'Tell of up to 1,000 things',
    description:
      'Each event is answered for itself; one that is refused stops no other. NDJSON in, NDJSON out, a line for a line. At the command line: perennial event send --file.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'intake.take',
    cli: 'event send --file',
    page: '–',
    body: {
      schema: eventBatchSchema,
      example: {
        events: [
          {
            id: 'order-1002',
            type: 'order.placed',
            memberId: 'anna-1',
            occurredAt: '2026-12-08T10:03:00.000Z',
            data: { orderId: '1002', amountMinor: 3600, currency: 'GBP', redemptionId: 'red_9c4x7k2m' },
          },
        ],
      },
      bytesMax: batchBytesMax,
      ndjson: {
        field: 'events',
        example:
          '{"id":"order-1001","type":"order.placed","memberId":"anna-1","data":{"orderId":"1001","amountMinor":40000}}\n',
      },
    },
    answers: {
      200: {
        description: 'One answer for each event, in their order.',
        ndjson: '{"id":"order-1001","status":"accepted","points":450}\n',
        schema: eventBatchAnswerSchema,
        example: {
          data: [
            {
              id: 'order-1002',
              status: 'accepted',
              type: 'order.placed',
              memberId: 'anna-1',
              occurredAt: '2026-12-08T10:03:00.000Z',
              receivedAt: '2026-12-08T10:03:00.000Z',
              points: 36,
              explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
              balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
            },
            {
              id: 'order-77',
              status: 'refused',
              problem: {
                type: '/docs/errors/MEMBER_NOT_FOUND',
                title: 'There is no such member.',
                status: 404,
                code: 'MEMBER_NOT_FOUND',
                requestId: 'req_5d8w2n7c',
                field: 'memberId',
                fix: 'Create the member first: POST /v1/members.',
              },
            },
          ],
        },
      },
    },
    problems: [400, 401, 403, 413, 415, 422, 429, 503],
    readsOwnBody: true,
    limit: 'events',
    cost: (body) => (Array.isArray(body.events) ? Math.max(1, body.events.length) : 1),
  },
  async ({ body, programmeId, deps, requestId }) => {
    const read = anyBatch.safeParse(body);
    if (!read.success) throw invalidRequest(read.error.issues, anyBatch, body);
    const { events } = read.data;
    const outcomes = await takeEvents(deps, programmeId, events);
    return {
      status: 200,
      body: { data: outcomes.map((outcome, place) => entryOf(outcome, events[place], requestId)) },
    };
  },
);

const listEvents = endpoint(
  {
    operationId: 'listEvents',
    method: 'get',
    path: '/events',
    tag: 'Events',
    summary: 'What was told, latest first',
    description: 'At the command line: perennial event list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'intake.list',
    cli: 'event list',
    page: 'Member',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      id: eventIdSchema.optional().describe('Only this one.'),
      type: z.string().max(60).optional().describe('Only of this type.'),
      from: query.from,
      to: query.to,
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: eventPageSchema, example: eventPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const before = readCursor('events', filter, filter.cursor, z.string());
    const { events, next } = await readEvents(db, programmeId, { ...filter, before, ...period(filter) });
    const nextCursor = writeCursor('events', filter, next);
    return { status: 200, body: { data: events, nextCursor } };
  },
);

export const eventEndpoints = [sendEvent, sendEvents, listEvents];
