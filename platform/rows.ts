import { z } from 'zod';
import { counted } from '../values/plural.ts';

/** A row of a raw query is not what the code that reads it expects: the two have to be changed together. */
export class RowMismatch extends Error {
  override readonly name = 'RowMismatch';
}

/**
 * The rows of a raw query, each checked against `schema`. It is the one door through which SQL's answers become types, so
 * that a column of another name or type is told of at the query, and not by an `undefined` far behind it.
 */
export async function readRows<Row>(schema: z.ZodType<Row>, query: PromiseLike<unknown>): Promise<Row[]> {
  const rows = await query;
  if (!Array.isArray(rows)) throw new RowMismatch('the query answered no rows');
  return rows.map((row) => checked(schema, row));
}

/** The first row of a raw query, undefined when there is none. */
export async function readRow<Row>(schema: z.ZodType<Row>, query: PromiseLike<unknown>): Promise<Row | undefined> {
  return (await readRows(schema, query))[0];
}

/** The row of a raw query that always has one, such as a count or a function's answer. */
export async function readOnlyRow<Row>(schema: z.ZodType<Row>, query: PromiseLike<unknown>): Promise<Row> {
  const rows = await readRows(schema, query);
  if (rows.length !== 1)
    throw new RowMismatch(`the query answered ${counted(rows.length, 'row', 'rows')} where it always has one`);
  return rows[0] as Row;
}

/** A jsonb column, or a text one with few words, whose content this code or a check of the table vouches for. */
export const vouchedFor = <Content>(): z.ZodType<Content> => z.custom<Content>();

function checked<Row>(schema: z.ZodType<Row>, row: unknown): Row {
  const read = schema.safeParse(row);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new RowMismatch(`a row's ${issue?.path.join('.') ?? 'content'}: ${issue?.message ?? 'is not as expected'}`);
}
