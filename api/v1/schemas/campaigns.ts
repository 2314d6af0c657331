import { z } from '@hono/zod-openapi';
import { channels, textChannels } from '../../../modules/programme/rules-message-limits.ts';
import { codeSchema, fieldErrorSchema, instant, memberIdSchema, orNull, pageOf, whole } from './basics.ts';

const block = z.record(z.string(), z.unknown());
/** What only a journey has: the guide of journeys says what stands in it, and what is wrong in one is told field by field. */
const journeyFields = {
  about: z.string().max(500).describe('Of a journey: what it is for.').optional(),
  entry: z.array(block).min(1).max(5).describe('Of a journey: how members come in.').optional(),
  audience: block.describe('Of a journey: who may come in.').optional(),
  whileInside: z
    .enum(['refuse', 'restart', 'alongside'])
    .describe('Of a journey: what happens when a member who is inside would enter again.')
    .optional(),
  insideMax: z.int().min(1).max(20).describe('Of a journey: enrolments of one member at a time.').optional(),
  runs: block.describe('Of a journey: from when until when it runs.').optional(),
  pace: block.describe('Of a journey: enrolments an hour of a launch or schedule.').optional(),
  zone: z.string().describe('Of a journey: whose clock.').optional(),
  goal: block.describe('Of a journey: what it is for; an order when left out.').optional(),
  budget: block.describe('Of a journey: what it may give in all.').optional(),
  coupons: z.record(z.string(), block).describe('Of a journey: the coupons its steps give.').optional(),
  steps: z.array(block).min(1).describe('Of a journey: what happens.').optional(),
};

export const campaignInputSchema = z
  .strictObject({
    campaign: codeSchema.optional().describe('That of the path; it may be left out.'),
    name: z.string().min(1).max(80).describe('What people read.'),
    lifecycle: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)*$/)
      .describe(
        'onboarding-gift, check-in-streak, referral-reward, points-expiry or win-back, which have settings; or journey, whose steps are its own.',
      ),
    settings: z.record(z.string(), z.unknown()).describe('Of the lifecycle.').optional(),
    ...journeyFields,
    holdOut: z.number().min(0).max(0.5).describe('Share of members who get nothing.').optional(),
    conversionDays: z.int().min(1).max(365).describe('Days after entering within which an order counts.').optional(),
    reentry: z
      .union([z.literal('never'), z.strictObject({ afterDays: z.int().min(0).max(3_650) })])
      .describe('How often a member may enter.')
      .optional(),
    priority: z
      .int()
      .min(1)
      .max(1_000)
      .describe('Lower goes first when several messages want the same slot.')
      .optional(),
    exitOn: z
      .array(
        z.looseObject({
          event: z.string().optional().describe('Its type.'),
          where: z.record(z.string(), z.unknown()).optional().describe('What its data has.'),
          reason: z.string().describe('Why the member left.'),
        }),
      )
      .max(20)
      .describe('Events that end it for a member.')
      .optional(),
    messageClasses: z
      .record(z.string(), z.enum(['transactional', 'service', 'marketing']))
      .describe('Message to class.')
      .optional(),
    messageChannels: z
      .array(z.enum(channels))
      .min(1)
      .max(channels.length)
      .describe('Channels of its messages, best first: each goes by the first that may.')
      .optional(),
    templates: z
      .record(z.string(), z.string())
      .describe('File name to text, such as welcome.en.html.liquid. Left out, those of the version before stay.')
      .optional(),
  })
  .openapi('CampaignInput');

const reviewSchema = z
  .object({
    version: z.int().min(1).describe('Of which version.'),
    submittedBy: z.string().describe('Who asked for it.'),
    submittedAt: instant.describe('When.'),
    approvedBy: z.string().nullable().describe('Who has found it good; null while nobody has.'),
    approvedAt: instant.nullable().describe('When.'),
  })
  .openapi('CampaignReview');

