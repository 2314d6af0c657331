import { z } from '@hono/zod-openapi';
import { reachChannels, reachStates } from '../../../modules/segments/count.ts';
import { fieldTypes } from '../../../modules/segments/language.ts';
import { codeSchema, instant, localDay, memberIdSchema } from './basics.ts';

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
    usedBy: z
      .array(
        z.object({
          kind: z.enum(['campaign', 'segment']).describe('What it is.'),
          code: codeSchema,
          name: z.string().describe('What people read.'),
          status: z.string().nullable().describe('Of a campaign; null of a segment.'),
        }),
      )
      .describe('Campaigns that have not ended, and other segments: a change touches them.'),
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

const partSchema = z
  .object({
    path: z.array(z.union([z.string(), z.int()])).describe('Where it stands in the condition: all, 0.'),
    says: z.string().describe('Read aloud.'),
    alone: z.int().min(0).describe('Members who meet it by itself.'),
    left: z.int().min(0).nullable().describe('Who meets it and those before it, where all must hold; null of others.'),
  })
  .openapi('SegmentPart');

export const segmentPreviewSchema = z
  .object({
    says: z.string().describe('The condition, read aloud.'),
    count: audienceSchema,
    sample: segmentSampleSchema.shape.data,
    parts: z.array(partSchema).describe('With parts: the conditions inside it, counted one by one.').optional(),
  })
  .openapi('SegmentPreview');

export const segmentHistorySchema = z
  .object({
    watchedAt: instant.nullable().describe('Since when it is watched; null while nobody waits for it.'),
    inside: z.int().min(0).nullable().describe('Members inside, as they are kept; null while it is not watched.'),
    entered: z.int().min(0).describe('Who came in within the days asked for.'),
    left: z.int().min(0).describe('Who fell out within them.'),
    days: z
      .array(
        z.object({
          day: localDay.describe('Of the programme’s calendar.'),
          entered: z.int().min(0).describe('Who came in.'),
          left: z.int().min(0).describe('Who fell out.'),
        }),
      )
      .describe('Oldest first; days without any move are left out.'),
    latest: z
      .array(
        z.object({
          member: memberIdSchema,
          move: z.enum(['entered', 'left']).describe('Which way.'),
          at: instant.describe('When it was seen.'),
        }),
      )
      .describe('Ten at most, the latest first.'),
  })
  .openapi('SegmentHistory');

const fieldSchema = z.object({
  name: z.string().describe('Its name.'),
  type: z.enum(fieldTypes).describe('What it holds.'),
});
const namedSchema = z.object({
  code: z.string().describe('Its code.'),
  name: z.string().describe('What people read.'),
});
const codes = (words: string) => z.array(z.string()).describe(words);

export const segmentLanguageSchema = z
  .object({
    subjects: z
      .array(
        z.object({
          verb: z.string().describe('The key by which a condition is known.'),
          title: z.string().describe('What people read, in the language of Accept-Language.'),
          group: z.object({ code: z.string().describe('Which heading.'), title: z.string().describe('Its words.') }),
          fields: z
            .array(
              z.object({
                name: z.string().describe('Its key; * of tests that stand beside the name that they are about.'),
                title: z.string().nullable().describe('Null where the condition’s own says it.'),
                control: z
                  .enum(['name', 'number', 'date', 'window', 'where', 'tier', 'sum', 'options', 'tests'])
                  .describe('By what a form asks for it.'),
                isRequired: z.boolean().describe('Whether it must be there.'),
                names: z.string().nullable().describe('Of which of the names it is one.'),
                options: z
                  .array(
                    z.object({ value: z.string().describe('As it is written.'), title: z.string().describe('Words.') }),
                  )
                  .describe('What may be chosen.'),
              }),
            )
            .describe('In the order of a form.'),
          unit: z.string().nullable().describe('What its numbers count: words, or the currency.'),
          oneOf: codes('Fields of which one at most is asked.'),
          whereOf: z.string().nullable().describe('The event whose fields are asked about; null where it names it.'),
          start: conditionSchema.describe('What a new one begins with.'),
        }),
      )
      .describe('Every kind of condition.'),
    tests: z.record(z.enum(fieldTypes), codes('Words.')).describe('What fields of each type may be asked.'),
    depthMax: z.int().min(1).describe('Levels that conditions nest at most.'),
    currency: z.string().describe('In which money is written.'),
    names: z
      .object({
        attribute: z.array(fieldSchema).describe('Fields of members.'),
        event: z
          .array(
            z.object({ type: z.string().describe('Its type.'), fields: z.array(fieldSchema).describe('Its data.') }),
          )
          .describe('Events.'),
        tag: codes('Tags.'),
        tier: z.array(namedSchema).describe('From the lowest on.'),
        segment: z.array(namedSchema).describe('Segments.'),
        campaign: codes('Campaigns.'),
        coupon: codes('Coupons that campaigns give.'),
        template: codes('Messages that campaigns send.'),
      })
      .describe('What may be named.'),
  })
  .openapi('SegmentLanguage');
