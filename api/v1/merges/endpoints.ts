import { z } from '@hono/zod-openapi';
import { mergeMembersIn } from '../../../modules/merges/merge.ts';
import { loadMerge, type MergeView } from '../../../modules/merges/rows.ts';
import { undoMergeIn } from '../../../modules/merges/undo.ts';
import { publicIdOf, requireRowId } from '../../../platform/public-ids.ts';
import { within } from '../../../platform/transact.ts';
import { endpoint } from '../endpoint.ts';
import { mergeExample, mergeInputExample, mergeUndoneExample } from '../examples/merges.ts';
import { publicId } from '../schemas/basics.ts';
import { mergeInputSchema, mergeSchema } from '../schemas/merges.ts';

const params = z.strictObject({ mergeId: publicId('mrg').describe('Its id; percent-encode it once.') });

const createMerge = endpoint(
  {
    operationId: 'createMerge',
    method: 'post',
    path: '/merges',
    tag: 'Members',
    summary: 'Make two accounts one',
    description:
      'What comes for the first id reaches the second from then on. The same merge again changes nothing. At the command line: perennial member merge.',
    scope: 'admin',
    idempotency: 'key',
    useCase: 'merges.merge',
    cli: 'member merge',
    page: 'Member',
    body: { schema: mergeInputSchema, example: mergeInputExample },
    answers: {
      201: {
        description: 'It was made.',
        schema: mergeSchema,
        example: mergeExample,
        headers: ['Idempotent-Replayed', 'Location'],
      },
    },
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
    transactional: true,
    keep: 'forever',
  },
  async ({ body, programmeId, db, deps, actor, requestId }) => {
    const merge = await mergeMembersIn(db, deps.clock.now(), programmeId, { ...body, actor, requestId });
    const answer = mergeBody(merge);
    return { status: 201, body: answer, ...(merge.rowId === null ? {} : { location: `/merges/${answer.id}` }) };
  },
);

const getMerge = endpoint(
  {
    operationId: 'getMerge',
    method: 'get',
    path: '/merges/{mergeId}',
    tag: 'Members',
    summary: 'A merge',
    description: 'At the command line: perennial member merge-show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'merges.show',
    cli: 'member merge-show',
    page: 'Member',
    params,
    answers: { 200: { description: 'The thing as it is.', schema: mergeSchema, example: mergeExample } },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ params: { mergeId }, programmeId, db }) => {
    const rowId = requireRowId('mrg', mergeId, 'MERGE_NOT_FOUND', 'mergeId');
    return { status: 200, body: mergeBody(await loadMerge(db, programmeId, rowId)) };
  },
);

const undoMerge = endpoint(
  {
    operationId: 'undoMerge',
    method: 'post',
    path: '/merges/{mergeId}/undo',
    tag: 'Members',
    summary: 'Undo a merge within a day',
    description:
      'Each account gets back what was its own, as far as it is unspent; `leftBehind` says what is not. At the command line: perennial member merge-undo.',
    scope: 'admin',
    idempotency: 'natural',
    useCase: 'merges.undo',
    cli: 'member merge-undo',
    page: 'Member',
    params,
    answers: { 200: { description: 'As it now is.', schema: mergeSchema, example: mergeUndoneExample } },
    problems: [400, 401, 403, 404, 409, 422, 429, 503],
    transactional: true,
  },
  async ({ params: { mergeId }, programmeId, db, deps, actor, requestId }) => {
    const rowId = requireRowId('mrg', mergeId, 'MERGE_NOT_FOUND', 'mergeId');
    const now = deps.clock.now();
    const undone = await within(db, (tx) => undoMergeIn(tx, now, programmeId, rowId, { actor, requestId }));
    return { status: 200, body: mergeBody(undone) };
  },
);

function mergeBody({
  rowId,
  status,
  from,
  into,
  points,
  coupons,
  changes,
  leftBehind,
  undoableUntil,
  createdAt,
}: MergeView) {
  return {
    // One that is only planned has no row: its id leads nowhere.
    id: rowId === null ? publicIdOf('mrg', 0, 0) : publicIdOf('mrg', rowId),
    status,
    fromMemberId: from,
    intoMemberId: into,
    ...{ points, coupons, changes, leftBehind, undoableUntil, createdAt },
  };
}

export const mergeEndpoints = [createMerge, getMerge, undoMerge];
