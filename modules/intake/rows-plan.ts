import { z } from 'zod';
import type { KnownOrder, Plan, PlannedEvent, PlannedProfile, Standing } from './rules/context.ts';
import { type IdentityKind, normalAddress, normaliseEmail, normalisePhone } from '../../values/contact.ts';
import { captureKey, refundKey } from '../checkout/rules-keys.ts';
import type { Db } from '../../platform/database.ts';
import { identityHashes } from '../../platform/identity-keys.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { type NamedRecord, recordArray } from './rows-record-array.ts';

/** The new enrolments of a written batch. */
export interface NewEnrolment {
  readonly campaignId: number;
  readonly enrolmentId: string;
}

export interface WrittenPlan {
  /** Row ids of the plan's events, in order. */
  readonly eventIds: readonly string[];
  /** By the row id of the event that brought them. */
  readonly enrolled: ReadonlyMap<string, readonly NewEnrolment[]>;
}

interface WrittenRows {
  readonly eventIds: string[];
  /** With the row id of the event that brought each. */
  readonly enrolled: (NewEnrolment & { readonly eventId: string })[];
}

export interface WriteOptions {
  readonly programmeId: number;
  readonly now: Date;
  /** False for imports of the past: nobody enters a campaign by them. */
  readonly enrols: boolean;
}

/** The fields of the composite types that a plan is written as, in PostgreSQL's order, to which a test holds them. */
export const compositeColumns = {
  intake_event: [
    'event_id',
    'type',
    'member_id',
    'at',
    'hash',
    'data',
    'result',
    'order_id',
    'amount_minor',
    'first',
    'points',
    'available_at',
    'expires_at',
    'earn_key',
    'source_type',
    'source_id',
    'turn',
  ],
  intake_standing: ['id', 'tier', 'orders_count', 'spent_minor', 'last_order_at', 'was_orders', 'was_spent'],
} as const;

type CompositeRecord<Type extends keyof typeof compositeColumns> = NamedRecord<(typeof compositeColumns)[Type][number]>;

const writtenAnswer = z.object({ written: z.string() });

/** Writes a plan in the transaction of `db`: all of it, or an error and nothing. */
export async function writePlan(db: Db, plan: Plan, { programmeId, now, enrols }: WriteOptions): Promise<WrittenPlan> {
  const { events, standings, rest } = planTexts(plan);
  const query = db.$queryRaw`
    SELECT intake_write(${programmeId}::int, ${events}::text::intake_event[], ${standings}::text::intake_standing[], ${rest}::jsonb,
      ${now}::timestamptz, ${enrols})::text AS written`;
  const { written } = await readOnlyRow(writtenAnswer, query);
  // Our own SQL function's names, to which a test holds this type.
  const { eventIds, enrolled } = JSON.parse(written) as WrittenRows;
  const byEvent = new Map<string, NewEnrolment[]>();
  for (const { eventId, ...enrolment } of enrolled) {
    byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), enrolment]);
  }
  return { eventIds, enrolled: byEvent };
}

/** A plan as intake_write reads it. */
export interface PlanTexts {
  /** intake_event[] */
  readonly events: string;
  /** intake_standing[] */
  readonly standings: string;
  /** jsonb */
  readonly rest: string;
}

export function planTexts(plan: Plan): PlanTexts {
  const known = [...plan.changed].filter(({ was }) => was !== null);
  const rest = {
    newMembers: plan.newMembers.map(newMemberRow),
    returns: [...plan.changedOrders].map(orderChangeRow),
    clawbacks: plan.clawbacks
      .map(({ member, key, earnKey, at, totalPoints, eventId, turn }) => {
        return { member_id: member.id, key, at, points: totalPoints, ref_key: earnKey, event_id: eventId, turn };
      })
      .concat(refundRows(plan)),
    ...notActive(known),
    ...raiseRows(plan),
    ...exactPoints(plan),
    ...undoneRows(plan),
    ...couponRows(plan),
    ...(plan.profiles.length === 0 ? {} : profileRows(plan)),
  };
  return {
    events: recordArray(compositeColumns.intake_event, plan.events.map(eventRecord)),
    // In the order in which intake_read locks.
    standings: recordArray(
      compositeColumns.intake_standing,
      known.sort((a, b) => Number(a.id) - Number(b.id)).map(standingRecord),
    ),
    rest: JSON.stringify(rest),
  };
}