export const campaignSchema = z
  .object({
    code: codeSchema,
    name: z.string().describe('What people read.'),
    lifecycle: z.string().describe('Kind of story.'),
    status: z
      .enum(['draft', 'in_review', 'scheduled', 'live', 'paused', 'ended'])
      .describe('Where it stands; more will come.'),
    version: z.int().min(1).describe('Versions never change.'),
    staged: z
      .object({
        version: z.int().min(1),
        appliedAt: instant.describe('When it was stored.'),
        appliedBy: z.string().describe('Who stored it.'),
      })
      .nullable()
      .describe('Of a journey that runs: the version that waits to be put live.')
      .optional(),
    launchedAt: instant.nullable().describe('When.').optional(),
    endedAt: instant.nullable().describe('When.').optional(),
    scheduledFor: instant.nullable().describe('When it goes live by itself; null of one that has no time.').optional(),
    entryClosedAt: instant
      .nullable()
      .describe('Since when nobody enters any more: it ends with the last one who is inside.')
      .optional(),
    review: orNull(reviewSchema)
      .describe('Who asked that somebody look at it before it goes live; null of one that was not submitted.')
      .optional(),
    definition: campaignInputSchema,
    counts: z.record(z.string(), z.int()).describe('Enrolments by status.'),
    changes: z.array(z.string()).describe('With dryRun: what would change.').optional(),
    problems: z.array(fieldErrorSchema).describe('When it was stored: what keeps it from being launched.').optional(),
  })
  .openapi('Campaign');

export const editPolicySchema = z
  .enum(['new', 'move', 'restart'])
  .describe(
    'What becomes of those inside: new, they keep theirs; move, they go on in the new version where they stand, as far as all they have done is in it; restart, they begin it anew, and nothing that was done is done again.',
  );

export const campaignDiffSchema = z
  .object({
    campaign: codeSchema,
    from: z.int().min(1).describe('A version.'),
    to: z.int().min(1).describe('Another.'),
    changes: z.array(z.string()).describe('Field by field.'),
    steps: z
      .object({
        kept: z.array(z.string()).describe('In both, and the same.'),
        changed: z.array(z.string()).describe('In both, with other fields.'),
        gone: z.array(z.string()).describe('In the first alone.'),
        added: z.array(z.string()).describe('In the second alone.'),
      })
      .nullable()
      .describe('Of a journey, by their names.'),
    textsOnly: z.boolean().describe('Nothing but the texts of messages differs.'),
  })
  .openapi('CampaignDiff');

export const editPreviewSchema = z
  .object({
    campaign: codeSchema,
    from: z.int().min(1).describe('The version that is live.'),
    version: z.int().min(1).describe('The version that is staged.'),
    policy: editPolicySchema,
    inside: z.int().min(0).describe('Members inside.'),
    estimated: z.boolean().describe('They are too many to look at each: groups are shares of the latest.'),
    groups: z
      .array(
        z.object({
          version: z.int().min(1).describe('The version they are in.'),
          step: z.string().nullable().describe('Where they stand; null where that does not matter.'),
          becomes: z.enum(['keeps', 'moves', 'stays', 'restarts', 'ends']).describe('What becomes of them.'),
          members: z.int().min(0),
          gone: z.array(z.string()).describe('Steps they have come to and the new version does not have.'),
          says: z.string().nullable().describe('Why they stay, in words.'),
        }),
      )
      .describe('Largest first.'),
    textsOnly: z.boolean().describe('Nothing but the texts of messages differs.'),
    isRunning: z.boolean().describe('An earlier edit has not come to everybody yet.'),
  })
  .openapi('EditPreview');

export const editInputSchema = z
  .strictObject({
    policy: editPolicySchema,
    version: z.int().min(1).describe('The staged version that was looked at.'),
  })
  .openapi('EditInput');

export const rollbackInputSchema = z
  .strictObject({ to: z.int().min(1).describe('The version whose content is staged as a new one.') })
  .openapi('RollbackInput');

export const campaignPageSchema = pageOf(campaignSchema, 'CampaignPage');

const rate = z.number().min(0).max(1);

const groupSchema = z
  .object({
    members: z.int().min(0).describe('Whose days are over.'),
    ordered: z.int().min(0).describe('Of them.'),
    rate: rate.describe('Share that ordered.'),
    low: rate.describe('With 95% confidence not below.'),
    high: rate.describe('Nor above.'),
  })
  .openapi('ConversionGroup');

