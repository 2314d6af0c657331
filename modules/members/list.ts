import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { normalAddress } from '../../values/contact.ts';
import { namedBy } from './named-by.ts';
import type { MembershipStatus } from './rules-membership.ts';

export interface MemberFilter {
  /**
   * Part of an id, e-mail address, phone number or name; or the whole of an order's number, a coupon's code or a referral code,
   * whose member is named first.
   */
  readonly query?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly tag?: string | undefined;
  /** Its code. */
  readonly tier?: string | undefined;
  readonly status?: readonly MembershipStatus[] | undefined;
  /** Who joined not before this instant, and before that one. */
  readonly joinedFrom?: Date | undefined;
  readonly joinedTo?: Date | undefined;
  /** True of those who have points that could be spent, false of those who have none. */
  readonly hasBalance?: boolean | undefined;
  /** Only those before this row: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface FoundMembers {
  /** The shop's ids, latest first. */
  readonly ids: readonly string[];
  readonly next: string | undefined;
}

/** Rows a page looks at: a search for what hardly anybody has ends there and goes on with the next page. */
const lookedAtMax = 20_000;

const foundRow = z.object({ rowId: z.string(), id: z.string().nullable() });

/** Members by what is known of them, latest first. A page may have fewer rows than asked for and still go on. */
export async function listMembers(db: Db, programmeId: number, filter: MemberFilter): Promise<FoundMembers> {
  const { query, before, limit } = filter;
  const named = query === undefined ? [] : await namedBy(db, programmeId, query);
  const chosen =
    named.length === 0 || before !== undefined
      ? []
      : await search(db, programmeId, { ...filter, query: undefined }, named);
  const rows = await search(db, programmeId, filter, undefined, named);
  const found = rows.filter((each): each is { rowId: string; id: string } => each.id !== null);
  const page = found.slice(0, Math.max(limit - chosen.length, 1));
  const end = rows.find(({ id }) => id === null)?.rowId;
  const first = chosen.flatMap(({ id }) => (id === null ? [] : [id]));
  return {
    ids: [...first, ...page.map(({ id }) => id)],
    next: found.length > page.length ? page.at(-1)?.rowId : end,
  };
}

/** Members of a page, and at its end the row up to which was looked, where that was not the end of all. */
function search(
  db: Db,
  programmeId: number,
  filter: MemberFilter,
  only: readonly bigint[] | undefined,
  without: readonly bigint[] = [],
): Promise<z.infer<typeof foundRow>[]> {
  const wanted = whereOf(programmeId, filter);
  if (only !== undefined) wanted.push(Prisma.sql`m.id = ANY (${only}::bigint[])`);
  if (without.length > 0) wanted.push(Prisma.sql`m.id <> ALL (${without}::bigint[])`);
  const sought = soughtIn(filter);
  const limit = sought.length === 0 ? filter.limit + 1 : lookedAtMax;
  return readRows(
    foundRow,
    db.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT m.id, m.external_id FROM member m WHERE ${Prisma.join(wanted, ' AND ')} ORDER BY m.id DESC LIMIT ${limit}::int),
      found AS (
        SELECT g.id, g.external_id FROM page g
        ${sought.length === 0 ? Prisma.empty : Prisma.sql`LEFT JOIN member_profile p ON p.member_id = g.id WHERE ${Prisma.join(sought, ' AND ')}`}
        ORDER BY g.id DESC LIMIT ${filter.limit + 1}::int)
      SELECT f.id::text AS "rowId", f.external_id AS id FROM found f
      UNION ALL
      SELECT min(g.id)::text, NULL FROM page g HAVING count(*) = ${lookedAtMax}::int`,
  );
}

/** What an index answers. */
function whereOf(programmeId: number, filter: MemberFilter): Prisma.Sql[] {
  const { email, phone, tag, tier, status, joinedFrom, joinedTo, before } = filter;
  const wanted = [Prisma.sql`m.programme_id = ${programmeId}::smallint`];
  if (before !== undefined) wanted.push(Prisma.sql`m.id < ${before}::bigint`);
  if (email !== undefined) {
    const address = normalAddress(email);
    wanted.push(
      Prisma.sql`m.id IN (SELECT p.member_id FROM member_profile p WHERE lower(btrim(p.email)) = ${address})`,
    );
  }
  if (phone !== undefined) {
    const digits = phone.replaceAll(/[^\d+]/g, '');
    wanted.push(
      Prisma.sql`m.id IN (SELECT p.member_id FROM member_profile p WHERE regexp_replace(p.phone, '[^0-9+]', '', 'g') = ${digits})`,
    );
  }
  if (tag !== undefined) wanted.push(Prisma.sql`m.tags @> ARRAY[${tag}]::text[]`);
  if (tier !== undefined) wanted.push(Prisma.sql`m.tier = ${tier}`);
  if (status !== undefined) {
    wanted.push(Prisma.sql`m.status = ANY (${status.map((each) => each.toUpperCase())}::text[])`);
  }
  if (joinedFrom !== undefined) wanted.push(Prisma.sql`m.joined_at >= ${joinedFrom}::timestamptz`);
  if (joinedTo !== undefined) wanted.push(Prisma.sql`m.joined_at < ${joinedTo}::timestamptz`);
  return wanted;
}

/** What is looked for in the rows of a page. */
function soughtIn({ query, hasBalance }: MemberFilter): Prisma.Sql[] {
  const sought: Prisma.Sql[] = [];
  if (query !== undefined) {
    const like = `%${query.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    sought.push(
      Prisma.sql`(g.external_id ILIKE ${like} OR p.email ILIKE ${like} OR p.phone ILIKE ${like} OR p.name ILIKE ${like})`,
    );
  }
  if (hasBalance !== undefined) {
    const has = Prisma.sql`coalesce((SELECT b.available FROM ledger.member_balance b WHERE b.member_id = g.id), 0) > 0`;
    sought.push(hasBalance ? has : Prisma.sql`NOT ${has}`);
  }
  return sought;
}
