import { z } from '@hono/zod-openapi';
import { codeSchema, currencySchema, instant, rulesVersionSchema, whole } from './basics.ts';

const inLanguages = z.union([z.string(), z.record(z.string(), z.string())]);

export const programmeInputSchema = z
  .looseObject({
    code: codeSchema.optional().describe('That of the key; it may be left out.'),
    name: inLanguages.describe('What people read; one text, or one for each language.'),
    currency: currencySchema,
    zone: z.string().describe('IANA zone.'),
    earning: z.record(z.string(), z.unknown()),
    redemption: z
      .record(z.string(), z.unknown())
      .describe('What points are worth at the checkout; without it none can be used there.')
      .optional(),
  })
  .describe('The programme file as JSON; YAML is taken too.')
  .openapi('ProgrammeInput');

export const programmeSchema = z
  .object({
    code: codeSchema,
    name: z.string().describe('What people read.'),
    asset: z.string().describe('What a point is called.'),
    currency: currencySchema,
    zone: z.string().describe('IANA zone.'),
    rulesVersion: rulesVersionSchema,
    definition: programmeInputSchema,
    rules: z.array(z.string().describe('The rules in words.')),
    counts: z.object({
      members: z.int().min(0).describe('Active ones.'),
      outstandingPoints: whole.describe('Available, pending and held.'),
    }),
    now: instant.describe('The clock that all rules go by.'),
    changes: z.array(z.string().describe('With dryRun: what would change.')).optional(),
  })
  .openapi('Programme');
