import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import { type Figures, noFigures } from './rules.ts';

const statuses = ['running', 'done', 'cancelled'] as const;

/** A reversal as it is kept. */
export interface ReversalRow {
  readonly rowId: string;
  readonly programmeId: number;
  readonly campaignId: number;
  readonly campaign: string;
  readonly since: Date;
  readonly until: Date;
  readonly points: boolean;
  readonly coupons: boolean;
  readonly reason: string;
  readonly dryRun: boolean;
  /** The dry run whose figures must still hold. */
  readonly confirms: string | null;
  readonly status: (typeof statuses)[number];
  readonly phase: 'looking' | 'taking';
  readonly afterMemberId: string;
  readonly figures: Figures;
  readonly digest: string;
  readonly cancelledReason: string | null;
  readonly requestedBy: string;
  readonly requestId: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const reversalRow = z.object({
  rowId: z.string(),
  programmeId: z.int(),
  campaignId: z.int(),
  campaign: z.string(),
  since: z.date(),
  until: z.date(),
  points: z.boolean(),
  coupons: z.boolean(),
  reason: z.string(),
  dryRun: z.boolean(),
  confirms: z.string().nullable(),
  status: z.enum(statuses),
  phase: z.enum(['looking', 'taking']),
  afterMemberId: z.string(),
  figures: vouchedFor<Partial<Figures>>(),
  digest: z.string(),
  cancelledReason: z.string().nullable(),
  requestedBy: z.string(),
  requestId: z.string().nullable(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});

/** Which one: by its row's id, by its key, or the oldest that is running. */
export interface Which {
  readonly programmeId?: number;
  readonly rowId?: string;
  readonly key?: string;
  /** Only one that runs and that nobody else works on: it is this transaction's until it ends. */
  readonly claim?: boolean;
}

/** A reversal; undefined when there is none. */
export async function findReversal(db: Db, which: Which): Promise<ReversalRow | undefined> {
  const { programmeId = null, rowId = null, key = null, claim = false } = which;
  const claimed = claim ? await claimRunning(db, rowId) : rowId;
  if (claim && claimed === null) return undefined;
  const row = await readRow(
    reversalRow,
    db.$queryRaw`
      SELECT r.id::text AS "rowId", r.programme_id::int AS "programmeId", r.campaign_id AS "campaignId", c.code AS campaign,
        r.since_at AS since, r.until_at AS until, r.points, r.coupons, r.reason, r.dry_run AS "dryRun", r.confirms::text, r.status,
        r.phase, r.after_member_id::text AS "afterMemberId", r.figures, r.digest::text, r.cancelled_reason AS "cancelledReason",
        r.requested_by AS "requestedBy", r.request_id AS "requestId", r.created_at AS "createdAt", r.finished_at AS "finishedAt"
      FROM reversal r JOIN campaign c ON c.id = r.campaign_id
      WHERE (${programmeId}::smallint IS NULL OR r.programme_id = ${programmeId}::smallint)
        AND (r.id = ${claimed}::bigint OR r.key = ${key})`,
  );
  return row === undefined ? undefined : { ...row, figures: { ...noFigures, ...row.figures } };
}

async function claimRunning(db: Db, rowId: string | null): Promise<string | null> {
  const row = await readRow(
    z.object({ id: z.string() }),
    db.$queryRaw`
      SELECT id::text FROM reversal WHERE status = 'running' AND (${rowId}::bigint IS NULL OR id = ${rowId}::bigint)
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  return row?.id ?? null;
}

/** Whether any reversal is to be carried on. */
export async function reversalsWait(db: Db): Promise<boolean> {
  const query = db.$queryRaw`SELECT id::text FROM reversal WHERE status = 'running' LIMIT 1`;
  return (await readRow(z.object({ id: z.string() }), query)) !== undefined;
}

/** How far a reversal has come. */
export type Progress = Pick<ReversalRow, 'status' | 'phase' | 'afterMemberId' | 'figures' | 'digest'> & {
  readonly cancelledReason?: string;
  readonly finishedAt?: Date;
};

export async function noteProgress(tx: Db, rowId: string, progress: Progress): Promise<void> {
  const { status, phase, afterMemberId, figures, digest, cancelledReason = null, finishedAt = null } = progress;
  await tx.$executeRaw`
    UPDATE reversal SET status = ${status}, phase = ${phase}, after_member_id = ${afterMemberId}::bigint,
      figures = ${JSON.stringify(figures)}::jsonb, digest = ${digest}::numeric, cancelled_reason = ${cancelledReason},
      finished_at = ${finishedAt}::timestamptz
    WHERE id = ${rowId}::bigint`;
}

/** A grant that could not be taken back whole. */
export interface Leftover {
  readonly kind: 'points' | 'coupon';
  readonly thingId: string;
  readonly memberId: string;
  readonly granted: number;
  readonly spent: number;
  readonly held: number;
  readonly orderId: string | null;
}

/** Writes down what was in the way of a page. */
export async function noteLeftovers(tx: Db, rowId: string, leftovers: readonly Leftover[]): Promise<void> {
  if (leftovers.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO reversal_leftover (reversal_id, kind, thing_id, member_id, granted, spent, held, order_id)
    SELECT ${rowId}::bigint, l.kind, l."thingId", l."memberId", l.granted, l.spent, l.held, l."orderId"
    FROM jsonb_to_recordset(${JSON.stringify(leftovers)}::jsonb) l (kind text, "thingId" bigint, "memberId" bigint, granted bigint,
      spent bigint, held bigint, "orderId" text)
    ON CONFLICT DO NOTHING`;
}

/** Notes that grants are taken back, once for ever: what comes back to one later is taken back then. */
export async function markReverted(
  tx: Db,
  rowId: string,
  grants: readonly { readonly kind: string; readonly thingId: string }[],
): Promise<void> {
  if (grants.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO ledger.reverted_grant (kind, thing_id, reversal_id)
    SELECT g.kind, g."thingId", ${rowId}::bigint
    FROM jsonb_to_recordset(${JSON.stringify(grants.map(({ kind, thingId }) => ({ kind, thingId })))}::jsonb)
      g (kind text, "thingId" bigint)
    ON CONFLICT DO NOTHING`;
}

/** A leftover as it is told: whose, how much, on which order. */
export interface LeftoverView {
  readonly kind: 'points' | 'coupon';
  /** The shop's id of the member. */
  readonly memberId: string;
  readonly granted: number;
  readonly spent: number;
  readonly held: number;
  readonly orderId: string | null;
  /** The code, of a coupon. */
  readonly coupon: string | null;
}

const leftoverRow = z.object({
  kind: z.enum(['points', 'coupon']),
  memberId: z.string(),
  granted: z.number(),
  spent: z.number(),
  held: z.number(),
  orderId: z.string().nullable(),
  coupon: z.string().nullable(),
});

/** What could not be taken back, most spent first, and in how many grants. */
export async function readLeftovers(
  db: Db,
  rowId: string,
  limit: number,
): Promise<{ readonly leftovers: LeftoverView[]; readonly total: number }> {
  const leftovers = await readRows(
    leftoverRow,
    db.$queryRaw`
      SELECT l.kind, m.external_id AS "memberId", l.granted::float8, l.spent::float8, l.held::float8, l.order_id AS "orderId", c.code AS coupon
      FROM reversal_leftover l JOIN member m ON m.id = l.member_id
      LEFT JOIN ledger.coupon c ON l.kind = 'coupon' AND c.id = l.thing_id
      WHERE l.reversal_id = ${rowId}::bigint
      ORDER BY l.kind DESC, l.spent + l.held DESC, l.thing_id LIMIT ${limit}::int`,
  );
  const total = await db.reversalLeftover.count({ where: { reversalId: BigInt(rowId) } });
  return { leftovers, total };
}
