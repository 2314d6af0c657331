import { z } from '@hono/zod-openapi';
import { totalsOfMember } from '../../../modules/member-view/totals.ts';
import { endpoint } from '../endpoint.ts';
import { pointsTotalsExample } from '../examples/overview.ts';
import { memberIdSchema } from '../schemas/basics.ts';
import { pointsTotalsSchema } from '../schemas/overview.ts';

const getMemberTotals = endpoint(
  {
    operationId: 'getMemberTotals',
    method: 'get',
    path: '/members/{memberId}/totals',
    tag: 'Members',
    summary: 'What the points of a member came from and went to',
    description: 'The sums of the ledger; they come to the balance. At the command line: perennial member show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'members.totals',
    cli: 'member show',
    page: 'Member',
    params: z.strictObject({ memberId: memberIdSchema.describe('Its id; percent-encode it once.') }),
    answers: { 200: { description: 'The sums.', schema: pointsTotalsSchema, example: pointsTotalsExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { memberId }, programmeId, db, deps }) => {
    const { balance, ...totals } = await totalsOfMember(db, programmeId, memberId, deps.clock.now());
    return { status: 200, body: { ...totals, ...balance } };
  },
);

export const totalsEndpoints = [getMemberTotals];
