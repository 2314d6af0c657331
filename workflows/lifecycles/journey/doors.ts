import * as z from 'zod';
import { type Block, choice } from '../../../conditions/choice.ts';
import {
  clockWord,
  dateWord,
  daysWord,
  durationWord,
  fieldWord,
  instantWord,
  zoneWord,
} from '../../../conditions/words.ts';
import type { Grammar } from './kind.ts';
import { occasionOptions, whatHappened } from './occasions.ts';

/** Doors of one journey, at most. */
const doorsMax = 5;

export const fieldTypesOfDoors = ['text', 'number', 'flag', 'date', 'money'] as const;
const everyWord = z.enum(['every day', 'every week', 'every month', 'every year']);

/** What a schedule that comes again must say beside how often. */
function refuseHalfSchedules({ schedule, at, days, dayOfMonth, month }: Schedule, context: z.RefinementCtx): void {
  const missing = (field: string, fix: string) =>
    context.addIssue({ code: 'custom', path: [field], message: 'is missing', params: { fix } });
  if (!schedule.startsWith('every ')) return;
  if (at === undefined) missing('at', 'add "at": a time of day, for example "10:00"');
  if (schedule === 'every week' && days === undefined) missing('days', 'add "days": a day of the week, or several');
  if ((schedule === 'every month' || schedule === 'every year') && dayOfMonth === undefined)
    missing('dayOfMonth', 'add "dayOfMonth": a day from 1 to 31, or last');
  if (schedule === 'every year' && month === undefined) missing('month', 'add "month": a month from 1 to 12');
}

export interface Schedule {
  readonly schedule: string;
  readonly at?: string | undefined;
  readonly days?: string | readonly string[] | undefined;
  readonly dayOfMonth?: number | 'last' | undefined;
  readonly month?: number | undefined;
  readonly overDays?: number | undefined;
  readonly zone?: string | undefined;
}

const scheduleSchema = z
  .strictObject({
    schedule: z.union([instantWord, everyWord]),
    at: clockWord.optional(),
    days: daysWord.optional(),
    dayOfMonth: z.union([z.int().min(1).max(31), z.literal('last')]).optional(),
    month: z.int().min(1).max(12).optional(),
    overDays: z.int().min(2).max(31).optional().describe('spread evenly over so many days'),
    zone: zoneWord.optional(),
  })
  .superRefine(refuseHalfSchedules);

/** What brings a member in: what happened, the clock, or somebody's hand. */
export function doorsSchema({ condition }: Grammar) {
  const door = choice('door', () => [
    {
      verb: 'event',
      about: 'an event',
      schema: z.strictObject({
        ...whatHappened,
        key: fieldWord.optional().describe('one enrolment for each value of this field'),
        notOlderThan: durationWord
          .optional()
          .describe('an event that is heard of later than this brings nobody in; 1 day when left out'),
      }),
    },
    ...occasionOptions(condition, {}, ['enters', 'leaves']),
    {
      verb: 'launch',
      about: 'everybody who is in the audience when it goes live',
      schema: z.strictObject({ launch: z.literal('audience') }),
    },
    { verb: 'schedule', about: 'the audience of a day, once or by the calendar', schema: scheduleSchema },
    {
      verb: 'date',
      about: 'a date of the member, or days before or after it',
      schema: z.strictObject({ date: dateWord, at: clockWord, zone: zoneWord.optional() }),
    },
    {
      verb: 'by',
      about: 'a call: of the API, or of another journey',
      schema: z.strictObject({
        by: z.enum(['api', 'journey']),
        fields: z.record(fieldWord, z.enum(fieldTypesOfDoors)).optional(),
        key: fieldWord.optional().describe('one enrolment for each value of this field'),
      }),
    },
  ]);
  return z.array(door).min(1).max(doorsMax);
}

/** A door as it is read: which of these fields it has, its kind says. */
export type Door = Partial<Omit<Schedule, 'schedule'>> & {
  readonly event?: string;
  readonly where?: Readonly<Record<string, unknown>>;
  readonly key?: string;
  readonly notOlderThan?: string;
  readonly enters?: string;
  readonly leaves?: string;
  readonly for?: string;
  readonly launch?: 'audience';
  readonly schedule?: string;
  readonly date?: string;
  readonly by?: 'api' | 'journey';
  readonly fields?: Readonly<Record<string, (typeof fieldTypesOfDoors)[number]>>;
};
export const readDoors = (entry: readonly Block[]): readonly Door[] => entry;

/** True of a door that takes in whoever is in the audience at a moment. */
export const takesAudience = ({ launch, schedule }: Door): boolean => (launch ?? schedule) !== undefined;
