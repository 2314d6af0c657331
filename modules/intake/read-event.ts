import type * as z from 'zod';
import type { Fact, OtherType, ProfileChange, Refusal, RefusalCode } from './rules/facts.ts';
import type { JsonObject } from '../../values/json.ts';
import { contentHash } from '../../platform/canonical-json.ts';
import { explainIssues, type FieldPath } from '../../platform/explain-issue.ts';
import { fieldName } from '../../platform/yaml-file.ts';
import {
  envelopeSchema,
  orderAmendedSchema,
  orderCancelledSchema,
  orderPlacedSchema,
  orderReturnedSchema,
} from './event-schema.ts';
import { readProfile } from './read-profile.ts';
import { counted } from '../../values/plural.ts';

/** An event as a sender gives it. What is wrong with it is found here, so any value may be tried. */
export interface EventInput {
  /** The sender's id; the same id is the same event. */
  readonly id: string;
  /** member.joined, member.updated, order.placed, order.amended, order.returned, order.cancelled, checkin.done, share.opened or the shop's own. */
  readonly type: string;
  /** The shop's id of the member. */
  readonly memberId: string;
  /** Absent: now. Sent again without a time, the first one stands. */
  readonly occurredAt?: string | Date | undefined;
  readonly data?: JsonObject;
}

/** Characters of an event's data as JSON: room for what a campaign may ask about, not for a document. */
const dataLengthMax = 4_000;
/** NUL and halves of characters, which PostgreSQL's text can't hold, as JSON writes them. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;

/** The event, its form checked, or why it can't be taken; `now` is when it comes, which counts for one without a time. */
export function readEvent(input: unknown, { currency, now }: { currency: string; now: Date }): Fact | Refusal {
  const envelope = envelopeSchema.safeParse(input);
  if (!envelope.success) return explain(envelope.error, envelopeSchema, input, []);
  const { id, type, memberId, occurredAt } = envelope.data;
  const text = JSON.stringify(envelope.data.data);
  if (text.length > dataLengthMax) {
    return invalid(
      'data',
      `has ${counted(text.length, 'character', 'characters')}`,
      `send at most ${dataLengthMax}, and keep documents elsewhere`,
    );
  }
  if (unstorable.test(text)) return invalid('data', 'has a character that is none (NUL or half of one)', 'remove it');
  const data = JSON.parse(text) as JsonObject;
  const base = { id, memberId, ...dated(occurredAt, now, { type, memberId, data }) };
  switch (type) {
    case 'member.joined':
    case 'member.updated':
      return readChange(data, (change, notes) => ({ ...base, type, change, ...(notes.length === 0 ? {} : { notes }) }));
    case 'order.placed':
      return checked(orderPlacedSchema, data, ({ currency: given, orderId, amountMinor, ...more }) => {
        const { attributes, coupon, redemptionId, quoteId } = more;
        const order = { orderId, amountMinor, ...present({ attributes, coupon, redemptionId, quoteId }) };
        return otherCurrency(given, currency) ?? { ...base, type, ...order };
      });
    case 'order.amended':
      return checked(orderAmendedSchema, data, ({ currency: given, attributes, ...order }) => {
        return otherCurrency(given, currency) ?? { ...base, type, ...order, ...present({ attributes }) };
      });
    case 'order.cancelled':
      return checked(orderCancelledSchema, data, (order) => ({ ...base, type, ...order }));
    case 'order.returned':
      return checked(orderReturnedSchema, data, ({ currency: given, ...rest }) => {
        return otherCurrency(given, currency) ?? { ...base, type, ...present(rest) };
      });
    default:
      return { ...base, type: type as OtherType, data };
  }
}

/** When it happened, and what tells the same content; a time that nobody said is no part of it. */
function dated(
  occurredAt: string | Date | undefined,
  now: Date,
  content: { readonly type: string; readonly memberId: string; readonly data: JsonObject },
): Pick<Fact, 'at' | 'contentHash' | 'undated' | 'hashAt'> {
  const hashAt = (at: Date) => contentHash({ ...content, at: at.toISOString() });
  if (occurredAt === undefined) return { at: now, contentHash: contentHash(content), undated: true, hashAt };
  const at = new Date(occurredAt);
  return { at, contentHash: hashAt(at) };
}

export function isRefusal(read: Fact | Refusal): read is Refusal {
  return 'fix' in read;
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  data: JsonObject,
  make: (value: z.output<Schema>) => Fact | Refusal,
): Fact | Refusal {
  const result = schema.safeParse(data);
  return result.success ? make(result.data) : explain(result.error, schema, data, ['data']);
}

/** What a member's event says of the profile; only what they agree to can be refused. */
function readChange(data: JsonObject, make: (change: ProfileChange, notes: readonly string[]) => Fact): Fact | Refusal {
  const { change, notes, refused, unlikeConsent } = readProfile(data);
  if (unlikeConsent !== undefined) {
    return invalid(`data.${unlikeConsent}`, 'is no field there is', 'did you mean "consent": {"email": true}?');
  }
  if (refused === undefined) return make(change, notes);
  return explain(refused.error, refused.schema, refused.value, ['data', ...refused.path]);
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

function otherCurrency(given: string | undefined, currency: string): Refusal | undefined {
  if (given === undefined || given === currency) return undefined;
  return {
    code: 'CURRENCY_MISMATCH',
    field: 'data.currency',
    message: `is ${JSON.stringify(given)}, and the programme counts in ${currency}`,
    fix: `send the amount in ${currency}, or use a programme of that currency`,
  };
}

/** The first problem: it is what the sender mends first. */
function explain(error: z.core.$ZodError, schema: z.ZodType, input: unknown, prefix: FieldPath): Refusal {
  const [first] = explainIssues(error.issues, schema, input);
  const field = fieldName([...prefix, ...(first?.path ?? [])]);
  const code: RefusalCode = field === 'data.amountMinor' ? 'AMOUNT_INVALID' : 'EVENT_INVALID';
  return { code, field, message: first?.problem ?? 'is not valid', fix: first?.fix ?? 'correct it' };
}

function invalid(field: string, message: string, fix: string): Refusal {
  return { code: 'EVENT_INVALID', field, message, fix };
}
