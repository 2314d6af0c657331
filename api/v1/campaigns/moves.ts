import { z } from '@hono/zod-openapi';
import { cancelCampaign as cancel } from '../../../modules/campaigns/cancel.ts';
import { launchCampaign as launch } from '../../../modules/campaigns/launch.ts';
import { pauseCampaign as pause } from '../../../modules/campaigns/pause.ts';
import { resumeCampaign as resume } from '../../../modules/campaigns/resume.ts';
import { endpoint } from '../endpoint.ts';
import { campaignExample } from '../examples/campaigns.ts';
import { reasonInputExample } from '../examples/members.ts';
import { codeSchema, query } from '../schemas/basics.ts';
import { campaignSchema } from '../schemas/campaigns.ts';
import { reasonInputSchema } from '../schemas/profiles.ts';
import { askedBy } from './asked-by.ts';
import { campaignOf } from './bodies.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });

const launchCampaign = endpoint(
  {
    operationId: 'launchCampaign',
    method: 'post',
    path: '/campaigns/{code}/launch',
    tag: 'Campaigns',
    summary: 'Take it live',
    description: 'At the command line: perennial campaign launch.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.launch',
    cli: 'campaign launch',
    page: 'Campaign',
    params,
    query: z.strictObject({ dryRun: query.dryRun }),
    answers: {
      200: { description: 'As it now is.', schema: campaignSchema, example: campaignExample, headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 409, 412, 422, 429, 503],
  },
  async (request) => {
    const {
      params: { code },
      query: { dryRun },
      programmeId,
      db,
      deps,
    } = request;
    await launch(deps, { id: programmeId }, code, { ...askedBy(request), dryRun });
    return { status: 200, ...(await campaignOf(db, programmeId, code)) };
  },
);

const pauseCampaign = endpoint(
  {
    operationId: 'pauseCampaign',
    method: 'post',
    path: '/campaigns/{code}/pause',
    tag: 'Campaigns',
    summary: 'Nothing more is granted or sent',
    description: 'At the command line: perennial campaign pause.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.pause',
    cli: 'campaign pause',
    page: 'Campaign',
    params,
    answers: {
      200: {
        description: 'As it now is.',
        schema: campaignSchema,
        example: {
          code: 'welcome',
          name: 'Welcome gift',
          lifecycle: 'onboarding-gift',
          status: 'paused',
          version: 1,
          launchedAt: '2026-12-08T09:00:00.000Z',
          endedAt: null,
          definition: { name: 'Welcome gift', lifecycle: 'onboarding-gift', settings: { giftPoints: 100 } },
          counts: { active: 17, done: 3 },
        },
        headers: ['ETag'],
      },
    },
    problems: [400, 401, 403, 404, 409, 412, 422, 429, 503],
  },
  async (request) => {
    const {
      params: { code },
      programmeId,
      db,
      deps,
    } = request;
    await pause(deps, { id: programmeId }, code, askedBy(request));
    return { status: 200, ...(await campaignOf(db, programmeId, code)) };
  },
);

const resumeCampaign = endpoint(
  {
    operationId: 'resumeCampaign',
    method: 'post',
    path: '/campaigns/{code}/resume',
    tag: 'Campaigns',
    summary: 'Go on',
    description: 'At the command line: perennial campaign resume.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.resume',
    cli: 'campaign resume',
    page: 'Campaign',
    params,
    query: z.strictObject({
      leaveOutJoiners: query.dryRun.describe(
        'Let go of those who joined during the pause; they do not enter later, either.',
      ),
    }),
    answers: {
      200: { description: 'As it now is.', schema: campaignSchema, example: campaignExample, headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 409, 412, 422, 429, 503],
  },
  async (request) => {
    const {
      params: { code },
      query: { leaveOutJoiners },
      programmeId,
      db,
      deps,
    } = request;
    await resume(deps, { id: programmeId }, code, { ...askedBy(request), leaveOutJoiners });
    return { status: 200, ...(await campaignOf(db, programmeId, code)) };
  },
);

const cancelCampaign = endpoint(
  {
    operationId: 'cancelCampaign',
    method: 'post',
    path: '/campaigns/{code}/cancel',
    tag: 'Campaigns',
    summary: 'End it for good',
    description: 'At the command line: perennial campaign cancel.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.cancel',
    cli: 'campaign cancel',
    page: 'Campaign',
    params,
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: {
      200: {
        description: 'As it now is.',
        schema: campaignSchema,
        example: {
          code: 'welcome',
          name: 'Welcome gift',
          lifecycle: 'onboarding-gift',
          status: 'ended',
          version: 1,
          launchedAt: '2026-12-08T09:00:00.000Z',
          endedAt: null,
          definition: { name: 'Welcome gift', lifecycle: 'onboarding-gift', settings: { giftPoints: 100 } },
          counts: { active: 17, done: 3 },
        },
        headers: ['ETag'],
      },
    },
    problems: [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503],
  },
  async (request) => {
    const {
      params: { code },
      body: { reason },
      programmeId,
      db,
      deps,
    } = request;
    await cancel(deps, { id: programmeId }, code, { ...askedBy(request), reason });
    return { status: 200, ...(await campaignOf(db, programmeId, code, { evenGone: true })) };
  },
);

export const campaignMoves = [launchCampaign, pauseCampaign, resumeCampaign, cancelCampaign];
