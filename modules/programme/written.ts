import { currencyDigits } from '../../values/money.ts';
import { isList, type JsonObject, type JsonValue } from '../../values/json.ts';
import { without } from '../../values/without.ts';
import type { DeclaredNames, Programme } from './rules.ts';

/** A stored programme as its file writes it, every default said: amounts in major units, multipliers as decimals. What it gives can be applied again and changes nothing. */
export function writtenProgramme({ assets, asset, clawback, tasks = [], ...programme }: Programme): JsonObject {
  const { eventFields, ...declared } = declaredOf(programme);
  const rules = without(programme, 'events', 'eventFields', 'attributes', 'tags', 'holidays');
  return {
    ...(asWritten(rules, 10 ** (currencyDigits(programme.currency) ?? 2)) as JsonObject),
    // Names of the shop's own are left as they are, whatever they end in.
    ...declared,
    ...(eventFields === undefined ? {} : { events: eventFields }),
    asset: assets ?? asset,
    clawback: clawback.toLowerCase(),
    tasks: tasks.map(({ eventType, points, once }) => ({ event: eventType, points, once })),
  };
}

function declaredOf({ events, eventFields, attributes, tags, holidays }: DeclaredNames): DeclaredNames {
  return Object.fromEntries(
    Object.entries({ events, eventFields, attributes, tags, holidays }).filter(([, names]) => names !== undefined),
  );
}

/** `perMinor: 100` is `per: 1`, 3/2 is 1.5, and a name in several languages is all of them. */
function asWritten(value: JsonValue, perUnit: number): JsonValue {
  if (isList(value)) return value.map((item) => asWritten(item, perUnit));
  if (typeof value !== 'object' || value === null) return value;
  const { numerator, denominator, names, ...fields } = value;
  if (typeof numerator === 'number' && typeof denominator === 'number') return numerator / denominator;
  const written = Object.entries(fields).map(([name, field = null]): [string, JsonValue] => {
    if (typeof field === 'number' && name.endsWith('Minor')) return [name.slice(0, -'Minor'.length), field / perUnit];
    return [name, asWritten(field, perUnit)];
  });
  return { ...Object.fromEntries(written), ...(names === undefined ? {} : { name: names }) };
}
