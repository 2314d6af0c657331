import { z } from '@hono/zod-openapi';
import { importKinds, importStatuses } from '../../../modules/imports/uploads/view.ts';
import { instant, pageOf, problemSchema, publicId } from './basics.ts';

const count = z.int().min(0);

export const importSchema = z
  .object({
    id: publicId('imp')
      .describe('Id of the import. Opaque.')
      .openapi({ examples: ['imp_7h2k9m4q'] }),
    kind: z.enum(importKinds).describe('What is in the file.'),
    status: z.enum(importStatuses).describe('Where it stands.'),
    dryRun: z.boolean().describe('Nothing was written.'),
    counts: z
      .object({
        lines: count.describe('Rows read so far: the sum of the next four.'),
        imported: count.describe('Taken.'),
        duplicates: count.describe('Here before.'),
        rejected: count.describe('See rejects.'),
        leftOut: count.describe('Of orders: no purchase by their status.'),
        newMembers: count.describe('Members who were not known.'),
        pointsGiven: count.describe('Points that came in.'),
        lapsedPoints: count.describe('Of members: points whose end had passed, which were not brought along.'),
      })
      .describe('What became of the rows.'),
    problem: problemSchema
      .pick({ code: true, detail: true, field: true, fix: true })
      .describe('Why it failed.')
      .openapi('ImportProblem')
      .optional(),
    createdAt: instant.describe('When.'),
    finishedAt: instant.nullable().describe('When.').optional(),
  })
  .openapi('Import');

export const rejectSchema = z
  .object({
    line: z.int().min(1).describe('Of the file.'),
    field: z.string().describe('At fault.').optional(),
    value: z.string().describe('As written.').optional(),
    code: z.string().describe('Of the registry.'),
    detail: z.string().describe('What is wrong.'),
    fix: z.string().describe('What to do.').optional(),
    row: z.string().describe('The row as it stood in the file.'),
  })
  .openapi('Reject', {
    examples: [
      {
        line: 311,
        field: 'amount',
        value: '12,50',
        code: 'AMOUNT_INVALID',
        detail: 'is not an amount',
        fix: 'Write 12.50.',
        row: '1311,anna-1,2026-12-08T09:05:00Z,"12,50"',
      },
    ],
  });

export const importPageSchema = pageOf(importSchema, 'ImportPage');
export const rejectPageSchema = pageOf(rejectSchema, 'RejectPage');
