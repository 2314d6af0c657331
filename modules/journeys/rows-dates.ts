import type { DateTime } from 'luxon';
import { z } from 'zod';
import { readMoment } from '../../conditions/words.ts';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Door } from '../../workflows/lifecycles/journey/doors.ts';
import { attributeOf, type DateFacts } from './rules-dates.ts';

const factsRow = z.object({
  ...{ id: z.bigint(), zone: z.string().nullable(), birthday: z.string().nullable(), joinedAt: z.date() },
  ...{ attribute: z.unknown(), pointsEndAt: z.date().nullable() },
});

/** A member, with what the date of a door is reckoned from. */
export interface Dated extends DateFacts {
  readonly id: bigint;
}

/** What a door's date is reckoned from, of these members; points that end are those that end behind an instant. */
export async function readDated(db: Db, door: Door, ids: readonly bigint[], from: Date): Promise<Dated[]> {
  return readDates(db, door, from, Prisma.sql`m.id = ANY (${ids.map(String)}::text[]::bigint[])`);
}

/** The next members of a programme whose date may lie between two days, behind one of them. */
export async function pageDated(
  db: Db,
  door: Door,
  page: {
    readonly programmeId: number;
    readonly between: { readonly from: DateTime; readonly until: DateTime };
    readonly from: Date;
    readonly after: bigint;
    readonly limit: number;
  },
): Promise<Dated[]> {
  const { programmeId, between, from, after, limit } = page;
  const mayBe = mayLieBetween(door, between);
  return readDates(
    db,
    door,
    from,
    Prisma.sql`m.programme_id = ${programmeId}::smallint AND m.status = 'ACTIVE' AND m.id > ${after}::bigint AND ${mayBe}
      ORDER BY m.id LIMIT ${limit}::int`,
  );
}

async function readDates(db: Db, door: Door, from: Date, which: Prisma.Sql): Promise<Dated[]> {
  const rows = await readRows(
    factsRow,
    db.$queryRaw`
      SELECT m.id, m.zone, to_char(p.birthday, 'YYYY-MM-DD') AS birthday, m.joined_at AS "joinedAt",
        p.attributes -> ${attributeOf(door) ?? ''} AS attribute,
        ${dateName(door) === 'pointsExpire' ? pointsEnd(from) : Prisma.sql`NULL::timestamptz`} AS "pointsEndAt"
      FROM member m LEFT JOIN member_profile p ON p.member_id = m.id WHERE ${which}`,
  );
  return rows.map(({ joinedAt, pointsEndAt, ...rest }) => ({
    ...{
      ...rest,
      attribute: rest.attribute,
      joinedAt: joinedAt.getTime(),
      pointsEndAt: pointsEndAt?.getTime() ?? null,
    },
  }));
}

const pointsEnd = (from: Date) => Prisma.sql`(
  SELECT min(l.expires_at) FROM ledger.lot l
  WHERE l.member_id = m.id AND l.state = 'ACTIVE' AND l.remaining > 0 AND l.expires_at > ${from}::timestamptz AND l.expires_at < 'infinity')`;

function dateName({ date = '' }: Door): string {
  const read = readMoment(date);
  return read.kind === 'date' ? read.date : '';
}

/** Whose date can't be between two days is left out by the database: of all others it is reckoned. */
function mayLieBetween(door: Door, { from, until }: { from: DateTime; until: DateTime }): Prisma.Sql {
  const [first, last] = [from.toJSDate(), until.toJSDate()];
  const attribute = attributeOf(door);
  if (attribute !== undefined) {
    const value = Prisma.sql`p.attributes -> ${attribute}`;
    return Prisma.sql`CASE jsonb_typeof(${value})
      WHEN 'string' THEN left(p.attributes ->> ${attribute}, 10) BETWEEN ${from.toISODate()} AND ${until.toISODate()}
      WHEN 'number' THEN (p.attributes ->> ${attribute})::numeric BETWEEN ${first.getTime()}::numeric AND ${last.getTime()}::numeric
      ELSE false END`;
  }
  switch (dateName(door)) {
    case 'birthday':
    case 'member.birthday':
      return Prisma.sql`to_char(p.birthday, 'MM-DD') = ANY (${daysOfYear(from, until)}::text[])`;
    case 'anniversary':
      return Prisma.sql`to_char(m.joined_at AT TIME ZONE 'UTC', 'MM-DD') = ANY (${daysOfYear(from, until)}::text[])`;
    case 'joined':
      return Prisma.sql`m.joined_at BETWEEN ${first}::timestamptz AND ${last}::timestamptz`;
    case 'pointsExpire':
      return Prisma.sql`EXISTS (
        SELECT FROM ledger.lot l WHERE l.member_id = m.id AND l.state = 'ACTIVE' AND l.remaining > 0
          AND l.expires_at BETWEEN ${first}::timestamptz AND ${last}::timestamptz)`;
    default:
      return Prisma.sql`false`;
  }
}

/** Squares of a calendar without their years; 29 February is one of those around it. */
function daysOfYear(from: DateTime, until: DateTime): string[] {
  const days = new Set<string>();
  for (let day = from.startOf('day'); day <= until; day = day.plus({ days: 1 })) days.add(day.toFormat('MM-dd'));
  if (days.has('02-28') || days.has('03-01')) days.add('02-29');
  return [...days];
}
