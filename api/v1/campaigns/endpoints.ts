import { z } from '@hono/zod-openapi';
import { applyCampaign as apply } from '../../../modules/campaigns/apply.ts';
import { composedOf } from '../../../modules/campaigns/check.ts';
import { pageCampaigns } from '../../../modules/campaigns/page.ts';
import { parseSentCampaign } from '../../../modules/campaigns/sent.ts';
import { writtenCampaign } from '../../../modules/campaigns/written.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { refusedAs } from '../../../platform/yaml-file.ts';
import { sayDifference } from '../../../platform/terminal/diff.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { campaignExample, campaignInputExample, campaignPageExample } from '../examples/campaigns.ts';
import { readRevision } from '../if-match.ts';
import { codeSchema, listOf, query } from '../schemas/basics.ts';
import { campaignInputSchema, campaignPageSchema, campaignSchema } from '../schemas/campaigns.ts';
import { campaignBody, campaignOf } from './bodies.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });
const yamlExample = 'name: Welcome gift\nlifecycle: onboarding-gift\n';

const listCampaigns = endpoint(
  {
    operationId: 'listCampaigns',
    method: 'get',
    path: '/campaigns',
    tag: 'Campaigns',
    summary: 'Campaigns',
    description: 'At the command line: perennial campaign list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.list',
    cli: 'campaign list',
    page: 'Campaigns',
    query: z.strictObject({
      status: listOf(z.enum(['draft', 'in_review', 'scheduled', 'live', 'paused', 'ended']))
        .optional()
        .describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: campaignPageSchema, example: campaignPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const before = readCursor('campaigns', filter, filter.cursor, z.int());
    const { campaigns, next } = await pageCampaigns(db, programmeId, { ...filter, before });
    const { currency } = (await loadProgramme(db, programmeId)).definition;
    const nextCursor = writeCursor('campaigns', filter, next);
    return { status: 200, body: { data: campaigns.map((each) => campaignBody(each, currency)), nextCursor } };
  },
);

const getCampaign = endpoint(
  {
    operationId: 'getCampaign',
    method: 'get',
    path: '/campaigns/{code}',
    tag: 'Campaigns',
    summary: 'A campaign',
    description:
      'Its ETag is that of its version and status; counts change without it. At the command line: perennial campaign show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.show',
    cli: 'campaign show',
    page: 'Campaign',
    params,
    answers: {
      200: { description: 'The thing as it is.', schema: campaignSchema, example: campaignExample, headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, programmeId, db }) => ({ status: 200, ...(await campaignOf(db, programmeId, code)) }),
);

const applyCampaign = endpoint(
  {
    operationId: 'applyCampaign',
    method: 'put',
    path: '/campaigns/{code}',
    tag: 'Campaigns',
    summary: 'Store it: a draft, or a new version',
    description:
      'A new version of a journey that runs is staged: it goes live by POST /campaigns/{code}/edit, with a choice of what becomes of those inside. Of another lifecycle it is live at once. At the command line: perennial campaign apply.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.apply',
    cli: 'campaign apply',
    page: 'Campaign',
    params,
    query: z.strictObject({ dryRun: query.dryRun }),
    body: { schema: campaignInputSchema, example: campaignInputExample, yaml: yamlExample },
    answers: {
      200: { description: 'The thing as it is.', schema: campaignSchema, example: campaignExample, headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503],
    readsOwnBody: true,
  },
  async ({ params: { code }, body, query: { dryRun }, programmeId, db, deps, actor, requestId, ifMatch }) => {
    const written = await parseSentCampaign(body, code);
    const by = { actor, requestId, dryRun, revision: readRevision(ifMatch) };
    const report = await refusedAs('CAMPAIGN_INVALID', () => apply(deps, { id: programmeId }, written, by));
    const problems = report.problems.map(({ field, problem, fix, line }) => ({
      ...{ code: 'CAMPAIGN_INVALID', field, detail: problem, fix },
      ...(line === undefined ? {} : { line }),
    }));
    const changes = dryRun ? { changes: report.changes.map(sayDifference) } : {};
    const extras = { ...changes, ...(problems.length === 0 ? {} : { problems }) };
    if (!dryRun) {
      const { body: stored, etag } = await campaignOf(db, programmeId, code);
      return { status: 200, body: { ...stored, ...extras }, etag };
    }
    const { definition: programme } = await loadProgramme(db, programmeId);
    const planned = composedOf(written, programme).definition;
    const isNew = report.status === null;
    const none = { code, status: 'draft', staged: null, launchedAt: null, endedAt: null, counts: {} };
    const { body: stands, etag } = isNew ? { body: none, etag: undefined } : await campaignOf(db, programmeId, code);
    const { name, lifecycle } = planned;
    const definition = writtenCampaign(planned, programme.currency);
    const plan = { ...stands, name, lifecycle, version: report.version, definition, ...extras };
    return { status: 200, body: plan, ...(etag === undefined ? {} : { etag }) };
  },
);

export const campaignEndpoints = [listCampaigns, getCampaign, applyCampaign];
