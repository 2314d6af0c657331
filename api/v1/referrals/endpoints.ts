import { z } from '@hono/zod-openapi';
import { listReferrals as list } from '../../../modules/referrals/list-all.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { referralCasePageExample } from '../examples/referrals.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';
import { listOf, memberIdSchema, query } from '../schemas/basics.ts';
import { referralCasePageSchema, referralStatuses } from '../schemas/referrals.ts';

const listReferrals = endpoint(
  {
    operationId: 'listReferrals',
    method: 'get',
    path: '/referrals',
    tag: 'Referrals',
    summary: 'Invitations, latest first',
    description: 'At the command line: perennial referral list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'referrals.list',
    cli: 'referral list',
    page: 'Member',
    query: z.strictObject({
      memberId: memberIdSchema.optional().describe('Only of this member.'),
      status: listOf(z.enum(referralStatuses)).optional().describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: referralCasePageSchema, example: referralCasePageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const { memberId, status: statuses, limit, cursor } = filter;
    const before = readCursor('referrals', filter, cursor, z.string());
    const { referrals, next } = await list(db, programmeId, { memberId, statuses, before, limit });
    const data = referrals.map(({ rowId, ...each }) => ({ id: publicIdOf('ref', rowId), ...each }));
    return {
      status: 200,
      body: { data, nextCursor: writeCursor('referrals', filter, next) },
    };
  },
);

export const referralEndpoints = [listReferrals];