/** Points used on orders that come back: taken in an even turn, what is taken back gives. */
function refundRows({ checkout }: Plan) {
  return checkout.refunds.map(({ member, id, refunded, at, points, eventId, turn }) => {
    const keys = { key: refundKey(id, refunded), ref_key: captureKey(id) };
    return { member_id: member.id, ...keys, at, points, event_id: eventId, turn };
  });
}

/** By member, the status that was decided on, of those whose orders wind up though they are not active any more. */
function notActive(known: readonly Standing[]) {
  const others = known.filter(({ status }) => status !== 'ACTIVE').map(({ id, status }) => [id, status] as const);
  return others.length === 0 ? {} : { notActive: Object.fromEntries(others) };
}

/** By order, what its points came to before they were rounded down; without those that were whole. */
function exactPoints({ events }: Plan) {
  const exact = events.flatMap(({ order }) =>
    order === undefined || order.exactPoints === null ? [] : [[order.orderId, order.exactPoints] as const],
  );
  return exact.length === 0 ? {} : { exactPoints: Object.fromEntries(exact) };
}

/** How an order stands now, and as what it was decided on; most have never been amended, and say nothing of that. */
function orderChangeRow({ orderId, returnedMinor, amountMinor, placedMinor, was, ...order }: KnownOrder) {
  const { amended, cancelledAt, earns } = order;
  const plain = {
    order_id: orderId,
    returned_minor: returnedMinor,
    was: was.returnedMinor,
    was_amount: was.amountMinor,
  };
  if (amended === null) return { ...plain, ...(cancelledAt === null ? {} : { cancelled_at: cancelledAt }) };
  // What was taken back whole is settled, and needs no look any more.
  const open = earns.slice(order.points === 0 ? 0 : 1).filter(({ points, takenPoints }) => takenPoints < points);
  return {
    ...{ ...plain, amount_minor: amountMinor, placed_minor: placedMinor, raise_keys: open.map(({ key }) => key) },
    ...{ amended_at: amended.at, amended_by: amended.eventId, cancelled_at: cancelledAt },
  };
}

/** Points for what amendments added. */
function raiseRows({ raises }: Plan) {
  if (raises.length === 0) return {};
  return {
    raises: raises.map(({ member, orderId, key, at, points, availableAt, expiresAt, turn }) => {
      const lot = { points, available_at: availableAt, expires_at: expiresAt };
      return { member_id: member.id, order_id: orderId, key, at, ...lot, turn };
    }),
  };
}

/** Orders that came back whole, and those that were cancelled: their coupons may be used again. */
function undoneRows({ undone }: Plan) {
  const of = (why: string) => [...undone].flatMap(([{ orderId }, is]) => (is === why ? [orderId] : []));
  const [whole, cancelled] = [of('returned'), of('cancelled')];
  return {
    ...(whole.length === 0 ? {} : { returnedWhole: whole }),
    ...(cancelled.length === 0 ? {} : { cancelled }),
  };
}

/** Coupons used on the batch's orders. */
function couponRows({ redemptions }: Plan) {
  if (redemptions.length === 0) return {};
  return {
    redemptions: redemptions.map((use) => ({ ...use, key: `redeem:order:${use.orderId}`, actor: 'intake' })),
  };
}

/** A plain order's data, result, key and source are left to SQL, which knows them. */
function eventRecord({ fact, member, data, result, order, earn }: PlannedEvent): CompositeRecord<'intake_event'> {
  const plain = fact.type === 'order.placed' && fact.attributes === undefined && fact.coupon === undefined;
  // Beside its points it says nothing: no tier, quote, redemption or warning.
  const plainResult = plain && Object.keys(result).length === 1;
  const sourced = order === undefined ? earn : undefined;
  return {
    event_id: fact.id,
    type: fact.type,
    member_id: member.id,
    at: fact.at,
    hash: fact.contentHash,
    data: plain ? null : JSON.stringify(data),
    result: plainResult ? null : JSON.stringify(result),
    order_id: order?.orderId ?? null,
    amount_minor: order?.amountMinor ?? null,
    first: plain ? data.first === true : null,
    points: earn?.points ?? null,
    available_at: earn?.availableAt ?? null,
    expires_at: earn?.expiresAt ?? null,
    earn_key: sourced?.key ?? null,
    source_type: sourced?.source.type ?? null,
    source_id: sourced?.source.id ?? null,
    turn: earn === undefined || earn.turn === 0 ? null : earn.turn,
  };
}

