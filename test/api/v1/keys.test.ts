import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeNotificationsPage } from '../../../activities/webhooks.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

const make = (name: string, scopes = ['read']) => world.post('/keys', { name, scopes }, { once: `make-${name}` });

describe('A key', () => {
  it('shows its secret once, and opens what its scopes say', async () => {
    const { status, body, headers } = await make('till');
    expect(status).toBe(201);
    expect(headers.get('Location')).toBe(`/v1/keys/${body.id}`);
    expect(body.secret).toMatch(new RegExp(`^${body.prefix}_[0-9A-Za-z]{32}$`));

    const shown = await world.get(`/keys/${body.id}`);
    expect(shown.body).not.toHaveProperty('secret');

    const refused = await world.get('/keys', { key: body.secret });
    expect(refused).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING', detail: 'admin is needed.' } });
  });

  it('is kept as a hash alone', async () => {
    const { body } = await make('hashed');
    const [row] = await world.database.$queryRaw<{ text: string }[]>`
      SELECT row_to_json(k)::text AS text FROM api_key k WHERE 'key_' || id = ${body.id}`;
    expect(row?.text).not.toContain(body.secret.split('_')[2]);
  });

  it('ends when it is revoked', async () => {
    const admin = (await make('leaver', ['admin'])).body;
    expect((await world.get('/keys', { key: admin.secret })).status).toBe(200);
    const revoked = await world.post(`/keys/${admin.id}/revoke`);
    expect(revoked.body.revokedAt).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await world.get('/keys', { key: admin.secret })).body).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is taken with both secrets while it is rotated', async () => {
    const admin = (await make('rotated', ['admin'])).body;
    const rotated = await world.post(`/keys/${admin.id}/rotate`, { overlapSeconds: 60 }, { once: 'rotate-1' });
    expect(rotated.status).toBe(201);
    expect(rotated.body.secret).not.toBe(admin.secret);
    for (const key of [admin.secret, rotated.body.secret]) expect((await world.get('/keys', { key })).status).toBe(200);
    await world.post(`/keys/${admin.id}/rotate`, { overlapSeconds: 0 }, { once: 'rotate-2' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await world.get('/keys', { key: admin.secret })).status).toBe(401);
  });

  it('belongs to one programme: another one does not have it', async () => {
    const { body } = await make('ours');
    const stranger = await world.newKey({ programmeId: await world.newProgramme() });
    for (const path of [`/keys/${body.id}`]) {
      expect(await world.get(path, { key: stranger })).toMatchObject({ status: 404, body: { code: 'KEY_NOT_FOUND' } });
    }
    const listed = await world.get('/keys?limit=100', { key: stranger });
    expect(listed.body.data.map(({ id }: { id: string }) => id)).not.toContain(body.id);
  });

  it('is refused when it is none', async () => {
    for (const key of [
      null,
      'prn_x',
      `${world.key}x`,
      'mtk_a.b',
      world.key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')),
    ]) {
      expect(await world.get('/keys', { key })).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    }
  });

  it('may have limits of its own', async () => {
    const { body } = await world.post(
      '/keys',
      { name: 'slow', scopes: ['admin'], limits: { read: 2 } },
      { once: 'make-slow' },
    );
    const answers = [];
    for (let call = 0; call < 3; call += 1) answers.push(await world.get('/keys', { key: body.secret }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[0]?.headers.get('RateLimit-Policy')).toBe('"read";q=2;w=60');
    expect(Number(answers[2]?.headers.get('Retry-After'))).toBeGreaterThan(0);
  });
});

