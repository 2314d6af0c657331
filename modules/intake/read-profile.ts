import type * as z from 'zod';
import type { JsonObject, JsonValue } from '../../values/json.ts';
import { nearestWord } from '../../values/edit-distance.ts';
import { attributeSchema, profileFields } from './event-schema.ts';
import { type FieldName, isProfileField, leftOut, ownLeftOut, tidied } from './rules/tidy-profile.ts';
import type { ProfileChange } from './rules/facts.ts';

/** The fields of a profile that can be used, and a word on each of the others. */
export interface ReadProfile {
  readonly change: ProfileChange;
  /** What the sender is told, and the member's timeline: it names fields, never what was in them. */
  readonly notes: readonly string[];
  /** The first thing wrong with a field that must not be passed over: what a member agrees to. */
  readonly refused?: {
    readonly error: z.core.$ZodError;
    readonly schema: z.ZodType;
    readonly path: readonly string[];
    readonly value: JsonValue;
  };
  /** A name that is nearly `consent`: to keep it as a field of the shop's own would lose what the member has said. */
  readonly unlikeConsent?: string;
}

/** Fields of a name that nobody reads are kept as the shop's own; one that is nearly a known one is pointed at. */
const nameDistanceMax = 1;

/**
 * Reads a profile as it comes from forms and other systems: what is clear is brought into form, what is not is left out with a
 * word, and the member is taken all the same. Only consent is never guessed at.
 */
export function readProfile(data: JsonObject): ReadProfile {
  const change: Record<string, unknown> = {};
  const attributes: Record<string, JsonValue> = {};
  const notes: string[] = [];
  for (const [name, value = null] of Object.entries(data)) {
    if (!isProfileField(name)) {
      if (/^consents?[^a-z]|^consent[A-Zs]/.test(name)) return { change, notes, unlikeConsent: name };
      if (!attributeSchema.safeParse(value).success) {
        notes.push(ownLeftOut(name));
        continue;
      }
      const meant = nearestWord(name.toLowerCase(), profileFieldNames, nameDistanceMax);
      if (meant !== undefined) notes.push(`${name} was kept as a field of your own: did you mean ${meant}?`);
      attributes[name] = value;
      continue;
    }
    const given = tidied(name, value);
    const schema = profileFields[name];
    const read = schema.safeParse(given);
    if (read.success) change[name] = read.data;
    else if (name === 'consent')
      return { change, notes, refused: { error: read.error, schema, path: [name], value: given } };
    else notes.push(leftOut(name));
  }
  const known = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as ProfileChange;
  return { change: Object.keys(attributes).length === 0 ? known : { ...known, attributes }, notes };
}

const profileFieldNames = Object.keys(profileFields) as FieldName[];
