import * as z from 'zod';
import type { JsonValue } from '../../values/json.ts';
import { formOf, knownLifecycles } from '../../workflows/lifecycles/forms.ts';
import type { JourneyFile } from '../../workflows/lifecycles/journey/file.ts';
import { shippedJourneySchema } from './journey-file.ts';
import { messageClasses } from '../programme/rules-message-limits.ts';
import { messageChannels } from '../programme/schema.ts';

/** Days after which a member may enter again, at most: ten years. */
const reentryDaysMax = 3_650;
const exitRulesMax = 20;
/** More than half held out measures no better, and is no campaign. */
const holdOutMax = 0.5;
/** An order a year later was not brought by the campaign. */
const conversionDaysMax = 365;

const eventType = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'not an event type')
  .max(80)
  .meta({ examples: ['order.placed'] });
const json: z.ZodType<JsonValue> = z.json();

const common = {
  campaign: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,59}$/, 'not a code: small letters, digits and dashes, at most 60')
    .meta({ examples: ['onboarding-gift'] })
    .describe('the code commands name the campaign by'),
  name: z.string().trim().min(1).max(80).describe('what people call it; members never see it'),
  reentry: z
    .union([z.literal('never'), z.strictObject({ afterDays: z.int().min(0).max(reentryDaysMax) })])
    .optional()
    .describe('how often a member may enter'),
  priority: z
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe('lower goes first when several messages want the same slot'),
  holdOut: z
    .number()
    .min(0)
    .max(holdOutMax)
    .exactOptional()
    .describe('the share of members who get nothing, so that what it adds can be measured'),
  conversionDays: z
    .int()
    .min(1)
    .max(conversionDaysMax)
    .exactOptional()
    .describe('days after entering within which an order counts in the report'),
  exitOn: z
    .array(
      z.strictObject({
        event: eventType,
        where: z.record(z.string(), json).optional(),
        reason: z.string().trim().min(1).max(200).describe('why the member left, as the timeline says it'),
      }),
    )
    .max(exitRulesMax)
    .default([])
    .describe('events that end the campaign for a member at once'),
  messageChannels,
  messages: z.string().min(1).max(200).default('messages').describe('folder of the templates, beside this file'),
};

const form = (code: string) =>
  z.strictObject({
    ...common,
    lifecycle: z.literal(code),
    messageClasses: classesOf(code),
    settings: formOf(code).settings,
  });

/** A class for each message that the lifecycle sends. */
function classesOf(code: string) {
  const templates = Object.keys(formOf(code).messages);
  return z
    .strictObject(Object.fromEntries(templates.map((template) => [template, z.enum(messageClasses).exactOptional()])))
    .default({})
    .describe('the class of messages by their names; without it an offer is marketing, the rest as the lifecycle asks');
}

type Form = ReturnType<typeof form>;

/** A campaign of a lifecycle as it is written: amounts in major units, nothing held against a programme. */
export type LifecycleFile = z.output<Form>;
/** A campaign as it is written: of a lifecycle, or a journey whose steps its author says. */
export type CampaignFile = LifecycleFile | JourneyFile;

type CampaignForms = z.ZodDiscriminatedUnion<
  [Form | typeof shippedJourneySchema, ...(Form | typeof shippedJourneySchema)[]]
>;
const made = new Map<string, CampaignForms>();

/** The campaign file, field by field: the lifecycle says which settings there are. */
export function campaignFileSchema(): CampaignForms {
  const codes = knownLifecycles();
  const known = made.get(codes.join());
  if (known !== undefined) return known;
  const schema: CampaignForms = z.discriminatedUnion('lifecycle', [...codes.map(form), shippedJourneySchema] as never);
  made.set(codes.join(), schema);
  return schema;
}
