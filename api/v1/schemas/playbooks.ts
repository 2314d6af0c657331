import { z } from '@hono/zod-openapi';
import { codeSchema } from './basics.ts';

export const playbookListSchema = z
  .object({
    data: z
      .array(
        z.object({
          code: codeSchema,
          name: z.string().describe('What people read, in the language of Accept-Language.'),
          about: z.string().describe('What it does, and what it wants of the programme.'),
          lifecycle: z.string().describe('Kind of story.'),
          segments: z.array(codeSchema).describe('Segments that come with it where the programme lacks them.'),
          isUsed: z.boolean().describe('The programme has a campaign of this code.'),
        }),
      )
      .describe('In the order of the gallery.'),
    nextCursor: z.null().describe('There is one page.'),
  })
  .openapi('PlaybookList');

export const playbookUseSchema = z
  .strictObject({ campaign: codeSchema.describe('The draft’s code; the playbook’s own when absent.').optional() })
  .openapi('PlaybookUse');
