import { z } from '@hono/zod-openapi';
import { listCoupons as list } from '../../../modules/coupons/list.ts';
import {
  cancelCoupon as cancel,
  redeemCoupon as redeem,
  returnCoupon as giveBack,
} from '../../../modules/coupons/move-one.ts';
import { readCoupon } from '../../../modules/coupons/show.ts';
import { requireMemberId } from '../../../modules/members/find.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import {
  couponCancelledExample,
  couponExample,
  couponPageExample,
  couponRedeemedExample,
  couponRedeemInputExample,
} from '../examples/coupons.ts';
import { reasonInputExample } from '../examples/members.ts';
import { couponBody } from '../members/shapes.ts';
import { codeSchema, couponCodeSchema, listOf, memberIdSchema, query } from '../schemas/basics.ts';
import { couponPageSchema, couponRedeemInputSchema, couponSchema } from '../schemas/coupons.ts';
import { reasonInputSchema } from '../schemas/profiles.ts';

const params = z.strictObject({ coupon: couponCodeSchema.describe('Its code; percent-encode it once.') });

const listCoupons = endpoint(
  {
    operationId: 'listCoupons',
    method: 'get',
    path: '/coupons',
    tag: 'Coupons',
    summary: 'Coupons, latest first',
    description: 'At the command line: perennial coupon list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'coupons.list',
    cli: 'coupon list',
    page: 'Coupons',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      campaign: codeSchema.optional().describe('Only of this campaign.'),
      status: listOf(z.enum(['issued', 'redeemed', 'expired', 'cancelled']))
        .optional()
        .describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: couponPageSchema, example: couponPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db, deps }) => {
    const { memberId: member, campaign, status: statuses, limit, cursor } = filter;
    const before = readCursor('coupons', filter, cursor, z.string());
    const coupons = await list(db, {
      ...{ programmeId, now: deps.clock.now(), limit: limit + 1 },
      ...(member === undefined ? {} : { member }),
      ...(campaign === undefined ? {} : { campaign }),
      ...(statuses === undefined ? {} : { statuses }),
      ...(before === undefined ? {} : { before }),
    });
    const page = coupons.slice(0, limit);
    const last = coupons.length > limit ? page.at(-1)?.id : undefined;
    const nextCursor = writeCursor('coupons', filter, last);
    return { status: 200, body: { data: page.map(couponBody), nextCursor } };
  },
);

const getCoupon = endpoint(
  {
    operationId: 'getCoupon',
    method: 'get',
    path: '/coupons/{coupon}',
    tag: 'Coupons',
    summary: 'A coupon, with what happened to it',
    description: 'At the command line: perennial coupon show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'coupons.show',
    cli: 'coupon show',
    page: 'Coupons',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: couponSchema, example: couponExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { coupon: code }, programmeId, db, deps }) => ({
    status: 200,
    body: couponBody(await readCoupon(db, { programmeId, now: deps.clock.now(), code })),
  }),
);

const redeemCoupon = endpoint(
  {
    operationId: 'redeemCoupon',
    method: 'post',
    path: '/coupons/{coupon}/redeem',
    tag: 'Coupons',
    summary: 'Use it on an order that comes by no event',
    description: 'At the command line: perennial coupon redeem.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'coupons.redeem',
    cli: 'coupon redeem',
    page: 'Coupons',
    params,
    body: { schema: couponRedeemInputSchema, example: couponRedeemInputExample },
    answers: {
      200: {
        description: 'Used; a second call for the same order changes nothing.',
        schema: couponSchema,
        example: couponRedeemedExample,
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ params: { coupon: code }, body: { orderId, amountMinor, memberId }, programmeId, db, deps, actor }) => {
    const at = deps.clock.now();
    const whose = memberId === undefined ? {} : { memberId: String(await requireMemberId(db, programmeId, memberId)) };
    const coupon = await redeem(db, programmeId, code, { at, actor, orderId, amountMinor, ...whose });
    return { status: 200, body: couponBody(coupon) };
  },
);

const returnCoupon = endpoint(
  {
    operationId: 'returnCoupon',
    method: 'post',
    path: '/coupons/{coupon}/return',
    tag: 'Coupons',
    summary: 'Give back one that was used',
    description: 'At the command line: perennial coupon return.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'coupons.return',
    cli: 'coupon return',
    page: 'Coupons',
    params,
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: { 200: { description: 'The thing as it is.', schema: couponSchema, example: couponExample } },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ params: { coupon: code }, body: { reason }, programmeId, db, deps, actor }) => ({
    status: 200,
    body: couponBody(await giveBack(db, programmeId, code, { at: deps.clock.now(), actor, reason })),
  }),
);

const cancelCoupon = endpoint(
  {
    operationId: 'cancelCoupon',
    method: 'post',
    path: '/coupons/{coupon}/cancel',
    tag: 'Coupons',
    summary: 'Withdraw one that was not used',
    description: 'At the command line: perennial coupon cancel.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'coupons.cancel',
    cli: 'coupon cancel',
    page: 'Coupons',
    params,
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: { 200: { description: 'As it now is.', schema: couponSchema, example: couponCancelledExample } },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ params: { coupon: code }, body: { reason }, programmeId, db, deps, actor }) => ({
    status: 200,
    body: couponBody(await cancel(db, programmeId, code, { at: deps.clock.now(), actor, reason })),
  }),
);

export const couponEndpoints = [listCoupons, getCoupon, redeemCoupon, returnCoupon, cancelCoupon];
