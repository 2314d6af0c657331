import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { normalAddress } from '../../values/contact.ts';
import type { MembershipStatus } from './rules-membership.ts';

export interface MemberFilter {
  /** Part of an id, e-mail address, phone number or name. */
  readonly query?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly tag?: string | undefined;
  /** Its code. */
  readonly tier?: string | undefined;
  readonly status?: readonly MembershipStatus[] | undefined;
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
  const { query, email, phone, tag = null, tier = null, status, before = null, limit } = filter;
  const like = query === undefined ? null : `%${query.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const address = email === undefined ? null : normalAddress(email);
  const digits = phone === undefined ? null : phone.replaceAll(/[^\d+]/g, '');
  const statuses = status?.map((each) => each.toUpperCase()) ?? null;
  const rows = await readRows(
    foundRow,
    db.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT m.id, m.external_id, m.status, m.tier, m.tags FROM member m
        WHERE m.programme_id = ${programmeId}::smallint AND (${before}::text IS NULL OR m.id < ${before}::bigint)
          AND (${address}::text IS NULL OR m.id IN (SELECT p.member_id FROM member_profile p WHERE lower(btrim(p.email)) = ${address}))
        ORDER BY m.id DESC LIMIT ${lookedAtMax}::int),
      found AS (
        SELECT g.id, g.external_id FROM page g LEFT JOIN member_profile p ON p.member_id = g.id
        WHERE (${statuses}::text[] IS NULL OR g.status = ANY (${statuses}::text[])) AND (${tier}::text IS NULL OR g.tier = ${tier})
          AND (${tag}::text IS NULL OR ${tag} = ANY (g.tags))
          AND (${digits}::text IS NULL OR regexp_replace(p.phone, '[^0-9+]', '', 'g') = ${digits})
          AND (${like}::text IS NULL OR g.external_id ILIKE ${like} OR p.email ILIKE ${like} OR p.phone ILIKE ${like} OR p.name ILIKE ${like})
        ORDER BY g.id DESC LIMIT ${limit + 1}::int)
      SELECT f.id::text AS "rowId", f.external_id AS id FROM found f
      UNION ALL
      SELECT min(g.id)::text, NULL FROM page g HAVING count(*) = ${lookedAtMax}::int`,
  );
  const found = rows.filter((each): each is { rowId: string; id: string } => each.id !== null);
  const page = found.slice(0, limit);
  const end = rows.find(({ id }) => id === null)?.rowId;
  return { ids: page.map(({ id }) => id), next: found.length > limit ? page.at(-1)?.rowId : end };
}
