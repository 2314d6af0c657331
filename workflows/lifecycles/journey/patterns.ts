import { type Catalogue, fieldOf, fieldTypeOf } from '../../../conditions/catalogue.ts';
import { later } from '../../../conditions/days.ts';
import type { Where } from '../../../conditions/tests.ts';
import { meetsWhere } from '../../../conditions/where.ts';
import type { Instant } from '../../../values/instant.ts';
import type { JsonObject, JsonValue } from '../../../values/json.ts';
import type { EventPattern } from '../../engine/event-pattern.ts';
import type { MemberEvent } from '../../engine/story.ts';
import type { Watched } from './asks.ts';
import { conversionDaysDefault, type JourneyFile } from './file.ts';
import type { Occasion } from './occasions.ts';

/** Told to a story when a state it has asked to look after holds, or the end of its wait is another one. */
export const watchEvents = { met: 'watch.met', moved: 'watch.moved' } as const;
/** Told when a member comes into a segment or falls out of it. */
export const segmentEvents = { entered: 'segment.entered', left: 'segment.left' } as const;
/** Told to everybody inside when a campaign whose members leave with it is over. */
export const overEvent = 'campaign.over';

/** What a campaign is for when it does not say. */
const goalDefault = { event: 'order.placed' } as const;
export const goalOf = ({ goal }: Pick<JourneyFile, 'goal'>): Occasion => (goal ?? goalDefault) as Occasion;

/** Where an occasion is looked for: since when, by what the member entered, and in what watch if it is a state. */
export interface Looking {
  readonly file: JourneyFile;
  readonly entry: JsonObject;
  readonly enteredAt: Instant;
  readonly from: Instant;
  readonly watch: string;
  readonly place: number;
}

/** True of what nobody tells as an event of its own: it is looked after for the one who waits. */
export const isWatched = ({ when, enters, leaves, for: lasts }: Occasion): boolean =>
  when !== undefined || ((enters ?? leaves) !== undefined && lasts !== undefined);

/** The event by which a story hears of an occasion. */
export function patternOf(occasion: Occasion, looking: Looking): EventPattern {
  const { file, from, enteredAt, watch, place } = looking;
  if (isWatched(occasion)) return { type: watchEvents.met, where: { watch, place }, from: enteredAt };
  const { enters, leaves, goal } = occasion;
  if (enters !== undefined) return { type: segmentEvents.entered, where: { segment: enters }, from };
  if (leaves !== undefined) return { type: segmentEvents.left, where: { segment: leaves }, from };
  if (goal === undefined) return eventPattern(occasion, looking, {});
  const days = file.conversionDays ?? conversionDaysDefault;
  return eventPattern(goalOf(file), looking, { withinDays: days, of: enteredAt });
}

function eventPattern(
  { event = '', where, same }: Occasion,
  { entry, from }: Looking,
  tests: JsonObject,
): EventPattern {
  const fields = [same ?? []].flat();
  const equal = fields.map((name) => [name, entry[name] ?? null] as const);
  const all: JsonObject = { ...tests, ...(where === undefined ? {} : { where: where }) };
  return {
    type: event,
    from,
    ...(equal.length === 0 ? {} : { where: Object.fromEntries(equal) }),
    ...(Object.keys(all).length === 0 ? {} : { tests: all }),
  };
}

/** What is looked after for a story that waits for a state; undefined of what comes as an event. */
export function watchedOf(occasion: Occasion, since: Instant): Watched | undefined {
  if (!isWatched(occasion)) return undefined;
  const { when, enters, leaves, for: lasts } = occasion;
  const common = { since, ...(lasts === undefined ? {} : { for: lasts }) };
  if (when !== undefined) return { ...common, when: when as JsonObject };
  return enters === undefined ? { ...common, leaves: leaves ?? '' } : { ...common, enters };
}

/** Holds what a pattern asks beside its type against an event, as the catalogue knows its fields. */
export function passesTests(
  { where, withinDays, of }: JsonObject,
  event: Pick<MemberEvent, 'type' | 'at' | 'data'>,
  catalogue: Catalogue,
): boolean {
  if (typeof withinDays === 'number' && typeof of === 'number') {
    if (event.at > later(of, { count: withinDays, unit: 'day' }, catalogue.zone)) return false;
  }
  const asked = { now: event.at, zone: catalogue.zone, since: () => undefined, catalogue };
  return meetsWhere(where as Where | undefined, event, asked);
}

/** A field of what a member enters by as the journey speaks of it: money in major units. */
export function enteredValue(
  event: Pick<MemberEvent, 'type' | 'data'>,
  name: string,
  catalogue: Catalogue,
): JsonValue | undefined {
  const type = fieldTypeOf(catalogue, event.type, name);
  const value = fieldOf(name, type, event.data) as JsonValue | undefined;
  return type === 'money' && typeof value === 'number' ? value / 10 ** catalogue.currencyDigits : value;
}
