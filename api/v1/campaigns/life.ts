import { z } from '@hono/zod-openapi';
import { endCampaign as end } from '../../../modules/campaigns/end.ts';
import { scheduleCampaign as schedule } from '../../../modules/campaigns/schedule.ts';
import {
  approveCampaign as approve,
  sendBackCampaign as sendBack,
  submitCampaign as submit,
} from '../../../modules/campaigns/submit.ts';
import { endpoint } from '../endpoint.ts';
import { draftExample, endingExample, inReviewExample, scheduledExample } from '../examples/campaigns.ts';
import { reasonInputExample } from '../examples/members.ts';
import { codeSchema, instant } from '../schemas/basics.ts';
import { campaignSchema } from '../schemas/campaigns.ts';
import { reasonInputSchema } from '../schemas/profiles.ts';
import { askedBy } from './asked-by.ts';
import { campaignOf } from './bodies.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });
const noteSchema = z
  .strictObject({ note: z.string().trim().min(1).max(500).describe('What the other person should know.').optional() })
  .openapi('CampaignNoteInput');
const scheduleSchema = z
  .strictObject({ at: instant.describe('When it goes live, by the clock of the programme.') })
  .openapi('CampaignScheduleInput');

const common = {
  method: 'post',
  tag: 'Campaigns',
  scope: 'launch',
  idempotency: 'natural',
  page: 'Campaign',
  params,
} as const;
const problems = [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503] as const;
const answered = (example: unknown) =>
  ({ 200: { description: 'As it now is.', schema: campaignSchema, example, headers: ['ETag'] } }) as const;

const submitCampaign = endpoint(
  {
    ...common,
    operationId: 'submitCampaign',
    path: '/campaigns/{code}/submit',
    summary: 'Ask that somebody else look at it',
    description: 'A draft that could go live. At the command line: perennial campaign submit.',
    useCase: 'campaigns.submit',
    cli: 'campaign submit',
    body: { schema: noteSchema, example: { note: 'For the first of December.' } },
    answers: answered(inReviewExample),
    problems: [...problems],
  },
  async (request) => {
    const { params: of, body, programmeId, db, deps } = request;
    await submit(deps, { id: programmeId }, of.code, { ...askedBy(request), note: body.note });
    return { status: 200, ...(await campaignOf(db, programmeId, of.code)) };
  },
);

const approveCampaign = endpoint(
  {
    ...common,
    operationId: 'approveCampaign',
    path: '/campaigns/{code}/approve',
    summary: 'Find it good',
    description:
      'By another key than the one that submitted it: it may go live then. At the command line: perennial campaign approve.',
    useCase: 'campaigns.approve',
    cli: 'campaign approve',
    body: { schema: noteSchema, example: {} },
    answers: answered(inReviewExample),
    problems: [...problems],
  },
  async (request) => {
    const { params: of, body, programmeId, db, deps } = request;
    await approve(deps, { id: programmeId }, of.code, { ...askedBy(request), note: body.note });
    return { status: 200, ...(await campaignOf(db, programmeId, of.code)) };
  },
);

const sendBackCampaign = endpoint(
  {
    ...common,
    operationId: 'sendBackCampaign',
    path: '/campaigns/{code}/send-back',
    summary: 'Make it a draft again',
    description:
      'One that is in review, or scheduled: whoever looked at it objects. At the command line: perennial campaign send-back.',
    useCase: 'campaigns.sendBack',
    cli: 'campaign send-back',
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: answered(draftExample),
    problems: [...problems],
  },
  async (request) => {
    const { params: of, body, programmeId, db, deps } = request;
    await sendBack(deps, { id: programmeId }, of.code, { ...askedBy(request), note: body.reason });
    return { status: 200, ...(await campaignOf(db, programmeId, of.code)) };
  },
);

const scheduleCampaign = endpoint(
  {
    ...common,
    operationId: 'scheduleCampaign',
    path: '/campaigns/{code}/schedule',
    summary: 'Let it go live by itself',
    description:
      'At an instant to come; if something stops it then, it is a draft again. At the command line: perennial campaign schedule.',
    useCase: 'campaigns.schedule',
    cli: 'campaign schedule',
    body: { schema: scheduleSchema, example: { at: '2026-12-15T09:00:00.000Z' } },
    answers: answered(scheduledExample),
    problems: [...problems],
  },
  async (request) => {
    const { params: of, body, programmeId, db, deps } = request;
    await schedule(deps, { id: programmeId }, of.code, new Date(body.at), askedBy(request));
    return { status: 200, ...(await campaignOf(db, programmeId, of.code)) };
  },
);

const endCampaign = endpoint(
  {
    ...common,
    operationId: 'endCampaign',
    path: '/campaigns/{code}/end',
    summary: 'Let nobody in any more',
    description:
      'Those who are inside go on to their end, and with the last of them it has ended; cancel takes everybody out. At the command line: perennial campaign end.',
    useCase: 'campaigns.end',
    cli: 'campaign end',
    body: { schema: reasonInputSchema, example: reasonInputExample },
    answers: answered(endingExample),
    problems: [...problems],
  },
  async (request) => {
    const { params: of, body, programmeId, db, deps } = request;
    await end(deps, { id: programmeId }, of.code, { ...askedBy(request), reason: body.reason });
    return { status: 200, ...(await campaignOf(db, programmeId, of.code)) };
  },
);

export const campaignLife = [submitCampaign, approveCampaign, sendBackCampaign, scheduleCampaign, endCampaign];
