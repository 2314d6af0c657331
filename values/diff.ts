import type { JsonValue } from './json.ts';

/** One field that two definitions differ in; absent on one side when it was added or removed. */
export type Difference = {
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
};

/** What changes from `before` to `after`, field by field, in the order of their names. */
export function differences(before: JsonValue | undefined, after: JsonValue | undefined): Difference[] {
  const [old, next] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...next.keys()])].sort().flatMap((path) => {
    const [was, is] = [old.get(path), next.get(path)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

/** Leaves by dotted path; an empty block or list is a leaf. */
function flatten(value: JsonValue | undefined, path = '', into = new Map<string, JsonValue>()): Map<string, JsonValue> {
  const children =
    typeof value === 'object' && value !== null
      ? Object.entries(value).filter(([, child]) => child !== undefined)
      : undefined;
  if (children === undefined || children.length === 0) {
    if (path !== '' && value !== undefined) into.set(path, value);
    return into;
  }
  for (const [name, child] of children) {
    const part = Array.isArray(value) ? `[${name}]` : path === '' ? name : `.${name}`;
    flatten(child, path + part, into);
  }
  return into;
}
