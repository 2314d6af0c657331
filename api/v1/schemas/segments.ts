import { z } from '@hono/zod-openapi';
import { reachChannels, reachStates } from '../../../modules/segments/count.ts';
import { codeSchema, instant, memberIdSchema } from './basics.ts';

/** Its blocks nest five deep: what is wrong in one is told by a better reader. */
const conditionSchema = z
  .record(z.string(), z.unknown())
  .describe('One of all, any and not with conditions inside, or a question such as spent, lastOrder, event, tag.')
  .openapi('Condition', { examples: [{ spent: { atLeast: 500 }, within: 'last 365 days' }] });

const text = {
  name: z.string().describe('What people read.'),
  about: z.string().describe('What it is for.'),
};

export const segmentInputSchema = z
  .looseObject({
    segment: codeSchema.describe('That of the address; it may be left out.').optional(),
    name: text.name,
    about: text.about.optional(),
    who: conditionSchema,
  })
  .describe('The segment file as JSON; YAML is taken too.')
  .openapi('SegmentInput');

export const segmentSchema = z
  .object({
    code: codeSchema,
    name: text.name,
    about: text.about.nullable(),
    who: conditionSchema,
    says: z.string().describe('The condition, read aloud, in the language of Accept-Language.'),
    revision: z.int().min(1).describe('One more with each change. It is the ETag, too.'),
    createdAt: instant.describe('When it was first stored.'),
    changedAt: instant.describe('When it was stored last.'),
    watchedAt: instant
      .nullable()
      .describe('Since when its comings and goings are kept; null while nobody waits for them.'),
    changes: z.array(z.string().describe('With dryRun: what would change.')).optional(),
  })
  .openapi('Segment');

export const segmentListSchema = z
  .object({ data: z.array(segmentSchema).describe('By code.'), nextCursor: z.null().describe('There is one page.') })
  .openapi('SegmentList');

export const previewConditionSchema = z
  .looseObject({ who: conditionSchema })
  .describe('A condition that is not stored.')
  .openapi('ConditionInput');

export const audienceSchema = z
  .object({
    members: z.int().min(0).describe('Members who meet the condition.'),
    of: z.int().min(0).describe('Active members of the programme.'),
    reach: z
      .array(
        z.object({
          channel: z.enum(reachChannels).describe('By what.'),
          reachable: z.int().min(0).describe('Who may be sent marketing.'),
          unreachable: z
            .array(
              z.object({
                reason: z
                  .enum(reachStates.filter((state) => state !== 'reachable'))
                  .describe('A code of the registry.'),
                members: z.int().min(1).describe('How many.'),
              }),
            )
            .describe('Why the others may not.'),
        }),
      )
      .describe('By e-mail, and by the channels that a provider is connected for.'),
    countedAt: instant.describe('The instant at which it was asked.'),
  })
  .openapi('Audience');

export const segmentSampleSchema = z
  .object({
    data: z
      .array(
        z.object({
          member: memberIdSchema,
          reasons: z
            .array(
              z.object({
                asks: z.string().describe('A question of the condition, read aloud.'),
                holds: z.boolean().describe('Whether it does.'),
                found: z.string().nullable().describe('What the answer rests on; null where the answer says it all.'),
              }),
            )
            .describe('In the order of the condition.'),
        }),
      )
      .describe('Ten at most, by lot.'),
  })
  .openapi('SegmentSample');

export const segmentPreviewSchema = z
  .object({
    says: z.string().describe('The condition, read aloud.'),
    count: audienceSchema,
    sample: segmentSampleSchema.shape.data,
  })
  .openapi('SegmentPreview');
