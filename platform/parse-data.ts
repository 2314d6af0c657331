import * as z from 'zod';
import { explainIssues } from './explain-issue.ts';
import { FileError, fieldName, parseYaml, type ParsedYaml } from './yaml-file.ts';

/** Data that is at hand already, such as the body of a call, as `schema` reads it; throws a FileError that lists every problem by its field. */
export function parseData<Schema extends z.ZodType>(
  data: unknown,
  place: string,
  schema: Schema,
): ParsedYaml<z.output<Schema>> {
  const problemAt: ParsedYaml<unknown>['problemAt'] = (path, problem, fix) => ({
    file: place,
    field: fieldName(path),
    problem,
    fix,
  });
  return checked({ file: place, value: data, problemAt }, schema);
}

/**
 * What a call has sent: data, or the text of a YAML file, whose lines its problems name. `toFile` makes of its fields those of
 * the file that `schema` reads.
 */
export function parseSent<Schema extends z.ZodType>(
  sent: unknown,
  place: string,
  schema: Schema,
  toFile: (fields: Readonly<Record<string, unknown>>) => unknown,
): ParsedYaml<z.output<Schema>> & { readonly fields: Readonly<Record<string, unknown>> } {
  const raw = typeof sent === 'string' ? parseYaml(sent, place, z.unknown()) : parseData(sent, place, z.unknown());
  const isBlock = typeof raw.value === 'object' && raw.value !== null && !Array.isArray(raw.value);
  const fields = isBlock ? (raw.value as Record<string, unknown>) : {};
  return { ...checked({ ...raw, value: isBlock ? toFile(fields) : raw.value }, schema), fields };
}

function checked<Schema extends z.ZodType>(
  { file, value: data, problemAt }: ParsedYaml<unknown>,
  schema: Schema,
): ParsedYaml<z.output<Schema>> {
  const result = schema.safeParse(data);
  if (result.success) return { file, value: result.data, problemAt };
  throw new FileError(
    explainIssues(result.error.issues, schema, data).map(({ path, problem, fix }) => problemAt(path, problem, fix)),
  );
}
