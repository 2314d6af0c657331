import type { Block } from '../../conditions/choice.ts';
import type { Asking } from '../../conditions/subject.ts';
import { arraySql, sql, type Sql, sqlTrue, type SqlValue } from '../../conditions/sql.ts';
import { Sql as SqlPart } from '../../conditions/sql.ts';
import { toSql } from '../../conditions/tree.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { Known } from './catalogue.ts';
import { requireSegment } from './rows.ts';
import { segmentSubjects } from './subjects.ts';

/** Members of a programme who meet a condition, at an instant. */
export interface Audience {
  readonly programme: StoredProgramme;
  readonly known: Known;
  readonly who: Block;
  readonly now: Date;
  /** Row ids of the only members who are asked about; everybody when absent. */
  readonly among?: readonly bigint[] | undefined;
}

/** A piece of a condition's SQL as Prisma binds it. */
export function prismaSql(part: Sql): Prisma.Sql {
  return new Prisma.Sql(
    part.strings,
    part.values.map((value: SqlValue | Sql) => (value instanceof SqlPart ? prismaSql(value) : value)),
  );
}

/** Accounts that were merged into some, themselves among them: what happened to those counts. */
const withMerged = (ids: readonly bigint[]): Sql => sql`ANY (ARRAY(
  WITH RECURSIVE own (id) AS (
    SELECT unnest(${ids}::bigint[])
    UNION SELECT g.id FROM member g JOIN own o ON g.merged_into = o.id WHERE g.merged_into IS NOT NULL)
  SELECT id FROM own))`;

/** A condition as a test on the member `m`, asked on the programme's calendar. */
function askSql({ programme: { id, definition }, known, now, among }: Omit<Audience, 'who'>, block: Block): Sql {
  const asking: Omit<Asking, 'ask'> = {
    ...{ programmeId: id, catalogue: known.catalogue, now: now.getTime(), zone: definition.zone },
    since: () => undefined,
    value: () => undefined,
    segment: (code) => requireSegment(known.segments, code).who,
    among: (memberId) => (among === undefined ? sqlTrue : sql`${memberId} = ${withMerged(among)}`),
  };
  return toSql(block, asking, segmentSubjects);
}

/**
 * The rows of an audience: `FROM member m LEFT JOIN member_profile p ... WHERE ...`. Only who has an active membership is in a segment.
 * Spans and days are those of the programme's calendar.
 */
export function audienceSql(audience: Audience): Prisma.Sql {
  const { programme, among } = audience;
  const own = among === undefined ? sqlTrue : sql`m.id = ANY (${among}::bigint[])`;
  return prismaSql(sql`FROM member m LEFT JOIN member_profile p ON p.member_id = m.id
    WHERE m.programme_id = ${programme.id}::smallint AND m.status = 'ACTIVE' AND ${own} AND ${askSql(audience, audience.who)}`);
}

/** Each active member with the answers to several conditions, in their order: rows of one column `c`. */
export function answersSql(audience: Omit<Audience, 'who' | 'among'>, blocks: readonly Block[]): Prisma.Sql {
  const answers = blocks.map((block) => askSql(audience, block));
  // Read once a member: without OFFSET each figure would ask its conditions again.
  return prismaSql(sql`SELECT ${arraySql(answers)} AS c FROM member m LEFT JOIN member_profile p ON p.member_id = m.id
    WHERE m.programme_id = ${audience.programme.id}::smallint AND m.status = 'ACTIVE' OFFSET 0`);
}
