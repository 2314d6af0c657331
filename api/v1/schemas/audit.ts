import { z } from '@hono/zod-openapi';
import { instant, pageOf, publicId } from './basics.ts';

export const auditEntrySchema = z
  .object({
    id: publicId('aud').describe('Id of the entry. Opaque.'),
    at: instant.describe('When.'),
    actor: z.string().describe('A key, a person at the command line, the product.'),
    action: z.string().describe('Noun and verb, such as redemption.release.'),
    target: z.string().describe('Its id.'),
    before: z.unknown().describe('Fields that changed, before; personal data is left out.').optional(),
    after: z.unknown().describe('And after.').optional(),
    reason: z.string().describe('Why, in words that the audit and the timeline keep.').optional(),
    requestId: z.string().nullable().describe('Of the request.'),
  })
  .openapi('AuditEntry');

export const auditEntryPageSchema = pageOf(auditEntrySchema, 'AuditEntryPage');
