import { z } from '@hono/zod-openapi';
import { applySegments } from '../../../modules/segments/apply.ts';
import { deleteSegment as remove } from '../../../modules/segments/delete.ts';
import { parseSentSegment } from '../../../modules/segments/read.ts';
import { listSegments as list, sayWritten, type SegmentView, showSegment } from '../../../modules/segments/show.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { sayDifference } from '../../../platform/terminal/diff.ts';
import { endpoint } from '../endpoint.ts';
import { segmentExample, segmentInputExample, segmentListExample } from '../examples/segments.ts';
import { readRevision } from '../if-match.ts';
import { localeOf } from '../locale.ts';
import { codeSchema, query } from '../schemas/basics.ts';
import { segmentInputSchema, segmentListSchema, segmentSchema } from '../schemas/segments.ts';

const params = z.strictObject({ code: codeSchema.describe('Its code.') });
const yamlExample = 'name: Friends of the shop\nwho:\n  tag: friend\n';
const shown = { description: 'The thing as it is.', schema: segmentSchema, example: segmentExample, headers: ['ETag'] };
const answerOf = (segment: SegmentView) => ({ body: segment, etag: String(segment.revision) });

const listSegments = endpoint(
  {
    operationId: 'listSegments',
    method: 'get',
    path: '/segments',
    tag: 'Segments',
    summary: 'Segments',
    description: 'At the command line: perennial segment list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'segments.list',
    cli: 'segment list',
    page: 'Segments',
    answers: { 200: { description: 'All of them.', schema: segmentListSchema, example: segmentListExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ programmeId, db, language }) => ({
    status: 200,
    body: { data: await list(db, programmeId, localeOf(language)), nextCursor: null },
  }),
);

const getSegment = endpoint(
  {
    operationId: 'getSegment',
    method: 'get',
    path: '/segments/{code}',
    tag: 'Segments',
    summary: 'A segment',
    description: 'At the command line: perennial segment show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'segments.show',
    cli: 'segment show',
    page: 'Segment',
    params,
    answers: { 200: shown },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { code }, programmeId, db, language }) => ({
    status: 200,
    ...answerOf(await showSegment(db, programmeId, code, localeOf(language))),
  }),
);

const applySegment = endpoint(
  {
    operationId: 'applySegment',
    method: 'put',
    path: '/segments/{code}',
    tag: 'Segments',
    summary: 'Store it: a new one, or its new state',
    description: 'Whole, as the file has it. At the command line: perennial segment apply.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'segments.apply',
    cli: 'segment apply',
    page: 'Segment',
    params,
    query: z.strictObject({ dryRun: query.dryRun }),
    body: { schema: segmentInputSchema, example: segmentInputExample, yaml: yamlExample },
    answers: { 200: shown },
    problems: [400, 401, 403, 409, 412, 413, 415, 422, 429, 503],
    readsOwnBody: true,
  },
  async ({ params: { code }, body, query: { dryRun }, programmeId, db, deps, actor, requestId, ifMatch, language }) => {
    const locale = localeOf(language);
    const programme = await loadProgramme(db, programmeId);
    const written = await parseSentSegment(body, code);
    const asked = { actor, requestId, dryRun, revision: readRevision(ifMatch) };
    const [applied] = await applySegments(deps, programme, [written], asked);
    if (!dryRun) return { status: 200, ...answerOf(await showSegment(db, programmeId, code, locale)) };
    const now = deps.clock.now();
    const planned = await sayWritten(db, programme, written, { now, revision: applied?.revision ?? 1, locale });
    return { status: 200, body: { ...planned, changes: (applied?.changes ?? []).map(sayDifference) } };
  },
);

const deleteSegment = endpoint(
  {
    operationId: 'deleteSegment',
    method: 'delete',
    path: '/segments/{code}',
    tag: 'Segments',
    summary: 'Take it away',
    description: 'One that another segment or a campaign uses stays. At the command line: perennial segment delete.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'segments.delete',
    cli: 'segment delete',
    page: 'Segment',
    params,
    answers: { 204: { description: 'It is not there any more.' } },
    problems: [400, 401, 403, 404, 409, 412, 422, 429, 503],
  },
  async ({ params: { code }, programmeId, deps, actor, requestId, ifMatch }) => {
    await remove(deps, { id: programmeId }, code, { actor, requestId, revision: readRevision(ifMatch) });
    return { status: 204 };
  },
);

export const segmentEndpoints = [listSegments, getSegment, applySegment, deleteSegment];