export const campaignReportSchema = z
  .object({
    campaign: codeSchema,
    at: instant.describe('Of when it is.'),
    steps: z.array(
      z.object({
        name: z.string().describe('Of the step.'),
        entered: z.int().min(0).describe('Members.'),
        passed: z.int().min(0).describe('Members.'),
      }),
    ),
    given: z.object({
      points: whole.describe('Granted.'),
      takenBack: whole.describe('Of those points: by a reversal, or with an order that was returned.'),
      coupons: z.int().min(0).describe('Issued.'),
      messages: z.int().min(0).describe('Sent.'),
    }),
    holdOut: z
      .object({
        members: z.int().min(0).describe('Held out.'),
        difference: z.number().describe('Conversion of members less that of the held out.'),
        low: z.number(),
        high: z.number(),
      })
      .nullable(),
    conversion: z.object({
      days: z.int().min(1).describe('After entering, within which an order counts.'),
      given: groupSchema,
      heldOut: groupSchema,
      stillOpen: z.int().min(0).describe('Members whose days are not over.'),
      comparison: z
        .object({
          difference: z.number().describe('Rate of those who get it less that of the held out.'),
          low: z.number().describe('With 95% confidence not below.'),
          high: z.number().describe('Nor above.'),
          verdict: z.enum(['added', 'took away', 'unclear', 'too few']).describe('What may be said.'),
          heldOutNeeded: z.int().nullable().describe('How many would have to be held out to tell.'),
        })
        .nullable()
        .describe('Null when nobody is held out.'),
    }),
    outcomes: z
      .array(
        z.object({
          status: z.string().describe('Of the enrolments.'),
          reason: z.string().describe('Why; figures are left out.'),
          text: z.string().describe('The same in the language of Accept-Language.'),
          enrolments: z.int().min(0),
          heldOut: z.int().min(0).describe('Of them.'),
        }),
      )
      .describe('How enrolments stand, most first.'),
    messages: z
      .array(
        z.object({
          message: z.string().describe('Template; the step where it came to no message.'),
          fate: z.string().describe('Status of the message, or outcome of the step.'),
          reason: z.string().describe('Why; figures are left out.'),
          text: z.string().describe('The same in the language of Accept-Language.'),
          count: z.int().min(0),
        }),
      )
      .describe('What became of messages.'),
    points: z
      .array(
        z.object({
          step: z.string().describe('Its name.'),
          grants: z.int().min(0),
          points: whole,
          takenBack: whole.describe('Of them, by reversals.'),
        }),
      )
      .describe('Granted, by step.'),
    coupons: z
      .array(
        z.object({
          name: z.string().describe('What people read.'),
          ...{ given: z.int().min(0), open: z.int().min(0), redeemed: z.int().min(0) },
          ...{ expired: z.int().min(0), cancelled: z.int().min(0) },
        }),
      )
      .describe('Issued, by name.'),
  })
  .openapi('CampaignReport');

export const previewInputSchema = z
  .strictObject({
    template: z.string().min(1).max(60).describe('Its name.'),
    locale: z
      .string()
      .min(2)
      .max(20)
      .describe('Language; that of the member, or of the programme, when left out.')
      .optional(),
    memberId: memberIdSchema.optional(),
  })
  .openapi('PreviewInput');

export const previewSchema = z
  .object({
    subject: z.string().describe('Subject.'),
    text: z.string().describe('Plain text.'),
    html: z.string().describe('Sanitised HTML.'),
    locale: z.string().describe('Language.'),
    class: z.enum(['marketing', 'service', 'transactional']).describe('Decides consent, quiet hours and caps.'),
    from: z.string().describe('Sender.'),
    to: z.string().describe('Addressee.'),
    texts: z
      .array(
        z.object({
          channel: z.enum(textChannels).describe('By what.'),
          text: z.string().describe('What is read.'),
          title: z.string().nullable().describe('Of push and WeChat.'),
          url: z.string().nullable().describe('Where it leads.'),
          sms: z
            .object({
              encoding: z.enum(['GSM-7', 'UCS-2']).describe('UCS-2 holds less than half, and one letter makes it so.'),
              units: z.int().min(0).describe('Places that it takes.'),
              segments: z.int().min(0).describe('What is paid for: 160 places, or 153 each; 70 and 67 in UCS-2.'),
              outside: z.array(z.string()).describe('Letters that GSM does not have, ten at most.'),
            })
            .nullable()
            .describe('What it takes as SMS.'),
          problem: z.string().nullable().describe('What would keep it from going.'),
        }),
      )
      .describe('What goes by SMS, WeChat and push.'),
    notes: z.array(z.string()).describe('What of it is made up, and what would keep it from being sent.'),
  })
  .openapi('Preview');
