import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { v1Document } from '../../api/v1/app.ts';

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
  readonly headers?: object;
}
export interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Response>>;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly explode?: boolean;
    readonly schema?: object;
    readonly example?: unknown;
  }[];
  readonly security?: readonly object[];
  readonly 'x-scope'?: string;
  readonly 'x-idempotency'?: string;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses: Record<string, Response>;
  };
}

/** The document as it is served. */
export const document = JSON.parse(JSON.stringify(v1Document('test'))) as Document;

/** The same, with no field but those that it names: a field of an answer that it does not tell of is a fault. */
const closed = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(closed);
  if (node === null || typeof node !== 'object') return node;
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      name,
      ['example', 'examples', 'enum', 'const', 'default'].includes(name) ? value : closed(value),
    ]),
  );
  if (copy.properties !== undefined && copy.additionalProperties === undefined) copy.additionalProperties = false;
  return copy;
};

const ajv = formats.default(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema({ $id: 'closed', components: closed(document.components) });
const compiled = new Map<string, ReturnType<typeof ajv.compile>>();

/** What is wrong with a value by this schema of the document; undefined when nothing is. */
export function faultOf(schema: object, value: unknown): string | undefined {
  const text = JSON.stringify(closed(schema)).replaceAll('"$ref":"#/', '"$ref":"closed#/');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object);
  compiled.set(text, validate);
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every route of the document. */
export const routes: readonly Route[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

export const responseOf = (response: Response): Response =>
  response.$ref === undefined
    ? response
    : (document.components.responses[response.$ref.split('/').at(-1) ?? ''] ?? response);

/** The route of a request; undefined for a path or method that none has. */
export function routeOf(method: string, path: string): Route | undefined {
  const bare = path.split('?')[0] ?? '';
  const fits = ({ path: form }: Route) =>
    new RegExp(`^${form.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(bare);
  return routes
    .filter((route) => route.method === method && fits(route))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

/** Throws when an answer is not as the document says: another status, another form, a field it does not name. */
export function checkAnswer(
  method: string,
  path: string,
  { status, headers, body }: { status: number; headers: Headers; body: unknown },
): void {
  const route = routeOf(method, path);
  if (route === undefined) return;
  const told = route.operation.responses[String(status)];
  const place = `${method} ${route.path} ${status}`;
  if (told === undefined) throw new Error(`${place} is not in the document: ${JSON.stringify(body)}`);
  const content = responseOf(told).content;
  if (content === undefined) return;
  const type = (headers.get('Content-Type') ?? '').split(';')[0] ?? '';
  const media = content[type];
  if (media === undefined) throw new Error(`${place} has the type ${type}`);
  if (type.endsWith('ndjson') || type === 'text/event-stream') return;
  const fault = faultOf(media.schema, body);
  if (fault !== undefined) throw new Error(`${place}: ${fault}\n${JSON.stringify(body, undefined, 1)}`);
}
