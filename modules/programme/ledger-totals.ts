import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import { loadProgramme } from './rows.ts';
import type { RedemptionRules } from './rules.ts';

/** What a row of the totals stands for. */
export const totalsBy = ['source', 'day', 'month'] as const;
export type TotalsBy = (typeof totalsBy)[number];

export interface TotalsPeriod {
  readonly by: TotalsBy;
  /** Own time of what is added up; from the first on when absent. */
  readonly from?: Date | undefined;
  /** Before this instant. */
  readonly to?: Date | undefined;
}

/** What became of points: all the rows there ever were come to what is outstanding. */
export interface TotalsRow {
  /** The source (`order`, `campaign`), the day or the month of the programme's zone. */
  readonly key: string;
  readonly issued: number;
  /** Less what was given back. */
  readonly redeemed: number;
  /** Expired, lapsed or forfeited. */
  readonly expired: number;
  /** Less what was written off of it. */
  readonly clawedBack: number;
  readonly adjusted: number;
}

export interface LedgerTotals {
  readonly by: TotalsBy;
  readonly data: readonly TotalsRow[];
  /** Available, pending and held, less debt: now, whatever the period. */
  readonly outstanding: number;
  /** What that is worth at the checkout; absent where points can't be used there. */
  readonly liabilityMinor?: number;
}

/** Transactions that are added up at once, in some seconds; and rows of an answer, ten years of days. */
export interface TotalsLimits {
  readonly transactionsMax: number;
  readonly rowsMax: number;
}
const limitsDefault: TotalsLimits = { transactionsMax: 1_000_000, rowsMax: 3_660 };

const totalsRow = z.object({
  looked: z.bigint(),
  key: z.string(),
  issued: z.number(),
  redeemed: z.number(),
  expired: z.number(),
  clawedBack: z.number(),
  adjusted: z.number(),
});

/** What was issued, used, expired and taken back in a period, and what is outstanding now; throws PERIOD_TOO_LONG. */
export async function ledgerTotals(
  db: Db,
  programmeId: number,
  { by, from, to }: TotalsPeriod,
  { transactionsMax, rowsMax }: TotalsLimits = limitsDefault,
): Promise<LedgerTotals> {
  const { definition } = await loadProgramme(db, programmeId);
  const rows = await readRows(
    totalsRow,
    db.$queryRaw`
      WITH period AS MATERIALIZED (
        SELECT id, source_type, effective_at FROM ledger.txn
        WHERE programme_id = ${programmeId}::smallint
          ${from === undefined ? Prisma.empty : Prisma.sql`AND effective_at >= ${from}::timestamptz`}
          ${to === undefined ? Prisma.empty : Prisma.sql`AND effective_at < ${to}::timestamptz`}
        LIMIT ${transactionsMax + 1}::int)
      SELECT (SELECT count(*) FROM period) AS looked, ${keyOf(by, definition.zone)} AS key,
        ${sumOf(Prisma.sql`-`, ['ISSUANCE'])} AS issued, ${sumOf(Prisma.empty, ['REDEEMED'])} AS redeemed,
        ${sumOf(Prisma.empty, ['BREAKAGE'])} AS expired, ${sumOf(Prisma.empty, ['CLAWBACK', 'WRITE_OFF'])} AS "clawedBack",
        ${sumOf(Prisma.sql`-`, ['ADJUSTMENT'])} AS adjusted
      FROM period t JOIN ledger.posting p ON p.txn_id = t.id AND p.member_id IS NULL
      GROUP BY 2 ORDER BY 2 LIMIT ${rowsMax + 1}::int`,
  );
  if (rows.length > rowsMax || Number(rows[0]?.looked ?? 0) > transactionsMax) {
    throw new PerennialError('PERIOD_TOO_LONG', 'More was posted in this period than is added up at once.', {
      field: 'from',
    });
  }
  const outstanding = await outstandingOf(db, programmeId);
  return {
    by,
    data: rows.map(({ looked: _, ...row }) => row),
    outstanding,
    ...(definition.redemption === undefined ? {} : { liabilityMinor: worthOf(outstanding, definition.redemption) }),
  };
}

function keyOf(by: TotalsBy, zone: string): Prisma.Sql {
  // What a campaign gives is posted by the enrolment it is for.
  if (by === 'source') return Prisma.sql`CASE t.source_type WHEN 'enrolment' THEN 'campaign' ELSE t.source_type END`;
  const form = by === 'day' ? 'YYYY-MM-DD' : 'YYYY-MM';
  return Prisma.sql`to_char(t.effective_at AT TIME ZONE ${zone}, ${form})`;
}

const sumOf = (sign: Prisma.Sql, accounts: readonly string[]): Prisma.Sql =>
  Prisma.sql`coalesce(${sign} sum(p.amount) FILTER (WHERE p.account IN (${Prisma.join([...accounts])})), 0)::float8`;

async function outstandingOf(db: Db, programmeId: number): Promise<number> {
  const row = await readOnlyRow(
    z.object({ points: z.number() }),
    db.$queryRaw`
      SELECT coalesce(sum(available + pending + held - debt), 0)::float8 AS points
      FROM ledger.member_balance WHERE programme_id = ${programmeId}::smallint`,
  );
  return row.points;
}

/** Whole minor units: a part of one is nothing at the checkout either. */
function worthOf(points: number, { points: rate, perMinor }: RedemptionRules): number {
  return points <= 0 ? 0 : Number((BigInt(points) * BigInt(perMinor)) / BigInt(rate));
}
