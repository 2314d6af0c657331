import type { Instant } from '../../values/instant.ts';
import type { JsonObject, JsonValue } from '../../values/json.ts';
import { type IdPrefix, publicIdOf } from '../../platform/public-ids.ts';
import { fittingObject } from './rules-retry.ts';

/** A row of the feed with what it tells of. */
export interface StoredNotification {
  readonly sequence: bigint;
  readonly type: string;
  readonly at: Instant;
  /** The shop's id of the member. */
  readonly member: string | null;
  readonly key: bigint | null;
  readonly object: JsonObject | null;
  readonly previous: JsonObject | null;
  /** Of points. */
  readonly transaction: StoredTransaction | null;
}

export interface StoredTransaction {
  readonly id: bigint;
  readonly kind: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly sourceType: string;
  readonly sourceId: string;
  /** Points and balance as the ledger answered. */
  readonly result: JsonObject;
  readonly version: bigint;
}

/** What is told, as the feed answers it and webhooks carry it. */
export interface Notification {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly memberId?: string;
    readonly sequence: number;
    readonly object: JsonObject;
    readonly previous?: JsonObject;
  };
}

/** Of the kinds whose points leave what the member has. */
const leaves = new Set(['SPEND', 'HOLD', 'CAPTURE', 'CLAWBACK', 'CANCEL_PENDING', 'REVERT', 'EXPIRE', 'FORFEIT']);
/** What the thing is called whose row `key` is, by the first word of the type. */
const prefixes: Readonly<Record<string, IdPrefix>> = {
  enrolment: 'enr',
  message: 'msg',
  review: 'rev',
  referral: 'ref',
  import: 'imp',
  export: 'exp',
};
const wellKnown: Readonly<Record<string, string>> = {
  amountOff: 'amount_off',
  percentOff: 'percent_off',
  points: 'points_multiplier',
};

export const notificationId = (sequence: bigint): string => publicIdOf('ntf', sequence);

/** A row of the feed as others read it. */
export function notificationOf(row: StoredNotification): Notification {
  const object = row.transaction === null ? thingOf(row) : transactionOf(row, row.transaction);
  const bytes = new TextEncoder().encode(JSON.stringify({ object, previous: row.previous })).length;
  return {
    id: notificationId(row.sequence),
    type: row.type,
    timestamp: iso(row.at),
    data: {
      ...(row.member === null ? {} : { memberId: row.member }),
      sequence: Number(row.sequence),
      // What stands around it has less than 1,000 bytes, the shop's id of the member among it.
      object: fittingObject(object, bytes + 1_000),
      ...(row.previous === null ? {} : { previous: inApiWords(row.previous) }),
    },
  };
}

function transactionOf({ member }: StoredNotification, txn: StoredTransaction): JsonObject {
  const { points = 0, pending = 0, available = 0, held = 0, debt = 0 } = txn.result as Record<string, number>;
  return {
    id: publicIdOf('txn', txn.id),
    ...(member === null ? {} : { memberId: member }),
    kind: txn.kind.toLowerCase(),
    points: leaves.has(txn.kind) ? -Math.abs(points) : points,
    at: iso(txn.at),
    recordedAt: iso(txn.recordedAt),
    source: { type: txn.sourceType, id: txn.sourceId },
    ...(txn.sourceType === 'order' ? { orderId: txn.sourceId } : {}),
    balance: { available, pending, held, debt, version: Number(txn.version) },
  };
}

function thingOf({ type, key, member, object }: StoredNotification): JsonObject {
  const prefix = prefixes[type.split('.')[0] ?? ''];
  const { enrolment, ...rest } = object ?? {};
  return {
    ...(prefix === undefined || key === null ? {} : { id: publicIdOf(prefix, key) }),
    ...(member === null ? {} : { memberId: member }),
    ...inApiWords(rest),
    ...(typeof enrolment === 'number' ? { enrolmentId: publicIdOf('enr', enrolment) } : {}),
  };
}

interface StoredBenefit {
  readonly kind: string;
  readonly multiplier?: { readonly numerator: number; readonly denominator: number };
}

/** Fields as the rest of the API says them: instants in UTC, a frozen membership is a suspended one. */
function inApiWords(fields: JsonObject): JsonObject {
  const said = (name: string, value: JsonValue | undefined): JsonValue | undefined => {
    if (typeof value === 'string' && name.endsWith('At')) return iso(Date.parse(value));
    if (name === 'status' && value === 'frozen') return 'suspended';
    if (name !== 'benefit') return value;
    const { kind, multiplier, ...rest } = value as unknown as StoredBenefit & JsonObject;
    const times = multiplier === undefined ? {} : { multiplier: multiplier.numerator / multiplier.denominator };
    return { ...rest, kind: wellKnown[kind] ?? kind, ...times };
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, said(name, value)]));
}

const iso = (at: Instant): string => new Date(at).toISOString();
