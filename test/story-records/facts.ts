import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../values/json.ts';
import type { EventPattern } from '../../workflows/engine/event-pattern.ts';
import type { AnyStep } from '../../workflows/engine/story.ts';

/** Free text: a better wording is no other step. */
const texts = new Set(['reason', 'reasons']);
/** What a gift is taken back by later: what comes of the step is the same. */
const later = new Set(['dependsOn']);
/** Objects of which only the names of the fields count. */
const namesOnly = new Set(['variables', 'facts', 'rewards']);
/** Fields that hold an instant: they count by being there. */
const instant = /^(at|.+(At|Until))$/;
const hashLength = 8;

/**
 * What makes a step the one it is: all of it but its name, which stands beside, free text, and instants. Whatever field a
 * step gets in future counts until it is named here.
 */
export function factsOf({ name: _, ...step }: AnyStep): JsonObject {
  return reduce(step as unknown as JsonObject) as JsonObject;
}

/** The same of a wait: for what, and whether it has an end. */
export function factsOfWait(patterns: readonly EventPattern[], hasDeadline: boolean): JsonObject {
  return reduce({ kind: 'wait', patterns: patterns as unknown as JsonValue, hasDeadline }) as JsonObject;
}

export function hashOf(facts: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, hashLength);
}

/** Fields in one order, so that equal facts are equal texts. */
function reduce(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reduce);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).flatMap(([name, field]): [string, JsonValue][] => {
    if (field === undefined || texts.has(name) || later.has(name)) return [];
    if (instant.test(name) && typeof field === 'number') return [[name, 'an instant']];
    if (namesOnly.has(name) && field !== null) return [[name, Object.keys(field).sort()]];
    return [[name, reduce(field)]];
  });
  return Object.fromEntries(fields.sort(([left], [right]) => (left < right ? -1 : 1)));
}
