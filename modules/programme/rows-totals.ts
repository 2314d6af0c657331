import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import { boundedCount, type CountLimits, countLimits, keySlices, sliceWeight } from '../../platform/bounded-count.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';

/** What a programme comes to: its people, and the points that are out. */
export interface ProgrammeTotals {
  readonly members: number;
  readonly orders: number;
  /** Points members could still use: to spend, pending and on hold. */
  readonly outstanding: number;
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  /** Points members owe after returns. */
  readonly debt: number;
  /** True of a very large programme: all of these are estimates from some thousands of its members, right within a few per cent. */
  readonly estimated: boolean;
}

export interface TotalsOptions {
  /** Count everything, however long it takes. */
  readonly exact?: boolean;
  readonly limits?: CountLimits;
}

const membersRow = z.object({ count: z.bigint(), estimated: z.boolean() });
const totalsRow = z.object({
  members: z.bigint(),
  orders: z.bigint(),
  inLots: z.bigint(),
  ended: z.bigint(),
  pending: z.bigint(),
  held: z.bigint(),
  debt: z.bigint(),
});

/** Members, orders and points of a programme at `now`; points past their end are none, swept or not. */
export async function readProgrammeTotals(
  db: Db,
  programmeId: number,
  now: Date,
  { exact = false, limits = countLimits }: TotalsOptions = {},
): Promise<ProgrammeTotals> {
  const { estimated } = await readOnlyRow(
    membersRow,
    db.$queryRaw`SELECT count, estimated FROM ${membersOf(programmeId, limits)} n`,
  );
  const row = await (estimated && !exact
    ? readOnlyRow(totalsRow, db.$queryRaw`${totalsOf(sampledMembers(programmeId, limits), programmeId, now)}`)
    : countAll(db, programmeId, now));
  const [inLots, ended, pending, held, debt] = [row.inLots, row.ended, row.pending, row.held, row.debt].map(Number) as [
    ...[number, number, number, number, number],
  ];
  const available = inLots - ended;
  return {
    ...{ members: Number(row.members), orders: Number(row.orders), outstanding: available + pending + held },
    ...{ available, pending, held, debt, estimated: estimated && !exact },
  };
}

const membersOf = (programmeId: number, limits: CountLimits): Prisma.Sql =>
  boundedCount({
    ...{ table: Prisma.sql`member m`, key: Prisma.sql`m.id`, limits },
    where: Prisma.sql`m.programme_id = ${programmeId}::smallint`,
  });

async function countAll(db: Db, programmeId: number, now: Date): Promise<z.infer<typeof totalsRow>> {
  const [members, orders, points] = await Promise.all([
    db.member.count({ where: { programmeId } }),
    db.salesOrder.count({ where: { programmeId } }),
    readOnlyRow(
      totalsRow.omit({ members: true, orders: true }),
      // The state in the words of the index of due lots: a parameter would not do.
      db.$queryRaw`
        SELECT coalesce(sum(available), 0)::bigint AS "inLots", coalesce(sum(pending), 0)::bigint AS pending,
          coalesce(sum(held), 0)::bigint AS held, coalesce(sum(debt), 0)::bigint AS debt, (
            SELECT coalesce(sum(remaining), 0)::bigint FROM ledger.lot
            WHERE programme_id = ${programmeId}::smallint AND state = 'ACTIVE' AND expires_at <= ${now}::timestamptz) AS ended
        FROM ledger.member_balance WHERE programme_id = ${programmeId}::smallint`,
    ),
  ]);
  return { members: BigInt(members), orders: BigInt(orders), ...points };
}

/** Some members of every hundredth part, each with how many he stands for. */
function sampledMembers(programmeId: number, limits: CountLimits): Prisma.Sql {
  const end = (order: Prisma.Sql) => Prisma.sql`(
    SELECT id FROM member WHERE programme_id = ${programmeId}::smallint ORDER BY id ${order} LIMIT 1)`;
  return Prisma.sql`(
    SELECT slice.id, ${sliceWeight(Prisma.sql`slice.n`, limits)} AS weight
    FROM ${keySlices(end(Prisma.sql`ASC`), end(Prisma.sql`DESC`))}
    CROSS JOIN LATERAL (
      SELECT s.id, count(*) OVER () AS n, max(s.id) OVER () AS last FROM (
        SELECT id FROM member
        WHERE programme_id = ${programmeId}::smallint AND id >= part.first AND id < part.first + part.width
        ORDER BY id LIMIT ${limits.rowsASlice}::int) s) slice)`;
}

function totalsOf(members: Prisma.Sql, programmeId: number, now: Date): Prisma.Sql {
  const total = (value: Prisma.Sql) => Prisma.sql`round(coalesce(sum(m.weight * ${value}), 0))::bigint`;
  return Prisma.sql`
    SELECT round(sum(m.weight))::bigint AS members, ${total(Prisma.sql`o.orders`)} AS orders, ${total(Prisma.sql`b.available`)} AS "inLots",
      ${total(Prisma.sql`e.points`)} AS ended, ${total(Prisma.sql`b.pending`)} AS pending, ${total(Prisma.sql`b.held`)} AS held,
      ${total(Prisma.sql`b.debt`)} AS debt
    FROM ${members} m
    LEFT JOIN LATERAL (
      SELECT available, pending, held, debt FROM ledger.member_balance
      WHERE programme_id = ${programmeId}::smallint AND member_id = m.id OFFSET 0) b ON true
    CROSS JOIN LATERAL (SELECT count(*) AS orders FROM sales_order WHERE member_id = m.id) o
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(remaining), 0) AS points FROM ledger.lot
      WHERE member_id = m.id AND state <> 'CLOSED' AND state <> 'PENDING' AND expires_at <= ${now}::timestamptz) e`;
}
