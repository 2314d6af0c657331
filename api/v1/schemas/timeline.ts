import { z } from '@hono/zod-openapi';
import { instant, pageOf, signedWhole, whole } from './basics.ts';
import { sourceSchema } from './points.ts';

export const timelineEntrySchema = z
  .object({
    at: instant.describe('Its own time.'),
    text: z.string().describe('What happened, in words.'),
    lines: z.array(z.string().describe('Why, and what followed.')),
    points: signedWhole.describe('Change of points.').optional(),
    available: whole.describe('Balance after it.').optional(),
    source: sourceSchema.optional(),
  })
  .openapi('TimelineEntry');

export const timelineEntryPageSchema = pageOf(timelineEntrySchema, 'TimelineEntryPage');
