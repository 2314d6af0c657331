import { document, type Route, routes } from './v1-document.ts';
import type { Answer, CallOptions, V1World } from './v1-world.ts';

/** Whatever can be asked. */
type Asked = Pick<V1World, 'call' | 'get' | 'key'>;

/** A request made of the examples of the document. */
export interface Sample {
  readonly name: string;
  readonly path: string;
  readonly options: CallOptions;
}

/** Ids that are there, by the name that paths give them. */
export type Ids = ReadonlyMap<string, string>;

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
}

/** Something of this form: an example where there is one, else an id that nobody has. */
function exampleOf(schema: Schema | undefined, name: string): string {
  if (schema?.$ref !== undefined) {
    return exampleOf(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''], name);
  }
  const own = schema?.example ?? schema?.examples?.[0] ?? schema?.enum?.[0];
  if (own !== undefined) return textOf(own);
  const part = schema?.allOf?.find((each) => each.$ref !== undefined);
  if (part !== undefined) return exampleOf(part, name);
  const prefix = /^\^\(?([a-z]+_)/.exec(schema?.pattern ?? '')?.[1];
  return prefix === undefined ? `no-such-${name.toLowerCase()}` : `${prefix}00000000`;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

let sent = 0;

/** Requests of a route, one for each example of its body. */
export function samplesOf({ method, path, operation }: Route, ids: Ids = new Map()): Sample[] {
  const { parameters = [], requestBody } = operation;
  const valueOf = ({ name, example, schema }: (typeof parameters)[number]) =>
    encodeURIComponent(ids.get(name) ?? (example === undefined ? exampleOf(schema, name) : textOf(example)));
  const query = parameters
    .filter((each) => each.in === 'query' && each.required)
    .map((each) => `${each.name}=${valueOf(each)}`);
  const full =
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
      return parameter === undefined ? 'unnamed' : valueOf(parameter);
    }) + (query.length === 0 ? '' : `?${query.join('&')}`);
  const once = method === 'POST' ? { once: `sample-${++sent}` } : {};
  const bodies = Object.entries(requestBody?.content ?? {}).flatMap(([type, { example, examples }]) =>
    Object.entries(examples ?? (example === undefined ? {} : { example: { value: example } })).map(
      ([name, { value }]) => {
        const options: CallOptions =
          type === 'application/json' ? { body: value } : { raw: String(value), headers: { 'Content-Type': type } };
        return { name: `${method} ${path} (${type}, ${name})`, path: full, options: { ...options, ...once } };
      },
    ),
  );
  return bodies.length > 0 ? bodies : [{ name: `${method} ${path}`, path: full, options: once }];
}

export const isForKeys = ({ operation }: Route): boolean => operation['x-scope'] !== undefined;
export const isForMembers = ({ operation: { security = [] } }: Route): boolean =>
  security.some((each) => 'memberToken' in each);
export const hasId = ({ path }: Route): boolean => path.includes('{');

const collections = routes.filter((route) => isForKeys(route) && !hasId(route));

/** Makes what the examples of all collections make: a member and her events first, for the others speak of them. */
export async function makeExamples(world: Asked, key = world.key): Promise<void> {
  const places = ['/members', '/events', '/events/batch'];
  const place = ({ path }: Route) => (places.includes(path) ? places.indexOf(path) : places.length);
  const posts = collections.filter(({ method }) => method === 'POST').sort((a, b) => place(a) - place(b));
  for (const route of posts) {
    for (const { path, options } of samplesOf(route)) await world.call(route.method, path, { ...options, key });
  }
}

interface Row {
  readonly id?: unknown;
  readonly code?: unknown;
}

/** The first id of each list, by the name of what takes it: `/members` gives the `memberId` of `/members/{memberId}`. */
export async function idsOf(world: Asked): Promise<Ids> {
  const ids = new Map<string, string>();
  for (const route of collections.filter(({ method }) => method === 'GET')) {
    const name = routes.map(({ path }) => new RegExp(`^${route.path}/\\{(\\w+)\\}$`).exec(path)?.[1]).find(Boolean);
    if (name === undefined) continue;
    const { body } = await world.get(samplesOf(route)[0]?.path ?? '');
    const [row] = (body as { data?: Row[] }).data ?? [];
    const id = row?.id ?? row?.code;
    if (typeof id === 'string') ids.set(name, id);
  }
  return ids;
}

/** What every GET answers to the world's own key. */
export async function readAll(world: Asked, ids: Ids): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const route of routes.filter((each) => each.method === 'GET' && isForKeys(each))) {
    for (const { name, path } of samplesOf(route, ids)) answers.set(name, await world.get(path));
  }
  return answers;
}