function standingRecord(member: Standing): CompositeRecord<'intake_standing'> {
  return {
    id: member.id,
    tier: member.tier,
    orders_count: member.ordersCount,
    spent_minor: member.spentMinor,
    last_order_at: member.lastOrderAt === null ? null : new Date(member.lastOrderAt),
    was_orders: member.was?.ordersCount ?? 0,
    was_spent: member.was?.spentMinor ?? 0,
  };
}

function newMemberRow({ id, externalId, joinedAt, tier, ordersCount, spentMinor, lastOrderAt }: Standing) {
  const lastAt = instantOrNull(lastOrderAt);
  const figures = { tier, orders_count: ordersCount, spent_minor: spentMinor, last_order_at: lastAt };
  return { id, external_id: externalId, joined_at: joinedAt, ...figures };
}

function profileRows({ profiles, referrals }: Plan) {
  const members = new Set(profiles.map(({ member }) => member));
  const joinedAt = new Map<Standing, Date>();
  for (const { member, at, joins } of profiles) {
    const before = joinedAt.get(member);
    if (joins && (before === undefined || at < before)) joinedAt.set(member, at);
  }
  const consents = new Map<
    string,
    { member_id: string; channel: string; granted: boolean; source: string; changed_at: Date }
  >();
  for (const { member, change, at: toldAt } of profiles) {
    const { at, source } = change.consentSaid ?? { at: toldAt, source: 'event' };
    for (const [channel, granted] of Object.entries(change.consent ?? {})) {
      const key = `${member.id} ${channel}`;
      const before = consents.get(key);
      // Of two words at one instant the "no" counts, whichever comes first.
      if (before && (before.changed_at > at || (before.changed_at.getTime() === at.getTime() && granted))) continue;
      consents.set(key, { member_id: member.id, channel, granted, source, changed_at: at });
    }
  }
  return {
    profiles: [...members].map((member) => profileRow(member, joinedAt.get(member))),
    identities: profiles.flatMap(identityRows),
    addresses: addressRows(profiles),
    referrals: referrals.map(({ referrerId, referee, code, at }) => {
      return { referrer_id: referrerId, referee_id: referee.id, code, registered_at: at };
    }),
    consents: [...consents.values()],
  };
}

export function profileRow(
  { id, profile, profileCompletedAt }: Pick<Standing, 'id' | 'profile' | 'profileCompletedAt'>,
  joinedAt: Date | undefined,
) {
  if (!profile) throw new Error(`member ${id} has no profile to write`);
  const { times, emailSince, phoneSince, wechatOpenId, pushToken, updatedAt, ...fields } = profile;
  return {
    ...fields,
    member_id: id,
    profile_completed_at: instantOrNull(profileCompletedAt),
    updated_at: instantOrNull(updatedAt),
    field_times: times,
    email_since: instantOrNull(emailSince),
    phone_since: instantOrNull(phoneSince),
    wechat_open_id: wechatOpenId,
    push_token: pushToken,
    joined_at: joinedAt ?? null,
  };
}

const instantOrNull = (at: number | null) => (at === null ? null : new Date(at));

/** One row for each key in use: whoever was written down under the key before is recognised. */
function identityRows({ member, change, at }: PlannedProfile) {
  const known: [IdentityKind, string][] = [];
  if (change.email) known.push(['email', normaliseEmail(change.email)]);
  if (change.phone) known.push(['phone', normalisePhone(change.phone)]);
  if (change.deviceId) known.push(['device', change.deviceId]);
  return known.flatMap(([kind, text]) =>
    identityHashes(`${kind}:${text}`).map((hash) => ({
      ...{ kind, hash, member_id: member.id, seen_at: at },
      // What an address said before its owner was erased holds again.
      ...(kind === 'email' && change.email ? { address: normalAddress(change.email) } : {}),
      ...(kind === 'phone' && change.phone ? { address: normalisePhone(change.phone) } : {}),
    })),
  );
}

/** Where members registered from, each address once: the latest time counts. */
function addressRows(profiles: readonly PlannedProfile[]) {
  const rows = new Map<string, { hash: string; member_id: string; seen_at: Date }>();
  for (const { member, change, at } of profiles) {
    if (!change.ip) continue;
    for (const hash of identityHashes(`ip:${change.ip.toLowerCase()}`)) {
      const before = rows.get(`${member.id} ${hash}`);
      if (!before || before.seen_at < at) rows.set(`${member.id} ${hash}`, { hash, member_id: member.id, seen_at: at });
    }
  }
  return [...rows.values()];
}
