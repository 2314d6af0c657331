import type { Output } from './output.ts';

/** One field that two definitions differ in; absent on one side when it was added or removed. */
export interface Difference {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What changes from `before` to `after`, field by field, in the order of their names. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [old, next] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...next.keys()])].sort().flatMap((path) => {
    const [was, is] = [old.get(path), next.get(path)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ path, ...(old.has(path) ? { before: was } : {}), ...(next.has(path) ? { after: is } : {}) }];
  });
}

/** The differences for people: `+` added, `-` removed, `~` changed. */
export function renderDifferences(changes: readonly Difference[], { paint }: Pick<Output, 'paint'>): string {
  return changes
    .map(({ path, before, after }) => {
      if (before === undefined) return paint('green', `  + ${path}: ${show(after)}`);
      if (after === undefined) return paint('red', `  - ${path}: ${show(before)}`);
      return paint('yellow', `  ~ ${path}: ${show(before)} → ${show(after)}`);
    })
    .join('\n');
}

/** Longer texts, such as a message's html, are told by their length. */
const shownCharactersMax = 160;

function show(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const lines = value.split('\n').length;
  if (lines > 1) return `text of ${lines} lines, ${value.length} characters`;
  return value.length > shownCharactersMax ? `${value.slice(0, shownCharactersMax - 3)}...` : value;
}

/** Leaves by dotted path; an empty block or list is a leaf. */
function flatten(value: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  const children =
    typeof value === 'object' && value !== null
      ? Object.entries(value).filter(([, child]) => child !== undefined)
      : undefined;
  if (children === undefined || children.length === 0) {
    if (path !== '') into.set(path, value);
    return into;
  }
  for (const [name, child] of children) {
    const part = Array.isArray(value) ? `[${name}]` : path === '' ? name : `.${name}`;
    flatten(child, path + part, into);
  }
  return into;
}
