import { z } from '@hono/zod-openapi';
import { startExport } from '../../../modules/exports/start.ts';
import { countAudience } from '../../../modules/segments/count.ts';
import { parseSentCondition } from '../../../modules/segments/read.ts';
import { historyDaysMax, segmentHistory } from '../../../modules/segments/history.ts';
import { readLanguage } from '../../../modules/segments/language.ts';
import { countParts } from '../../../modules/segments/parts.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { sampleAudience } from '../../../modules/segments/sample.ts';
import { audienceOf, audienceOfCondition, sayAudience } from '../../../modules/segments/show.ts';
import { endpoint } from '../endpoint.ts';
import { queuedExportExample } from '../examples/exports.ts';
import {
  audienceExample,
  conditionInputExample,
  segmentHistoryExample,
  segmentLanguageExample,
  segmentPreviewExample,
  segmentSampleExample,
} from '../examples/segments.ts';
import { localeOf } from '../locale.ts';
import { codeSchema } from '../schemas/basics.ts';
import { exportSchema } from '../schemas/exports.ts';
import {
  audienceSchema,
  previewConditionSchema,
  segmentHistorySchema,
  segmentLanguageSchema,
  segmentPreviewSchema,
  segmentSampleSchema,
} from '../schemas/segments.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });
/** Other samples that can be asked for. */
const seed = z.coerce.number().int().min(0).max(1_000_000).default(0).describe('Another draw.');

const parts = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')
  .openapi({ type: 'boolean' })
  .describe('Count the conditions inside it, too.');
const days = z.coerce
  .number()
  .int()
  .min(1)
  .max(historyDaysMax)
  .default(30)
  .describe('Days to look back, today one of them.');

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
    query: z.strictObject({ parts }),
    body: { schema: previewConditionSchema, example: conditionInputExample, yaml: 'who:\n  spent: { atLeast: 500 }\n' },
    answers: { 200: { description: 'Asked now.', schema: segmentPreviewSchema, example: segmentPreviewExample } },
    problems: [400, 401, 403, 413, 415, 422, 429, 503],
    readsOwnBody: true,
  },
  async ({ body, query, programmeId, db, deps, language }) => {
    const locale = localeOf(language);
    const audience = await audienceOfCondition(db, programmeId, await parseSentCondition(body), deps.clock.now());
    const count = await countAudience(deps.database, audience);
    const sample = await sampleAudience(deps.database, audience, { locale });
    const parts = query.parts ? { parts: await countParts(deps.database, audience, locale) } : {};
    return { status: 200, body: { says: sayAudience(audience, locale), count, sample, ...parts } };
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

const segmentHistoryLook = endpoint(
  {
    operationId: 'getSegmentHistory',
    method: 'get',
    path: '/segments/{code}/history',
    tag: 'Segments',
    summary: 'Who came in and who fell out',
    description: 'Of a segment that a campaign waits for. At the command line: perennial segment history.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'segments.history',
    cli: 'segment history',
    page: 'Segment',
    params,
    query: z.strictObject({ days }),
    answers: { 200: { description: 'As it was seen.', schema: segmentHistorySchema, example: segmentHistoryExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, query, programmeId, db, deps }) => ({
    status: 200,
    body: await segmentHistory(db, await loadProgramme(db, programmeId), code, {
      days: query.days,
      now: deps.clock.now(),
    }),
  }),
);

const getSegmentLanguage = endpoint(
  {
    operationId: 'getSegmentLanguage',
    method: 'get',
    path: '/segment-language',
    tag: 'Segments',
    summary: 'What conditions may ask and name',
    description: 'For forms that write conditions. At the command line: perennial segment language.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'segments.language',
    cli: 'segment language',
    page: 'Segment',
    answers: { 200: { description: 'As it is now.', schema: segmentLanguageSchema, example: segmentLanguageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ programmeId, db, language }) => ({
    status: 200,
    body: await readLanguage(db, await loadProgramme(db, programmeId), localeOf(language)),
  }),
);

export const segmentLooks = [
  ...[countSegment, sampleSegment, previewSegment, exportSegment, segmentHistoryLook, getSegmentLanguage],
];
