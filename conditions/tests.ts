import { DateTime } from 'luxon';
import * as z from 'zod';
import { askedBy } from './control.ts';
import { dateRange, isIn, type Asked, type DateTest, type Range } from './spans.ts';
import { isTrue, joinSql, sql, sqlFalse, sqlInstant, sqlNumber, sqlTrue, type Sql } from './sql.ts';
import { ageWord, windowWord } from './words.ts';

/** What a field holds. Money is written in major units (20.00) in files, and carried in minor ones (2000). */
export const fieldTypes = ['text', 'number', 'money', 'flag', 'date'] as const;
export type FieldType = (typeof fieldTypes)[number];

const asksSomething = <Schema extends z.ZodObject>(schema: Schema, words: string): Schema =>
  schema.refine((test) => Object.keys(test).length > 0, {
    message: 'asks nothing',
    params: { fix: `write one of ${words}` },
  });
const bound = z.number().optional();
const numberBlock = asksSomething(
  z.strictObject({ is: bound, atLeast: bound, atMost: bound, above: bound, below: bound }),
  'is, atLeast, atMost, above and below',
);
/** What a count, points or money may be asked. */
export const numberTest = askedBy('number', z.union([z.number(), numberBlock]).meta({ examples: [{ atLeast: 3 }] }));
export type NumberTest = z.output<typeof numberTest>;
type NumberBlock = Exclude<NumberTest, number>;

/** Values that a test lists at most. */
const listedMax = 100;
const value = z.union([z.string().max(500), z.number(), z.boolean()]);
const values = z.union([value, z.array(value).min(1).max(listedMax)]);
/** What any field may be asked; which of it makes sense, its type says. */
export const valueTests = {
  is: values.optional().describe('is this, or one of these'),
  isNot: values.optional().describe('is neither this nor one of these, or is not there'),
  contains: z.string().min(1).max(500).optional(),
  startsWith: z.string().min(1).max(500).optional(),
  atLeast: z.union([z.number(), ageWord]).optional(),
  atMost: z.union([z.number(), ageWord]).optional(),
  above: z.number().optional(),
  below: z.number().optional(),
  before: ageWord.optional(),
  after: ageWord.optional(),
  within: windowWord.optional(),
  known: z.boolean().optional().describe('is there at all'),
};
const valueBlock = asksSomething(
  z.strictObject(valueTests),
  'is, isNot, contains, startsWith, atLeast, atMost, above, below, before, after, within and known',
);
export const fieldTest = z.union([value, z.array(value).min(1).max(listedMax), valueBlock]);
export type FieldTest = z.output<typeof fieldTest>;
export type ValueTest = z.output<typeof valueBlock>;
/** Fields of what happened, each with what it is asked. */
export const where = askedBy('where', z.record(z.string(), fieldTest).meta({ examples: [{ channel: 'app' }] }));
export type Where = z.output<typeof where>;

/** A test as a block: a bare value, or a list of them, asks `is`. */
export function blockOf(test: FieldTest): ValueTest {
  return typeof test === 'object' && !Array.isArray(test) ? test : { is: test };
}

export const numberBlockOf = (test: NumberTest): NumberBlock => (typeof test === 'number' ? { is: test } : test);

/** The same test of another unit: of money in minor units, of a sum in place of an average. */
export function times(test: NumberTest, factor: number): NumberBlock {
  const scaled = Object.entries(numberBlockOf(test)).map(([word, one]) => [
    word,
    one === undefined ? undefined : Number((one * factor).toFixed(6)),
  ]);
  return Object.fromEntries(scaled) as NumberBlock;
}

export function holdsNumber(test: NumberTest, actual: number): boolean {
  const { is, atLeast, atMost, above, below } = numberBlockOf(test);
  return (
    (is === undefined || actual === is) &&
    (atLeast === undefined || actual >= atLeast) &&
    (atMost === undefined || actual <= atMost) &&
    (above === undefined || actual > above) &&
    (below === undefined || actual < below)
  );
}

/** The same of a number that is never NULL. */
export function numberSql(test: NumberTest, actual: Sql): Sql {
  const { is, atLeast, atMost, above, below } = numberBlockOf(test);
  return joinSql(
    [
      ...(is === undefined ? [] : [sql`${actual} = ${sqlNumber(is)}`]),
      ...(atLeast === undefined ? [] : [sql`${actual} >= ${sqlNumber(atLeast)}`]),
      ...(atMost === undefined ? [] : [sql`${actual} <= ${sqlNumber(atMost)}`]),
      ...(above === undefined ? [] : [sql`${actual} > ${sqlNumber(above)}`]),
      ...(below === undefined ? [] : [sql`${actual} < ${sqlNumber(below)}`]),
    ],
    'AND',
  );
}

