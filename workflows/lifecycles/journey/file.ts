import * as z from 'zod';
import { same } from '../../../conditions/where.ts';
import { codeWord, eventWord, instantWord, zoneWord } from '../../../conditions/words.ts';
import { couponOffer } from './coupons.ts';
import { doorsSchema } from './doors.ts';
import type { Language } from './language.ts';
import { occasionVerbs, whatHappened } from './occasions.ts';

/** Days of a wait for another enrolment, at most: ten years. */
const reentryDaysMax = 3_650;
const exitsMax = 20;
/** Enrolments of one member at a time, at most. */
export const insideMost = 20;
export const insideMaxDefault = 5;
export const conversionDaysDefault = 30;

const budget = z
  .strictObject({
    points: z.int().min(1).optional(),
    coupons: z.int().min(1).optional(),
    worth: z.number().min(0).optional().describe('of the coupons, as they say it'),
    messages: z.int().min(1).optional(),
    members: z.int().min(1).optional(),
    reserve: z
      .enum(['onEntry', 'onStep'])
      .optional()
      .describe('onEntry when left out: who is inside gets what was promised'),
    alertAt: z.number().min(0.1).max(1).optional(),
  })
  .describe('what it may give in all');
export type Budget = z.output<typeof budget>;

const runs = z
  .strictObject({
    from: instantWord.optional(),
    until: instantWord.optional(),
    then: z.enum(['finish', 'leave']).optional().describe('what those inside do when it is over; finish when left out'),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
    path: ['until'],
    message: 'is not after its beginning',
    params: { fix: 'write a later date than from' },
  });

/** How it is entered, and when it is over. */
const bounds = {
  reentry: z
    .union([z.literal('never'), z.strictObject({ afterDays: z.int().min(0).max(reentryDaysMax) })])
    .optional()
    .describe('how often a member may enter (with a key: for one value of it); never when left out'),
  whileInside: z
    .enum(['refuse', 'restart', 'alongside'])
    .optional()
    .describe('what happens when a member who is inside would enter again; alongside with a key, else refuse'),
  insideMax: z.int().min(1).max(insideMost).optional().describe('enrolments of one member at a time; 5 when left out'),
  runs: runs.optional(),
  pace: z
    .strictObject({ perHour: z.int().min(1).max(1_000_000) })
    .optional()
    .describe('enrolments an hour of a launch or schedule, at most'),
  zone: zoneWord.optional().describe('whose clock: member when left out'),
};

/** A journey as its author writes it, field by field. */
export function journeyFileSchema({ grammar }: Language) {
  const reason = z.string().trim().min(1).max(200).describe('why the member left, as the timeline says it');
  return z.strictObject({
    campaign: codeWord.describe('the code commands name the campaign by'),
    name: z.string().trim().min(1).max(80).describe('what people call it; members never see it'),
    lifecycle: z.literal('journey'),
    about: z.string().max(500).optional().describe('what it is for, in a sentence'),
    entry: doorsSchema(grammar).describe('how members come in'),
    audience: grammar.condition.optional().describe('who may come in, asked at the moment of entering'),
    ...bounds,
    goal: z
      .strictObject({ ...whatHappened, event: eventWord, same: same.optional() })
      .optional()
      .describe('what it is for; an order when left out'),
    conversionDays: z
      .int()
      .min(1)
      .max(365)
      .optional()
      .describe('days after entering within which the goal counts; 30 when left out'),
    exitOn: z
      .array(grammar.occasion({ reason }, occasionVerbs))
      .max(exitsMax)
      .optional()
      .describe('what ends it for a member at once, in the middle of any wait'),
    holdOut: z
      .number()
      .min(0)
      .max(0.5)
      .optional()
      .describe('the share of members who get nothing, so that what it adds can be measured'),
    budget: budget.optional(),
    coupons: z.record(codeWord, couponOffer).optional(),
    steps: grammar.steps.refine((steps) => steps.length > 0, {
      message: 'is empty',
      params: { fix: 'write at least one step' },
    }),
    priority: z
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .describe('lower goes first when several messages want the same slot'),
    messages: z.string().min(1).max(200).optional().describe('folder of the templates, beside this file'),
  });
}

/** The plan that YAML, JSON, the typed builder and the console come to: plain data. */
export type JourneyFile = z.output<ReturnType<typeof journeyFileSchema>>;
