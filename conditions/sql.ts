/** What may be bound to a statement. */
export type SqlValue = string | number | bigint | boolean | Date | null | readonly string[] | readonly bigint[];

/**
 * A piece of SQL with what is bound to it. Its text is what stands in this code, and nothing else can get into it: whatever comes from
 * a file, a request or a row is a value.
 */
export class Sql {
  readonly strings: readonly string[];
  readonly values: readonly (SqlValue | Sql)[];

  constructor(strings: readonly string[], values: readonly (SqlValue | Sql)[]) {
    this.strings = strings;
    this.values = values;
  }
}

export function sql(strings: TemplateStringsArray, ...values: readonly (SqlValue | Sql)[]): Sql {
  return new Sql([...strings], values);
}

export const sqlTrue = sql`TRUE`;
export const sqlFalse = sql`FALSE`;

/** Pieces with AND, OR or a comma between them; in brackets, so that it may stand anywhere. */
export function joinSql(parts: readonly Sql[], between: 'AND' | 'OR' | ','): Sql {
  const [first] = parts;
  if (first === undefined) return between === 'AND' ? sqlTrue : sqlFalse;
  if (parts.length === 1) return first;
  const separators = parts.slice(1).map(() => ` ${between} `);
  return new Sql(['(', ...separators, ')'], parts);
}

/** Pieces as an array. */
export function arraySql(parts: readonly Sql[]): Sql {
  return new Sql(['ARRAY[', ...parts.slice(1).map(() => ', '), ']'], parts);
}

/** A number as PostgreSQL reckons exactly with it. */
export const sqlNumber = (value: number): Sql => sql`${String(value)}::text::numeric`;
export const sqlInstant = (at: number): Sql => sql`${new Date(at)}::timestamptz`;

/** A test that a missing value does not meet: never NULL, so that NOT turns it round. */
export const isTrue = (test: Sql): Sql => sql`(${test}) IS TRUE`;
