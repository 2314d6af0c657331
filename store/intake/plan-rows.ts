import { createHmac } from 'node:crypto';
import type { Plan, PlannedEvent, PlannedProfile, Standing } from '../../domain/intake/desk.ts';
import { type IdentityKind, normaliseEmail, normalisePhone } from '../../domain/identity.ts';
import type { Db } from '../database.ts';

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
  readonly enrolled: [eventRowId: string, campaignId: number, enrolmentId: string][];
}

export interface WriteOptions {
  readonly programmeId: number;
  readonly now: Date;
  /** False for imports of the past: nobody enters a campaign by them. */
  readonly enrols: boolean;
  /** Keys the hashes that tell one person under two accounts. */
  readonly identityKey: string;
}

/** Writes a plan in the transaction of `db`: all of it, or an error and nothing. */
export async function writePlan(
  db: Db,
  plan: Plan,
  { programmeId, now, enrols, identityKey }: WriteOptions,
): Promise<WrittenPlan> {
  const batch = planText(plan, identityKey);
  const [row] = await db.$queryRaw<[{ written: string }]>`
    SELECT intake_write(${programmeId}::int, ${batch}::jsonb, ${now}::timestamptz, ${enrols})::text AS written`;
  const { eventIds, enrolled } = JSON.parse(row.written) as WrittenRows;
  const byEvent = new Map<string, NewEnrolment[]>();
  for (const [eventId, campaignId, enrolmentId] of enrolled) {
    byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), { campaignId, enrolmentId }]);
  }
  return { eventIds, enrolled: byEvent };
}

/** The plan as intake_write reads it. */
export function planText(plan: Plan, identityKey: string): string {
  const known = [...plan.changed].filter(({ was }) => was !== null);
  return JSON.stringify({
    newMembers: plan.newMembers.map(newMemberRow),
    // In the order in which intake_read locks.
    standings: known.map(standingRow).sort((a, b) => Number(a.id) - Number(b.id)),
    events: plan.events.map(eventRow),
    returns: [...plan.returned].map(({ orderId, returnedMinor, wasReturnedMinor }) => ({
      order_id: orderId,
      returned_minor: returnedMinor,
      was: wasReturnedMinor,
    })),
    clawbacks: plan.clawbacks.map(({ member, key, earnKey, at, totalPoints, eventId, turn }) => ({
      member_id: member.id,
      key,
      at,
      points: totalPoints,
      ref_key: earnKey,
      event_id: eventId,
      turn,
    })),
    ...(plan.profiles.length === 0 ? {} : profileRows(plan.profiles, identityKey)),
  });
}

function figures({ id, tier, ordersCount, spentMinor, lastOrderAt }: Standing) {
  return {
    id,
    tier,
    orders_count: ordersCount,
    spent_minor: spentMinor,
    last_order_at: lastOrderAt === null ? null : new Date(lastOrderAt),
  };
}

function newMemberRow(member: Standing) {
  return { ...figures(member), external_id: member.externalId, joined_at: member.joinedAt };
}

function standingRow(member: Standing) {
  return { ...figures(member), was_orders: member.was?.ordersCount, was_spent: member.was?.spentMinor };
}

function eventRow({ fact, member, data, result, order, earn }: PlannedEvent) {
  return {
    event_id: fact.id,
    type: fact.type,
    member_id: member.id,
    at: fact.at,
    hash: `\\x${fact.contentHash}`,
    data,
    result,
    ...(order === undefined ? {} : { order_id: order.orderId, amount_minor: order.amountMinor }),
    ...(earn === undefined
      ? {}
      : {
          points: earn.points,
          earn_key: earn.key,
          available_at: earn.availableAt ?? undefined,
          expires_at: earn.expiresAt ?? undefined,
          source_type: earn.source.type,
          source_id: earn.source.id,
          turn: earn.turn,
        }),
  };
}

function profileRows(profiles: readonly PlannedProfile[], identityKey: string) {
  const latest = new Map(profiles.map((profile) => [profile.member, profile]));
  const consents = new Map<
    string,
    { member_id: string; channel: string; granted: boolean; source: string; changed_at: Date }
  >();
  for (const { member, change, at } of profiles) {
    for (const [channel, granted] of Object.entries(change.consent ?? {})) {
      const key = `${member.id} ${channel}`;
      const before = consents.get(key);
      if (before && before.changed_at > at) continue;
      consents.set(key, { member_id: member.id, channel, granted, source: 'event', changed_at: at });
    }
  }
  return {
    profiles: [...latest.values()].map(({ member, at }) => ({
      ...member.profile,
      member_id: member.id,
      profile_completed_at: member.profileCompletedAt === null ? null : new Date(member.profileCompletedAt),
      updated_at: at,
    })),
    identities: profiles.flatMap((profile) => identityRows(profile, identityKey)),
    consents: [...consents.values()],
  };
}

function identityRows({ member, change, at }: PlannedProfile, identityKey: string) {
  const known: [IdentityKind, string][] = [];
  if (change.email) known.push(['email', normaliseEmail(change.email)]);
  if (change.phone) known.push(['phone', normalisePhone(change.phone)]);
  return known.map(([kind, text]) => ({
    kind,
    hash: createHmac('sha256', identityKey).update(`${kind}:${text}`).digest('hex'),
    member_id: member.id,
    seen_at: at,
  }));
}
