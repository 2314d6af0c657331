import { z } from '@hono/zod-openapi';
import { planLaunch } from '../../../modules/campaigns/launch-plan.ts';
import { readFlow } from '../../../modules/campaigns/flow.ts';
import { isJourney } from '../../../modules/campaigns/journey-definition.ts';
import { listWaiting as list } from '../../../modules/campaigns/list-waiting.ts';
import { sayJourney } from '../../../modules/campaigns/tell-journey.ts';
import { nextSweepAt } from '../../../modules/enrolments/sweep-times.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { campaignFlowExample, launchPlanExample, waitingMemberPageExample } from '../examples/flow.ts';
import { localeOf } from '../locale.ts';
import { codeSchema, query } from '../schemas/basics.ts';
import { campaignFlowSchema, waitingMemberPageSchema } from '../schemas/flow.ts';
import { launchPlanSchema } from '../schemas/launch-plan.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });

/** As the address names the place before the first step. */
const entry = 'entry';
const cursorSchema = z.object({ until: z.iso.datetime().nullable(), id: z.string().regex(/^\d{1,18}$/) });

const getCampaignFlow = endpoint(
  {
    operationId: 'getCampaignFlow',
    method: 'get',
    path: '/campaigns/{code}/flow',
    tag: 'Campaigns',
    summary: 'Where everybody is, and what comes next',
    description:
      'Step by step who came, who is here, whose story ended and who went on; sums close. At the command line: perennial campaign show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.flow',
    cli: 'campaign show',
    page: 'Campaign',
    params,
    answers: { 200: { description: 'As it is now.', schema: campaignFlowSchema, example: campaignFlowExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code: campaign }, programmeId, db, deps, language }) => {
    const flow = await readFlow(db, programmeId, campaign, deps.clock.now());
    const { at, sampled, heldOut, steps, enteredLately, nextStep, queue, joinedInPause, messages } = flow;
    const nextLookAt = flow.looksForMembers ? nextSweepAt(at) : null;
    const versions = flow.versions.map(({ version, createdAt, enrolments: entered, inside }) => ({
      ...{ version, createdAt, entered, inside },
    }));
    const told = isJourney(flow.definition) ? [...sayJourney(flow.definition, localeOf(language))] : null;
    return {
      status: 200,
      body: {
        ...{ campaign, at, sampled, entry: flow.entry, heldOut, steps, enteredLately, nextLookAt, nextStep, queue },
        ...{ joinedInPause, versions, messages, told },
      },
    };
  },
);

const planCampaign = endpoint(
  {
    operationId: 'planCampaign',
    method: 'get',
    path: '/campaigns/{code}/plan',
    tag: 'Campaigns',
    summary: 'What a launch would come to',
    description:
      'Whom it reaches, what it gives at most, when it writes first, what runs beside it, and what stops it. At the command line: perennial campaign plan.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.plan',
    cli: 'campaign plan',
    page: 'Campaign',
    params,
    answers: { 200: { description: 'As it is now.', schema: launchPlanSchema, example: launchPlanExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, programmeId, db, deps }) => {
    const programme = await loadProgramme(db, programmeId);
    return { status: 200, body: await planLaunch(deps.database, programme, code, deps.clock.now()) };
  },
);

const listWaiting = endpoint(
  {
    operationId: 'listWaitingMembers',
    method: 'get',
    path: '/campaigns/{code}/waiting',
    tag: 'Campaigns',
    summary: 'Who is inside, and until when',
    description: 'Those first whose wait ends first; of a very large campaign some thousands of them.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.listWaiting',
    cli: '–',
    page: 'Campaign',
    params,
    query: z.strictObject({
      step: z.string().min(1).max(60).optional().describe(`Only at this step; ${entry}: before the first.`),
      heldOut: z
        .enum(['true', 'false'])
        .transform((text) => text === 'true')
        .openapi({ type: 'boolean' })
        .optional()
        .describe('Only who is held out, or only who is not.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: waitingMemberPageSchema, example: waitingMemberPageExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, query: filter, programmeId, db }) => {
    const after = readCursor('waiting', { ...filter, code }, filter.cursor, cursorSchema);
    const { step, heldOut, limit } = filter;
    const found = await list(db, programmeId, code, {
      ...{ step: step === entry ? null : step, heldOut, after },
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const behind = last && { until: last.until?.toISOString() ?? null, id: last.id };
    const data = page.map(({ id, ...rest }) => ({ id: publicIdOf('enr', id), ...rest }));
    return { status: 200, body: { data, nextCursor: writeCursor('waiting', { ...filter, code }, behind) } };
  },
);

export const campaignFlowEndpoints = [getCampaignFlow, planCampaign, listWaiting];
