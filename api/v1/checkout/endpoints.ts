import { z } from '@hono/zod-openapi';
import { captureRedemption as capture } from '../../../modules/checkout/capture.ts';
import { createRedemption as create } from '../../../modules/checkout/create-redemption.ts';
import { listRedemptions as list } from '../../../modules/checkout/list.ts';
import { quote } from '../../../modules/checkout/quote.ts';
import { refundRedemption as refund } from '../../../modules/checkout/refund.ts';
import { releaseRedemption as release } from '../../../modules/checkout/release.ts';
import { redemptionStatuses } from '../../../modules/checkout/rules-capture.ts';
import { showRedemption } from '../../../modules/checkout/show.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import {
  captureInputExample,
  quoteExample,
  quoteInputExample,
  redemptionExample,
  redemptionInputExample,
  redemptionPageExample,
  refundInputExample,
} from '../examples/checkout.ts';
import {
  captureInputSchema,
  quoteInputSchema,
  quoteSchema,
  redemptionInputSchema,
  redemptionPageSchema,
  redemptionSchema,
  refundInputSchema,
} from '../schemas/checkout.ts';
import { listOf, memberIdSchema, orderIdSchema, publicId, query } from '../schemas/basics.ts';
import { shownRedemption } from './shown.ts';

const params = z.strictObject({ redemptionId: publicId('red').describe('Its id; percent-encode it once.') });

const quoteOrder = endpoint(
  {
    operationId: 'quoteOrder',
    method: 'post',
    path: '/quotes',
    tag: 'Checkout',
    summary: 'What an order would earn, and what it may be paid with',
    description:
      'Stores nothing. A coupon that cannot be used is told in discount.problem, not by an error. At the command line: perennial quote.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'checkout.quote',
    cli: 'quote',
    page: '–',
    body: { schema: quoteInputSchema, example: quoteInputExample },
    answers: { 200: { description: 'The thing as it is.', schema: quoteSchema, example: quoteExample } },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    limit: 'read',
  },
  async ({ body, programmeId, deps }) => ({ status: 200, body: await quote(deps, programmeId, body) }),
);

const createRedemption = endpoint(
  {
    operationId: 'createRedemption',
    method: 'post',
    path: '/redemptions',
    tag: 'Checkout',
    summary: 'Hold points for an order, or spend them at once',
    description: 'At the command line: perennial redemption create.',
    scope: 'write',
    idempotency: 'key',
    useCase: 'checkout.redeem',
    cli: 'redemption create',
    page: '–',
    body: { schema: redemptionInputSchema, example: redemptionInputExample },
    answers: {
      201: {
        description: 'It was made.',
        schema: redemptionSchema,
        example: redemptionExample,
        headers: ['Idempotent-Replayed', 'Location'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ body, programmeId, db, deps, actor }) => {
    const { redemption } = await create({ ...deps, database: db }, programmeId, body, { actor });
    return { status: 201, body: shownRedemption(redemption), location: `/redemptions/${redemption.id}` };
  },
);

const listRedemptions = endpoint(
  {
    operationId: 'listRedemptions',
    method: 'get',
    path: '/redemptions',
    tag: 'Checkout',
    summary: 'Redemptions, latest first',
    description: 'At the command line: perennial redemption list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'checkout.list',
    cli: 'redemption list',
    page: 'Member',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      orderId: orderIdSchema.optional().describe('Only of this order.'),
      status: listOf(z.enum(redemptionStatuses)).optional().describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: redemptionPageSchema, example: redemptionPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: { limit, cursor, ...filters }, programmeId, deps }) => {
    const before = readCursor('redemptions', filters, cursor, z.string().regex(/^\d{1,18}$/));
    const { redemptions, next } = await list(deps, programmeId, {
      ...{ limit, ...(before === undefined ? {} : { before }) },
      ...(filters.memberId === undefined ? {} : { memberId: filters.memberId }),
      ...(filters.orderId === undefined ? {} : { orderId: filters.orderId }),
      ...(filters.status === undefined ? {} : { status: filters.status }),
    });
    const nextCursor = writeCursor('redemptions', filters, next);
    return { status: 200, body: { data: redemptions.map(shownRedemption), nextCursor } };
  },
);

const getRedemption = endpoint(
  {
    operationId: 'getRedemption',
    method: 'get',
    path: '/redemptions/{redemptionId}',
    tag: 'Checkout',
    summary: 'A redemption',
    description: 'At the command line: perennial redemption show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'checkout.show',
    cli: 'redemption show',
    page: 'Member',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: redemptionSchema, example: redemptionExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { redemptionId }, programmeId, deps }) => ({
    status: 200,
    body: shownRedemption(await showRedemption(deps, programmeId, redemptionId)),
  }),
);

