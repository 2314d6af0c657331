import { later } from '../../conditions/days.ts';
import type { Catalogue } from '../../conditions/catalogue.ts';
import { readDuration } from '../../conditions/words.ts';
import type { Instant } from '../../values/instant.ts';
import type { JsonObject, JsonValue } from '../../values/json.ts';
import type { Door } from '../../workflows/lifecycles/journey/doors.ts';
import { enteredValue, passesTests, segmentEvents } from '../../workflows/lifecycles/journey/patterns.ts';
import type { Plan } from '../../workflows/lifecycles/journey/plan.ts';

/** An event that is heard of later than this brings nobody in, when its door does not say. */
const notOlderThanDefault = '1 day';

/** How an entry came about; the sources of entries begin with these words. */
export type EntryKind = 'event' | 'call' | 'launch' | 'schedule' | 'date';

/** What has come to the doors of a journey. */
export interface Arrival {
  readonly kind: EntryKind;
  /** Digest of the only door it has come to; all are tried when absent. */
  readonly door?: string;
  readonly event?: { readonly type: string; readonly at: Instant; readonly data: JsonObject };
  /** What a call gave along. */
  readonly fields: JsonObject;
  /** When it was heard of. */
  readonly arrivedAt: Instant;
}

/** A door, and what it is known by when it stands elsewhere in the next version: one that says something else is another door. */
export interface KnownDoor {
  readonly door: Door;
  readonly digest: string;
}

/** A door that an arrival opens, and what the member brings in by it. */
export interface Opened extends KnownDoor {
  readonly key: string | undefined;
  readonly entry: JsonObject;
}

/** The doors that an arrival opens, in the order written. */
export function openedBy(
  { plan, doors: all }: { readonly plan: Plan; readonly doors: readonly KnownDoor[] },
  arrival: Arrival,
  catalogue: Catalogue,
): Opened[] {
  const doors = all.filter(({ digest }) => arrival.door === undefined || digest === arrival.door);
  switch (arrival.kind) {
    case 'event':
      return doors.flatMap((one) => byEvent(plan, one, arrival, catalogue));
    case 'call':
      return doors
        .filter(({ door }) => door.by !== undefined)
        .slice(0, 1)
        .map((one) => byCall(plan, one, arrival.fields));
    case 'launch':
    case 'schedule':
    case 'date':
      return doors.filter(({ door }) => door[arrival.kind as 'launch'] !== undefined).map(plainly);
    default:
      return arrival.kind satisfies never;
  }
}

const plainly = (one: KnownDoor): Opened => ({ ...one, key: undefined, entry: {} });

function byEvent(plan: Plan, one: KnownDoor, { event, arrivedAt }: Arrival, catalogue: Catalogue): Opened[] {
  if (event === undefined) return [];
  const { door } = one;
  if (door.enters !== undefined || door.leaves !== undefined) {
    const type = door.enters === undefined ? segmentEvents.left : segmentEvents.entered;
    return event.type === type && event.data.segment === (door.enters ?? door.leaves) ? [plainly(one)] : [];
  }
  if (door.event !== event.type || !passesTests({ where: (door.where ?? {}) as JsonObject }, event, catalogue))
    return [];
  const latest = later(event.at, readDuration(door.notOlderThan ?? notOlderThanDefault), catalogue.zone);
  if (latest < arrivedAt) return [];
  const valueOf = (field: string) => enteredValue(event, field, catalogue);
  const key = door.key === undefined ? undefined : keyOf(valueOf(door.key));
  return [{ ...one, key, entry: entryOf(plan, valueOf) }];
}

function byCall(plan: Plan, one: KnownDoor, fields: JsonObject): Opened {
  const { key } = one.door;
  return {
    ...one,
    key: key === undefined ? undefined : keyOf(fields[key]),
    entry: entryOf(plan, (field) => (Object.hasOwn(fields, field) ? fields[field] : undefined)),
  };
}

/** A value that enrolments are told apart by. */
const keyOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Of what the member enters by, as much as the journey asks for. */
function entryOf({ needs }: Plan, valueOf: (field: string) => JsonValue | undefined): JsonObject {
  const fields = [...needs.entry].map((field) => [field, valueOf(field) ?? null] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== null));
}

/** When somebody who has come into a segment, or out of it, has stayed there long enough for a door. */
export function lastingAt(door: Door, at: Instant, zone: string): Instant {
  return door.for === undefined ? at : later(at, readDuration(door.for), zone);
}
