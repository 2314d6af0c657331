import { z } from '@hono/zod-openapi';
import { cancelEnrolment as cancel } from '../../../modules/campaigns/cancel-enrolment.ts';
import {
  type EnrolmentView,
  listEnrolments as list,
  requireEnrolment,
} from '../../../modules/campaigns/list-enrolments.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { enrolmentExample, enrolmentPageExample } from '../examples/enrolments.ts';
import { reasonInputExample } from '../examples/members.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { codeSchema, listOf, memberIdSchema, publicId, query } from '../schemas/basics.ts';
import { enrolmentPageSchema, enrolmentSchema } from '../schemas/enrolments.ts';
import { reasonInputSchema } from '../schemas/profiles.ts';

const params = z.strictObject({ enrolmentId: publicId('enr').describe('Its id.') });
const rowOf = (shown: string) => requireRowId('enr', shown, 'ENROLMENT_NOT_FOUND', 'enrolmentId');
const bodyOf = ({ id, ...rest }: EnrolmentView) => ({ id: publicIdOf('enr', id), ...rest });

const listEnrolments = endpoint(
  {
    operationId: 'listEnrolments',
    method: 'get',
    path: '/enrolments',
    tag: 'Campaigns',
    summary: 'Members in campaigns, latest first',
    description:
      'Of the whole programme, of one member or one campaign. At the command line: perennial enrolment list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.listEnrolments',
    cli: 'enrolment list',
    page: 'Campaign',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      campaign: codeSchema.optional().describe('Only of this campaign.'),
      status: listOf(z.enum(['active', 'blocked', 'done', 'exited', 'cancelled', 'failed', 'suppressed', 'skipped']))
        .optional()
        .describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: enrolmentPageSchema, example: enrolmentPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const before = readCursor('enrolments', filter, filter.cursor, z.string());
    const { memberId, campaign, status: statuses, limit } = filter;
    const found = await list(db, programmeId, { memberId, campaign, statuses, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const nextCursor = writeCursor('enrolments', filter, last?.id);
    return { status: 200, body: { data: page.map(bodyOf), nextCursor } };
  },
);

const getEnrolment = endpoint(
  {
    operationId: 'getEnrolment',
    method: 'get',
    path: '/enrolments/{enrolmentId}',
    tag: 'Campaigns',
    summary: 'One member in one campaign',
    description: 'What it waits for, or how it ended. At the command line: perennial enrolment show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.showEnrolment',
    cli: 'enrolment show',
    page: 'Member',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: enrolmentSchema, example: enrolmentExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { enrolmentId }, programmeId, db }) => ({
    status: 200,
    body: bodyOf(await requireEnrolment(db, programmeId, rowOf(enrolmentId))),
  }),
);

const cancelEnrolment = endpoint(
  {
    operationId: 'cancelEnrolment',
    method: 'post',
    path: '/enrolments/{enrolmentId}/cancel',
    tag: 'Campaigns',
    summary: 'Take one member out',
    description:
      'Nothing more is done for the member there; one who was taken out before stays so, with the first reason. At the command line: perennial enrolment cancel.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.cancelEnrolment',
    cli: 'enrolment cancel',
    page: 'Member',
    params,
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: {
      200: {
        description: 'As it now is.',
        schema: enrolmentSchema,
        example: {
          id: 'enr_4w8e2r6t',
          campaign: 'welcome',
          version: 1,
          memberId: 'anna-1',
          occurrence: 1,
          status: 'cancelled',
          reason: 'asked for by the member',
          heldOut: false,
          waitsFor: null,
          waitsUntil: null,
          enrolledAt: '2026-12-08T09:00:00.000Z',
          endedAt: '2026-12-08T15:00:00.000Z',
        },
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
  },
  async ({ params: { enrolmentId }, body: { reason }, programmeId, deps, actor, requestId }) => ({
    status: 200,
    body: bodyOf(await cancel(deps, programmeId, rowOf(enrolmentId), { actor, requestId, reason })),
  }),
);

export const enrolmentEndpoints = [listEnrolments, getEnrolment, cancelEnrolment];
