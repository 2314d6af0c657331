import * as z from 'zod';
import { isZone } from '../../domain/calendar.ts';
import { isEmail } from '../../domain/identity.ts';
import { currencyDigits, parseAmount } from '../../domain/money.ts';
import type { CalendarMultiplier, Programme, Ratio, Tier } from '../../domain/programme.ts';
import { FileError, type FileProblem, type ParsedYaml, parseYaml, readYamlFile } from './yaml-file.ts';

/** Decimal places a multiplier may have: 1.2345 is 12345/10000. */
const multiplierDigits = 4;
const multiplierMax = 100;
const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'not a code: small letters, digits and dashes, at most 40')
  .meta({ examples: ['silver'] });
const multiplier = z
  .number()
  .min(1)
  .max(multiplierMax)
  .refine((value) => isShort(value), {
    message: `has more than ${multiplierDigits} decimal places`,
    params: { fix: 'write a multiplier such as 1.5' },
  });
const money = z
  .union([z.number().positive(), z.string().min(1)])
  .describe('an amount in the programme currency, such as 300 or "12.50"');
const localTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time of day')
  .meta({ examples: ['21:00'] });
const zone = z
  .string()
  .refine(isZone, { message: 'is not a time zone', params: { fix: 'write an IANA zone such as Europe/London' } });
const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'not a locale')
  .meta({ examples: ['en'] });

const calendarRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dayOfMonth'), day: z.int().min(1).max(31), multiplier }),
  z.strictObject({ kind: z.literal('weekend'), multiplier }),
  z.strictObject({ kind: z.literal('birthdayMonth'), multiplier }),
]);

const expiry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never') }),
  z.strictObject({ kind: z.literal('rolling'), months: z.int().min(1).max(120) }),
  z.strictObject({
    kind: z.literal('fixedDate'),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    minimumMonths: z.int().min(0).max(60).default(0),
  }),
]);

/** The programme file, field by field. */
export const programmeFileSchema = z.strictObject({
  code,
  name: z.string().trim().min(1).max(80),
  asset: z.string().trim().min(1).max(30).default('points').describe('what a point is called'),
  currency: z.string().refine((value) => currencyDigits(value) !== undefined, {
    message: 'is not an ISO 4217 currency',
    params: { fix: 'write three capitals such as GBP' },
  }),
  zone,
  locale: locale.default('en'),
  locales: z.array(locale).min(1).max(20).optional(),
  earning: z.strictObject({
    points: z.int().min(1).max(1_000_000).default(1),
    per: money,
    steps: z.array(z.strictObject({ above: money, multiplier })).max(10).default([]),
    calendar: z.array(calendarRule).max(20).default([]),
    maxMultiplier: multiplier.default(10),
  }),
  tiers: z
    .array(
      z.strictObject({
        code,
        name: z.string().trim().min(1).max(40),
        multiplier: multiplier.default(1),
        spend: money.optional(),
        orders: z.int().min(1).max(100_000).optional(),
      }),
    )
    .min(1)
    .max(20)
    .default([{ code: 'base', name: 'Member', multiplier: 1 }]),
  expiry,
  tasks: z
    .array(
      z.strictObject({
        event: z
          .string()
          .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'not an event type')
          .meta({ examples: ['checkin.done'] }),
        points: z.int().min(1).max(1_000_000),
        once: z.enum(['event', 'day', 'ever']).default('event'),
      }),
    )
    .max(50)
    .default([]),
  pendingDays: z.int().min(0).max(365).default(0).describe("days an order's points stay pending"),
  clawback: z.enum(['debt', 'clamp']).default('debt'),
  profileFields: z.array(z.string().min(1).max(40)).max(20).default(['email', 'name', 'birthday']),
  quietHours: z.strictObject({ from: localTime, until: localTime }).nullable().default(null),
  sender: z.strictObject({
    name: z.string().trim().min(1).max(80),
    address: z.string().refine(isEmail, {
      message: 'is not an e-mail address',
      params: { fix: 'write an address such as club@shop.example' },
    }),
  }),
});

type ProgrammeFile = z.output<typeof programmeFileSchema>;

/** The programme a YAML file describes; throws a FileError that names line, field and fix of everything wrong in it. */
export async function readProgrammeFile(path: string): Promise<Programme> {
  return toProgramme(await readYamlFile(path, programmeFileSchema));
}

/** The same for text that is at hand. */
export function parseProgramme(source: string, file: string): Programme {
  return toProgramme(parseYaml(source, file, programmeFileSchema));
}

function toProgramme(parsed: ParsedYaml<ProgrammeFile>): Programme {
  const { value: file, problemAt } = parsed;
  const problems: FileProblem[] = [];
  const wrong = (path: readonly PropertyKey[], problem: string, fix: string) =>
    void problems.push(problemAt(path, problem, fix));
  const digits = currencyDigits(file.currency) ?? 2;
  const minor = (amount: number | string, path: readonly PropertyKey[]): number => {
    const parsedMinor = parseAmount(String(amount), digits);
    if (parsedMinor !== undefined && parsedMinor > 0) return parsedMinor;
    const places = digits === 0 ? 'without decimal places' : `with at most ${digits} decimal places`;
    wrong(path, `is ${JSON.stringify(amount)}, not an amount of ${file.currency}`, `write an amount above 0 ${places}`);
    return 1;
  };

  const steps = file.earning.steps.map((step, index) => ({
    aboveMinor: minor(step.above, ['earning', 'steps', index, 'above']),
    multiplier: ratio(step.multiplier),
  }));
  const tiers = file.tiers.map((tier, index): Tier => {
    const { spend, orders } = tier;
    return {
      code: tier.code,
      name: tier.name,
      multiplier: ratio(tier.multiplier),
      ...(spend === undefined ? {} : { spendMinor: minor(spend, ['tiers', index, 'spend']) }),
      ...(orders === undefined ? {} : { orders }),
    };
  });
  const locales = file.locales ?? [file.locale];
  checkOrder(steps, tiers, wrong);
  if (!locales.includes(file.locale)) wrong(['locales'], `lacks ${file.locale}`, `add "${file.locale}", the programme's own`);
  if (file.quietHours?.from === file.quietHours?.until && file.quietHours !== null) {
    wrong(['quietHours'], 'start and end at the same time', 'write two times, or null for none');
  }
  const twice = firstRepeated(file.tasks.map(({ event }) => event));
  if (twice >= 0) wrong(['tasks', twice, 'event'], 'has points already', 'keep one entry for an event type');
  if (problems.length > 0) throw new FileError(problems);

  const { per, points, calendar, maxMultiplier } = file.earning;
  return {
    code: file.code,
    name: file.name,
    asset: file.asset,
    currency: file.currency,
    zone: file.zone,
    locale: file.locale,
    locales,
    earning: {
      points,
      perMinor: minorOrThrow(parsed, minor(per, ['earning', 'per']), problems),
      steps,
      calendar: calendar.map((rule): CalendarMultiplier => ({ ...rule, multiplier: ratio(rule.multiplier) })),
      maxMultiplier: ratio(maxMultiplier),
    },
    tiers,
    expiry: file.expiry,
    tasks: file.tasks.map(({ event, points: each, once }) => ({ eventType: event, points: each, once })),
    pendingDays: file.pendingDays,
    clawback: file.clawback === 'debt' ? 'DEBT' : 'CLAMP',
    profileFields: file.profileFields,
    quietHours: file.quietHours,
    sender: file.sender,
  };
}
