import { z } from 'zod';
import {
  type DecisionContext,
  earnKeyOfOrder,
  emptyPlan,
  type KnownEarn,
  type KnownEvent,
  type KnownOrder,
  type Standing,
} from './rules/context.ts';
import {
  datedFromBefore,
  type FieldTimes,
  type NamedMailbox,
  phonesFromBefore,
  type Profile,
} from './rules/dated-profile.ts';
import type { Fact } from './rules/facts.ts';
import { taskFor, taskKey } from './rules/tasks.ts';
import type { CouponTerms } from '../coupons/rules.ts';
import { normaliseReferralCode } from '../referrals/rules-code.ts';
import type { Programme } from '../programme/rules.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import type { StoredProgramme } from '../programme/rows.ts';

/** What intake_read is asked for, by the names it uses. */
export interface Wanted {
  readonly lock: boolean;
  readonly members: readonly string[];
  readonly profiles: readonly string[];
  readonly events: readonly string[];
  readonly orders: readonly string[];
  /** Members whose open orders are needed. */
  readonly openOrdersOf: readonly string[];
  readonly keys: readonly string[];
  /** Codes of coupons that orders name; few batches have any. */
  readonly coupons?: readonly string[];
  /** Referral codes that came with registrations. */
  readonly codes?: readonly string[];
  /** Ids of registrations that are like e-mails: has another member one that differs by case alone? */
  readonly lookalikes?: readonly string[];
}

type MemberRow = Pick<
  Standing,
  | 'externalId'
  | 'id'
  | 'status'
  | 'tier'
  | 'tierFloor'
  | 'ordersCount'
  | 'spentMinor'
  | 'lastOrderAt'
  | 'profileCompletedAt'
  | 'birthMonth'
>;
type EarnRow = Pick<KnownEarn, 'points' | 'takenPoints' | 'expiredPoints'> & {
  readonly availableAt: number | null;
  readonly expiresAt: number | null;
};
/** With what it was given when it was placed, and what amendments added: null when none did. */
type OrderRow = Omit<KnownOrder, 'was' | 'placedAt' | 'amended' | 'cancelledAt' | 'earns'> &
  EarnRow & {
    readonly placedAt: number;
    readonly amendedAt: number | null;
    readonly amendedBy: string | null;
    readonly cancelledAt: number | null;
    readonly raises: readonly (EarnRow & { readonly key: string })[] | null;
  };
/** A profile from before times were kept has none. */
type ProfileRow = Omit<Profile, 'times' | 'mailboxes' | 'phones'> & {
  readonly externalId: string;
  readonly times: FieldTimes | null;
  readonly mailboxes: readonly NamedMailbox[] | null;
  /** Null in one from before numbers were kept. */
  readonly phones: readonly NamedMailbox[] | null;
};
type EventRow = Omit<KnownEvent, 'place' | 'at'> & { readonly eventId: string; readonly at: number };
type CouponRow = Omit<CouponTerms, 'expiresAt'> & { readonly expiresAt: number };
type CodeRow = { readonly code: string; readonly memberId: string; readonly status: string };

/** What intake_read answers; null is what was not asked for. */
export interface ContextRows {
  /** Names of accounts that were merged, and who the members are now. */
  readonly aliases?: readonly { readonly name: string; readonly memberId: string }[] | null;
  readonly members: readonly MemberRow[];
  readonly newIds: readonly string[];
  readonly profiles?: readonly ProfileRow[] | null;
  readonly events?: readonly EventRow[] | null;
  readonly orders?: readonly OrderRow[] | null;
  readonly keys?: readonly string[] | null;
  readonly codes?: readonly CodeRow[] | null;
  readonly coupons?: readonly CouponRow[] | null;
  readonly lookalikes?: readonly string[] | null;
}

/** What deciding on these events needs. */
export function wantedFor(facts: readonly Fact[], programme: Programme): Wanted {
  const members = new Set<string>();
  const profiles = new Set<string>();
  const orders = new Set<string>();
  const openOrdersOf = new Set<string>();
  const keys = new Set<string>();
  const codes = new Set<string>();
  const coupons = new Set<string>();
  const lookalikes = new Set<string>();
  for (const fact of facts) {
    members.add(fact.memberId);
    if (fact.type === 'member.joined' && fact.memberId.includes('@')) lookalikes.add(fact.memberId);
    if ('change' in fact) {
      profiles.add(fact.memberId);
      if (fact.change.referralCode) codes.add(normaliseReferralCode(fact.change.referralCode));
    }
    if ('orderId' in fact && fact.orderId !== undefined) orders.add(fact.orderId);
    else if (fact.type === 'order.returned') openOrdersOf.add(fact.memberId);
    if ('coupon' in fact && fact.coupon !== undefined) coupons.add(fact.coupon);
    const task = taskFor(programme, fact.type);
    if (task) keys.add(taskKey(task, fact, programme.zone));
  }
  const events = [...new Set(facts.map(({ id }) => id))];
  return {
    lock: true,
    members: [...members],
    profiles: [...profiles],
    events,
    orders: [...orders],
    openOrdersOf: [...openOrdersOf],
    keys: [...keys],
    ...(coupons.size === 0 ? {} : { coupons: [...coupons] }),
    ...(codes.size === 0 ? {} : { codes: [...codes] }),
    ...(lookalikes.size === 0 ? {} : { lookalikes: [...lookalikes] }),
  };
}

