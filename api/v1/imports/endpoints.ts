import { z } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import type { Choices } from '../../../modules/imports/reading/choices.ts';
import { gatherChoices, mergedChoices } from '../../../modules/imports/reading/mapping.ts';
import { importAgain as again, readingLike } from '../../../modules/imports/uploads/again.ts';
import {
  listImports as list,
  listRejects as rejectsOf,
  rejectRecords,
  showImport as show,
} from '../../../modules/imports/uploads/list.ts';
import { cancelImport as cancel, resumeImport as resume } from '../../../modules/imports/uploads/move.ts';
import { startImport as start } from '../../../modules/imports/uploads/start.ts';
import { importKinds, importStatuses, type ImportView } from '../../../modules/imports/uploads/view.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import {
  cancelledImportExample,
  importAgainInputExample,
  importExample,
  importPageExample,
  queuedImportExample,
  rejectFileExample,
  rejectPageExample,
  uploadExamples,
} from '../examples/imports.ts';
import { listOf, publicId, query } from '../schemas/basics.ts';
import {
  columnMapInput,
  importAgainInputSchema,
  importPageSchema,
  importSchema,
  readingInput,
  rejectPageSchema,
} from '../schemas/imports.ts';

const params = z.strictObject({ importId: publicId('imp').describe('Its id.') });

const taken = {
  description: 'It was taken and is being worked on.',
  schema: importSchema,
  example: queuedImportExample,
  headers: ['Idempotent-Replayed', 'Location'],
};

const importBody = ({ problem, ...view }: ImportView) => (problem === null ? view : { ...view, problem });

/** A mapping is read by the command line's reader, which speaks of its options. */
function asQuery(error: unknown): never {
  if (!(error instanceof PerennialError)) throw error;
  const { message, fix } = error;
  throw new PerennialError('REQUEST_INVALID', message.replace(/^--/, ''), {
    field: 'map',
    ...(fix === undefined ? {} : { fix }),
  });
}

interface Said {
  readonly map?: readonly string[] | undefined;
  readonly delimiter?: ',' | ';' | 'tab' | '|' | undefined;
  readonly [option: string]: unknown;
}

/** What a request says of how the file is to be read. */
function choicesIn({ map = [], delimiter, ...said }: Said): Promise<Choices> {
  const given = { ...said, delimiter: delimiter === 'tab' ? '\t' : delimiter };
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return gatherChoices(map, stated).catch(asQuery);
}

