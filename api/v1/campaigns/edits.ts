import { z } from '@hono/zod-openapi';
import { diffVersions } from '../../../modules/campaigns/diff.ts';
import { putEditLive } from '../../../modules/campaigns/put-live.ts';
import { rollBack } from '../../../modules/campaigns/rollback.ts';
import { unstageCampaign } from '../../../modules/campaigns/unstage.ts';
import { previewEdit as preview } from '../../../modules/enrolments/preview-edit.ts';
import { sayDifference } from '../../../platform/terminal/diff.ts';
import { endpoint } from '../endpoint.ts';
import {
  campaignDiffExample,
  campaignExample,
  editInputExample,
  editPreviewExample,
  rollbackInputExample,
  stagedCampaignExample,
} from '../examples/campaigns.ts';
import { codeSchema } from '../schemas/basics.ts';
import {
  campaignDiffSchema,
  campaignSchema,
  editInputSchema,
  editPolicySchema,
  editPreviewSchema,
  rollbackInputSchema,
} from '../schemas/campaigns.ts';
import { askedBy } from './asked-by.ts';
import { campaignOf } from './bodies.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });
const common = { tag: 'Campaigns', page: 'Campaign', params } as const;
const version = z.coerce.number().int().min(1).optional();

const diffCampaign = endpoint(
  {
    ...common,
    operationId: 'diffCampaign',
    method: 'get',
    path: '/campaigns/{code}/diff',
    summary: 'How two of its versions differ',
    description:
      'From the version that is live to the one that is staged, when nothing is said. At the command line: perennial campaign diff.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.diff',
    cli: 'campaign diff',
    query: z.strictObject({ from: version.describe('A version.'), to: version.describe('Another.') }),
    answers: { 200: { description: 'What differs.', schema: campaignDiffSchema, example: campaignDiffExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, query, programmeId, db }) => {
    const { changes, ...diff } = await diffVersions(db, programmeId, code, query);
    return { status: 200, body: { ...diff, changes: changes.map(sayDifference) } };
  },
);

const previewEdit = endpoint(
  {
    ...common,
    operationId: 'previewEdit',
    method: 'get',
    path: '/campaigns/{code}/edit',
    summary: 'What a staged version would do to those inside',
    description:
      'Of a journey that runs: counts each group, and changes nothing. At the command line: perennial campaign edit --dry-run.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'campaigns.previewEdit',
    cli: 'campaign edit',
    query: z.strictObject({ policy: editPolicySchema }),
    answers: { 200: { description: 'The groups.', schema: editPreviewSchema, example: editPreviewExample } },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
  },
  async ({ params: { code }, query: { policy }, programmeId, deps }) => ({
    status: 200,
    body: await preview(deps, { id: programmeId }, code, policy),
  }),
);

const editCampaign = endpoint(
  {
    ...common,
    operationId: 'editCampaign',
    method: 'post',
    path: '/campaigns/{code}/edit',
    summary: 'Put the staged version live',
    description:
      'Members who come in from now on get it; those inside are brought to it page by page, as the policy says. At the command line: perennial campaign edit.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.edit',
    cli: 'campaign edit',
    body: { schema: editInputSchema, example: editInputExample },
    answers: {
      200: {
        description: 'As it now is.',
        schema: campaignSchema,
        example: { ...stagedCampaignExample, version: 3, staged: null },
        headers: ['ETag'],
      },
    },
    problems: [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503],
  },
  async (request) => {
    const {
      params: { code },
      body: { policy, version: looked },
      programmeId,
      db,
      deps,
    } = request;
    await putEditLive(deps, { id: programmeId }, code, { ...askedBy(request), policy, version: looked });
    return { status: 200, ...(await campaignOf(db, programmeId, code)) };
  },
);

const unstage = endpoint(
  {
    ...common,
    operationId: 'unstageCampaign',
    method: 'delete',
    path: '/campaigns/{code}/staged',
    summary: 'Let go of the staged version',
    description: 'The one that is live stays. At the command line: perennial campaign unstage.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.unstage',
    cli: 'campaign unstage',
    answers: {
      200: { description: 'As it now is.', schema: campaignSchema, example: campaignExample, headers: ['ETag'] },
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
    await unstageCampaign(deps, { id: programmeId }, code, askedBy(request));
    return { status: 200, ...(await campaignOf(db, programmeId, code)) };
  },
);

const rollBackCampaign = endpoint(
  {
    ...common,
    operationId: 'rollBackCampaign',
    method: 'post',
    path: '/campaigns/{code}/rollback',
    summary: 'Stage what an earlier version says',
    description: 'As another version, which is put live like any. At the command line: perennial campaign rollback.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'campaigns.rollBack',
    cli: 'campaign rollback',
    body: { schema: rollbackInputSchema, example: rollbackInputExample },
    answers: {
      200: { description: 'As it now is.', schema: campaignSchema, example: stagedCampaignExample, headers: ['ETag'] },
    },
    problems: [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503],
  },
  async (request) => {
    const {
      params: { code },
      body: { to },
      programmeId,
      db,
      deps,
    } = request;
    await rollBack(deps, { id: programmeId }, code, { ...askedBy(request), to });
    return { status: 200, ...(await campaignOf(db, programmeId, code)) };
  },
);

export const campaignEdits = [diffCampaign, previewEdit, editCampaign, unstage, rollBackCampaign];
