import { Document, isMap, isScalar, isSeq, type Node, parseDocument, Scalar, visit, type YAMLMap } from 'yaml';

/** Where something stands in a file: `who, all, 0`. */
export type Path = readonly (string | number)[];
export type Block = Readonly<Record<string, unknown>>;
export type Knot = 'all' | 'any';

/** A file as it is written: its content, or what keeps it from being read. */
export interface ReadFile {
  readonly content: Block | undefined;
  readonly faults: readonly { readonly line: number; readonly what: string }[];
}

/** Reads a file; one with faults has no content. */
export function readFile(text: string): ReadFile {
  const file = parseDocument(text);
  const faults = file.errors.map(({ linePos, message }) => ({
    line: linePos?.[0].line ?? 1,
    what: message.split('\n')[0] ?? message,
  }));
  if (faults.length > 0) return { content: undefined, faults };
  const content: unknown = file.toJS();
  if (isBlock(content)) return { content, faults };
  return { content: undefined, faults: [{ line: 1, what: 'The file has no fields.' }] };
}

export const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a place; undefined where there is nothing. */
export function at(content: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | null)?.[key], content);
}

/** A change of a file: the text after it. Comments, order and the way things are written stay wherever nothing was changed. */
type Change = (file: Document) => void;

function changed(text: string, change: Change): string {
  const file = parseDocument(text);
  change(file);
  return file.toString({ lineWidth: 0 });
}

/** Puts a value at a place; what it has in common with what stood there stays as it was written. */
export const setAt = (text: string, path: Path, value: unknown): string =>
  changed(text, (file) => put(file, path, value));

export const removeAt = (text: string, path: Path): string => changed(text, (file) => void file.deleteIn(path));

/** Puts a condition at the end of a list. */
export const addTo = (text: string, path: Path, value: unknown): string =>
  changed(text, (file) => {
    const list = file.getIn(path);
    if (!isSeq(list)) return put(file, path, [value]);
    list.flow = false;
    list.items.push(nodeOf(file, value));
  });

/** Changes places with the neighbour before or behind. */
export const moveAt = (text: string, path: Path, by: 1 | -1): string =>
  changed(text, (file) => {
    const [list, place] = [file.getIn(path.slice(0, -1)), Number(path.at(-1))];
    const other = place + by;
    if (!isSeq(list) || list.items[place] === undefined || list.items[other] === undefined) return;
    [list.items[place], list.items[other]] = [list.items[other], list.items[place]];
  });

/** Turns a condition round, or back. */
export const turnAt = (text: string, path: Path): string =>
  changed(text, (file) => {
    const node = file.getIn(path) as Node | undefined;
    if (!isMap(node)) return;
    const inner = node.get('not') as Node | undefined;
    if (inner !== undefined) return replace(file, path, inner, node);
    const outer = file.createNode({}) as YAMLMap;
    outer.commentBefore = node.commentBefore ?? null;
    node.commentBefore = null;
    outer.set('not', node);
    replace(file, path, outer);
  });

/** Asks for all of a group, or for one of it at least. */
export const nameAt = (text: string, path: Path, from: Knot, to: Knot): string =>
  changed(text, (file) => {
    const group = file.getIn(path);
    const pair = isMap(group) ? group.items.find(({ key }) => isScalar(key) && key.value === from) : undefined;
    if (pair !== undefined) (pair.key as Scalar).value = to;
  });

/** Makes a condition that stands by itself the first of a group. */
export const groupAt = (text: string, path: Path, knot: Knot): string =>
  changed(text, (file) => {
    const node = file.getIn(path) as Node | undefined;
    const group = file.createNode({ [knot]: [] }) as YAMLMap;
    const list = group.get(knot);
    if (isSeq(list)) {
      list.flow = false;
      if (isMap(node) && node.items.length > 0) list.items.push(node);
    }
    replace(file, path, group);
  });

function replace(file: Document, path: Path, node: Node, commented?: Node): void {
  if (commented?.commentBefore) node.commentBefore ??= commented.commentBefore;
  file.setIn(path, node);
}

/** Merges a value into what stands there, so that comments of what goes on being there stay. */
function put(file: Document, path: Path, value: unknown): void {
  const before = file.getIn(path, true) as Node | undefined;
  if (isMap(before) && isBlock(value)) {
    for (const { key } of [...before.items]) {
      const name = isScalar(key) ? String(key.value) : String(key);
      if (!Object.hasOwn(value, name)) before.delete(key);
    }
    for (const [key, one] of Object.entries(value)) put(file, [...path, key], one);
    return;
  }
  if (isSeq(before) && Array.isArray(value)) {
    before.items.length = Math.min(before.items.length, value.length);
    value.forEach((one, place) => put(file, [...path, place], one));
    return;
  }
  if (isScalar(before) && (typeof value !== 'object' || value === null)) {
    if (before.value === value) return;
    before.value = value;
    delete before.source;
    delete before.format;
    if (typeof value !== 'string') delete before.type;
    return;
  }
  const node = nodeOf(file, value);
  if (before !== undefined && before !== null) {
    node.comment = before.comment ?? null;
    node.commentBefore = before.commentBefore ?? null;
  }
  file.setIn(path, node);
}

/** A value as the guides write it: tests and lists of plain values in a line, groups by their indent. */
function nodeOf(file: Document, value: unknown): Node {
  const node = file.createNode(value) as Node;
  const isPlain = (part: unknown) => isScalar(part) || part === null;
  if (isSeq(node) && node.items.length > 0 && node.items.every(isPlain)) node.flow = true;
  if (!isMap(node)) return node;
  visit(node, {
    Map: (_, map) => {
      if (map !== node && map.items.every(({ value: part }) => isPlain(part) || isSeq(part))) map.flow = isTest(map);
    },
    Seq: (_, list) => {
      if (list.items.length > 0 && list.items.every(isPlain)) list.flow = true;
    },
  });
  return node;
}

/** What only asks (`{ atLeast: 3 }`), and is no condition of its own. */
const tests = new Set(['is', 'isNot', 'atLeast', 'atMost', 'above', 'below', 'before', 'after', 'within', 'known']);
const isTest = (map: YAMLMap): boolean =>
  map.items.every(({ key }) => {
    const name = isScalar(key) ? String(key.value) : '';
    return tests.has(name) || name === 'contains' || name === 'startsWith' || name === 'of';
  });

/** A new file with these fields. */
export const fileOf = (content: Block): string => {
  const file = new Document();
  file.contents = nodeOf(file, content) as typeof file.contents;
  return file.toString({ lineWidth: 0 });
};
