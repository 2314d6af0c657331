import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '../../../modules/keys/rules-token.ts';
import { type Route, routes } from '../../support/v1-document.ts';
import {
  hasId,
  idsOf,
  type Ids,
  isForKeys,
  isForMembers,
  makeExamples,
  readAll,
  samplesOf,
} from '../../support/v1-requests.ts';
import { type Answer, openV1World, type V1World } from '../../support/v1-world.ts';

/** Stands nowhere but in our member's profile. */
const secretName = 'Nobody Else May Read This';

let world: V1World;
/** A key of another programme that may do everything there. */
let stranger: string;
/** Of a member of a third programme, who has the same id as ours. */
let strangersToken: string;
/** Keys of ours that may do everything but one thing, by that thing. */
const without = new Map<string, string>();
let writesOnly: string;
let ids: Ids;
let before: Map<string, Answer>;

beforeAll(async () => {
  world = await openV1World({}, '2026-12-09T09:00:00Z');
  await makeExamples(world);
  ids = await idsOf(world);
  const ours = encodeURIComponent(ids.get('memberId') ?? '');
  expect((await world.call('PATCH', `/members/${ours}`, { body: { name: secretName } })).status).toBe(200);
  stranger = await world.newKey({ programmeId: await world.newProgramme() });
  const elsewhere = await world.newKey({ programmeId: await world.newProgramme() });
  await makeExamples(world, elsewhere);
  const made = await world.post(
    '/member-tokens',
    { memberId: ids.get('memberId'), checkIn: true, edit: true },
    { key: elsewhere },
  );
  strangersToken = made.body.token;
  for (const needed of scopes) {
    without.set(needed, await world.newKey({ scopes: scopes.filter((scope) => scope !== needed) }));
  }
  writesOnly = await world.newKey({ scopes: ['write'] });
  before = await readAll(world, ids);
});
afterAll(() => world.close());

const each = (chosen: readonly Route[]) => chosen.map((route) => ({ name: `${route.method} ${route.path}`, route }));
const forKeys = routes.filter(isForKeys);
const forMembers = routes.filter(isForMembers);
const guarded = [...forKeys, ...forMembers];

async function callAs(route: Route, key: string | null): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { path, options } of samplesOf(route, ids)) {
    answers.push(await world.call(route.method, path, { ...options, key }));
  }
  return answers;
}

/** Ids that only we have, and the name of our member. */
function ourTexts(): Set<string> {
  const found = [...before.values()].filter(({ status }) => status < 300);
  const texts = JSON.stringify(found.map(({ body }) => body as unknown));
  return new Set([secretName, ...(texts.match(/\b[a-z]{3}_[0-9a-z]{8,40}\b/g) ?? [])]);
}

function expectNothingOfOurs({ body }: Answer): void {
  const told = JSON.stringify(body ?? null);
  // What was asked for by its id may be named in the refusal.
  const asked = new Set(ids.values());
  expect([...ourTexts()].filter((text) => !asked.has(text) && told.includes(text))).toEqual([]);
}

describe('The walk', () => {
  it('knows something of ours behind the routes of members, orders, points and keys', () => {
    for (const name of [
      'GET /members/{memberId}',
      'GET /orders/{orderId}',
      'GET /transactions/{transactionId}',
      'GET /keys/{keyId}',
    ]) {
      expect(before.get(name)?.status, name).toBe(200);
    }
  });
});

describe('Without a key', () => {
  it.each(each(guarded))('nobody gets through $name', async ({ route }) => {
    for (const answer of await callAs(route, null))
      expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });
});

describe('A key with every scope but one', () => {
  it.each(each(forKeys))('does not open what needs that one: $name', async ({ route }) => {
    const key = without.get(route.operation['x-scope'] ?? '') ?? '';
    for (const answer of await callAs(route, key))
      expect(answer).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  });

  it.each(each(forKeys.filter(({ method, operation }) => method === 'GET' && operation['x-scope'] !== 'write')))(
    'who may write alone does not read $name',
    async ({ route }) => {
      for (const answer of await callAs(route, writesOnly))
        expect(answer).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
    },
  );
});

describe('A key of another programme', () => {
  /** A PUT makes what is not there, in the programme of its key. */
  const ofOurs = forKeys.filter((route) => hasId(route) && route.method !== 'PUT');

  it.each(each(ofOurs))('finds nothing of ours by its id: $name', async ({ route }) => {
    for (const answer of await callAs(route, stranger)) {
      expect(answer.status, JSON.stringify(answer.body)).toBe(404);
      expect(answer.body.code).toMatch(/_NOT_FOUND$/);
      expectNothingOfOurs(answer);
    }
  });

  it.each(each(forKeys.filter((route) => !ofOurs.includes(route))))(
    'is told nothing of ours: $name',
    async ({ route }) => {
      for (const answer of await callAs(route, stranger)) {
        expect(answer.status).not.toBe(403);
        expectNothingOfOurs(answer);
      }
    },
  );
});

describe('A token of a member', () => {
  it.each(each(forKeys))('is no key: $name', async ({ route }) => {
    for (const answer of await callAs(route, strangersToken))
      expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  it.each(each(forMembers))('shows its own member, whoever has the same id elsewhere: $name', async ({ route }) => {
    for (const answer of await callAs(route, strangersToken)) expectNothingOfOurs(answer);
  });

  it.each(each(forMembers))('is refused when somebody wrote it himself: $name', async ({ route }) => {
    const [claims = ''] = strangersToken.slice('mtk_'.length).split('.');
    const signature = createHmac('sha256', 'a secret of somebody else').update(claims).digest('base64url');
    for (const forged of [
      `mtk_${claims}.${signature}`,
      `mtk_${claims}.`,
      strangersToken.replace('mtk_', 'mtk_A'),
      world.key,
    ]) {
      for (const answer of await callAs(route, forged))
        expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    }
  });
});

describe('After all of it', () => {
  it('everything of ours reads as before', async () => {
    const now = await readAll(world, ids);
    const again = await readAll(world, ids);
    /** When a key was used last is the one thing that asking changes. */
    const told = (answer: Answer | undefined) =>
      JSON.stringify(answer?.body ?? null, (name, value: unknown) => (name === 'lastUsedAt' ? null : value));
    // An answer that tells the time is another one each time.
    const steady = [...before.keys()].filter((name) => told(now.get(name)) === told(again.get(name)));
    for (const name of steady) expect(told(now.get(name)), name).toBe(told(before.get(name)));
  });
});