describe('A request', () => {
  it('that needs a key of its own is refused without one', async () => {
    expect(await world.post('/keys', { name: 'x', scopes: ['read'] })).toMatchObject({
      status: 400,
      body: { code: 'IDEMPOTENCY_KEY_MISSING', field: 'Idempotency-Key' },
    });
  });

  it('gets its first answer again, whatever the order of its fields', async () => {
    const first = await world.post('/keys', { name: 'twice', scopes: ['read'] }, { once: 'twice' });
    const raw = '{ "scopes": [ "read" ],\n "name" : "twice" }';
    const again = await world.call('POST', '/keys', { raw, once: 'twice' });
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(again.headers.get('Location')).toBe(first.headers.get('Location'));
  });

  it('with the key of another one is refused, and changes nothing', async () => {
    await world.post('/keys', { name: 'one', scopes: ['read'] }, { once: 'shared' });
    const other = await world.post('/keys', { name: 'two', scopes: ['read'] }, { once: 'shared' });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await world.database.apiKey.count({ where: { name: 'two' } })).toBe(0);
  });

  it('sent fifty times at once has one effect and one answer', async () => {
    const send = () => world.post('/keys', { name: 'storm', scopes: ['read'] }, { once: 'storm' });
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('Idempotent-Replayed') === 'true')).toHaveLength(49);
    expect(await world.database.apiKey.count({ where: { name: 'storm' } })).toBe(1);
  });

  it('is forgotten by the sweep when its answer is kept no longer, unless it is kept for ever', async () => {
    const { database, programmeId } = world;
    for (const name of ['old', 'fresh', 'eternal']) {
      await world.post('/keys', { name, scopes: ['read'] }, { once: `sweep-${name}` });
    }
    const until = (key: string, keptUntil: Date | null) =>
      database.idempotentAnswer.updateMany({ where: { programmeId, key }, data: { keptUntil } });
    await until('sweep-old', new Date(Date.now() - 1_000));
    await until('sweep-eternal', null);
    const page = { programmeId, afterMemberId: '0' };
    expect(await purgeNotificationsPage({ database, clock: world.clock }, page)).toEqual({
      count: 1,
      nextAfterMemberId: '0',
    });
    expect(await purgeNotificationsPage({ database, clock: world.clock }, page)).toEqual({
      count: 0,
      nextAfterMemberId: null,
    });
    const left = await database.idempotentAnswer.findMany({ where: { key: { startsWith: 'sweep-' } } });
    expect(left.map(({ key }) => key).sort()).toEqual(['sweep-eternal', 'sweep-fresh']);
  });

  it('whose process dies before the commit leaves its key free', async () => {
    const body = { name: 'crash', scopes: ['read'] };
    const { database } = world;
    await database.$executeRawUnsafe(`
      CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'gone'; END $$`);
    await database.$executeRawUnsafe(
      `CREATE TRIGGER fail_once BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION fail_once()`,
    );
    await expect(world.post('/keys', body, { once: 'crash' })).rejects.toThrow('no answer of 500');
    await database.$executeRaw`DROP TRIGGER fail_once ON audit_event`;
    expect((await world.post('/keys', body, { once: 'crash' })).status).toBe(201);
    expect(await database.apiKey.count({ where: { name: 'crash' } })).toBe(1);
  });

  it.each([
    ['no JSON', { raw: '{', code: 'BODY_MALFORMED', status: 400 }],
    ['no body', { code: 'BODY_MALFORMED', status: 400 }],
    [
      'another form',
      { raw: 'a=b', headers: { 'Content-Type': 'text/plain' }, code: 'MEDIA_TYPE_UNSUPPORTED', status: 415 },
    ],
    ['a body too large', { raw: `"${'a'.repeat(1_000_001)}"`, code: 'BODY_TOO_LARGE', status: 413 }],
    ['an unknown field', { raw: '{"nam":"x","scopes":["read"]}', code: 'REQUEST_INVALID', status: 422 }],
    ['NUL', { raw: '{"name":"\\u0000","scopes":["read"]}', code: 'REQUEST_INVALID', status: 422 }],
    ['half a character', { raw: '{"name":"\\ud800","scopes":["read"]}', code: 'REQUEST_INVALID', status: 422 }],
    ['bytes that are no UTF-8', { raw: Uint8Array.from([0x22, 0xff, 0x22]), code: 'BODY_MALFORMED', status: 400 }],
  ])('with %s says what is wrong with it', async (_, { code, status, ...options }) => {
    const answer = await world.call('POST', '/keys', { once: `bad-${code}`, ...options });
    expect(answer).toMatchObject({ status, body: { code, status, type: `/docs/errors/${code}` } });
    expect(answer.headers.get('Request-Id')).toBe(answer.body.requestId);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  });

  it('by another method, or to no route, is told so', async () => {
    const other = await world.call('DELETE', '/keys');
    expect(other).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } });
    expect(other.headers.get('Allow')).toBe('GET, POST');
    expect(await world.get('/nothing')).toMatchObject({ status: 404, body: { code: 'ROUTE_NOT_FOUND' } });
  });
});

describe('A list', () => {
  it('shows every row once, page by page, and its cursor is good for it alone', async () => {
    const fresh = await world.newProgramme();
    const key = await world.newKey({ programmeId: fresh });
    for (let count = 0; count < 4; count += 1) await world.newKey({ programmeId: fresh });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await world.get(`/keys?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`, { key });
      seen.push(...page.body.data.map(({ id }: { id: string }) => id));
      cursor = page.body.nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    expect((await world.get('/keys?cursor=nonsense', { key })).body).toMatchObject({ code: 'CURSOR_INVALID' });
    expect((await world.get('/keys?limit=0', { key })).body).toMatchObject({ code: 'REQUEST_INVALID', field: 'limit' });
    expect((await world.get('/keys?page=2', { key })).body).toMatchObject({ code: 'REQUEST_INVALID', field: 'page' });
  });
});
