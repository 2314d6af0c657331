import { z } from '@hono/zod-openapi';
import { earningTopics } from '../../../modules/programme/rules-effect.ts';
import {
  codeSchema,
  currencySchema,
  instant,
  memberIdSchema,
  orderIdSchema,
  rulesVersionSchema,
  whole,
} from './basics.ts';

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

const touched = {
  orders: z.int().min(0).describe('Whose points would differ.'),
  members: z.int().min(0).describe('Whose orders these are.'),
  points: z.int().describe('More, or fewer.'),
};

export const programmeEffectSchema = z
  .object({
    from: instant.describe('The first instant that is counted.'),
    to: instant.describe('Until then.'),
    isPart: z.boolean().describe('Of very many orders the latest 50,000 are counted.'),
    orders: z.int().min(0).describe('Of these days, as they stand; cancelled ones are left out.'),
    pointsBefore: whole.describe('What they come to by the rules in force, for members of the tiers of today.'),
    pointsAfter: whole.describe('And by the new ones.'),
    all: z.object(touched).describe('What all changes come to together.'),
    changes: z
      .array(z.object({ topic: z.enum(earningTopics).describe('The part of the rules.'), ...touched }))
      .describe('What each change of the rules for orders comes to alone.'),
    largest: z
      .array(
        z.object({
          orderId: orderIdSchema,
          memberId: memberIdSchema,
          amountMinor: whole.describe('What it comes to. In minor units of the currency.'),
          pointsBefore: whole.describe('By the rules in force.'),
          pointsAfter: whole.describe('By the new ones.'),
        }),
      )
      .describe('The ten orders whose points would differ most.'),
  })
  .describe('What the orders of the last 30 days would have come to.')
  .openapi('ProgrammeEffect');

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
    effect: programmeEffectSchema
      .describe('With dryRun: what the orders of the last 30 days would have come to.')
      .optional(),
  })
  .openapi('Programme');
