import { z } from '@hono/zod-openapi';
import { codeSchema, instant, memberIdSchema, pageOf, publicId } from './basics.ts';

const count = z.int().min(0);

export const flowPlaceSchema = z
  .object({
    came: count.describe('Members who came here: the sum of the other three.'),
    here: count.describe('Here now.'),
    ended: count.describe('Whose story ended here.'),
    wentOn: count.describe('To another step.'),
  })
  .openapi('FlowPlace');

export const flowStepSchema = z
  .object({
    name: z.string().describe('Of the step.'),
    kind: z.string().describe('message, grant, coupon, review, clawback; more may come.'),
    template: z.string().describe('Of a message.').optional(),
    came: count,
    here: count,
    ended: count,
    wentOn: count,
    done: count.describe('Times it was done.'),
    notDone: count.describe('Times it was refused or passed over.'),
  })
  .openapi('FlowStep');

export const campaignFlowSchema = z
  .object({
    campaign: codeSchema,
    at: instant.describe('Of when it is.'),
    sampled: z.boolean().describe('True of a very large campaign: its numbers are estimates.'),
    entry: flowPlaceSchema,
    heldOut: flowPlaceSchema,
    steps: z.array(flowStepSchema).describe('From the top.'),
    enteredLately: count.describe('In the last seven days.'),
    nextLookAt: instant.nullable().describe('When members are looked for next; null where an event brings them.'),
    nextStep: z
      .object({
        at: instant.describe('When the first wait ends by itself.'),
        members: count.describe('Of how many one ends on that day of the programme.'),
      })
      .nullable(),
    queue: z.object({
      waiting: count.describe('Messages that wait to leave.'),
      withinADay: count.describe('Of them within 24 hours.'),
      firstAt: instant.nullable().describe('The first.'),
      firstDeadline: instant.nullable().describe('When the first is of no use any more.'),
    }),
    joinedInPause: count.nullable().describe('Who came since it was paused; null of one that is not.'),
    versions: z.array(
      z.object({
        version: z.int().min(1),
        createdAt: instant.describe('When it was applied.'),
        entered: count.describe('With it.'),
        inside: count.describe('With it.'),
      }),
    ),
    messages: z.array(
      z.object({
        template: z.string().describe('Its name.'),
        locales: z.array(z.string()).describe('Languages it is written in.'),
      }),
    ),
    told: z
      .array(
        z.object({
          depth: count.describe('How deep it stands in paths.'),
          text: z.string().describe('In the first language of Accept-Language that the product speaks.'),
          step: z.string().describe('Of a step: its name.').optional(),
          path: z.string().describe('Of a way out of a step: its name.').optional(),
        }),
      )
      .nullable()
      .describe('The plan of a journey read aloud, from the top; null of other lifecycles.'),
  })
  .openapi('CampaignFlow');

export const waitingMemberSchema = z
  .object({
    id: publicId('enr').describe('Id of the enrolment. Opaque.'),
    memberId: memberIdSchema,
    version: z.int().min(1).describe('Of the campaign.'),
    step: z.string().nullable().describe('The last one the member came to; null before the first.'),
    heldOut: z.boolean().describe('The story runs and does nothing.'),
    blocked: z.boolean().describe('The story does not fit its record, and waits for other code.'),
    since: instant.describe('When the member entered.'),
    until: instant.nullable().describe('When the wait ends by itself; null where only an event ends it.'),
  })
  .openapi('WaitingMember');

export const waitingMemberPageSchema = pageOf(waitingMemberSchema, 'WaitingMemberPage');
