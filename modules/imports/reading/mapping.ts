import * as z from 'zod';
import { isZone } from '../../../values/calendar.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readYamlFile } from '../../../platform/yaml-file.ts';
import type { Choices } from './choices.ts';
import { delimiters } from './csv-rows.ts';
import { knownEncoding } from './encoding.ts';
import { type ColumnField, columnFields, columnName } from './fields.ts';
import { type FormatName, formatNames, lineRules } from './formats.ts';
import { decimalSigns } from './rules-amounts.ts';
import { dateOrders } from './rules-dates.ts';
import { plainStatus, statusMeanings } from './rules-status.ts';

const mappedNames = columnFields.map(columnName);
const fieldNamed = new Map(columnFields.map((field) => [columnName(field), field]));

/** A saved mapping, as `--map` reads it. */
const mappingSchema = z.strictObject({
  format: z.enum(formatNames as [FormatName, ...FormatName[]]).optional(),
  encoding: z
    .string()
    .refine((name) => knownEncoding(name) !== undefined, {
      message: 'is not an encoding',
      params: { fix: 'write one such as utf-8, utf-16le, gb18030, windows-1252' },
    })
    .optional(),
  delimiter: z.enum(delimiters).optional(),
  dates: z.enum(dateOrders).optional(),
  decimal: z.enum(decimalSigns).optional(),
  zone: z
    .string()
    .refine(isZone, { message: 'is not a time zone', params: { fix: 'write an IANA zone such as Europe/London' } })
    .optional(),
  lines: z.enum(lineRules).optional(),
  columns: z.partialRecord(z.enum(mappedNames as [string, ...string[]]), z.string().min(1)).optional(),
  status: z.record(z.string().min(1), z.enum(statusMeanings)).optional(),
});
type Mapping = z.output<typeof mappingSchema>;

/** What a mapping file says. */
export async function readMapping(path: string): Promise<Choices> {
  const { value } = await readYamlFile(path, mappingSchema);
  return choicesOf(value);
}

/** What `--map order_id=Bestellnummer` and the other options say, over what mapping files say. */
export async function gatherChoices(maps: readonly string[], options: Choices): Promise<Choices> {
  let choices: Choices = {};
  for (const map of maps) choices = mergedChoices(choices, map.includes('=') ? readPair(map) : await readMapping(map));
  return mergedChoices(choices, options);
}

/** `order_id=Bestellnummer`, or `status.abgeholt=order`. */
function readPair(pair: string): Choices {
  const cut = pair.indexOf('=');
  const [name, value] = [pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()];
  if (name.startsWith('status.')) {
    const meaning = statusMeanings.find((each) => each === value);
    if (meaning !== undefined) return { status: { [plainStatus(name.slice('status.'.length))]: meaning } };
    throw wrongMap(pair, `write one of ${statusMeanings.join(', ')} behind the =`);
  }
  const field = fieldNamed.get(name);
  if (field === undefined || value === '')
    throw wrongMap(pair, `name one of ${mappedNames.join(', ')}, or status.<word>`);
  return { columns: { [field]: value } };
}

function wrongMap(pair: string, fix: string): PerennialError {
  return new PerennialError('USAGE', `--map ${pair} can't be understood.`, {
    field: 'map',
    fix: `Write it as order_id=<column>, or give a file: ${fix}.`,
  });
}

function choicesOf({ columns, status, ...rest }: Mapping): Choices {
  const named = Object.entries(columns ?? {}).map(([name, value]) => [fieldNamed.get(name) ?? name, value] as const);
  const own = Object.entries(status ?? {}).map(([word, meaning]) => [plainStatus(word), meaning] as const);
  return {
    ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Choices),
    ...(named.length === 0 ? {} : { columns: Object.fromEntries(named) }),
    ...(own.length === 0 ? {} : { status: Object.fromEntries(own) }),
  };
}

/** What both say; where they differ, the second. */
export function mergedChoices(first: Choices, second: Choices): Choices {
  const columns = { ...first.columns, ...second.columns };
  const status = { ...first.status, ...second.status };
  return {
    ...first,
    ...second,
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
    ...(Object.keys(status).length === 0 ? {} : { status }),
  };
}

/** The mapping that says the same, to be saved. */
export function mappingOf({ columns, ...rest }: Choices): Mapping {
  const named = Object.entries(columns ?? {}).map(([field, name]) => [columnName(field as ColumnField), name] as const);
  return { ...rest, ...(named.length === 0 ? {} : { columns: Object.fromEntries(named) }) } as Mapping;
}
