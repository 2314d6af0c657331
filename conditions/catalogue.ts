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

/** Fields of orders that are their own; every other one that a shop sends is under `attributes`. */
const ownFieldsOfOrders = new Set(['orderId', 'amount', 'currency', 'coupon', 'redemptionId', 'quoteId', 'first']);
const orderTypes = new Set(['order.placed', 'order.amended']);

/** Where in an event's data a field stands: money is carried in minor units, an order's further fields among its attributes. */
export function fieldPath(eventType: string, name: string, type: FieldType): readonly string[] {
  const key = type === 'money' ? `${name}Minor` : name;
  return orderTypes.has(eventType) && !ownFieldsOfOrders.has(name) ? ['attributes', key] : [key];
}

/** A field's value in an event's data; undefined where it has none. */
export function fieldOf(eventType: string, name: string, type: FieldType, data: unknown): unknown {
  return fieldPath(eventType, name, type).reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    data,
  );
}

/** The type of an event's field; text where nobody has said. */
export function fieldTypeOf({ events }: Pick<Catalogue, 'events'>, eventType: string, name: string): FieldType {
  const fields = Object.hasOwn(events, eventType) ? events[eventType] : undefined;
  return fields !== undefined && Object.hasOwn(fields, name) ? (fields[name] ?? 'text') : 'text';
}

export function attributeTypeOf({ attributes }: Pick<Catalogue, 'attributes'>, name: string): FieldType {
  return Object.hasOwn(attributes, name) ? (attributes[name] ?? 'text') : 'text';
}
