import { z } from 'zod';
import type { Asking } from '../../conditions/subject.ts';
import { joinSql, sql, type Sql, sqlTrue } from '../../conditions/sql.ts';
import { keyOfField, whereSql } from '../../conditions/where.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Occasion } from '../../workflows/lifecycles/journey/occasions.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { prismaSql } from '../segments/asking.ts';
import { readKnown } from '../segments/catalogue.ts';

/** What counts as reached: a journey's goal, or an order. */
export interface Goal {
  /** The type of the event. */
  readonly event: string;
  /** That the member `x` of a statement has reached it between `x.enrolled_at` and `x.until`. */
  readonly reached: Prisma.Sql;
}

/** An order that was returned whole or cancelled is none. */
export const ordered = Prisma.sql`EXISTS (
  SELECT FROM sales_order o
  WHERE o.member_id = x.member_id AND o.placed_at > x.enrolled_at AND o.placed_at <= x.until
    AND o.cancelled_at IS NULL AND (o.returned_minor < o.amount_minor OR o.amount_minor = 0))`;

/** The goal of a journey; undefined of one that says none, which is an order. */
export async function goalOf(
  db: Db,
  programme: StoredProgramme,
  goal: Pick<Occasion, 'event' | 'where' | 'same'> | undefined,
  now: Date,
): Promise<Goal | undefined> {
  const type = goal?.event;
  if (goal === undefined || type === undefined) return undefined;
  const { catalogue } = await readKnown(db, programme);
  const asking: Asking = {
    ...{ programmeId: programme.id, catalogue, now: now.getTime(), zone: programme.definition.zone },
    ...{ since: () => undefined, value: () => undefined, among: () => sqlTrue },
    segment: () => {
      throw new Error('a goal asks for no segment');
    },
    ask: () => {
      throw new Error('a goal asks for no condition');
    },
  };
  const same = [goal.same ?? []].flat().map((name): Sql => {
    const key = keyOfField(name, type, asking);
    return sql`(e.data -> ${key}::text) = (x.input -> 'entry' -> ${name}::text)`;
  });
  const tests = [...whereSql(goal.where, type, sql`e.data`, asking), ...same];
  const where = prismaSql(joinSql([sqlTrue, ...tests], 'AND'));
  const reached = Prisma.sql`EXISTS (
    SELECT FROM event e
    WHERE e.member_id = x.member_id AND e.type = ${type}::text AND e.occurred_at > x.enrolled_at AND e.occurred_at <= x.until
      AND ${where})`;
  return { event: type, reached };
}

const judgedRow = z.object({
  id: z.bigint(),
  lot: z.string(),
  isOver: z.boolean(),
  converted: z.boolean(),
  orders: z.int(),
  revenueMinor: z.bigint().transform(Number),
});
export type JudgedRow = z.infer<typeof judgedRow>;

/** Members read at a time. */
const pageMax = 20_000;

/**
 * Members of some versions of a campaign, each by the first time, in the order in which they came in; those who are held out are left out.
 * `lot` is what their places in lots are drawn by.
 */
export async function* readJudged(
  db: Db,
  {
    campaignId,
    versionIds,
    days,
    asOf,
    reached,
  }: {
    readonly campaignId: number;
    readonly versionIds: readonly number[];
    readonly days: number;
    readonly asOf: Date;
    readonly reached: Prisma.Sql;
  },
): AsyncGenerator<readonly JudgedRow[]> {
  for (let after = 0n; ;) {
    const page: JudgedRow[] = await readRows(
      judgedRow,
      db.$queryRaw`
        WITH x AS (
          SELECT en.id, en.member_id, en.input, en.enrolled_at, en.enrolled_at + make_interval(hours => 24 * ${days}::int) AS until
          FROM enrolment en
          WHERE en.campaign_id = ${campaignId}::int AND NOT en.shadow AND en.campaign_version_id = ANY (${versionIds as number[]}::int[])
            AND en.id > ${after}::bigint
            AND (en.occurrence = 1 OR NOT EXISTS (
              SELECT FROM enrolment b
              WHERE b.campaign_id = ${campaignId}::int AND b.member_id = en.member_id AND b.occurrence < en.occurrence
                AND b.campaign_version_id = ANY (${versionIds as number[]}::int[])))
          ORDER BY en.id LIMIT ${pageMax}::int)
        SELECT x.id, coalesce(x.input ->> 'lotOf', x.member_id::text) AS lot, x.until <= ${asOf}::timestamptz AS "isOver",
          ${reached} AS converted, coalesce(own.orders, 0)::int AS orders, coalesce(own.revenue, 0)::bigint AS "revenueMinor"
        FROM x LEFT JOIN LATERAL (
          SELECT count(*) AS orders, sum(o.amount_minor - o.returned_minor) AS revenue FROM sales_order o
          WHERE o.member_id = x.member_id AND o.placed_at > x.enrolled_at AND o.placed_at <= x.until AND o.cancelled_at IS NULL
            AND (o.returned_minor < o.amount_minor OR o.amount_minor = 0)) own ON true
        ORDER BY x.id`,
    );
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageMax) return;
    after = last.id;
  }
}
