import { z } from '@hono/zod-openapi';
import { applyPlaybook, listPlaybooks } from '../../../modules/campaigns/playbooks.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { endpoint } from '../endpoint.ts';
import { campaignExample } from '../examples/campaigns.ts';
import { playbookListExample, playbookUseExample } from '../examples/playbooks.ts';
import { localeOf } from '../locale.ts';
import { codeSchema } from '../schemas/basics.ts';
import { campaignSchema } from '../schemas/campaigns.ts';
import { playbookListSchema, playbookUseSchema } from '../schemas/playbooks.ts';
import { campaignOf } from './bodies.ts';

const getPlaybooks = endpoint(
  {
    operationId: 'listPlaybooks',
    method: 'get',
    path: '/playbooks',
    tag: 'Campaigns',
    summary: 'Campaigns to copy',
    description: 'Those that are shipped. At the command line: perennial campaign playbooks.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'playbooks.list',
    cli: 'campaign playbooks',
    page: 'Campaigns',
    answers: { 200: { description: 'All of them.', schema: playbookListSchema, example: playbookListExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ programmeId, db, language }) => ({
    status: 200,
    body: { data: await listPlaybooks(db, programmeId, localeOf(language)), nextCursor: null },
  }),
);

const usePlaybook = endpoint(
  {
    operationId: 'usePlaybook',
    method: 'post',
    path: '/playbooks/{playbook}/use',
    tag: 'Campaigns',
    summary: 'Make a draft of it',
    description:
      'Named in the language of Accept-Language, with the segments it needs. At the command line: perennial campaign use.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'playbooks.use',
    cli: 'campaign use',
    page: 'Campaigns',
    params: z.strictObject({ playbook: codeSchema.describe('Its code.') }),
    body: { schema: playbookUseSchema, example: playbookUseExample },
    answers: {
      201: { description: 'The draft.', schema: campaignSchema, example: campaignExample, headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
  },
  async ({ params: { playbook }, body: { campaign }, programmeId, db, deps, actor, requestId, language }) => {
    const programme = await loadProgramme(db, programmeId);
    const asked = { actor, requestId, locale: localeOf(language), campaign };
    const made = await applyPlaybook(deps, programme, playbook, asked);
    return { status: 201, ...(await campaignOf(db, programmeId, made.campaign)) };
  },
);

export const playbookEndpoints = [getPlaybooks, usePlaybook];
