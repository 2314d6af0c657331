import { z } from '@hono/zod-openapi';
import { askVerification, type Proof, readProof } from '../../../modules/invariants/ask.ts';
import { ledgerTotals } from '../../../modules/programme/ledger-totals.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';
import { endpoint } from '../endpoint.ts';
import { ledgerVerificationExample, ledgerVerificationRunningExample } from '../examples/health.ts';
import { ledgerTotalsExample } from '../examples/ledger.ts';
import { period } from '../period.ts';
import { query } from '../schemas/basics.ts';
import { ledgerVerificationSchema } from '../schemas/health.ts';
import { ledgerTotalsSchema, totalsBySchema } from '../schemas/ledger.ts';

const getTotals = endpoint(
  {
    operationId: 'getTotals',
    method: 'get',
    path: '/ledger/totals',
    tag: 'Points',
    summary: 'Points by source, day or month',
    description: 'At the command line: perennial ledger totals.',
    scope: 'finance',
    idempotency: 'safe',
    useCase: 'programme.ledger-totals',
    cli: 'ledger totals',
    page: 'Overview',
    query: z.strictObject({ by: totalsBySchema.describe('Rows.'), from: query.from, to: query.to }),
    answers: { 200: { description: 'The thing as it is.', schema: ledgerTotalsSchema, example: ledgerTotalsExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: { by, ...filter }, programmeId, db }) => ({
    status: 200,
    body: await ledgerTotals(db, programmeId, { by, ...period(filter) }),
  }),
);

const proofBody = ({ sealedThroughRowId, ...proof }: Proof) => ({
  ...proof,
  sealedThrough: sealedThroughRowId === null ? null : publicIdOf('txn', sealedThroughRowId),
});

const getVerification = endpoint(
  {
    operationId: 'getVerification',
    method: 'get',
    path: '/ledger/verification',
    tag: 'Points',
    summary: 'The last proof of the ledger',
    description: 'At the command line: perennial ledger verify.',
    scope: 'finance',
    idempotency: 'safe',
    useCase: 'invariants.ask',
    cli: 'ledger verify',
    page: 'Health',
    answers: {
      200: { description: 'The thing as it is.', schema: ledgerVerificationSchema, example: ledgerVerificationExample },
    },
    problems: [400, 401, 403, 404, 422, 429, 503],
  },
  async ({ db, programmeId }) => ({ status: 200, body: proofBody(await readProof(db, programmeId)) }),
);

const startVerification = endpoint(
  {
    operationId: 'startVerification',
    method: 'post',
    path: '/ledger/verification',
    tag: 'Points',
    summary: 'Prove it now',
    description: 'At the command line: perennial ledger verify.',
    scope: 'finance',
    idempotency: 'natural',
    useCase: 'invariants.ask',
    cli: 'ledger verify',
    page: 'Health',
    answers: {
      202: {
        description: 'A worker seals what was posted and proves what came since it last held; ask again what it found.',
        schema: ledgerVerificationSchema,
        example: ledgerVerificationRunningExample,
      },
    },
    problems: [400, 401, 403, 409, 413, 415, 422, 429, 503],
    transactional: true,
  },
  async ({ db, programmeId, actor, requestId }) => ({
    status: 202,
    body: proofBody(await askVerification(db, programmeId, { actor, requestId })),
  }),
);

export const ledgerEndpoints = [getTotals, getVerification, startVerification];
