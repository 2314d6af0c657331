import { z } from '@hono/zod-openapi';
import { signMemberToken } from '../../../modules/keys/member-token.ts';
import { changeMemberStatus } from '../../../modules/members/change-status.ts';
import { requireMemberId } from '../../../modules/members/find.ts';
import type { MembershipMove } from '../../../modules/members/rules-membership.ts';
import type { V1Request } from '../endpoint.ts';
import { endpoint } from '../endpoint.ts';
import {
  memberExample,
  memberTokenExample,
  memberTokenInputExample,
  reasonInputExample,
  referralExample,
} from '../examples/members.ts';
import { memberIdSchema } from '../schemas/basics.ts';
import { memberSchema, memberTokenInputSchema, memberTokenSchema } from '../schemas/members.ts';
import { reasonInputSchema, referralSchema } from '../schemas/profiles.ts';
import { memberOf, referralOf } from './read.ts';

const params = z.strictObject({ memberId: memberIdSchema.describe('Its id; percent-encode it once.') });

/** Moves a membership and answers with the member as it then is. */
async function move(
  {
    params: { memberId },
    body: { reason },
    programmeId,
    db,
    deps,
    actor,
    requestId,
  }: V1Request<{ memberId: string }, object, { reason: string }>,
  to: MembershipMove,
) {
  const now = deps.clock.now();
  await changeMemberStatus(db, { programmeId, memberId, now }, { move: to, reason, actor, requestId });
  const { body } = await memberOf({ db, programmeId, now }, memberId);
  return { status: 200, body };
}

const getReferral = endpoint(
  {
    operationId: 'getReferral',
    method: 'get',
    path: '/members/{memberId}/referral',
    tag: 'Members',
    summary: 'Code and link to invite friends with',
    description: 'At the command line: perennial referral code.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'referrals.code',
    cli: 'referral code',
    page: 'Member',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: referralSchema, example: referralExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { memberId }, programmeId, db, deps }) => {
    const now = deps.clock.now();
    const row = await requireMemberId(db, programmeId, memberId);
    return { status: 200, body: await referralOf({ db, programmeId, now, publicUrl: deps.publicUrl }, row) };
  },
);

const suspendMember = endpoint(
  {
    operationId: 'suspendMember',
    method: 'post',
    path: '/members/{memberId}/suspend',
    tag: 'Members',
    summary: 'Stop earning and redeeming for a while',
    description: 'At the command line: perennial member suspend.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'members.suspend',
    cli: 'member suspend',
    page: 'Member',
    params,
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: {
      200: {
        description: 'As it now is.',
        schema: memberSchema,
        example: {
          id: 'anna-1',
          status: 'suspended',
          email: 'anna@example.com',
          phone: null,
          name: 'Anna',
          birthday: null,
          zone: null,
          locale: null,
          tags: [],
          consent: { email: true },
          attributes: {},
          tier: 'base',
          joinedAt: '2026-12-08T09:00:00.000Z',
          profileCompletedAt: null,
          lastOrderAt: '2026-12-08T10:03:00.000Z',
          ordersCount: 2,
          spentMinor: 43600,
          currency: 'GBP',
          balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
          streak: null,
        },
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async (request) => move(request, 'suspend'),
);

const closeMember = endpoint(
  {
    operationId: 'closeMember',
    method: 'post',
    path: '/members/{memberId}/close',
    tag: 'Members',
    summary: 'End a membership',
    description: 'At the command line: perennial member close.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'members.close',
    cli: 'member close',
    page: 'Member',
    params,
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: {
      200: {
        description: 'As it now is.',
        schema: memberSchema,
        example: {
          id: 'anna-1',
          status: 'closed',
          email: 'anna@example.com',
          phone: null,
          name: 'Anna',
          birthday: null,
          zone: null,
          locale: null,
          tags: [],
          consent: { email: true },
          attributes: {},
          tier: 'base',
          joinedAt: '2026-12-08T09:00:00.000Z',
          profileCompletedAt: null,
          lastOrderAt: '2026-12-08T10:03:00.000Z',
          ordersCount: 2,
          spentMinor: 43600,
          currency: 'GBP',
          balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
          streak: null,
        },
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async (request) => move(request, 'close'),
);

const reopenMember = endpoint(
  {
    operationId: 'reopenMember',
    method: 'post',
    path: '/members/{memberId}/reopen',
    tag: 'Members',
    summary: 'Take a member up again',
    description: 'At the command line: perennial member reopen.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'members.reopen',
    cli: 'member reopen',
    page: 'Member',
    params,
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: { 200: { description: 'As it now is.', schema: memberSchema, example: memberExample } },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async (request) => move(request, 'reopen'),
);

const createMemberToken = endpoint(
  {
    operationId: 'createMemberToken',
    method: 'post',
    path: '/member-tokens',
    tag: 'Members',
    summary: 'A short-lived token for one member',
    description: 'At the command line: perennial member token.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'members.mintToken',
    cli: 'member token',
    page: '–',
    body: { schema: memberTokenInputSchema, example: memberTokenInputExample },
    answers: { 201: { description: 'It was made.', schema: memberTokenSchema, example: memberTokenExample } },
    problems: [400, 401, 403, 404, 413, 415, 422, 429, 503],
  },
  async ({ body: { memberId, expiresInSeconds = 900, ...may }, programmeId, db, deps, actor }) => {
    await requireMemberId(db, programmeId, memberId);
    // A token lets somebody in: it goes by real time, whatever the programme clock says.
    const expiresAt = new Date(Math.floor(Date.now() / 1_000 + expiresInSeconds) * 1_000);
    const { checkIn = false, edit = false } = may;
    const token = signMemberToken(deps.secret, { programmeId, memberId, keyId: actor, checkIn, edit, expiresAt });
    return { status: 201, body: { token, memberId, expiresAt } };
  },
);

export const membershipEndpoints = [getReferral, suspendMember, closeMember, reopenMember, createMemberToken];
