import { z } from 'zod';
import type { Block } from '../../conditions/choice.ts';
import { blocksIn, say } from '../../conditions/tree.ts';
import type { Database } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Locale } from '../../values/wording.ts';
import { answersSql, type Audience } from './asking.ts';
import { whileCounting } from './count.ts';
import { tellingOf } from './sample.ts';
import { segmentSubjects } from './subjects.ts';

/** A condition inside another one, with the members who meet it by itself. */
export interface AudiencePart {
  /** Where it stands in the condition: `all, 0`. */
  readonly path: readonly (string | number)[];
  readonly says: string;
  readonly alone: number;
  /** Of conditions that must all hold: who meets this one and those before it; null of others. */
  readonly left: number | null;
}

/** Conditions counted one by one, at most: each is another question about every member. */
export const partsMax = 40;

const countsRow = z.object({ counts: z.array(z.int()) });

/** How many members meet each of the conditions that an audience is made of, and how they narrow the members down. */
export async function countParts(
  database: Database,
  audience: Audience,
  locale: Locale = 'en',
): Promise<AudiencePart[]> {
  const { who } = audience;
  const inside = blocksIn(who).slice(0, partsMax);
  const parts = inside.length > 0 ? inside : [{ block: who, path: [] }];
  const steps = parts.flatMap(({ path }, place) => (path.length === 2 && path[0] === 'all' ? [place] : []));
  const counted = [
    ...parts.map((_, place) => countSql([place])),
    ...steps.map((_, step) => countSql(steps.slice(0, step + 1))),
  ];
  const blocks: readonly Block[] = parts.map(({ block }) => block);
  const { counts } = await whileCounting(database, (tx) =>
    readOnlyRow(
      countsRow,
      tx.$queryRaw`SELECT ARRAY[${Prisma.join(counted)}] AS counts FROM (${answersSql(audience, blocks)}) r`,
    ),
  );
  const telling = tellingOf(audience, locale);
  return parts.map(({ block, path }, place) => ({
    path: path.map((key) => (typeof key === 'number' ? key : String(key))),
    says: say(block, segmentSubjects, telling),
    alone: counts[place] ?? 0,
    left: steps.includes(place) ? (counts[parts.length + steps.indexOf(place)] ?? 0) : null,
  }));
}

/** Members of whom all the answers at these places are yes. */
const countSql = (places: readonly number[]) =>
  Prisma.sql`(count(*) FILTER (WHERE ${Prisma.join(
    places.map((place) => Prisma.sql`r.c[${place + 1}::int]`),
    ' AND ',
  )}))::int`;
