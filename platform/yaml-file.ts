import { readFile } from 'node:fs/promises';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import type * as z from 'zod';
import { PerennialError } from './errors.ts';
import { explainIssues, type FieldPath } from './explain-issue.ts';
import { counted } from '../values/plural.ts';

/** Bytes a definition file may have: a campaign file has 2 kB, so this stops a wrong file, not a long one. */
const fileBytesMax = 1_000_000;
/** YAML aliases a file may resolve to: more is an expansion bomb. */
const aliasCountMax = 100;

/** One thing wrong in a file: where, what, and what to write instead. */
export interface FileProblem {
  readonly file: string;
  /** Absent where no line can be named, as for a file that is not there. */
  readonly line?: number;
  /** Dotted path, such as `settings.remindAfterDays`; empty for the whole file. */
  readonly field: string;
  /** Reads on from the field's name: "is missing". */
  readonly problem: string;
  readonly fix: string;
}

/** `file:line: field: problem. Fix: what to do.` */
export function formatProblem({ file, line, field, problem, fix }: FileProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return `${place}: ${field === '' ? '' : `${field}: `}${problem}. Fix: ${fix}.`;
}

type FileErrorCode = 'FILE_INVALID' | 'FILE_NOT_FOUND' | 'CAMPAIGN_INVALID' | 'PROGRAMME_INVALID' | 'SEGMENT_INVALID';

/** A definition file that can't be used, with everything that is wrong in it at once. */
export class FileError extends PerennialError {
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[], code: FileErrorCode = 'FILE_INVALID') {
    super(code, problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/** What `work` gives; what is wrong in a file that it reads is refused with this code, because no file was sent. */
export async function refusedAs<T>(code: FileErrorCode, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileError && error.code === 'FILE_INVALID') throw new FileError(error.problems, code);
    throw error;
  }
}

/** A file's checked value, and a way to say where in it a later check found something wrong. */
export interface ParsedYaml<T> {
  readonly file: string;
  readonly value: T;
  problemAt(path: FieldPath, problem: string, fix: string): FileProblem;
}

/** The file's value as `schema` reads it; throws a FileError that lists every problem with its line. */
export async function readYamlFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<ParsedYaml<z.output<Schema>>> {
  return parseYaml(await readSource(path), path, schema);
}

/** The same for text that is at hand; `file` is what problems call it. */
export function parseYaml<Schema extends z.ZodType>(
  source: string,
  file: string,
  schema: Schema,
): ParsedYaml<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new FileError(document.errors.map((error) => syntaxProblem(error, file, lines)));
  }
  const problemAt = (path: FieldPath, problem: string, fix: string): FileProblem => ({
    file,
    line: lines.linePos(offsetOf(document, path)).line || 1,
    field: fieldName(path),
    problem,
    fix,
  });
  const plain = plainValue(document, problemAt);
  const unwritable = unwritableTexts(plain, []);
  if (unwritable.length > 0) {
    throw new FileError(
      unwritable.map(({ path, problem }) => problemAt(path, problem, 'write it as one line of plain text')),
    );
  }
  const result = schema.safeParse(plain);
  if (!result.success) {
    throw new FileError(
      explainIssues(result.error.issues, schema, document.toJS() as unknown).map(({ path, problem, fix }) =>
        problemAt(path, problem, fix),
      ),
    );
  }
  return { file, value: result.data, problemAt };
}

/** `earning.steps[0].above` */
export function fieldName(path: FieldPath): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    return name === '' ? String(part) : `${name}.${String(part)}`;
  }, '');
}

async function readSource(path: string): Promise<string> {
  const whole = (problem: string, fix: string) => ({ file: path, field: '', problem, fix });
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const missing = error.code === 'ENOENT';
    const problem = missing ? 'there is no such file' : `the file can't be read (${String(error.code)})`;
    throw new FileError([whole(problem, 'give the path of a readable YAML file')], 'FILE_NOT_FOUND');
  }
  if (bytes.length > fileBytesMax) {
    const problem = `the file has ${counted(bytes.length, 'byte', 'bytes')}, more than ${fileBytesMax}`;
    throw new FileError([whole(problem, 'give the path of a definition file; this one is something else')]);
  }
  return bytes.toString('utf8');
}

/** Texts that no database holds or no subject line may have: control characters, and line breaks in names. */
function unwritableTexts(value: unknown, path: FieldPath): { path: FieldPath; problem: string }[] {
  if (typeof value === 'string') {
    // eslint-disable-next-line no-control-regex
    if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(value))
      return [{ path, problem: 'has a control character in it' }];
    if (path.at(-1) === 'name' && /[\r\n\u2028\u2029]/.test(value))
      return [{ path, problem: 'has a line break in it' }];
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const parts: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return parts.flatMap(([key, part]) => unwritableTexts(part, [...path, key]));
}

function plainValue(document: Document, problemAt: ParsedYaml<unknown>['problemAt']): unknown {
  try {
    return document.toJS({ maxAliasCount: aliasCountMax });
  } catch {
    throw new FileError([problemAt([], `uses more than ${aliasCountMax} aliases`, 'write the values out')]);
  }
}

const syntaxFixes: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  DUPLICATE_KEY: 'keep one of the two lines',
  BAD_INDENT: 'indent lines of one block by the same number of spaces',
  MISSING_CHAR: 'close the quote or bracket, or put the text in quotes',
  MULTIPLE_DOCS: 'keep one document a file',
  BLOCK_AS_IMPLICIT_KEY: 'put text that contains ": " in quotes',
  BAD_SCALAR_START: 'put the text in quotes',
};

function syntaxProblem(error: YAMLError, file: string, lines: LineCounter): FileProblem {
  const problem = `is not valid YAML: ${error.message.replace(/\.$/, '')}`;
  const fix = syntaxFixes[error.code] ?? 'check indentation, quotes and colons on this line and the one above';
  return { file, line: lines.linePos(error.pos[0]).line, field: '', problem, fix };
}

/** Where the path's key stands, or the nearest parent that is there. */
function offsetOf(document: Document, path: FieldPath): number {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last))
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
