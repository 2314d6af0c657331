import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRow, readRows } from '../../platform/rows.ts';
import type { DetailKind } from './kinds.ts';

/** How far details of a kind have been gone through. */
export interface Pass {
  readonly kind: DetailKind;
  readonly afterId: string;
  readonly removedEver: number;
  readonly finishedAt: Date | null;
}

const passRow = z.object({
  kind: z.string().transform((kind) => kind as DetailKind),
  afterId: z.string(),
  removedEver: z.number(),
  finishedAt: z.date().nullable(),
});

export async function readPasses(db: Db, programmeId: number): Promise<Pass[]> {
  return readRows(
    passRow,
    db.$queryRaw`
      SELECT kind, after_id::text AS "afterId", removed_ever::float8 AS "removedEver", finished_at AS "finishedAt"
      FROM retention_pass WHERE programme_id = ${programmeId}::smallint`,
  );
}

/** Begins a pass, or goes on with the one that is under way; undefined when the last one ended after `idleSince`, or somebody else is at it. */
export async function claimPass(
  tx: Db,
  programmeId: number,
  kind: DetailKind,
  { now, idleSince }: { readonly now: Date; readonly idleSince: Date },
): Promise<{ readonly afterId: string } | undefined> {
  await tx.$executeRaw`
    INSERT INTO retention_pass (programme_id, kind, began_at) VALUES (${programmeId}::smallint, ${kind}, ${now}::timestamptz)
    ON CONFLICT DO NOTHING`;
  return readRow(
    z.object({ afterId: z.string() }),
    tx.$queryRaw`
      UPDATE retention_pass SET began_at = CASE WHEN finished_at IS NULL THEN began_at ELSE ${now}::timestamptz END,
        removed = CASE WHEN finished_at IS NULL THEN removed ELSE 0 END, finished_at = NULL
      WHERE (programme_id, kind) = (
        SELECT programme_id, kind FROM retention_pass
        WHERE programme_id = ${programmeId}::smallint AND kind = ${kind}
          AND (finished_at IS NULL OR finished_at <= ${idleSince}::timestamptz)
        FOR UPDATE SKIP LOCKED)
      RETURNING after_id::text AS "afterId"`,
  );
}

