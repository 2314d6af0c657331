import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { cohortSizeMax } from '../../workflows/engine/protocol.ts';

const cohortRow = z.object({ id: z.string() });
const countRow = z.object({ count: z.int() });

/** The newest cohort there is; those made later are not its caller's concern. */
export async function newestCohort(db: Db): Promise<string> {
  const row = await readOnlyRow(cohortRow, db.$queryRaw`SELECT coalesce(max(id), 0)::text AS id FROM cohort`);
  return row.id;
}

/** Ids passed over by one statement. */
const idsAtOnceMax = 100_000;

/** Passes over the ids of cohorts up to this one: those made from now on get later ones. */
export async function passCohortIds(db: Db, upTo: string): Promise<void> {
  for (;;) {
    const { left } = await readOnlyRow(
      z.object({ left: z.bigint() }),
      db.$queryRaw`SELECT ${upTo}::bigint - CASE WHEN is_called THEN last_value ELSE 0 END AS left FROM cohort_id_seq`,
    );
    if (left <= 0n) return;
    const count = left > BigInt(idsAtOnceMax) ? idsAtOnceMax : Number(left);
    await readOnlyRow(
      countRow,
      db.$queryRaw`
        SELECT count(nextval(pg_get_serial_sequence('cohort', 'id')))::int FROM generate_series(1, ${count}::int)`,
    );
  }
}

/** Cohorts whose workflows should be running, in the order of their ids; of those not noted as started, the ones up to an id. */
export async function startedCohorts(
  db: Db,
  { after, upTo, limit, unstartedUpTo = '0' }: { after: string; upTo: string; limit: number; unstartedUpTo?: string },
): Promise<string[]> {
  const rows = await readRows(
    cohortRow,
    db.$queryRaw`
      SELECT id::text FROM cohort
      WHERE id > ${after}::bigint AND id <= ${upTo}::bigint
        AND (started_at IS NOT NULL OR id <= ${unstartedUpTo}::bigint) AND ended_at IS NULL
      ORDER BY cohort.id LIMIT ${limit}::int`,
  );
  return rows.map(({ id }) => id);
}

/** Cohorts that are under way or to be started. */
export async function countCohorts(db: Db): Promise<number> {
  return db.cohort.count({ where: { startedAt: { not: null }, endedAt: null } });
}

/** Active enrolments of these cohorts. */
export async function enrolmentsIn(db: Db, cohortIds: readonly string[]): Promise<number> {
  const { count } = await readOnlyRow(
    countRow,
    db.$queryRaw`
      SELECT count(*)::int FROM unnest(${cohortIds as string[]}::text[]::bigint[]) cohort (id)
      CROSS JOIN LATERAL cohort_enrolments(cohort.id) en WHERE en.status = 'active'`,
  );
  return count;
}

export interface RebuiltPage {
  /** Cohorts that have ended by it, new ones made, and enrolments that went from one to the other. */
  readonly ended: number;
  readonly made: number;
  readonly enrolments: number;
}

const rebuiltRow = z.object({ ended: z.bigint(), made: z.bigint(), enrolments: z.bigint() });

/** Gives the enrolments of these cohorts to new ones, all or none of a page; one that is too large to start is split then. */
export async function rebuildCohorts(
  database: Database,
  cohortIds: readonly string[],
  now: Date,
): Promise<RebuiltPage> {
  return inTransaction(database, async (tx) => {
    const row = await readOnlyRow(
      rebuiltRow,
      tx.$queryRaw`
        SELECT ended, made, enrolments
        FROM rebuild_cohorts(${cohortIds as string[]}::text[]::bigint[], ${cohortSizeMax}::int, ${now}::timestamptz)`,
    );
    return { ended: Number(row.ended), made: Number(row.made), enrolments: Number(row.enrolments) };
  });
}

/** Notes in the audit trail who rebuilt what. */
export async function auditRecovery(db: Db, actor: string, now: Date, after: Record<string, number>): Promise<void> {
  await db.auditEvent.create({ data: { at: now, actor, action: 'recover', target: 'cohorts', after } });
}
