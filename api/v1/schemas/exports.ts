import { z } from '@hono/zod-openapi';
import { exportFormats, exportKinds, exportStatuses } from '../../../modules/exports/start.ts';
import { instant, memberIdSchema, publicId } from './basics.ts';

export const exportInputSchema = z
  .strictObject({
    kind: z.enum(exportKinds).describe('member is all of one person; everything is a .tar.gz of all the others.'),
    memberId: memberIdSchema.optional(),
    format: z.enum(exportFormats).default('ndjson').describe('html for one member only.').optional(),
    filter: z
      .record(z.string().max(60), z.string().max(300))
      .describe('The filters of the list of that kind.')
      .optional(),
  })
  .openapi('ExportInput');

export const exportSchema = z
  .object({
    id: publicId('exp')
      .describe('Id of the export. Opaque.')
      .openapi({ examples: ['exp_7h2k9m4q'] }),
    kind: z.enum(exportKinds).describe('What.'),
    status: z.enum(exportStatuses).describe('Where it stands.'),
    format: z.enum(exportFormats).describe('Of the file.'),
    rows: z.int().min(0).describe('In the file.'),
    createdAt: instant.describe('When.'),
    expiresAt: instant.describe('When the file goes.'),
  })
  .openapi('Export');
