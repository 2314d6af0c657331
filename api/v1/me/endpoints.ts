import { z } from '@hono/zod-openapi';
import { listCoupons } from '../../../modules/coupons/list.ts';
import { ingestEvents } from '../../../modules/intake/ingest.ts';
import { listInvitations } from '../../../modules/referrals/list-invitations.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { couponPageExample } from '../examples/coupons.ts';
import { checkInAnswerExample, meExample, myReferralPageExample } from '../examples/me.ts';
import { lotPageExample, transactionPageExample } from '../examples/points.ts';
import { couponBody, streakBody } from '../members/shapes.ts';
import { lotPage, transactionPage } from '../points/pages.ts';
import { cardEndpoints } from './card.ts';
import { inboxEndpoints } from './messages.ts';
import { meBody, requireLeave, self, selfId } from './self.ts';
import { listOf, query } from '../schemas/basics.ts';
import { couponPageSchema } from '../schemas/coupons.ts';
import { checkInAnswerSchema, meSchema, myReferralPageSchema } from '../schemas/me.ts';
import { lotPageSchema, transactionPageSchema } from '../schemas/points.ts';

const getMe = endpoint(
  {
    operationId: 'getMe',
    method: 'get',
    path: '/me',
    tag: 'Me',
    summary: "A member's own standing",
    description: 'It has no twin at the command line.',
    scope: 'member',
    idempotency: 'safe',
    useCase: 'members.me',
    cli: '–',
    page: '–',
    answers: { 200: { description: 'The thing as it is.', schema: meSchema, example: meExample } },
    problems: [400, 401, 422, 429, 503],
  },
  async (request) => ({ status: 200, body: await meBody(request) }),
);

const listMyLots = endpoint(
  {
    operationId: 'listMyLots',
    method: 'get',
    path: '/me/lots',
    tag: 'Me',
    summary: 'Own lots, in spending order',
    description: 'It has no twin at the command line.',
    scope: 'member',
    idempotency: 'safe',
    useCase: 'ledger.lots',
    cli: '–',
    page: '–',
    query: z.strictObject({ limit: query.limit, cursor: query.cursor }),
    answers: { 200: { description: 'A page.', schema: lotPageSchema, example: lotPageExample } },
    problems: [400, 401, 422, 429, 503],
  },
  async (request) => {
    const { query: filter, programmeId, db, deps } = request;
    const { id: memberId } = await selfId(request);
    return { status: 200, body: await lotPage({ db, programmeId, now: deps.clock.now() }, { ...filter, memberId }) };
  },
);

const listMyTransactions = endpoint(
  {
    operationId: 'listMyTransactions',
    method: 'get',
    path: '/me/transactions',
    tag: 'Me',
    summary: 'Own points, latest first, explained',
    description: 'It has no twin at the command line.',
    scope: 'member',
    idempotency: 'safe',
    useCase: 'ledger.list',
    cli: '–',
    page: '–',
    query: z.strictObject({ limit: query.limit, cursor: query.cursor }),
    answers: { 200: { description: 'A page.', schema: transactionPageSchema, example: transactionPageExample } },
    problems: [400, 401, 422, 429, 503],
  },
  async (request) => {
    const { query: filter, programmeId, db } = request;
    const { id: memberId } = await selfId(request);
    const { data, nextCursor } = await transactionPage(db, programmeId, { ...filter, memberId });
    // Who did it is the shop's business.
    return { status: 200, body: { data: data.map(({ actor: _, ...each }) => each), nextCursor } };
  },
);

const listMyCoupons = endpoint(
  {
    operationId: 'listMyCoupons',
    method: 'get',
    path: '/me/coupons',
    tag: 'Me',
    summary: 'Own coupons',
    description: 'It has no twin at the command line.',
    scope: 'member',
    idempotency: 'safe',
    useCase: 'coupons.list',
    cli: '–',
    page: '–',
    query: z.strictObject({
      status: listOf(z.enum(['issued', 'redeemed', 'expired', 'cancelled']))
        .optional()
        .describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: couponPageSchema, example: couponPageExample } },
    problems: [400, 401, 422, 429, 503],
  },
  async (request) => {
    const { query: filter, programmeId, db, deps } = request;
    const { id: member } = await selfId(request);
    const before = readCursor('me-coupons', { ...filter, member }, filter.cursor, z.string());
    const coupons = await listCoupons(db, {
      ...{ programmeId, now: deps.clock.now(), member, limit: filter.limit + 1 },
      ...(filter.status === undefined ? {} : { statuses: filter.status }),
      ...(before === undefined ? {} : { before }),
    });
    const page = coupons.slice(0, filter.limit);
    const last = coupons.length > filter.limit ? page.at(-1)?.id : undefined;
    const nextCursor = writeCursor('me-coupons', { ...filter, member }, last);
    return { status: 200, body: { data: page.map(couponBody), nextCursor } };
  },
);

const listMyReferrals = endpoint(
  {
    operationId: 'listMyReferrals',
    method: 'get',
    path: '/me/referrals',
    tag: 'Me',
    summary: 'Own invitations; friends are not named',
    description: 'It has no twin at the command line.',
    scope: 'member',
    idempotency: 'safe',
    useCase: 'referrals.list',
    cli: '–',
    page: '–',
    query: z.strictObject({ limit: query.limit, cursor: query.cursor }),
    answers: { 200: { description: 'A page.', schema: myReferralPageSchema, example: myReferralPageExample } },
    problems: [400, 401, 422, 429, 503],
  },
  async (request) => {
    const { query: filter, programmeId, db } = request;
    const { row } = await selfId(request);
    const rowId = String(row);
    const before = readCursor('me-referrals', { rowId }, filter.cursor, z.string());
    const { invitations, next } = await listInvitations(db, programmeId, row, {
      limit: filter.limit,
      before,
    });
    const nextCursor = writeCursor('me-referrals', { rowId }, next);
    return { status: 200, body: { data: invitations, nextCursor } };
  },
);

const checkIn = endpoint(
  {
    operationId: 'checkIn',
    method: 'post',
    path: '/me/check-ins',
    tag: 'Me',
    summary: 'Check in today',
    description: 'Once a local day; the second time brings 0. It has no twin at the command line.',
    scope: 'member',
    idempotency: 'natural',
    useCase: 'intake.send',
    cli: '–',
    page: '–',
    answers: { 200: { description: 'Checked in.', schema: checkInAnswerSchema, example: checkInAnswerExample } },
    problems: [400, 401, 409, 422, 429, 503],
  },
  async (request) => {
    const { programmeId, deps, requestId } = request;
    const { id: memberId } = await selfId(request);
    requireLeave(request, 'checkIn');
    const [answer] = await ingestEvents(deps, programmeId, [
      { id: `me-checkin:${requestId}`, type: 'checkin.done', memberId, occurredAt: deps.clock.now() },
    ]);
    if (answer?.kind === 'refused')
      throw new PerennialError(answer.code, answer.message, { field: answer.field, fix: answer.fix });
    const { balance, streak } = await self(request);
    if (streak === null || answer === undefined || answer.kind === 'parked') {
      throw new PerennialError('CHECKIN_OFF', 'No campaign takes check-ins.');
    }
    const { businessDay, next } = answer.result;
    const points = answer.points ?? 0;
    return {
      status: 200,
      body: { points, streak: streakBody(streak), businessDay, ...(next === undefined ? {} : { next }), balance },
    };
  },
);

export const meEndpoints = [
  ...[getMe, listMyLots, listMyTransactions, listMyCoupons, listMyReferrals, checkIn],
  ...cardEndpoints,
  ...inboxEndpoints,
];
