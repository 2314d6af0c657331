import { z } from '@hono/zod-openapi';
import { Readable } from 'node:stream';
import { exportFile, showExport, startExport } from '../../../modules/exports/start.ts';
import { endpoint } from '../endpoint.ts';
import { exportExample, exportFileExamples, exportInputExample, queuedExportExample } from '../examples/exports.ts';
import { publicId } from '../schemas/basics.ts';
import { exportInputSchema, exportSchema } from '../schemas/exports.ts';

const params = z.strictObject({ exportId: publicId('exp').describe('Its id.') });

const createExport = endpoint(
  {
    operationId: 'createExport',
    method: 'post',
    path: '/exports',
    tag: 'Data',
    summary: 'Make a file',
    description: 'At the command line: perennial export, perennial member export.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'exports.start',
    cli: 'export, member export',
    page: 'Members',
    body: { schema: exportInputSchema, example: exportInputExample },
    answers: {
      202: {
        description: 'It was taken and is being worked on.',
        schema: exportSchema,
        example: queuedExportExample,
        headers: ['Idempotent-Replayed', 'Location'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async ({ body, programmeId, db, deps, actor, requestId }) => {
    const made = await startExport(db, programmeId, { ...body, actor, requestId, now: deps.clock.now() });
    return { status: 202, body: made, location: `/exports/${made.id}` };
  },
);

const getExport = endpoint(
  {
    operationId: 'getExport',
    method: 'get',
    path: '/exports/{exportId}',
    tag: 'Data',
    summary: 'How far it is',
    description: 'The notification export.finished says when it is there. At the command line: perennial export.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'exports.show',
    cli: 'export',
    page: 'Members',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: exportSchema, example: exportExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { exportId }, programmeId, db, deps }) => ({
    status: 200,
    body: await showExport(db, programmeId, exportId, deps.clock.now()),
  }),
);

const getExportFile = endpoint(
  {
    operationId: 'getExportFile',
    method: 'get',
    path: '/exports/{exportId}/file',
    tag: 'Data',
    summary: 'The file',
    description: 'At the command line: perennial export.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'exports.file',
    cli: 'export',
    page: 'Members',
    params,
    answers: { 200: { description: 'The file.', files: exportFileExamples } },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
  },
  async ({ params: { exportId }, programmeId, db, deps }) => {
    const { mediaType, name, parts } = await exportFile(db, programmeId, exportId, deps.clock.now());
    const headers = {
      'Content-Type': mediaType,
      'Content-Disposition': `attachment; filename="${name}"`,
      // Of a member's page nothing runs, whatever somebody has written into a profile.
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    };
    return { status: 200, response: new Response(Readable.toWeb(Readable.from(parts)) as ReadableStream, { headers }) };
  },
);

export const exportEndpoints = [createExport, getExport, getExportFile];
