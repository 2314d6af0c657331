import { z } from '@hono/zod-openapi';
import { daysMax, readOverview } from '../../../modules/overview/read.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { endpoint } from '../endpoint.ts';
import { overviewExample } from '../examples/overview.ts';
import { overviewSchema } from '../schemas/overview.ts';

const getOverview = endpoint(
  {
    operationId: 'getOverview',
    method: 'get',
    path: '/overview',
    tag: 'Programme',
    summary: 'How the programme stands, and what its last days brought',
    description: 'Days begin at midnight in the zone of the programme. At the command line: perennial programme show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'overview.read',
    cli: 'programme show',
    page: 'Overview',
    query: z.strictObject({
      days: z.coerce.number().int().min(1).max(daysMax).default(30).describe('How many, today among them.'),
    }),
    answers: { 200: { description: 'The figures.', schema: overviewSchema, example: overviewExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: { days }, programmeId, db, deps }) => {
    const { definition } = await loadProgramme(db, programmeId);
    const period = { zone: definition.zone, days, now: deps.clock.now() };
    const { totals, joined, ...rest } = await readOverview(db, programmeId, period);
    const { members, outstanding, available, pending, held, debt, estimated } = totals;
    const body = {
      ...rest,
      members: { total: members, joined },
      points: { outstanding, available, pending, held, debt, estimated },
    };
    return { status: 200, body };
  },
);

export const overviewEndpoints = [getOverview];
