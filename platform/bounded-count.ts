import { Prisma } from '../prisma/generated/client.ts';

/** Rows counted one by one; of more, the number is estimated. Two hundredths of a second. */
export const countedMax = 10_000;
/** The parts of the keys that an estimate looks into, and the rows it reads of each at most. */
export const slices = 100;
export const rowsASlice = 50;

/** Rows by a key that rises: a table under an alias, a condition that an index answers in the key's order. */
export interface CountedRows {
  readonly table: Prisma.Sql;
  readonly key: Prisma.Sql;
  readonly where: Prisma.Sql;
  readonly limits?: CountLimits;
}

export interface CountLimits {
  readonly countedMax: number;
  readonly rowsASlice: number;
}

/** The limits of the product; tests have smaller ones. */
export const countLimits: CountLimits = { countedMax, rowsASlice };

/**
 * A derived table of one row (count, estimated): how many rows there are, exactly up to `countedMax`, and estimated from how
 * dense they lie in a hundred parts of their keys where there are more. It reads a bounded number of rows, needs no
 * statistics, and is right within a few per cent.
 */
export function boundedCount({ table, key, where, limits = countLimits }: CountedRows): Prisma.Sql {
  const end = (order: Prisma.Sql) =>
    Prisma.sql`(SELECT ${key} FROM ${table} WHERE ${where} ORDER BY ${key} ${order} LIMIT 1)`;
  return Prisma.sql`(
    SELECT CASE WHEN few.n <= ${limits.countedMax}::int THEN few.n ELSE greatest(few.n, (
        SELECT round(sum(${sliceWeight(Prisma.sql`slice.n`, limits)} * slice.n))::bigint
        FROM ${keySlices(end(Prisma.sql`ASC`), end(Prisma.sql`DESC`))}
        CROSS JOIN LATERAL (
          SELECT count(*) AS n, max(k) AS last FROM (
            SELECT ${key} AS k FROM ${table} WHERE ${where} AND ${key} >= part.first AND ${key} < part.first + part.width
            ORDER BY ${key} LIMIT ${limits.rowsASlice}::int) s) slice)) END AS count,
      few.n > ${limits.countedMax}::int AS estimated
    FROM (SELECT count(*) AS n FROM (SELECT FROM ${table} WHERE ${where} LIMIT ${limits.countedMax}::int + 1) s) few)`;
}

/** A derived table `part` (place, first, width): keys from `low` to `high` in a hundred equal parts. */
export function keySlices(low: Prisma.Sql, high: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT i AS place, ends.low + i * ends.width AS first, ends.width
    FROM (SELECT e.low, (e.high - e.low) / ${slices}::int + 1 AS width FROM (SELECT ${low} AS low, ${high} AS high) e) ends
    CROSS JOIN generate_series(0, ${slices}::int - 1) i) part`;
}

/**
 * How many rows of its part each row that was read stands for: itself alone when all were read, and as many as the part holds
 * when it is everywhere as dense as up to the last row that was read. Needs `part`, and `slice.last`.
 */
export function sliceWeight(rowsRead: Prisma.Sql, limits: CountLimits = countLimits): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${rowsRead} < ${limits.rowsASlice}::int THEN 1
    ELSE (1 - 0.5 / ${limits.rowsASlice}::int) * part.width / (slice.last - part.first + 1)::float8 END`;
}

/** An estimate as people read it, `about 694,000`: three digits are all it knows. */
export function sayCount(count: number, estimated: boolean): string {
  return estimated ? `about ${Number(count.toPrecision(3)).toLocaleString('en')}` : count.toLocaleString('en');
}
