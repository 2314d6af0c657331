import { z } from '@hono/zod-openapi';
import { enterCampaignIn } from '../../../modules/campaigns/enter.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';
import { endpoint } from '../endpoint.ts';
import { enteringExample, enteringInputExample } from '../examples/enrolments.ts';
import { codeSchema } from '../schemas/basics.ts';
import { enteringInputSchema, enteringSchema } from '../schemas/enrolments.ts';

const enterCampaign = endpoint(
  {
    operationId: 'enterCampaign',
    method: 'post',
    path: '/campaigns/{code}/enrolments',
    tag: 'Campaigns',
    summary: 'Bring a member into a journey',
    description:
      'By its entry `by: api`, decided at once: the enrolment, or why there is none. Of a paused journey it waits until that is over. At the command line: perennial campaign enrol.',
    scope: 'write',
    idempotency: 'key',
    useCase: 'campaigns.enter',
    cli: 'campaign enrol',
    page: 'Campaign',
    params: z.strictObject({ code: codeSchema.describe('Its code.') }),
    body: { schema: enteringInputSchema, example: enteringInputExample },
    answers: {
      200: {
        description: 'What became of it.',
        schema: enteringSchema,
        example: enteringExample,
        headers: ['Idempotent-Replayed'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ params: { code: campaign }, body: { memberId, fields }, programmeId, db, deps, requestId }) => {
    // That one request comes twice is told by its Idempotency-Key.
    const { enrolment, ...rest } = await enterCampaignIn(db, deps.clock.now(), programmeId, {
      ...{ campaign, memberId, fields, key: requestId },
    });
    const shown = enrolment === null ? null : { ...enrolment, id: publicIdOf('enr', enrolment.id) };
    return { status: 200, body: { ...rest, enrolment: shown } };
  },
);

export const campaignEntering = [enterCampaign];
