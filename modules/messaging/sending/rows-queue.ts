import { z } from 'zod';
import { type Channel, channels, type MessageClass } from '../../programme/rules-message-limits.ts';
import type { ExpiringWindow } from '../content/expiring-points.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { FailedCondition, JourneyCondition } from './rules-condition.ts';
import type { MessageEnd } from './rules-send-decision.ts';
import type { Db } from '../../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../../platform/rows.ts';

// Leases are kept in real time (clock_timestamp): they guard against dead processes, whatever the programme clock says.

export interface Queue {
  readonly programmeId: number;
  readonly channel: string;
}

/** A due message, with all that decides whether it leaves. */
export interface DueMessage {
  readonly id: string;
  readonly memberId: string;
  /** The shop's id of the member. */
  readonly member: string;
  readonly channel: Channel;
  readonly class: MessageClass;
  readonly campaignVersionId: number | null;
  readonly template: string;
  readonly locale: string;
  readonly variables: JsonObject;
  /** What its text is read from when it leaves. */
  readonly live: ExpiringWindow | null;
  readonly messageId: string;
  readonly priority: number;
  readonly reservedAt: Date;
  readonly notBefore: Date;
  readonly deadline: Date | null;
  /** The code of its campaign. */
  readonly campaign: string | null;
  readonly campaignStatus: string | null;
  readonly enrolmentStatus: string | null;
  readonly memberStatus: string;
  readonly zone: string | null;
  readonly tier: string;
  readonly name: string | null;
  readonly address: string | null;
  readonly marketing: boolean | null;
  readonly service: boolean | null;
  readonly suppressed: string | null;
  /** What has made its condition untrue; null while it holds. */
  readonly untrue: FailedCondition | null;
  /** What a journey's message depends on, which the statement that claims it can't ask; null of all others. */
  readonly onlyIf: JourneyCondition | null;
}