const createImport = endpoint(
  {
    operationId: 'createImport',
    method: 'post',
    path: '/imports',
    tag: 'Data',
    summary: 'Take a file',
    description:
      'The file is the body, as it is or gzipped; what can be told from it is not asked. At the command line: perennial import orders, perennial import members.',
    scope: 'write',
    idempotency: 'key',
    useCase: 'imports.start',
    cli: 'import orders, import members',
    page: 'Imports',
    query: z.strictObject({
      kind: z.enum(importKinds).describe('What is in it.'),
      dryRun: query.dryRun,
      ...readingInput,
      map: listOf(columnMapInput)
        .optional()
        .describe('Of orders: what columns are called, as `order_id=Bestellnummer`.'),
      fileName: z.string().min(1).max(200).optional().describe('What it is called where it comes from.'),
      as: publicId('imp')
        .optional()
        .describe('Read as the file of this import was, where nothing else is said: for its rejects, mended.'),
    }),
    upload: uploadExamples,
    answers: { 202: taken },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async ({
    query: { as, kind, dryRun, shiftTo, fileName, ...said },
    upload,
    programmeId,
    db,
    deps,
    actor,
    requestId,
  }) => {
    const like = as === undefined ? undefined : await readingLike(db, programmeId, as);
    const choices = mergedChoices(like?.choices ?? {}, await choicesIn(said));
    const uploadId = upload?.id ?? 0n;
    const now = deps.clock.now();
    const moved = like === undefined ? {} : { shiftMs: like.shiftMs };
    const wanted = { kind, uploadId, dryRun, shiftTo, fileName, choices, actor, requestId, now, ...moved };
    const made = await start(db, programmeId, wanted);
    return { status: 202, body: importBody(made), location: `/imports/${made.id}` };
  },
);

const listImports = endpoint(
  {
    operationId: 'listImports',
    method: 'get',
    path: '/imports',
    tag: 'Data',
    summary: 'Imports, latest first',
    description: 'At the command line: perennial import list.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'imports.list',
    cli: 'import list',
    page: 'Imports',
    query: z.strictObject({
      status: listOf(z.enum(importStatuses)).optional().describe('Only these.'),
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: importPageSchema, example: importPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const before = readCursor('imports', filter, filter.cursor, z.int());
    const { imports, next } = await list(db, programmeId, { ...filter, before });
    return { status: 200, body: { data: imports.map(importBody), nextCursor: writeCursor('imports', filter, next) } };
  },
);

const getImport = endpoint(
  {
    operationId: 'getImport',
    method: 'get',
    path: '/imports/{importId}',
    tag: 'Data',
    summary: 'How far it is',
    description: 'At the command line: perennial import show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'imports.show',
    cli: 'import show',
    page: 'Imports',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: importSchema, example: importExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { importId }, programmeId, db }) => ({
    status: 200,
    body: importBody(await show(db, programmeId, importId)),
  }),
);

const listRejects = endpoint(
  {
    operationId: 'listRejects',
    method: 'get',
    path: '/imports/{importId}/rejects',
    tag: 'Data',
    summary: 'Lines that could not be taken',
    description:
      'With Accept: text/csv all of them as a file: mended, it can be sent to POST /imports as it is. At the command line: perennial import rejects.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'imports.rejects',
    cli: 'import rejects',
    page: 'Imports',
    params,
    query: z.strictObject({ limit: query.limit, cursor: query.cursor }),
    answers: {
      200: {
        description: 'A page.',
        schema: rejectPageSchema,
        example: rejectPageExample,
        files: { 'text/csv': rejectFileExample },
      },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { importId }, query: filter, programmeId, db, headers }) => {
    if (/^text\/csv\b/.test(headers.get('Accept') ?? '')) {
      await show(db, programmeId, importId);
      const file = Readable.from(rejectRecords(db, programmeId, importId)).pipe(stringify());
      const content = { 'Content-Type': 'text/csv; charset=utf-8' };
      return { status: 200, response: new Response(Readable.toWeb(file) as ReadableStream, { headers: content }) };
    }
    const list = { ...filter, importId };
    const after = readCursor('rejects', list, filter.cursor, z.int());
    const { rejects, next } = await rejectsOf(db, programmeId, importId, { after, limit: filter.limit });
    return { status: 200, body: { data: rejects, nextCursor: writeCursor('rejects', list, next) } };
  },
);

const resumeImport = endpoint(
  {
    operationId: 'resumeImport',
    method: 'post',
    path: '/imports/{importId}/resume',
    tag: 'Data',
    summary: 'Go on where a failed one stood',
    description: 'At the command line: perennial import resume.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'imports.resume',
    cli: 'import resume',
    page: 'Imports',
    params,
    answers: {
      202: { description: 'It was taken and is being worked on.', schema: importSchema, example: importExample },
    },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { importId }, programmeId, db, deps, actor, requestId }) => {
    const mover = { actor, requestId, now: deps.clock.now() };
    return { status: 202, body: importBody(await resume(db, programmeId, importId, mover)) };
  },
);

const importAgain = endpoint(
  {
    operationId: 'importAgain',
    method: 'post',
    path: '/imports/{importId}/again',
    tag: 'Data',
    summary: 'Read its file once more',
    description:
      'For real what was only tried, or in another way: what is not said stays as it was. It is an import of its own. At the command line: perennial import again.',
    scope: 'write',
    idempotency: 'key',
    useCase: 'imports.again',
    cli: 'import again',
    page: 'Imports',
    params,
    body: { schema: importAgainInputSchema, example: importAgainInputExample, optional: true },
    answers: { 202: taken },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { importId }, body, programmeId, db, deps, actor, requestId }) => {
    const { dryRun = false, shiftTo, ...said } = body;
    const wanted = { dryRun, shiftTo, choices: await choicesIn(said), actor, requestId, now: deps.clock.now() };
    const made = await again(db, programmeId, importId, wanted);
    return { status: 202, body: importBody(made), location: `/imports/${made.id}` };
  },
);

const cancelImport = endpoint(
  {
    operationId: 'cancelImport',
    method: 'post',
    path: '/imports/{importId}/cancel',
    tag: 'Data',
    summary: 'Stop it; what is in stays',
    description: 'At the command line: perennial import cancel.',
    scope: 'write',
    idempotency: 'natural',
    useCase: 'imports.cancel',
    cli: 'import cancel',
    page: 'Imports',
    params,
    answers: { 200: { description: 'As it now is.', schema: importSchema, example: cancelledImportExample } },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { importId }, programmeId, db, deps, actor, requestId }) => {
    const mover = { actor, requestId, now: deps.clock.now() };
    return { status: 200, body: importBody(await cancel(db, programmeId, importId, mover)) };
  },
);

export const importEndpoints = [
  ...[createImport, listImports, getImport, listRejects],
  ...[importAgain, resumeImport, cancelImport],
];
