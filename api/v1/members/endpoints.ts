import { z } from '@hono/zod-openapi';
import { listMembers as findMembers } from '../../../modules/members/list.ts';
import { createMember as create, updateMember as update } from '../../../modules/members/save.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { memberNotFound } from '../../../modules/members/find.ts';
import { readBalanceNow, readMembersNow } from '../../../modules/member-view/members-now.ts';
import { refuseIfChanged } from '../../../platform/revision.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { balanceExample } from '../examples/points.ts';
import { memberExample, memberInputExample, memberPageExample, memberPatchExample } from '../examples/members.ts';
import { balanceSchema, codeSchema, listOf, memberIdSchema, query } from '../schemas/basics.ts';
import { memberPageSchema, memberSchema } from '../schemas/members.ts';
import { memberInputSchema, memberPatchSchema } from '../schemas/profiles.ts';
import { type Expansion, memberOf } from './read.ts';
import { memberBody } from './shapes.ts';

const params = z.strictObject({ memberId: memberIdSchema.describe('Its id; percent-encode it once.') });

const listMembers = endpoint(
  {
    operationId: 'listMembers',
    method: 'get',
    path: '/members',
    tag: 'Members',
    summary: 'Find members',
    description: 'At the command line: perennial member list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'members.find',
    cli: 'member list',
    page: 'Members',
    query: z.strictObject({
      query: z
        .string()
        .min(2)
        .max(100)
        .optional()
        .describe(
          "Part of an id, e-mail address, phone number or name; or a whole order's number, coupon's code or referral code, whose member comes first.",
        ),
      email: z.string().max(254).optional().describe('Of this address, however it is written.'),
      phone: z.string().max(40).optional().describe('Of this number.'),
      tag: z.string().max(60).optional().describe('With this tag.'),
      tier: codeSchema.optional().describe('Of this tier.'),
      status: listOf(z.enum(['active', 'suspended', 'closed', 'merged', 'erased']))
        .optional()
        .describe('Only these.'),
      joinedFrom: query.from.describe('Who joined not before this instant.'),
      joinedTo: query.to.describe('Who joined before this instant.'),
      hasBalance: z
        .enum(['true', 'false'])
        .transform((text) => text === 'true')
        .openapi({ type: 'boolean' })
        .optional()
        .describe('Who has points that can be spent, or has none.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: memberPageSchema, example: memberPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db, deps }) => {
    const before = readCursor('members', filter, filter.cursor, z.string());
    const { definition } = await loadProgramme(db, programmeId);
    const { ids, next } = await findMembers(db, programmeId, {
      ...filter,
      before,
      joinedFrom: instantOf(filter.joinedFrom),
      joinedTo: instantOf(filter.joinedTo),
    });
    const members = await readMembersNow(db, programmeId, ids, deps.clock.now());
    const nextCursor = writeCursor('members', filter, next);
    return { status: 200, body: { data: members.map((each) => memberBody(each, definition.currency)), nextCursor } };
  },
);

const instantOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

const createMember = endpoint(
  {
    operationId: 'createMember',
    method: 'post',
    path: '/members',
    tag: 'Members',
    summary: 'Make a member',
    description:
      'The event member.joined of the id joined:<id>. The same member with the same content is answered with 200. At the command line: perennial member create.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'members.create',
    cli: 'member create',
    page: 'Members',
    body: { schema: memberInputSchema, example: memberInputExample },
    answers: {
      200: {
        description: 'It was there with the same content.',
        schema: memberSchema,
        example: memberExample,
        headers: ['Location'],
      },
      201: {
        description: 'It was made.',
        schema: memberSchema,
        example: {
          id: 'anna-1',
          status: 'active',
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
          lastOrderAt: null,
          ordersCount: 0,
          spentMinor: 0,
          currency: 'GBP',
          balance: { available: 0, pending: 0, held: 0, debt: 0, version: 0 },
          streak: null,
        },
        headers: ['Location'],
      },
    },
    problems: [400, 401, 403, 409, 413, 415, 422, 429, 503],
  },
  async ({ body: { id, joinedAt, ...profile }, programmeId, db, deps }) => {
    const at = joinedAt === undefined ? {} : { joinedAt: new Date(joinedAt) };
    const { created } = await create(deps, programmeId, { id, ...at, profile });
    const { body } = await memberOf({ db, programmeId, now: deps.clock.now() }, id);
    return { status: created ? 201 : 200, body, location: `/members/${encodeURIComponent(id)}` };
  },
);

const getMember = endpoint(
  {
    operationId: 'getMember',
    method: 'get',
    path: '/members/{memberId}',
    tag: 'Members',
    summary: 'A member',
    description: 'At the command line: perennial member show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'members.show',
    cli: 'member show',
    page: 'Member',
    params,
    query: z.strictObject({
      expand: listOf(z.enum(['lots', 'coupons', 'referral']))
        .optional()
        .describe('What to put in besides.'),
    }),
    answers: {
      200: { description: 'The thing as it is.', schema: memberSchema, example: memberExample, headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { memberId }, query: { expand = [] }, programmeId, db, deps }) => {
    const expansion: Expansion = { db, programmeId, now: deps.clock.now(), publicUrl: deps.publicUrl };
    return { status: 200, ...(await memberOf(expansion, memberId, expand)) };
  },
);

const updateMember = endpoint(
  {
    operationId: 'updateMember',
    method: 'patch',
    path: '/members/{memberId}',
    tag: 'Members',
    summary: 'Change a profile',
    description: 'At the command line: perennial member update.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'members.update',
    cli: 'member update',
    page: 'Member',
    params,
    body: { schema: memberPatchSchema, example: memberPatchExample },
    answers: {
      200: { description: 'The thing as it is.', schema: memberSchema, example: memberExample, headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503],
  },
  async ({ params: { memberId }, body, programmeId, db, deps, ifMatch, requestId }) => {
    const now = deps.clock.now();
    await update(deps, programmeId, { id: memberId, eventId: `updated:${requestId}`, profile: body }, async (tx) => {
      if (ifMatch === undefined) return;
      const { etag } = await memberOf({ db: tx, programmeId, now }, memberId);
      refuseIfChanged('The member', `"${etag}"`, ifMatch);
    });
    return { status: 200, ...(await memberOf({ db, programmeId, now: deps.clock.now() }, memberId)) };
  },
);

const getBalance = endpoint(
  {
    operationId: 'getBalance',
    method: 'get',
    path: '/members/{memberId}/balance',
    tag: 'Members',
    summary: 'Points of a member',
    description: 'At the command line: perennial member show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'ledger.balance',
    cli: 'member show',
    page: 'Member',
    params,
    answers: {
      200: { description: 'The thing as it is.', schema: balanceSchema, example: balanceExample, headers: ['ETag'] },
      304: { description: 'It is as you know it.', headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { memberId }, programmeId, db, deps }) => {
    const balance = await readBalanceNow(db, programmeId, memberId, deps.clock.now());
    if (balance === undefined) throw memberNotFound(memberId);
    // Points past their end change what is available and no version.
    return { status: 200, body: balance, etag: `${balance.version}-${balance.available}` };
  },
);

export const memberEndpoints = [listMembers, createMember, getMember, updateMember, getBalance];