export interface Claim extends Queue {
  readonly now: Date;
  /** Whoever holds the lease; a new name for every claim. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly messagesMax: number;
}

/** Read for every message that leaves: its JSON is not gone into. */
const dueRow = z.object({
  place: z.bigint(),
  id: z.string(),
  memberId: z.string(),
  member: z.string(),
  channel: vouchedFor<Channel>(),
  class: vouchedFor<MessageClass>(),
  campaignVersionId: z.int().nullable(),
  template: z.string(),
  locale: z.string(),
  variables: vouchedFor<JsonObject>(),
  live: vouchedFor<ExpiringWindow | null>(),
  messageId: z.string(),
  priority: z.int(),
  reservedAt: z.date(),
  notBefore: z.date(),
  deadline: z.date().nullable(),
  campaign: z.string().nullable(),
  campaignStatus: z.string().nullable(),
  enrolmentStatus: z.string().nullable(),
  memberStatus: z.string(),
  zone: z.string().nullable(),
  tier: z.string(),
  name: z.string().nullable(),
  address: z.string().nullable(),
  marketing: z.boolean().nullable(),
  service: z.boolean().nullable(),
  suppressed: z.string().nullable(),
  untrue: vouchedFor<FailedCondition | null>(),
  onlyIf: vouchedFor<JourneyCondition | null>(),
}) satisfies z.ZodType<DueMessage>;

/**
 * Takes due messages for one owner, those that are due longest first; two claims never take the same. Messages of a paused
 * campaign stay where they are.
 */
export async function claimDue(db: Db, claim: Claim): Promise<DueMessage[]> {
  const { programmeId, channel, now, owner, leaseMs, messagesMax } = claim;
  const rows = await readRows(
    dueRow,
    db.$queryRaw`
      WITH due AS (
        SELECT m.id, m.not_before, m.priority FROM message m
        WHERE m.programme_id = ${programmeId}::smallint AND m.channel = ${channel} AND m.status = 'reserved'
          AND m.not_before <= ${now}
          AND (m.lease_until IS NULL OR m.lease_until < clock_timestamp())
          AND NOT EXISTS (SELECT FROM campaign c WHERE c.id = m.campaign_id AND c.status = 'paused')
        ORDER BY m.not_before, m.priority, m.id
        LIMIT ${messagesMax}
        FOR UPDATE OF m SKIP LOCKED
      ), fact AS (
        SELECT due.id, row_number() OVER (ORDER BY due.not_before, due.priority, due.id) AS place,
          c.code AS campaign, c.status AS "campaignStatus", e.status AS "enrolmentStatus", mb.external_id AS member, mb.status AS "memberStatus", mb.zone, mb.tier,
          p.name, CASE m.channel WHEN 'email' THEN p.email ELSE channel_address(p, m.channel) END AS address, said.marketing, said.service, s.reason AS suppressed,
          met.untrue
        FROM due
        JOIN message m ON m.id = due.id
        JOIN member mb ON mb.id = m.member_id
        LEFT JOIN campaign c ON c.id = m.campaign_id
        LEFT JOIN enrolment e ON e.id = m.enrolment_id
        LEFT JOIN member_profile p ON p.member_id = m.member_id
        LEFT JOIN LATERAL mail_consent(m.member_id, m.channel) AS said ON true
        LEFT JOIN suppression s ON s.programme_id = m.programme_id AND s.channel = m.channel
          AND s.address = channel_address(p, m.channel)
        LEFT JOIN LATERAL message_condition(m.member_id, m.only_if, ${now}::timestamptz) AS met ON m.only_if IS NOT NULL
      )
      UPDATE message m SET lease_owner = ${owner}, lease_until = clock_timestamp() + ${`${leaseMs} ms`}::interval
      FROM fact WHERE m.id = fact.id
      RETURNING m.id::text, m.member_id::text AS "memberId", m.channel, m.class, m.campaign_version_id AS "campaignVersionId", m.template,
        m.locale, m.variables, m.live, m.message_id AS "messageId", m.priority, m.reserved_at AS "reservedAt",
        m.not_before AS "notBefore", m.deadline, fact.place, fact.campaign, fact."campaignStatus",
        fact."enrolmentStatus", fact.member, fact."memberStatus", fact.zone, fact.tier, fact.name, fact.address, fact.marketing, fact.service,
        fact.suppressed, fact.untrue, CASE WHEN m.only_if ->> 'kind' = 'journey' THEN m.only_if END AS "onlyIf"`,
  );
  return rows.sort((a, b) => Number(a.place - b.place));
}

/** Renews the lease of everything that an owner still holds. */
export async function renewLease(
  db: Db,
  { programmeId, channel }: Queue,
  { owner, leaseMs }: Pick<Claim, 'owner' | 'leaseMs'>,
): Promise<void> {
  await db.$executeRaw`
    UPDATE message SET lease_until = clock_timestamp() + ${`${leaseMs} ms`}::interval
    WHERE programme_id = ${programmeId}::smallint AND channel = ${channel} AND lease_until IS NOT NULL AND lease_owner = ${owner}`;
}

const begunRow = z.object({ id: z.string(), attempts: z.int(), points: z.bigint().nullable() });

/**
 * Marks messages as on their way at `now` and counts the attempt; gives each one's points and attempts. Those that came to be
 * suppressed or unsubscribed since the claim, or whose condition came to be untrue, are left out: the next page says why.
 */
export async function beginSending(
  db: Db,
  { owner, leaseMs, now }: Pick<Claim, 'owner' | 'leaseMs' | 'now'>,
  ids: readonly string[],
): Promise<Map<string, { points: number; attempts: number }>> {
  const rows = await readRows(
    begunRow,
    db.$queryRaw`
      UPDATE message m SET status = 'sending', attempts = m.attempts + 1, left_at = ${now}::timestamptz,
        lease_until = clock_timestamp() + ${`${leaseMs} ms`}::interval
      WHERE m.id = ANY(${ids}::text[]::bigint[]) AND m.lease_owner = ${owner}
        AND NOT EXISTS (
          SELECT FROM member_profile p JOIN suppression s ON s.address = channel_address(p, m.channel)
          WHERE p.member_id = m.member_id AND s.programme_id = m.programme_id AND s.channel = m.channel)
        AND NOT EXISTS (
          SELECT FROM mail_consent(m.member_id, m.channel) AS said
          WHERE m.class = 'marketing' AND said.marketing IS NOT TRUE OR m.class = 'service' AND said.service IS FALSE)
        AND (m.only_if IS NULL OR NOT EXISTS (
          SELECT FROM message_condition(m.member_id, m.only_if, ${now}::timestamptz) AS met WHERE met.untrue IS NOT NULL))
      RETURNING m.id::text, m.attempts,
        ledger.spendable(m.programme_id, m.member_id, ${now}::timestamptz) AS points`,
  );
  return new Map(rows.map(({ id, attempts, points }) => [id, { attempts, points: Number(points ?? 0n) }]));
}

/** What became of a message. */
export type Settlement =
  | {
      readonly id: string;
      readonly kind: 'end';
      readonly status: MessageEnd;
      readonly reason: string | null;
      readonly subject?: string;
      /** What its provider calls it. */
      readonly providerId?: string | null;
    }
  /** Back in the queue for later, with the reason when there was an attempt; `untried`: it was counted, and not made. */
  | {
      readonly id: string;
      readonly kind: 'later';
      readonly notBefore: Date;
      readonly reason: string | null;
      readonly untried?: true;
    }
  /** Back in the queue as if nothing had been tried. */
  | { readonly id: string; readonly kind: 'release'; readonly attempted: boolean };

/** Records what became of messages and ends their leases; a second call with the same changes nothing. */
export async function settle(db: Db, owner: string, now: Date, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  const rows = settlements.map((one) => ({
    id: one.id,
    status: one.kind === 'end' ? one.status : 'reserved',
    reason: one.kind === 'release' ? null : one.reason,
    subject: one.kind === 'end' ? (one.subject ?? null) : null,
    providerId: one.kind === 'end' ? (one.providerId ?? null) : null,
    notBefore: one.kind === 'later' ? one.notBefore.toISOString() : null,
    keeps: one.kind === 'release',
    uncounted: (one.kind === 'release' && one.attempted) || (one.kind === 'later' && one.untried) ? 1 : 0,
  }));
  await db.$executeRaw`
    UPDATE message m SET status = r.status, reason = CASE WHEN r.keeps THEN m.reason ELSE r.reason END, subject = coalesce(r.subject, m.subject),
      provider_id = coalesce(r."providerId", m.provider_id),
      sent_at = CASE WHEN r.status = 'sent' THEN ${now}::timestamptz END, not_before = coalesce(r."notBefore", m.not_before),
      attempts = greatest(0, m.attempts - r.uncounted), lease_owner = NULL, lease_until = NULL
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id bigint, status text, reason text, subject text, "providerId" text, "notBefore" timestamptz, keeps boolean, uncounted int)
    WHERE m.id = r.id AND m.lease_owner = ${owner}`;
}

/** Adds addresses that nothing may be sent to any more, those of these messages' members. */
export async function suppressAddresses(
  db: Db,
  { programmeId, channel }: Queue,
  since: Date,
  addresses: readonly { readonly address: string; readonly reason: string }[],
): Promise<void> {
  if (addresses.length === 0) return;
  await db.$executeRaw`
    INSERT INTO suppression (programme_id, channel, address, reason, since)
    SELECT DISTINCT ON (1, 2, 3) ${programmeId}::smallint, ${channel}, CASE ${channel} WHEN 'email' THEN lower(btrim(r.address)) ELSE btrim(r.address) END, r.reason, ${since}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(addresses)}::jsonb) AS r(address text, reason text)
    ON CONFLICT DO NOTHING`;
}

/** How a crash in the middle of sending is told to the marketer. */
const lostReason = 'nobody knows whether it arrived: the sender died while sending it';

/**
 * Settles messages whose sender died while they were on their way: mails of marketing are left at that, the other classes go again
 * under the same Message-ID. Of an inbox nothing is in doubt, for a message lies there as soon as it is noted as sent; and a provider of
 * texts takes what it has no second time.
 */
export async function settleLost(db: Db, { programmeId, channel }: Queue): Promise<number> {
  return await db.$executeRaw`
    UPDATE message m SET
      status = CASE WHEN class = 'marketing' AND channel = 'email' THEN 'unknown' ELSE 'reserved' END,
      reason = CASE WHEN channel = 'inbox' THEN NULL WHEN class = 'marketing' AND channel = 'email' THEN ${lostReason} ELSE 'sent again: the sender died while sending it' END,
      lease_owner = NULL, lease_until = NULL
    WHERE programme_id = ${programmeId}::smallint AND channel = ${channel} AND status = 'sending'
      AND lease_until < clock_timestamp()`;
}

const instantRow = z.object({ at: z.date().nullable() });

/** When the next message of a queue may leave: an instant of the past when one is due; undefined when none waits. */
export async function nextDueAt(db: Db, { programmeId, channel }: Queue): Promise<Date | undefined> {
  const { at } = await readOnlyRow(
    instantRow,
    db.$queryRaw`
      SELECT message_next_due(${programmeId}::smallint, ${channel}) AS at`,
  );
  return at ?? undefined;
}

/** When the first lease of a queue ends, in real time: its messages are due again then. */
export async function firstLeaseEnd(db: Db, { programmeId, channel }: Queue): Promise<Date | undefined> {
  const { at } = await readOnlyRow(
    instantRow,
    db.$queryRaw`
      SELECT min(lease_until) AS at FROM message
      WHERE programme_id = ${programmeId}::smallint AND channel = ${channel} AND lease_until IS NOT NULL`,
  );
  return at ?? undefined;
}

const queueRow: z.ZodType<Queue> = z.object({ programmeId: z.int(), channel: z.string() });

/** Queues with something to do: a message that is due, or one whose sender has died. */
export async function dueQueues(db: Db, now: Date): Promise<Queue[]> {
  return await readRows(
    queueRow,
    db.$queryRaw`
      SELECT p.id::int AS "programmeId", channel.name AS channel
      FROM programme p CROSS JOIN unnest(${[...channels]}::text[]) AS channel (name)
      WHERE message_next_due(p.id, channel.name) <= ${now}
      OR EXISTS (
        SELECT FROM message m WHERE m.programme_id = p.id AND m.channel = channel.name AND m.lease_until < clock_timestamp())`,
  );
}
