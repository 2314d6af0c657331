import { z } from '@hono/zod-openapi';
import { startExport } from '../../../modules/exports/start.ts';
import { countAudience } from '../../../modules/segments/count.ts';
import { parseSentCondition } from '../../../modules/segments/read.ts';
import { sampleAudience } from '../../../modules/segments/sample.ts';
import { audienceOf, audienceOfCondition, sayAudience } from '../../../modules/segments/show.ts';
import { endpoint } from '../endpoint.ts';
import { queuedExportExample } from '../examples/exports.ts';
import {
  audienceExample,
  conditionInputExample,
  segmentPreviewExample,
  segmentSampleExample,
} from '../examples/segments.ts';
import { localeOf } from '../locale.ts';
import { codeSchema } from '../schemas/basics.ts';
import { exportSchema } from '../schemas/exports.ts';
import {
  audienceSchema,
  previewConditionSchema,
  segmentPreviewSchema,
  segmentSampleSchema,
} from '../schemas/segments.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });
/** Other samples that can be asked for. */
const seed = z.coerce.number().int().min(0).max(1_000_000).default(0).describe('Another draw.');

const countSegment = endpoint(
  {
    operationId: 'countSegment',
    method: 'get',
    path: '/segments/{code}/count',
    tag: 'Segments',
    summary: 'How many are in it, and who of them can be written to',
    description: 'At the command line: perennial segment count.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'segments.count',
    cli: 'segment count',
    page: 'Segment',
    params,
    answers: { 200: { description: 'Counted now.', schema: audienceSchema, example: audienceExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, programmeId, db, deps }) => ({
    status: 200,
    body: await countAudience(deps.database, await audienceOf(db, programmeId, code, deps.clock.now())),
  }),
);

const sampleSegment = endpoint(
  {
    operationId: 'sampleSegment',
    method: 'get',
    path: '/segments/{code}/sample',
    tag: 'Segments',
    summary: 'Ten of its members, each with why',
    description: 'At the command line: perennial segment sample.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'segments.sample',
    cli: 'segment sample',
    page: 'Segment',
    params,
    query: z.strictObject({ seed }),
    answers: { 200: { description: 'Drawn by lot.', schema: segmentSampleSchema, example: segmentSampleExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, query, programmeId, db, deps, language }) => {
    const audience = await audienceOf(db, programmeId, code, deps.clock.now());
    const data = await sampleAudience(deps.database, audience, { seed: query.seed, locale: localeOf(language) });
    return { status: 200, body: { data } };
  },
);

const previewSegment = endpoint(
  {
    operationId: 'previewSegment',
    method: 'post',
    path: '/segments/preview',
    tag: 'Segments',
    summary: 'Who would meet a condition that is not stored',
    description: 'It changes nothing. At the command line: perennial segment apply, then count and sample.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'segments.preview',
    cli: 'segment count, segment sample',
    page: 'Segment',
    body: { schema: previewConditionSchema, example: conditionInputExample, yaml: 'who:\n  spent: { atLeast: 500 }\n' },
    answers: { 200: { description: 'Asked now.', schema: segmentPreviewSchema, example: segmentPreviewExample } },
    problems: [400, 401, 403, 413, 415, 422, 429, 503],
    readsOwnBody: true,
  },
  async ({ body, programmeId, db, deps, language }) => {
    const locale = localeOf(language);
    const audience = await audienceOfCondition(db, programmeId, await parseSentCondition(body), deps.clock.now());
    const count = await countAudience(deps.database, audience);
    const sample = await sampleAudience(deps.database, audience, { locale });
    return { status: 200, body: { says: sayAudience(audience, locale), count, sample } };
  },
);

const exportSegment = endpoint(
  {
    operationId: 'exportSegment',
    method: 'post',
    path: '/segments/{code}/export',
    tag: 'Segments',
    summary: 'Its members as a file',
    description:
      'A CSV of its members, as POST /exports makes one with filter.segment. At the command line: perennial segment export.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'segments.export',
    cli: 'segment export',
    page: 'Segment',
    params,
    answers: {
      202: {
        description: 'It was taken and is being worked on.',
        schema: exportSchema,
        example: { ...queuedExportExample, kind: 'members', format: 'csv' },
        headers: ['Idempotent-Replayed', 'Location'],
      },
    },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { code }, programmeId, db, deps, actor, requestId }) => {
    const now = deps.clock.now();
    await audienceOf(db, programmeId, code, now);
    const wanted = { kind: 'members', format: 'csv', filter: { segment: code } } as const;
    const made = await startExport(db, programmeId, { ...wanted, actor, requestId, now });
    return { status: 202, body: made, location: `/exports/${made.id}` };
  },
);

export const segmentLooks = [countSegment, sampleSegment, previewSegment, exportSegment];
