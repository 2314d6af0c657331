import * as z from 'zod';
import { editDistance } from '../values/edit-distance.ts';
import { counted } from '../values/plural.ts';
import { cutText } from '../values/cut-text.ts';

export type FieldPath = readonly PropertyKey[];

/** What is wrong with one field and what to write instead. */
export interface Explanation {
  readonly path: FieldPath;
  readonly problem: string;
  readonly fix: string;
}

/** Problems told of one file at once: the first ones are the cause of the rest. */
const explanationsMax = 30;

type Issue = z.core.$ZodIssue;
type Node = z.core.JSONSchema.BaseSchema;

/**
 * Zod's issues in words a marketer can act on. What a field may hold is read from the schema itself (bounds, options,
 * `describe`, `meta({ examples })`); a refinement gives its own words: `message` and `params: { fix }`.
 */
export function explainIssues(issues: readonly Issue[], schema: z.ZodType, input: unknown): Explanation[] {
  const root = describeSchema(schema);
  // A block with a misspelt field is not judged as a whole beside: that would be the same slip twice.
  const misspelt = new Set(issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('.')));
  return issues
    .filter(({ code, path }) => code !== 'custom' || !misspelt.has(path.join('.')))
    .flatMap((issue) => explain(issue, root, input))
    .slice(0, explanationsMax);
}

const described = new WeakMap<z.ZodType, Node>();

/** The schema as data, made once: an import may have a million bad rows. */
function describeSchema(schema: z.ZodType): Node {
  let node = described.get(schema);
  if (node === undefined) {
    node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
    described.set(schema, node);
  }
  return node;
}

function explain(issue: Issue, root: Node, input: unknown): Explanation[] {
  const { path } = issue;
  const value = valueAt(input, path);
  const node = nodeAt(root, path, input);
  const fix = `write ${expectation(node)}`;

  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField([...path, key], node));
  if (issue.code === 'custom') return [{ path, problem: issue.message, fix: fixOf(issue.params) ?? fix }];
  if (value === undefined || (value === null && issue.code === 'invalid_type')) {
    const name = String(path.at(-1) ?? 'the file');
    return [{ path, problem: 'is missing', fix: path.length > 0 ? `add "${name}": ${expectation(node)}` : fix }];
  }
  if (issue.code === 'invalid_union' && issue.discriminator === undefined) {
    const branch = likeliestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => explain({ ...inner, path: [...path, ...inner.path] }, root, input));
  }
  const meant = typeof value === 'string' && node?.enum ? nearestOption(value, node.enum) : undefined;
  return [{ path, problem: problemOf(issue, value), fix: meant === undefined ? fix : `write "${meant}"` }];
}

/** The option that was meant, if one is as near as a slip of the hand. */
function nearestOption(value: string, options: readonly unknown[]): string | undefined {
  const words = options.filter((option): option is string => typeof option === 'string');
  return words.find((word) => editDistance(word.toLowerCase(), value.toLowerCase()) <= Math.min(2, word.length / 3));
}

function problemOf(issue: Issue, value: unknown): string {
  const shown = show(value);
  const unit = issue.code === 'too_small' || issue.code === 'too_big' ? sizeOf(issue.origin, value) : undefined;
  if (issue.code === 'too_small') {
    return unit === undefined
      ? `is ${shown}, less than ${String(issue.minimum)}`
      : `has ${unit}, fewer than ${String(issue.minimum)}`;
  }
  if (issue.code === 'too_big') {
    return unit === undefined
      ? `is ${shown}, more than ${String(issue.maximum)}`
      : `has ${unit}, more than ${String(issue.maximum)}`;
  }
  if (issue.code === 'invalid_format' && !issue.message.startsWith('Invalid ')) return `is ${shown}: ${issue.message}`;
  return `is ${shown}, which can't be used here`;
}

function sizeOf(origin: string, value: unknown): string | undefined {
  if (origin === 'array' && Array.isArray(value)) return counted(value.length, 'entry', 'entries');
  if (origin === 'string' && typeof value === 'string') return counted(value.length, 'character', 'characters');
  return undefined;
}

function unknownField(path: FieldPath, node: Node | undefined): Explanation {
  const name = String(path.at(-1));
  const known = fieldsOf(node);
  const near = known.find((candidate) => editDistance(candidate.toLowerCase(), name.toLowerCase()) <= 2);
  const fix = near
    ? `write "${near}"`
    : known.length > 0
      ? `remove it; the fields here are ${known.join(', ')}`
      : 'remove it';
  return { path, problem: 'is not a known field', fix };
}

