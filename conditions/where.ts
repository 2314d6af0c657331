import * as z from 'zod';
import { fieldOf, fieldTypeOf, keyOf, type Catalogue } from './catalogue.ts';
import type { MemberEvent } from './facts.ts';
import type { Asked } from './spans.ts';
import { joinSql, sql, type Sql } from './sql.ts';
import type { Asking, Ref } from './subject.ts';
import { fieldSql, holdsField, type TestContext, type Where } from './tests.ts';
import { fieldWord } from './words.ts';

/** Fields in which one event must equal what the member entered by. */
export const same = z
  .union([fieldWord, z.array(fieldWord).min(1).max(5)])
  .describe('fields that must equal those of what the member entered by');
export type Same = z.output<typeof same>;

/** Which events are meant. */
export interface EventPattern {
  readonly event: string;
  readonly where?: Where | undefined;
  readonly same?: Same | undefined;
}

/** What matching an event takes beside it. */
export interface Matching extends Asked {
  readonly catalogue: Catalogue;
  value(reference: string): unknown;
}

export const testContext = ({
  now,
  zone,
  since,
  catalogue,
}: Asked & { readonly catalogue: Catalogue }): TestContext => ({
  now,
  zone,
  since,
  currencyDigits: catalogue.currencyDigits,
});

/** True when an event's data, or an order's, has what is asked of its fields. */
export function meetsWhere(
  where: Where | undefined,
  event: { readonly type: string; readonly data: Readonly<Record<string, unknown>> },
  asked: Asked & { readonly catalogue: Catalogue },
): boolean {
  return Object.entries(where ?? {}).every(([name, test]) => {
    const type = fieldTypeOf(asked.catalogue, event.type, name);
    return holdsField(test, fieldOf(name, type, event.data), type, testContext(asked));
  });
}

/** True when the event is one of those meant; a field that is asked to be the same must be there. */
export function matches(pattern: EventPattern, event: Pick<MemberEvent, 'type' | 'data'>, matching: Matching): boolean {
  if (pattern.event !== event.type || !meetsWhere(pattern.where, event, matching)) return false;
  return [pattern.same ?? []].flat().every((name) => {
    const type = fieldTypeOf(matching.catalogue, event.type, name);
    const own = fieldOf(name, type, event.data);
    return own !== undefined && own !== null && own === matching.value(`entry.${name}`);
  });
}

/** What a field of an event of this type is kept as. */
export const keyOfField = (name: string, eventType: string, { catalogue }: Pick<Asking, 'catalogue'>): string =>
  keyOf(name, fieldTypeOf(catalogue, eventType, name));

/** The same of a jsonb column with the data of an event of this type. */
export function whereSql(where: Where | undefined, eventType: string, data: Sql, asking: Asking): Sql[] {
  return Object.entries(where ?? {}).map(([name, test]) => {
    const type = fieldTypeOf(asking.catalogue, eventType, name);
    return fieldSql(test, sql`(${data} -> ${keyOf(name, type)}::text)`, type, testContext(asking));
  });
}

export function sameSql(fields: Same | undefined, eventType: string, data: Sql, asking: Asking): Sql[] {
  return [fields ?? []].flat().map((name) => {
    const key = keyOf(name, fieldTypeOf(asking.catalogue, eventType, name));
    const wanted = asking.value(`entry.${name}`);
    if (wanted === undefined || wanted === null) return sql`FALSE`;
    return sql`(${data} -> ${key}::text) = ${JSON.stringify(wanted)}::text::jsonb`;
  });
}

/** What a pattern names: its event, and the fields it asks about. */
export function eventRefs({ event, where, same: fields }: EventPattern): Ref[] {
  return [
    { kind: 'event', name: event, path: ['event'] },
    ...whereRefs(where, event),
    ...[fields ?? []].flat().map((name): Ref => ({ kind: 'field', name, of: event, path: ['same'] })),
  ];
}

export function whereRefs(where: Where | undefined, event: string): Ref[] {
  return Object.entries(where ?? {}).map(([name, test]): Ref => ({
    kind: 'field',
    name,
    of: event,
    path: ['where', name],
    test,
  }));
}

/**
 * Asks a figure of rows of members: how many they are, what they come to. Who has none of them is asked, too: `meetsNone` says whether
 * no rows at all meet the test. Told as "is (not) among those who", which reads the table once for all members and an index for one.
 */
export function groupedSql({
  from,
  memberId,
  where,
  having,
  meetsNone,
}: {
  readonly from: Sql;
  readonly memberId: Sql;
  readonly where: readonly Sql[];
  /** Absent where one row is enough. */
  readonly having?: Sql | undefined;
  readonly meetsNone: boolean;
}): Sql {
  const rows = sql`SELECT ${memberId} AS member_id FROM ${from} WHERE ${joinSql(where, 'AND')}`;
  if (having === undefined) return sql`EXISTS (SELECT FROM (${rows}) x WHERE x.member_id = m.id)`;
  const wanted = meetsNone ? sql`NOT (${having})` : having;
  const among = sql`EXISTS (SELECT FROM (${rows} GROUP BY 1 HAVING ${wanted}) x WHERE x.member_id = m.id)`;
  return meetsNone ? sql`NOT ${among}` : among;
}

/** Rows of what happened to a member, those of accounts that were merged into it among them. */
export function happenedTo(rows: Sql, memberId: Sql): { readonly from: Sql; readonly memberId: Sql } {
  return {
    from: sql`${rows} LEFT JOIN member g ON g.id = ${memberId} AND g.merged_into IS NOT NULL`,
    memberId: sql`CASE WHEN g.id IS NULL THEN ${memberId} ELSE heir_of(g.id) END`,
  };
}
