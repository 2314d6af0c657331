import type * as z from 'zod';
import { explainIssues } from './explain-issue.ts';
import { FileError, fieldName, type ParsedYaml } from './yaml-file.ts';

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
  const result = schema.safeParse(data);
  if (result.success) return { file: place, value: result.data, problemAt };
  throw new FileError(
    explainIssues(result.error.issues, schema, data).map(({ path, problem, fix }) => problemAt(path, problem, fix)),
  );
}