/** A row of a call of intake_read, whose answer crosses as text: the driver and Prisma pass it on without a look into it. */
export const contextRowsAnswer = z.object({ rows: z.string() });

/** Reads what is wanted; with `lock` the members stay locked to the end of the transaction. */
export async function readContextRows(db: Db, programmeId: number, wanted: Wanted): Promise<ContextRows> {
  const query = db.$queryRaw`
    SELECT intake_read(${programmeId}::int, ${JSON.stringify(wanted)}::jsonb)::text AS rows`;
  return parseContextRows(await readOnlyRow(contextRowsAnswer, query));
}

/** What intake_read answered. Its names are our own SQL function's, and a test of both holds them to these types. */
export const parseContextRows = ({ rows }: z.infer<typeof contextRowsAnswer>) => JSON.parse(rows) as ContextRows;

/** A decision context for a batch of events. */
export function buildContext(
  { definition }: StoredProgramme,
  { now, createsMembers, rows }: { now: Date; createsMembers: boolean; rows: ContextRows },
): DecisionContext {
  const context: DecisionContext = {
    programme: definition,
    now,
    createsMembers,
    members: new Map(),
    orders: new Map(),
    events: new Map(),
    coupons: new Map(),
    paidKeys: new Set(rows.keys),
    codes: new Map((rows.codes ?? []).map(({ code, memberId, status }) => [code, { memberId, status }])),
    lookalikes: new Set(rows.lookalikes),
    newIds: [...rows.newIds],
    plan: emptyPlan(),
  };
  addToContext(context, rows);
  return context;
}

/** Adds what was read to what a decision context knows. */
export function addToContext(context: DecisionContext, rows: ContextRows): void {
  const byId = new Map<string, Standing>();
  for (const row of rows.members) {
    const member = standingOf(row);
    context.members.set(member.externalId, member);
    byId.set(member.id, member);
  }
  for (const { name, memberId } of rows.aliases ?? []) {
    const member = context.members.get(memberId);
    if (member) context.members.set(name, member);
  }
  for (const row of rows.orders ?? []) {
    const order = orderOf(row);
    context.orders.set(order.orderId, order);
    byId.get(order.memberId)?.orders.set(order.orderId, order);
  }
  for (const row of rows.coupons ?? []) context.coupons.set(row.code, couponOf(row));
  for (const row of rows.profiles ?? []) {
    const member = context.members.get(row.externalId);
    if (member) member.profile = profileOf(row);
  }
  for (const { eventId, rowId, contentHash, at, result } of rows.events ?? []) {
    context.events.set(eventId, { rowId, contentHash, at: new Date(at), result, place: null });
  }
}

// Field by field: a spread takes ten times as long on what JSON.parse made, and a batch has 500 of them.

function standingOf(row: MemberRow): Standing {
  const { externalId, id, status, tier, tierFloor, ordersCount, spentMinor } = row;
  const { lastOrderAt, profileCompletedAt, birthMonth } = row;
  return {
    id,
    externalId,
    status,
    was: { ordersCount, spentMinor },
    joinedAt: null,
    tier,
    tierFloor: tierFloor ?? null,
    ordersCount,
    spentMinor,
    lastOrderAt,
    birthMonth,
    profile: null,
    profileCompletedAt,
    orders: new Map(),
    turn: 0,
  };
}

function orderOf(row: OrderRow): KnownOrder {
  const { orderId, memberId, amountMinor, placedMinor, returnedMinor, points, exactPoints, placedAt } = row;
  const { amendedAt, amendedBy, cancelledAt, raises } = row;
  const earns = points === 0 ? [] : [earnOf(earnKeyOfOrder(orderId), row)];
  for (const raise of raises ?? []) earns.push(earnOf(raise.key, raise));
  return {
    orderId,
    memberId,
    amountMinor,
    placedMinor,
    returnedMinor,
    amended: amendedAt === null ? null : { at: new Date(amendedAt), eventId: amendedBy ?? '' },
    cancelledAt: dateOrNull(cancelledAt),
    was: { amountMinor, returnedMinor },
    earns,
    points,
    exactPoints,
    placedAt: new Date(placedAt),
  };
}

function earnOf(key: string, row: EarnRow): KnownEarn {
  const { points, takenPoints, expiredPoints, availableAt, expiresAt } = row;
  const dates = { availableAt: dateOrNull(availableAt), expiresAt: dateOrNull(expiresAt) };
  return { key, points, takenPoints, expiredPoints, ...dates };
}

const dateOrNull = (at: number | null) => (at === null ? null : new Date(at));

function couponOf(row: CouponRow): CouponTerms {
  const { code, memberId, name, benefit, minOrderMinor, status, orderId, expiresAt } = row;
  return { code, memberId, name, benefit, minOrderMinor, status, orderId, expiresAt: new Date(expiresAt) };
}

function profileOf(row: ProfileRow): Profile {
  const { email, phone, wechatOpenId, pushToken, name, birthday, zone, locale, tags, attributes, updatedAt } = row;
  const said = { email, phone, wechatOpenId, pushToken, name, birthday, zone, locale, tags, attributes, updatedAt };
  const { times, mailboxes, emailSince, phones, phoneSince } = row;
  if (times === null) return datedFromBefore(said);
  const numbers = phones === null ? phonesFromBefore(said) : { phones, phoneSince };
  return { ...said, times, mailboxes: mailboxes ?? [], emailSince, ...numbers };
}
