import * as z from 'zod';
import { explainIssues } from '../../platform/explain-issue.ts';
import { fieldName } from '../../platform/yaml-file.ts';
import type { ToldRefusal } from './rules-told.ts';

/** Rows of a list in a call: an order of a wholesaler has hundreds. */
const rowsMax = 5_000;

/** Amounts come as text, and now and then as a number. */
export const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^-?\d{1,13}(\.\d{1,8})?$/, 'it is not an amount'));
/** Ids are numbers, some beyond what a number holds: those come as text (parseExactly). */
export const shopId = z
  .union([z.string(), z.int()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,20}$/, 'it is not an id of a shop'));
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
/** What nobody promises, and what is of no use when it is not as expected. */
export const optionalText = z.string().nullish().catch(null);
export const rows = <Row extends z.ZodType>(row: Row) =>
  z
    .array(row)
    .max(rowsMax)
    .nullish()
    .transform((list) => list ?? []);

/** The body as the schema reads it, or what is wrong with its first wrong field. */
export function readPayload<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): { readonly value: z.output<Schema> } | (ToldRefusal & { readonly kind: 'refused' }) {
  const read = schema.safeParse(body);
  if (read.success) return { value: read.data };
  const [first] = explainIssues(read.error.issues, schema, body);
  const field = fieldName(first?.path ?? []) || 'body';
  return {
    ...{ kind: 'refused', code: 'REQUEST_INVALID', field, message: first?.problem ?? 'is not valid' },
    fix: 'send what the shop sends, in the version of its API that docs/guides/connect-a-shop.md names',
  };
}
