import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { document, faultOf, responseOf, routes } from '../../support/v1-document.ts';
import { idsOf, type Ids, isForMembers, makeExamples, samplesOf } from '../../support/v1-requests.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

interface Example {
  readonly name: string;
  readonly schema: object;
  readonly value: unknown;
}

type Media = NonNullable<ReturnType<typeof responseOf>['content']>[string];

/** JSON is held to its schema; lines and events of other forms are text. */
function examplesOf(place: string, content: Readonly<Record<string, Media>> = {}): Example[] {
  return Object.entries(content)
    .filter(([type]) => type.endsWith('json') && !type.endsWith('ndjson'))
    .flatMap(([type, { schema, example, examples = {} }]) =>
      [
        ...(example === undefined ? [] : [['example', example] as const]),
        ...Object.entries(examples).map(([name, { value }]) => [name, value] as const),
      ].map(([name, value]) => ({ name: `${place} ${type} ${name}`, schema, value })),
    );
}

const bodies = routes.flatMap(({ method, path, operation }) =>
  examplesOf(`${method} ${path}, request`, operation.requestBody?.content),
);
const answers = routes.flatMap(({ method, path, operation }) =>
  Object.entries(operation.responses).flatMap(([status, response]) =>
    response.$ref === undefined ? examplesOf(`${method} ${path} ${status}`, response.content) : [],
  ),
);
const problems = Object.entries(document.components.responses).flatMap(([name, { content }]) =>
  examplesOf(name, content),
);
const pieces = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
  ((schema as { examples?: unknown[] }).examples ?? []).map((value, index) => ({
    name: `${name} ${index + 1}`,
    schema: { $ref: `#/components/schemas/${name}` },
    value,
  })),
);
const parameters = routes.flatMap(({ method, path, operation }) =>
  (operation.parameters ?? [])
    .filter(({ example }) => example !== undefined)
    .map(({ name, schema, example }) => ({ name: `${method} ${path}, ${name}`, schema: schema ?? {}, value: example })),
);

describe('The OpenAPI document', () => {
  it('stands in docs/reference/openapi.json as it is served', () => {
    const kept = JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8')) as { info: { version: string } };
    const served = JSON.parse(JSON.stringify(document)) as typeof kept;
    served.info.version = kept.info.version;
    expect(kept, 'Routes have changed: run `npm run client:generate`, look at the difference, and commit it.').toEqual(
      served,
    );
  });

  it.each([...bodies, ...answers, ...problems, ...pieces, ...parameters])(
    'has an example that fits: $name',
    ({ schema, value }) => {
      expect(faultOf(schema, value)).toBeUndefined();
    },
  );

  it('shows an example of every JSON that is sent or answered', () => {
    const isShown = (content: Readonly<Record<string, Media>> = {}) =>
      Object.entries(content).every(
        ([type, { example, examples }]) => !type.endsWith('json') || example !== undefined || examples !== undefined,
      );
    const bare = routes.filter(
      ({ operation: { requestBody, responses } }) =>
        !isShown(requestBody?.content) || !Object.values(responses).every((each) => isShown(responseOf(each).content)),
    );
    expect(bare.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('names each operation once', () => {
    const names = routes.map(({ operation }) => operation.operationId);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('sends lists of words as one parameter, as the routes read them', () => {
    const wrong = routes.flatMap(({ path, operation }) =>
      (operation.parameters ?? [])
        .filter(({ schema, explode }) => (schema as { type?: string }).type === 'array' && explode !== false)
        .map(({ name }) => `${path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('A pattern of the document', () => {
  const patterns = new Set<string>();
  JSON.stringify(document, (name, value: unknown) => {
    if (name === 'pattern' && typeof value === 'string') patterns.add(value);
    return value;
  });

  it.each([...patterns])('is read by other languages, too: %s', (pattern) => {
    // Classes of Unicode, looking back, names of groups, code points in braces and \c are not the same everywhere.
    expect(pattern).not.toMatch(/\\[pP]\{|\(\?<|\\k<|\\u\{|\\c[A-Z]|\[\^?\]/);
  });

  it.skipIf(!hasPython())("is read by Python's re", () => {
    const script = 'import json, re, sys; [re.compile(each) for each in json.load(sys.stdin)]';
    execFileSync('python3', ['-c', script], { input: JSON.stringify([...patterns]) });
  });
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('A request of the examples', () => {
  let world: V1World;
  let ids: Ids;
  let token: string;
  beforeAll(async () => {
    world = await openV1World({}, '2026-12-09T09:00:00Z');
    await makeExamples(world);
    ids = await idsOf(world);
    token = (await world.post('/member-tokens', { memberId: ids.get('memberId') })).body.token;
  });
  afterAll(() => world.close());

  const samples = routes.flatMap((route) =>
    samplesOf(route).map(({ name }, index) => ({ name, route, index, isMine: isForMembers(route) })),
  );

  it.each(samples)('is of a form that is taken: $name', async ({ route, index, isMine }) => {
    const sample = samplesOf(route, ids)[index];
    const answer = await world.call(route.method, sample?.path ?? '', {
      ...sample?.options,
      ...(isMine ? { key: token } : {}),
    });
    expect([400, 405, 415], JSON.stringify(answer.body)).not.toContain(answer.status);
    expect(answer.body?.code, JSON.stringify(answer.body)).not.toBe('REQUEST_INVALID');
  });
});
