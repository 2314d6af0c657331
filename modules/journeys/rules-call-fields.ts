import type { JsonObject, JsonValue } from '../../values/json.ts';
import type { Door } from '../../workflows/lifecycles/journey/doors.ts';

/** A text that a call gives along, at most. */
const textMax = 1_000;
const dateForm = /^\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?$/;

/** What is wrong with the fields that a call gives along, by the door that it comes to; undefined when nothing is. */
export function fieldProblem(
  { fields: declared = {}, key }: Door,
  fields: JsonObject,
): { readonly field: string; readonly problem: string; readonly fix: string } | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const type = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const known = Object.keys(declared);
    if (type === undefined) {
      const fix = known.length === 0 ? 'Leave it out: the door takes no fields.' : `Choose of: ${known.join(', ')}.`;
      return { field: `fields.${name}`, problem: 'is no field that the door takes', fix };
    }
    if (!isOf(type, value)) return { field: `fields.${name}`, problem: `is no ${type}`, fix: fixes[type] };
  }
  if (key === undefined || Object.hasOwn(fields, key)) return undefined;
  return { field: `fields.${key}`, problem: 'is missing', fix: 'Give it: enrolments are told apart by it.' };
}

type FieldType = NonNullable<Door['fields']>[string];

const fixes: Readonly<Record<FieldType, string>> = {
  text: `Give a text of at most ${textMax} characters.`,
  number: 'Give a number.',
  flag: 'Give true or false.',
  date: 'Give a day such as "2026-12-31", or an instant with its zone.',
  money: 'Give an amount in major units, such as 20.5.',
};

function isOf(type: FieldType, value: JsonValue | undefined): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.length <= textMax;
    case 'number':
    case 'money':
      return typeof value === 'number' && Number.isFinite(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && dateForm.test(value) && !Number.isNaN(Date.parse(value));
    default:
      return type satisfies never;
  }
}

/** Fields that were typed by hand, read as the door declares them; what can't be read stays text, and is refused as such. */
export function readTyped({ fields: declared = {} }: Door, typed: Readonly<Record<string, string>>): JsonObject {
  const read = (type: FieldType | undefined, text: string): JsonValue => {
    if (type === 'flag' && (text === 'true' || text === 'false')) return text === 'true';
    const isNumber = (type === 'number' || type === 'money') && text.trim() !== '' && Number.isFinite(Number(text));
    return isNumber ? Number(text) : text;
  };
  return Object.fromEntries(
    Object.entries(typed).map(([name, text]) => [
      name,
      read(Object.hasOwn(declared, name) ? declared[name] : undefined, text),
    ]),
  );
}
