import { z } from 'zod';
import type { JsonObject } from '../../values/json.ts';
import type { Db } from '../../platform/database.ts';
import { type CouponMoveRow, readCouponMoves } from './rows-coupon-moves.ts';
import { readRows } from '../../platform/rows.ts';

/** What is stored about a member, as far as the timeline tells it. */
export interface TimelineRows {
  readonly events: readonly EventRow[];
  readonly txns: readonly TxnRow[];
  readonly enrolments: readonly EnrolmentRow[];
  readonly steps: readonly StepRow[];
  readonly messages: readonly MessageRow[];
  readonly couponMoves?: readonly CouponMoveRow[];
}

export interface EventRow {
  readonly id: bigint;
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly data: JsonObject;
  readonly result: JsonObject;
}

/** A transaction with what it did to the member's accounts. */
export interface TxnRow {
  readonly id: bigint;
  readonly key: string;
  readonly kind: string;
  readonly amount: number;
  readonly effectiveAt: Date;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  /** Below zero when the member owes. */
  readonly debt: number;
  /** When the points of an earn become available and expire; null expiry is never. */
  readonly lot: { readonly availableAt: Date; readonly expiresAt: Date | null } | null;
}

export interface EnrolmentRow {
  readonly id: bigint;
  readonly campaign: string;
  readonly campaignName: string;
  readonly version: number;
  readonly occurrence: number;
  /** Held out: the story runs and nothing comes of it. */
  readonly shadow: boolean;
  readonly status: string;
  readonly reason: string | null;
  /** Set while the story does not fit its record: why, and since when on its clock. */
  readonly blockedReason?: string | null;
  readonly blockedAt?: Date | null;
  /** The cohort that carries it. */
  readonly cohortId?: string | null;
  /** The id of the event that brought the member in; null of members whom a sweep found. */
  readonly causeEventId?: string | null;
  readonly enrolledAt: Date;
  readonly endedAt: Date | null;
}

export interface StepRow {
  readonly id: bigint;
  readonly key: string;
  readonly enrolmentId: bigint;
  readonly name: string;
  readonly kind: string;
  readonly outcome: JsonObject;
  readonly storyAt: Date;
  readonly performedAt: Date;
}

export interface MessageRow {
  readonly id: bigint;
  readonly key: string;
  readonly enrolmentId: bigint | null;
  readonly channel: string;
  readonly class: string;
  readonly template: string;
  readonly locale: string;
  readonly status: string;
  readonly reason: string | null;
  readonly subject: string | null;
  readonly reservedAt: Date;
  readonly notBefore: Date;
  readonly deadline: Date | null;
  readonly sentAt: Date | null;
  readonly deliveredAt?: Date | null;
}

/** Campaigns a member has been in that are read at most; at a campaign a week this is four years. */
const enrolmentsMax = 200;
/** An event may carry several postings: enough of them are read that none of the events shown lacks its own. */
const txnsPerEntry = 3;

/** The latest `limit` of everything that happened to a member, newest first in each list. */
export async function readTimelineRows(db: Db, memberId: bigint, limit: number): Promise<TimelineRows> {
  const latest = { where: { memberId }, take: limit };
  const [events, txns, enrolments, steps, messages, couponMoves] = await Promise.all([
    db.event.findMany({ ...latest, orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }] }),
    readTxns(db, memberId, limit * txnsPerEntry),
    readEnrolments(db, memberId),
    db.step.findMany({ ...latest, orderBy: [{ storyAt: 'desc' }, { id: 'desc' }] }),
    db.message.findMany({ ...latest, orderBy: [{ reservedAt: 'desc' }, { id: 'desc' }] }),
    readCouponMoves(db, memberId, limit),
  ]);
  return {
    events: events.map((row) => ({ ...row, data: row.data as JsonObject, result: row.result as JsonObject })),
    txns,
    enrolments,
    steps: steps.map((row) => ({ ...row, outcome: row.outcome as JsonObject })),
    messages,
    couponMoves,
  };
}