const captureRedemption = endpoint(
  {
    operationId: 'captureRedemption',
    method: 'post',
    path: '/redemptions/{redemptionId}/capture',
    tag: 'Checkout',
    summary: 'Spend what is held, once; what is left goes back',
    description: 'At the command line: perennial redemption capture.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'checkout.capture',
    cli: 'redemption capture',
    page: 'Member',
    params,
    body: { schema: captureInputSchema, example: captureInputExample, optional: true },
    answers: {
      200: {
        description: 'Captured.',
        schema: redemptionSchema,
        example: {
          ...{ ...redemptionExample, status: 'captured', capturedPoints: 300 },
          balance: { available: 150, pending: 0, held: 0, debt: 0, version: 3 },
        },
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ params: { redemptionId }, body, programmeId, db, deps, actor }) => {
    const given = { ...deps, database: db };
    const captured = await capture(given, programmeId, redemptionId, body ?? {}, { actor });
    return { status: 200, body: shownRedemption(captured) };
  },
);

const releaseRedemption = endpoint(
  {
    operationId: 'releaseRedemption',
    method: 'post',
    path: '/redemptions/{redemptionId}/release',
    tag: 'Checkout',
    summary: 'Let held points go',
    description: 'At the command line: perennial redemption release.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'checkout.release',
    cli: 'redemption release',
    page: 'Member',
    params,
    answers: {
      200: {
        description: 'Released; a second call changes nothing.',
        schema: redemptionSchema,
        example: {
          ...{ ...redemptionExample, status: 'released' },
          balance: { available: 450, pending: 0, held: 0, debt: 0, version: 3 },
        },
      },
    },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ params: { redemptionId }, programmeId, db, deps, actor }) => {
    const released = await release({ ...deps, database: db }, programmeId, redemptionId, { actor });
    return { status: 200, body: shownRedemption(released) };
  },
);

const refundRedemption = endpoint(
  {
    operationId: 'refundRedemption',
    method: 'post',
    path: '/redemptions/{redemptionId}/refund',
    tag: 'Checkout',
    summary: 'Give spent points back to the lots they came from',
    description: 'At the command line: perennial redemption refund.',
    scope: 'write',
    idempotency: 'key',
    useCase: 'checkout.refund',
    cli: 'redemption refund',
    page: 'Member',
    params,
    body: { schema: refundInputSchema, example: refundInputExample },
    answers: {
      200: {
        description: 'Refunded, wholly or in part.',
        schema: redemptionSchema,
        example: {
          ...{ ...redemptionExample, status: 'captured', capturedPoints: 400, refundedPoints: 100 },
          balance: { available: 186, pending: 0, held: 0, debt: 0, version: 5 },
        },
        headers: ['Idempotent-Replayed'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ params: { redemptionId }, body, programmeId, db, deps, actor }) => {
    const refunded = await refund({ ...deps, database: db }, programmeId, redemptionId, body, { actor });
    return { status: 200, body: shownRedemption(refunded) };
  },
);

/** Quotes, and redemptions with their moves. */
export const checkoutEndpoints = [
  ...[quoteOrder, createRedemption, listRedemptions, getRedemption],
  ...[captureRedemption, releaseRedemption, refundRedemption],
];