/** The branch the author most likely meant: the one whose outer kind fits. */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find(
    (issues) => !issues.some((issue) => issue.path.length === 0 && issue.code.startsWith('invalid')),
  );
}

/** What a field may hold, as words after "write": "a whole number from 1 to 30, for example 3". */
function expectation(node: Node | undefined): string {
  if (!node) return 'a value that fits';
  const examples = node.examples as readonly unknown[] | undefined;
  const example = examples?.[0] === undefined ? '' : `, for example ${show(examples[0])}`;
  const meaning = node.description === undefined ? '' : ` (${node.description.replace(/\.$/, '')})`;
  return `${kindOf(node)}${example}${meaning}`;
}

function kindOf(node: Node): string {
  if (node.const !== undefined) return show(node.const);
  if (node.enum) return `one of ${node.enum.map(show).join(', ')}`;
  const branches = (node.anyOf ?? node.oneOf) as readonly Node[] | undefined;
  if (branches) return branches.map(kindOf).join(' or ');
  switch (node.type) {
    case 'integer':
      return `a whole number${range(node)}`;
    case 'number':
      return `a number${range(node)}`;
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'array':
      return `a list${length(node)}`;
    case 'object': {
      const fields = fieldsOf(node);
      return fields.length > 0 ? `a block with ${fields.join(', ')}` : 'a block of fields';
    }
    default:
      return 'a value that fits';
  }
}

function length({ minItems, maxItems }: Node): string {
  if (maxItems === undefined) return minItems ? ` of at least ${minItems}` : '';
  return minItems ? ` of ${minItems} to ${maxItems}` : ` of at most ${maxItems}`;
}

function range(node: Node): string {
  const bound = (value: unknown) => typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const from = bound(node.minimum) ? Number(node.minimum) : undefined;
  const to = bound(node.maximum) ? Number(node.maximum) : undefined;
  if (typeof node.exclusiveMinimum === 'number') return ` above ${node.exclusiveMinimum}`;
  if (from !== undefined && to !== undefined) return ` from ${from} to ${to}`;
  if (from !== undefined) return ` of at least ${from}`;
  return to === undefined ? '' : ` of at most ${to}`;
}

/** The schema of the field at a path; in a choice of blocks, the one whose fixed fields match what was written. */
function nodeAt(root: Node, path: FieldPath, input: unknown): Node | undefined {
  let node: Node | undefined = choose(root, input);
  let value = input;
  for (const part of path) {
    value = valueAt(value, [part]);
    const child: unknown =
      typeof part === 'number'
        ? ((node?.prefixItems as readonly unknown[] | undefined)?.[part] ?? node?.items)
        : (node?.properties?.[String(part)] ?? node?.additionalProperties);
    node = typeof child === 'object' && child !== null ? choose(child as Node, value) : undefined;
  }
  return node;
}

function choose(node: Node, value: unknown): Node {
  const branches = ((node.anyOf ?? node.oneOf) as readonly Node[] | undefined)?.filter((branch) => branch.properties);
  if (!branches || typeof value !== 'object' || value === null) return node;
  const fits = (branch: Node) =>
    Object.entries(branch.properties ?? {}).every(([name, field]) => {
      const fixed = typeof field === 'object' ? field.const : undefined;
      return fixed === undefined || fixed === valueAt(value, [name]);
    });
  const fitting = branches.filter(fits);
  if (fitting.length === 1 && fitting[0]) return fitting[0];
  return node.oneOf ? discriminatorNode(node, branches) : node;
}

/** No branch fits, so the fixed field itself is wrong: offer every branch's value for it. */
function discriminatorNode(node: Node, branches: readonly Node[]): Node {
  const options = new Map<string, unknown[]>();
  for (const branch of branches) {
    for (const [name, field] of Object.entries(branch.properties ?? {})) {
      if (typeof field === 'object' && field.const !== undefined) {
        options.set(name, [...(options.get(name) ?? []), field.const]);
      }
    }
  }
  const properties = Object.fromEntries([...options].map(([name, values]) => [name, { enum: values }]));
  return { ...node, properties } as Node;
}

function fieldsOf(node: Node | undefined): string[] {
  return Object.keys(node?.properties ?? {});
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

function fixOf(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return typeof params?.fix === 'string' ? params.fix : undefined;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a block of fields';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${cutText(text, 57)}..."` : text;
}