const rawTxn = z.object({
  id: z.bigint(),
  idem_key: z.string(),
  kind: z.string(),
  amount: z.bigint(),
  effective_at: z.date(),
  source_type: z.string(),
  source_id: z.string(),
  actor: z.string(),
  reason: z.string().nullable(),
  available: z.bigint(),
  pending: z.bigint(),
  held: z.bigint(),
  debt: z.bigint(),
  available_at: z.date().nullable(),
  expires_at: z.date().nullable(),
});

async function readTxns(db: Db, memberId: bigint, limit: number): Promise<TxnRow[]> {
  const rows = await readRows(
    rawTxn,
    db.$queryRaw`
      SELECT t.id, t.idem_key, t.kind::text AS kind, t.amount, t.effective_at, t.source_type, t.source_id, t.actor, t.reason,
             p.available, p.pending, p.held, p.debt, l.available_at, nullif(l.expires_at, 'infinity') AS expires_at
      FROM (SELECT * FROM ledger.txn WHERE member_id = ${memberId} ORDER BY effective_at DESC, id DESC LIMIT ${limit}) t
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount) FILTER (WHERE account = 'MEMBER_AVAILABLE'), 0)::bigint AS available,
               coalesce(sum(amount) FILTER (WHERE account = 'MEMBER_PENDING'), 0)::bigint AS pending,
               coalesce(sum(amount) FILTER (WHERE account = 'MEMBER_HELD'), 0)::bigint AS held,
               coalesce(sum(amount) FILTER (WHERE account = 'MEMBER_DEBT'), 0)::bigint AS debt
        FROM ledger.posting WHERE txn_id = t.id AND member_id = t.member_id) p
      LEFT JOIN ledger.lot l ON l.id = t.id
      ORDER BY t.effective_at DESC, t.id DESC`,
  );
  return rows.map((row) => ({
    id: row.id,
    key: row.idem_key,
    kind: row.kind,
    // The sign says which way it went.
    amount:
      row.kind === 'MOVE' && row.available + row.pending + row.debt < 0n ? -Number(row.amount) : Number(row.amount),
    effectiveAt: row.effective_at,
    sourceType: row.source_type,
    sourceId: row.source_id,
    actor: row.actor,
    reason: row.reason,
    available: Number(row.available),
    pending: Number(row.pending),
    held: Number(row.held),
    debt: Number(row.debt),
    lot: row.available_at === null ? null : { availableAt: row.available_at, expiresAt: row.expires_at },
  }));
}

const enrolmentRow: z.ZodType<EnrolmentRow> = z.object({
  id: z.bigint(),
  campaign: z.string(),
  campaignName: z.string(),
  version: z.int(),
  occurrence: z.int(),
  shadow: z.boolean(),
  status: z.string(),
  reason: z.string().nullable(),
  blockedReason: z.string().nullable(),
  blockedAt: z.date().nullable(),
  cohortId: z.string().nullable(),
  causeEventId: z.string().nullable(),
  enrolledAt: z.date(),
  endedAt: z.date().nullable(),
});

async function readEnrolments(db: Db, memberId: bigint): Promise<EnrolmentRow[]> {
  return readRows(
    enrolmentRow,
    db.$queryRaw`
      SELECT e.id, c.code AS campaign, c.name AS "campaignName", v.version, e.occurrence, e.shadow, e.status, e.reason,
             e.blocked_reason AS "blockedReason", e.blocked_at AS "blockedAt", e.cohort_id::text AS "cohortId",
             e.input ->> 'eventId' AS "causeEventId",
             e.enrolled_at AS "enrolledAt", e.ended_at AS "endedAt"
      FROM enrolment e
      JOIN campaign c ON c.id = e.campaign_id
      JOIN campaign_version v ON v.id = e.campaign_version_id
      WHERE e.member_id = ${memberId}
      ORDER BY e.enrolled_at DESC, e.id DESC
      LIMIT ${enrolmentsMax}`,
  );
}