/** Notes what a page came to; without a last id the pass is over, and the next one begins at the beginning. */
export async function notePass(
  tx: Db,
  programmeId: number,
  kind: DetailKind,
  { lastId, removed, now }: { readonly lastId: string | null; readonly removed: number; readonly now: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE retention_pass SET after_id = coalesce(${lastId}::bigint, 0), removed = removed + ${removed}::int,
      removed_ever = removed_ever + ${removed}::int, finished_at = CASE WHEN ${lastId}::bigint IS NULL THEN ${now}::timestamptz END
    WHERE programme_id = ${programmeId}::smallint AND kind = ${kind}`;
}

/** A page of one kind: what came before an instant, behind an id. */
export interface DetailsPage {
  readonly programmeId: number;
  readonly before: Date;
  readonly afterId: string;
  /** Rows looked at. */
  readonly scannedMax: number;
}

const removedRow = z.object({ lastId: z.string().nullable(), removed: z.int() });
export type Removed = z.infer<typeof removedRow>;

const byFunction = (name: Prisma.Sql) => (tx: Db, page: DetailsPage) =>
  readOnlyRow(
    removedRow,
    tx.$queryRaw`
      SELECT last_id::text AS "lastId", removed FROM ${name}(${page.programmeId}::int, ${page.before}::timestamptz,
        ${page.afterId}::bigint, ${page.scannedMax}::int)`,
  );

/** Removes rows until a page finds fewer than it may take. */
const byCount = (remove: (tx: Db, page: DetailsPage) => Promise<number>) => async (tx: Db, page: DetailsPage) => {
  const removed = await remove(tx, page);
  return { removed, lastId: removed < page.scannedMax ? null : page.afterId };
};

/** Removes a page of each kind. */
export const removers: Readonly<Record<DetailKind, (tx: Db, page: DetailsPage) => Promise<Removed>>> = {
  events: byFunction(Prisma.sql`purge_event_details`),
  messages: byFunction(Prisma.sql`purge_message_details`),
  stories: byFunction(Prisma.sql`purge_steps`),
  signals: byFunction(Prisma.sql`purge_signals`),
  'mail-reports': byCount(async (tx, { programmeId, before, scannedMax }) => {
    const mails = await tx.$executeRaw`
        DELETE FROM mail_report WHERE programme_id = ${programmeId}::smallint AND report_id = ANY (ARRAY(
          SELECT report_id FROM mail_report WHERE programme_id = ${programmeId}::smallint AND received_at < ${before}::timestamptz
          LIMIT ${scannedMax}::int))`;
    const others = await tx.$executeRaw`
        DELETE FROM channel_report WHERE programme_id = ${programmeId}::smallint AND report_id = ANY (ARRAY(
          SELECT report_id FROM channel_report WHERE programme_id = ${programmeId}::smallint AND received_at < ${before}::timestamptz
          LIMIT ${scannedMax - mails}::int))`;
    return mails + others;
  }),
  'dry-runs': byCount(
    (tx, { programmeId, before, scannedMax }) => tx.$executeRaw`
      DELETE FROM reversal WHERE id = ANY (ARRAY(
        SELECT r.id FROM reversal r
        WHERE r.programme_id = ${programmeId}::smallint AND r.dry_run AND r.finished_at < ${before}::timestamptz
          AND NOT EXISTS (SELECT FROM reversal c WHERE c.programme_id = r.programme_id AND c.confirms = r.id)
        LIMIT ${scannedMax}::int))`,
  ),
};

/** What is past its time, of each kind; the same that a page removes. */
const pastOf: Readonly<Record<DetailKind, (programmeId: number, before: Date) => Prisma.Sql>> = {
  events: (programmeId, before) => Prisma.sql`
    event e WHERE e.programme_id = ${programmeId}::smallint AND e.received_at < ${before}::timestamptz
      AND EXISTS (SELECT FROM jsonb_each(e.data) d WHERE jsonb_typeof(d.value) IN ('object', 'array') OR length(d.value::text) > 82)
      AND NOT EXISTS (SELECT FROM enrolment en WHERE en.member_id = e.member_id AND en.status = 'active')`,
  messages: (programmeId, before) => Prisma.sql`
    message m WHERE m.programme_id = ${programmeId}::smallint AND m.reserved_at < ${before}::timestamptz
      AND m.status NOT IN ('reserved', 'sending') AND NOT m.variables ? 'detailsRemoved'`,
  stories: (programmeId, before) => Prisma.sql`
    step s JOIN enrolment en ON en.id = s.enrolment_id
    WHERE s.programme_id = ${programmeId}::smallint AND en.status <> 'active' AND en.ended_at < ${before}::timestamptz
      AND s.kind NOT IN ('grant', 'coupon', 'clawback') AND (s.kind <> 'message' OR s.outcome ->> 'kind' = 'applied')
      AND NOT coalesce(s.outcome -> 'data' ?| ARRAY['points', 'couponId', 'txnId'], false)
      AND s.id <= (SELECT coalesce(max(f.last_id), 0) FROM ledger.fact_seal f WHERE f.kind = 'step')`,
  signals: (programmeId, before) => Prisma.sql`
    signal_outbox w JOIN enrolment en ON en.id = w.enrolment_id
    WHERE w.programme_id = ${programmeId}::smallint AND en.status <> 'active' AND en.ended_at < ${before}::timestamptz`,
  'mail-reports': (programmeId, before) => Prisma.sql`
    (SELECT programme_id, received_at FROM mail_report UNION ALL SELECT programme_id, received_at FROM channel_report) r
    WHERE r.programme_id = ${programmeId}::smallint AND r.received_at < ${before}::timestamptz`,
  'dry-runs': (programmeId, before) => Prisma.sql`
    reversal r WHERE r.programme_id = ${programmeId}::smallint AND r.dry_run AND r.finished_at < ${before}::timestamptz
      AND NOT EXISTS (SELECT FROM reversal c WHERE c.programme_id = r.programme_id AND c.confirms = r.id)`,
};

/** Rows past their time, counted up to a bound. */
export async function countPast(
  db: Db,
  kind: DetailKind,
  { programmeId, before, max }: { readonly programmeId: number; readonly before: Date; readonly max: number },
): Promise<number> {
  const query = db.$queryRaw`SELECT count(*)::int AS count FROM (SELECT FROM ${pastOf[kind](programmeId, before)} LIMIT ${max}::int) past`;
  return (await readOnlyRow(z.object({ count: z.int() }), query)).count;
}