/** That an instant, which is never NULL here, lies in a range. */
export function rangeSql({ from, before }: Range, at: Sql): Sql {
  if (from === Infinity || before === -Infinity) return sqlFalse;
  return joinSql(
    [
      ...(from === undefined ? [] : [sql`${at} >= ${sqlInstant(from)}`]),
      ...(before === undefined ? [] : [sql`${at} < ${sqlInstant(before)}`]),
    ],
    'AND',
  );
}

/** What a date, NULL where it is not known, is asked. */
export function dateSql(test: DateTest, at: Sql, asked: Asked): Sql {
  const { range, absent } = dateRange(test, asked);
  if (absent) return sql`${at} IS NULL`;
  return joinSql([sql`${at} IS NOT NULL`, isTrue(rangeSql(range, at))], 'AND');
}

/** How money of the programme is written. */
export interface TestContext extends Asked {
  readonly currencyDigits: number;
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The instant of a date as events and attributes carry it: a day is the beginning of its square, a time says its offset. */
export function instantOfDate(text: unknown, zone: string): number | undefined {
  if (typeof text !== 'string') return undefined;
  if (!datePattern.test(text) && !instantPattern.test(text)) return undefined;
  const at = DateTime.fromISO(text, { zone });
  return at.isValid ? at.toMillis() : undefined;
}

/** What is there as its type has it; a value of another type is none. Dates come as instants, money in minor units. */
export function readField(raw: unknown, type: FieldType, zone: string): string | number | boolean | undefined {
  switch (type) {
    case 'text':
      return typeof raw === 'string' ? raw : undefined;
    case 'flag':
      return typeof raw === 'boolean' ? raw : undefined;
    case 'date':
      return instantOfDate(raw, zone);
    default:
      return typeof raw === 'number' ? raw : undefined;
  }
}

const fold = (text: string) => text.toLowerCase();

/** True when the field's value meets its test; one that is missing meets `known: false` and `isNot` only. */
export function holdsField(test: FieldTest, raw: unknown, type: FieldType, context: TestContext): boolean {
  const { isNot, known, ...rest } = blockOf(test);
  const actual = readField(raw, type, context.zone);
  if (known !== undefined && (actual !== undefined) !== known) return false;
  if (isNot !== undefined && actual !== undefined && isOneOf(isNot, actual, type, context)) return false;
  if (Object.values(rest).every((one) => one === undefined)) return true;
  return actual !== undefined && holdsValue(rest, actual, type, context);
}

function isOneOf(listed: unknown, actual: string | number | boolean, type: FieldType, context: TestContext): boolean {
  return [listed].flat().some((one) => {
    if (type === 'text') return typeof one === 'string' && fold(one) === fold(String(actual));
    if (type === 'date') return typeof one === 'string' && isIn(dateRange({ is: one }, context).range, Number(actual));
    if (type === 'money') return typeof one === 'number' && minorOf(one, context) === actual;
    return one === actual;
  });
}

const minorOf = (major: number, { currencyDigits }: TestContext) => Number((major * 10 ** currencyDigits).toFixed(6));

type RestTest = Omit<ValueTest, 'isNot' | 'known'>;

function holdsValue(test: RestTest, actual: string | number | boolean, type: FieldType, context: TestContext): boolean {
  const { is, contains, startsWith } = test;
  if (is !== undefined && !isOneOf(is, actual, type, context)) return false;
  if (type === 'text') {
    const text = fold(String(actual));
    if (contains !== undefined && !text.includes(fold(contains))) return false;
    return (startsWith === undefined || text.startsWith(fold(startsWith))) && !asksNumbers(test);
  }
  if (contains !== undefined || startsWith !== undefined) return false;
  if (type === 'date') return isIn(dateRange(agesOf(test), context).range, Number(actual));
  if (type === 'flag') return !asksNumbers(test);
  return !asksDates(test) && holdsNumber(boundsOf(test, type, context), Number(actual));
}

/** A test of another type is met by nothing: what may be asked is told when the file is checked. */
const asksNumbers = ({ atLeast, atMost, above, below, before, after, within }: RestTest) =>
  [atLeast, atMost, above, below, before, after, within].some((one) => one !== undefined);
const asksDates = ({ atLeast, atMost, before, after, within }: RestTest) =>
  typeof atLeast === 'string' || typeof atMost === 'string' || [before, after, within].some((one) => one !== undefined);

function agesOf({ atLeast, atMost, before, after, within }: RestTest): DateTest {
  const ages = { before, after, within };
  return {
    ...(typeof atLeast === 'string' ? { atLeast } : {}),
    ...(typeof atMost === 'string' ? { atMost } : {}),
    ...Object.fromEntries(Object.entries(ages).filter(([, age]) => age !== undefined)),
  };
}

function boundsOf({ atLeast, atMost, above, below }: RestTest, type: FieldType, context: TestContext): NumberTest {
  const bounds = { atLeast, atMost, above, below };
  const numbers = Object.fromEntries(Object.entries(bounds).filter(([, one]) => typeof one === 'number'));
  return type === 'money' ? times(numbers, 10 ** context.currencyDigits) : numbers;
}

/** The same test of a jsonb value, NULL where there is none. */
export function fieldSql(test: FieldTest, raw: Sql, type: FieldType, context: TestContext): Sql {
  const { isNot, known, ...rest } = blockOf(test);
  const actual = valueSql(raw, type, context);
  const parts: Sql[] = [];
  if (known !== undefined) parts.push(known ? sql`${actual} IS NOT NULL` : sql`${actual} IS NULL`);
  if (isNot !== undefined) parts.push(sql`(${oneOfSql(isNot, actual, type, context)}) IS NOT TRUE`);
  if (Object.values(rest).some((one) => one !== undefined)) parts.push(isTrue(restSql(rest, actual, type, context)));
  return joinSql(parts, 'AND');
}

function valueSql(raw: Sql, type: FieldType, { zone }: TestContext): Sql {
  switch (type) {
    case 'text':
      return sql`(CASE WHEN jsonb_typeof(${raw}) = 'string' THEN ${raw} #>> '{}' END)`;
    case 'flag':
      return sql`(CASE WHEN jsonb_typeof(${raw}) = 'boolean' THEN (${raw})::boolean END)`;
    case 'date':
      return sql`condition_instant(${raw}, ${zone}::text)`;
    default:
      return sql`(CASE WHEN jsonb_typeof(${raw}) = 'number' THEN (${raw})::numeric END)`;
  }
}

function oneOfSql(listed: unknown, actual: Sql, type: FieldType, context: TestContext): Sql {
  const each = [listed].flat();
  if (type === 'text') {
    const texts = each.filter((one) => typeof one === 'string').map(fold);
    return sql`lower(${actual}) = ANY (${texts}::text[])`;
  }
  const one = (wanted: unknown): Sql => {
    if (type === 'date' && typeof wanted === 'string')
      return rangeSql(dateRange({ is: wanted }, context).range, actual);
    if (type === 'flag' && typeof wanted === 'boolean') return wanted ? actual : sql`NOT ${actual}`;
    if (type === 'money' && typeof wanted === 'number') return sql`${actual} = ${sqlNumber(minorOf(wanted, context))}`;
    return type === 'number' && typeof wanted === 'number' ? sql`${actual} = ${sqlNumber(wanted)}` : sqlFalse;
  };
  return joinSql(each.map(one), 'OR');
}

function restSql(test: RestTest, actual: Sql, type: FieldType, context: TestContext): Sql {
  const { is, contains, startsWith } = test;
  const parts = [sql`${actual} IS NOT NULL`];
  if (is !== undefined) parts.push(oneOfSql(is, actual, type, context));
  if (type === 'text') {
    if (contains !== undefined) parts.push(sql`strpos(lower(${actual}), ${fold(contains)}::text) > 0`);
    if (startsWith !== undefined) parts.push(sql`starts_with(lower(${actual}), ${fold(startsWith)}::text)`);
    return joinSql([...parts, asksNumbers(test) ? sqlFalse : sqlTrue], 'AND');
  }
  if (contains !== undefined || startsWith !== undefined) return sqlFalse;
  if (type === 'date') parts.push(rangeSql(dateRange(agesOf(test), context).range, actual));
  else if (type === 'flag') parts.push(asksNumbers(test) ? sqlFalse : sqlTrue);
  else parts.push(asksDates(test) ? sqlFalse : numberSql(boundsOf(test, type, context), actual));
  return joinSql(parts, 'AND');
}
