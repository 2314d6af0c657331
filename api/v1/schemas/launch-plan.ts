import { z } from '@hono/zod-openapi';
import { codeSchema, instant, orNull } from './basics.ts';
import { audienceSchema } from './segments.ts';

const costSchema = z
  .object({
    points: z.int().min(0).describe('Points.'),
    coupons: z.int().min(0).describe('Coupons.'),
    messages: z.int().min(0).describe('Messages.'),
    worth: z.int().min(0).describe('What the coupons cost, in minor units.'),
  })
  .openapi('LaunchCost');

export const launchPlanSchema = z
  .object({
    campaign: codeSchema,
    lifecycle: z.string().describe('Kind of story.'),
    told: z.string().nullable().describe('A journey in sentences; null of a lifecycle.'),
    audience: orNull(audienceSchema).describe(
      'Who comes in at launch or by the calendar; null where members come one by one.',
    ),
    perMember: orNull(costSchema).describe('The most that one member can get; null where only the lifecycle knows.'),
    inAll: orNull(costSchema).describe('The most that the audience can get, as far as the budget allows.'),
    budget: z
      .array(
        z.object({
          of: z.enum(['points', 'coupons', 'messages', 'worth', 'members']).describe('Of what.'),
          limit: z.int().min(0).describe('At most; worth in minor units.'),
          used: z.int().min(0).describe('Given, and promised to those inside.'),
          enoughFor: z.int().min(0).nullable().describe('Members more; null of what a member gets nothing of.'),
        }),
      )
      .describe('Limit by limit.'),
    firstMessageAt: instant
      .nullable()
      .describe('When the first message may leave; null where that depends on the member.'),
    pace: z
      .object({
        perHour: z.int().min(1).describe('Enrolments an hour at most.'),
        hours: z.int().min(0).describe('Hours that the audience takes.'),
      })
      .nullable()
      .describe('Null where it has none.'),
    others: z
      .array(
        z.object({
          campaign: codeSchema,
          priority: z.int().min(1).describe('Lower goes first.'),
          inside: z.int().min(0).describe('Members inside.'),
        }),
      )
      .describe('Campaigns that run beside it.'),
  })
  .openapi('LaunchPlan');
