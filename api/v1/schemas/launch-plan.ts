import { z } from '@hono/zod-openapi';
import { launchCheckCodes } from '../../../modules/campaigns/rules-launch-checks.ts';
import { codeSchema, instant, orNull } from './basics.ts';
import { audienceSchema } from './segments.ts';

const costSchema = z
  .object({
    points: z.int().min(0).describe('Points.'),
    coupons: z.int().min(0).describe('Coupons.'),
    messages: z.int().min(0).describe('Messages.'),
    worth: z.int().min(0).describe('What the coupons cost, in minor units.'),
    pointsWorth: z
      .int()
      .min(0)
      .nullable()
      .describe('What the points are worth at the checkout, in minor units; null where they can not be used there.'),
  })
  .openapi('LaunchCost');

export const launchPlanSchema = z
  .object({
    campaign: codeSchema,
    lifecycle: z.string().describe('Kind of story.'),
    version: z.int().min(1).describe('Of which version.'),
    told: z.string().nullable().describe('A journey in sentences; null of a lifecycle.'),
    audience: orNull(audienceSchema).describe(
      'Who comes in at launch or by the calendar; null where members come one by one.',
    ),
    holdOut: z
      .int()
      .min(0)
      .nullable()
      .describe('Members of the audience that get nothing, by lot; null where members come one by one.'),
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
    zones: z
      .array(
        z.object({
          zone: z.string().nullable().describe('Where members live; null of all zones that are not named.'),
          members: z.int().min(0).describe('How many.'),
          leavesAt: instant.describe('When the first message may leave for them.'),
        }),
      )
      .describe('The same where the members live, most of them first.'),
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
          alsoIn: z.int().min(0).describe('Members of the audience that are inside.'),
        }),
      )
      .describe('Campaigns that run beside it.'),
    checks: z
      .array(
        z.object({
          code: z.enum(launchCheckCodes).describe('What was looked at; more will come.'),
          kind: z.enum(['stop', 'note', 'passed']).describe('A stop keeps it from going live, a note never does.'),
          message: z.string().describe('What came of it.'),
          fix: z.string().nullable().describe('What helps.'),
          values: z.record(z.string(), z.union([z.string(), z.number()])).describe('What the message is made of.'),
        }),
      )
      .describe('What was looked at, what stops it first.'),
    canLaunch: z.boolean().describe('Nothing stops it.'),
  })
  .openapi('LaunchPlan');
