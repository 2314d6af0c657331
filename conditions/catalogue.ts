import type { LeapDay } from './days.ts';
import type { FieldType } from './tests.ts';

/** Fields by name, each with what it holds. */
export type Fields = Readonly<Record<string, FieldType>>;

/** What of a campaign others may name. */
export interface CampaignNames {
  readonly coupons: readonly string[];
  readonly templates: readonly string[];
}

/** What conditions and journeys may name: what the product knows, what the programme declares, and what has arrived. */
export interface Catalogue {
  readonly zone: string;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly leapDay: LeapDay;
  /** Event types with their fields. */
  readonly events: Readonly<Record<string, Fields>>;
  readonly attributes: Fields;
  readonly tags: readonly string[];
  /** From the lowest on. */
  readonly tiers: readonly string[];
  /** Lists of days that are none: `{ uk: ['2026-12-25'] }`. */
  readonly holidays: Readonly<Record<string, readonly string[]>>;
  /** Endpoints that a journey may ask, and roles that may be asked to decide. */
  readonly webhooks: readonly string[];
  readonly roles: readonly string[];
  readonly segments: readonly string[];
  readonly campaigns: Readonly<Record<string, CampaignNames>>;
}

/** The key under which data carries a field: money is in minor units there. */
export const keyOf = (name: string, type: FieldType): string => (type === 'money' ? `${name}Minor` : name);

/** A field's value in an event's data or a member's attributes; undefined where there is none. */
export function fieldOf(name: string, type: FieldType, data: Readonly<Record<string, unknown>>): unknown {
  const key = keyOf(name, type);
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

/** The type of an event's field; text where nobody has said. */
export function fieldTypeOf({ events }: Pick<Catalogue, 'events'>, eventType: string, name: string): FieldType {
  const fields = Object.hasOwn(events, eventType) ? events[eventType] : undefined;
  return fields !== undefined && Object.hasOwn(fields, name) ? (fields[name] ?? 'text') : 'text';
}

export function attributeTypeOf({ attributes }: Pick<Catalogue, 'attributes'>, name: string): FieldType {
  return Object.hasOwn(attributes, name) ? (attributes[name] ?? 'text') : 'text';
}
