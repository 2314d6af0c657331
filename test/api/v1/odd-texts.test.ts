import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Route, routes } from '../../support/v1-document.ts';
import { type Ids, idsOf, isForMembers, makeExamples, samplesOf } from '../../support/v1-requests.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

const characters = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));

/** Texts that nobody means, and how a path or a query has them. */
const oddTexts: readonly (readonly [name: string, sent: string])[] = [
  ['NUL', '%00'],
  ['NUL in a word', 'a%00b'],
  ['controls', encodeURIComponent(characters(1, 31).join(''))],
  ['controls of Latin 1', encodeURIComponent(characters(127, 159).join(''))],
  ...[1, 9, 10, 19, 27, 127, 130, 133].map(
    (code) => [`the control ${code}`, encodeURIComponent(String.fromCodePoint(code))] as const,
  ),
  ['half a character', '%ED%A0%80'],
  ['the other half', 'a%ED%BF%BF'],
  ['bytes that are no text', '%C2%82%FF%FE'],
  ['escapes that are none', '%zz%'],
  ['an escape that was escaped', '%2500'],
  ['blanks', '%20%09'],
  ['a blank without width', encodeURIComponent('\u200B\u2060\uFEFF')],
  ['marks of direction', encodeURIComponent('\u200E\u200F\u202E\u2066')],
  ['ends of lines', encodeURIComponent('\u2028\u2029\u0085')],
  ['characters that are none', encodeURIComponent('\uFFFE\uFFFF\u{10FFFF}')],
  // A code is cut into groups of four: a character of two halves stands across each edge.
  ...['', 'A', 'AB', 'ABC', 'ABCD'].map(
    (before) => [`a face after ${before.length} letters`, encodeURIComponent(`${before}😀${before}😀`)] as const,
  ),
  ['letters that grow as capitals', encodeURIComponent('ßŉǰΐ'.repeat(8))],
  ['accents without end', encodeURIComponent(`e${'\u0301'.repeat(200)}`)],
  ['10 kB', 'a'.repeat(10_000)],
  ['a number too large', '9'.repeat(40)],
  ['SQL and JSON', encodeURIComponent(`'";--\\{}[]$1`)],
];

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

const each = (chosen: readonly Route[]) => chosen.map((route) => ({ name: `${route.method} ${route.path}`, route }));
const textsOf = (route: Route, place: string) =>
  (route.operation.parameters ?? []).filter(({ in: stands }) => stands === place).map(({ name }) => name);

/** What every odd text comes to in this place of the request; an answer of 500 and above throws. */
async function statusesOf(route: Route, pathOf: (path: string, sent: string) => string): Promise<number[]> {
  const [sample] = samplesOf(route, ids);
  if (sample === undefined) throw new Error('a route without a request');
  const key = isForMembers(route) ? token : world.key;
  const statuses: number[] = [];
  for (const [index, [name, sent]] of oddTexts.entries()) {
    const path = pathOf(sample.path, sent);
    const once = sample.options.once === undefined ? {} : { once: `${sample.options.once}-${index}` };
    try {
      statuses.push((await world.call(route.method, path, { ...sample.options, ...once, key })).status);
    } catch (error) {
      throw new Error(`${route.method} ${route.path} fails for ${name} (${path.slice(0, 200)})`, { cause: error });
    }
  }
  return statuses;
}

describe('A path with a text that nobody means', () => {
  const withIds = routes.filter((route) => textsOf(route, 'path').length > 0);

  it.each(each(withIds))('is refused, or finds nothing: $name', async ({ route }) => {
    for (const name of textsOf(route, 'path')) {
      const form = route.path.split('/').indexOf(`{${name}}`);
      const pathOf = (path: string, sent: string) => {
        const [bare = '', ...query] = path.split('?');
        const parts = bare.split('/').map((part, index) => (index === form ? sent : part));
        return [parts.join('/'), ...query].join('?');
      };
      const statuses = new Set(await statusesOf(route, pathOf));
      // A PUT makes what is not there, and some of these texts are fine names.
      if (route.method !== 'PUT') expect([...statuses].filter((status) => status < 400)).toEqual([]);
    }
  });
});

describe('A query with a text that nobody means', () => {
  const asking = routes.filter((route) => textsOf(route, 'query').length > 0);

  it.each(each(asking))('is answered, and never by a failure: $name', async ({ route }) => {
    for (const name of textsOf(route, 'query')) {
      await statusesOf(route, (path, sent) => {
        const [bare = '', query = ''] = path.split('?');
        const others = query.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
        return `${bare}?${[...others, `${name}=${sent}`].join('&')}`;
      });
    }
  });
});
