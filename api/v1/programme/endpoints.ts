import { z } from '@hono/zod-openapi';
import { applyProgramme as apply } from '../../../modules/programme/apply.ts';
import { effectOnRecentOrders } from '../../../modules/programme/effect.ts';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import type { Programme } from '../../../modules/programme/rules.ts';
import { parseSentProgramme } from '../../../modules/programme/sent.ts';
import { rulesInWords, showProgramme } from '../../../modules/programme/show.ts';
import { writtenProgramme } from '../../../modules/programme/written.ts';
import type { Db } from '../../../platform/database.ts';
import { sayDifference } from '../../../platform/terminal/diff.ts';
import { differences } from '../../../values/diff.ts';
import { endpoint } from '../endpoint.ts';
import { programmeExample, programmeInputExample } from '../examples/programme.ts';
import { readRevision } from '../if-match.ts';
import { query } from '../schemas/basics.ts';
import { programmeInputSchema, programmeSchema } from '../schemas/programme.ts';

const yamlExample = 'name: Gift Shop Club\ncurrency: GBP\n';

const getProgramme = endpoint(
  {
    operationId: 'getProgramme',
    method: 'get',
    path: '/programme',
    tag: 'Programme',
    summary: 'The rules, in words and as they were written',
    description:
      'Its ETag is that of the rules; counts and now change without it. At the command line: perennial programme show.',
    scope: 'read',
    idempotency: 'safe',
    useCase: 'programme.show',
    cli: 'programme show',
    page: 'Programme',
    answers: {
      200: {
        description: 'The thing as it is.',
        schema: programmeSchema,
        example: programmeExample,
        headers: ['ETag'],
      },
    },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ programmeId, db, deps }) => ({ status: 200, ...(await programmeOf(db, programmeId, deps.clock.now())) }),
);

const applyProgramme = endpoint(
  {
    operationId: 'applyProgramme',
    method: 'put',
    path: '/programme',
    tag: 'Programme',
    summary: 'Store new rules',
    description:
      'Whole, as the file has it: what is left out has its default. At the command line: perennial programme apply.',
    scope: 'launch',
    idempotency: 'natural',
    useCase: 'programme.apply',
    cli: 'programme apply',
    page: 'Programme',
    query: z.strictObject({ dryRun: query.dryRun }),
    body: { schema: programmeInputSchema, example: programmeInputExample, yaml: yamlExample },
    answers: {
      200: {
        description: 'The thing as it is.',
        schema: programmeSchema,
        example: programmeExample,
        headers: ['ETag'],
      },
    },
    problems: [400, 401, 403, 409, 412, 413, 415, 422, 429, 503],
    readsOwnBody: true,
  },
  async ({ body: sent, query: { dryRun }, programmeId, db, deps, actor, requestId, ifMatch }) => {
    const { code } = (await loadProgramme(db, programmeId)).definition;
    const definition = await parseSentProgramme(sent, code);
    const { before } = await apply(deps, definition, { actor, requestId, dryRun, revision: readRevision(ifMatch) });
    const { body: stored, etag } = await programmeOf(db, programmeId, deps.clock.now());
    if (!dryRun) return { status: 200, body: stored, etag };
    const changes = differences(before && writtenProgramme(before), writtenProgramme(definition)).map(sayDifference);
    const effect = before && {
      effect: await effectOnRecentOrders(db, programmeId, { before, after: definition, now: deps.clock.now() }),
    };
    const body = { ...stored, ...bodyOf(definition), rules: rulesInWords(definition), changes, ...effect };
    return { status: 200, body, etag };
  },
);

/** The programme, and the tag of its rules: what it comes to changes by itself. */
async function programmeOf(db: Db, programmeId: number, now: Date) {
  const { definition, rulesVersion, rules, totals } = await showProgramme(db, programmeId, now);
  const counts = { members: totals.members, outstandingPoints: totals.outstanding };
  return { body: { ...bodyOf(definition), rulesVersion, rules, counts, now }, etag: String(rulesVersion) };
}

function bodyOf(definition: Programme) {
  const { code, name, asset, currency, zone } = definition;
  return { code, name, asset, currency, zone, definition: writtenProgramme(definition) };
}

export const programmeEndpoints = [getProgramme, applyProgramme];
