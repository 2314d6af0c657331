import { z } from '@hono/zod-openapi';
import { listAuditEntries as list } from '../../../modules/audit/list.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { auditEntryPageExample } from '../examples/audit.ts';
import { period } from '../period.ts';
import { publicIdOf } from '../../../platform/public-ids.ts';
import { query } from '../schemas/basics.ts';
import { auditEntryPageSchema } from '../schemas/audit.ts';

const listAuditEntries = endpoint(
  {
    operationId: 'listAuditEntries',
    method: 'get',
    path: '/audit-entries',
    tag: 'Keys',
    summary: 'Who changed what, latest first',
    description: 'At the command line: perennial audit list.',
    scope: 'admin',
    idempotency: 'safe',
    useCase: 'audit.list',
    cli: 'audit list',
    page: 'Keys',
    query: z.strictObject({
      actor: z.string().max(100).optional().describe('Only by this one.'),
      target: z.string().max(120).optional().describe('Only of this thing.'),
      from: query.from,
      to: query.to,
      limit: query.limit,
      cursor: query.cursor,
    }),
    answers: { 200: { description: 'A page.', schema: auditEntryPageSchema, example: auditEntryPageExample } },
    problems: [400, 401, 403, 422, 429, 503],
  },
  async ({ query: filter, programmeId, db }) => {
    const { actor, target, limit, cursor } = filter;
    const older = readCursor('audit', filter, cursor, z.string());
    const { entries, next } = await list(db, programmeId, { actor, target, ...period(filter), before: older, limit });
    const data = entries.map(({ rowId, before, after, reason, ...rest }) => ({
      id: publicIdOf('aud', rowId),
      ...rest,
      ...(before === null ? {} : { before }),
      ...(after === null ? {} : { after }),
      ...(reason === null ? {} : { reason }),
    }));
    return { status: 200, body: { data, nextCursor: writeCursor('audit', filter, next) } };
  },
);

export const auditEndpoints = [listAuditEntries];
