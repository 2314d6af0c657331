import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '../../modules/keys/create.ts';
import { revokeKey } from '../../modules/keys/revoke.ts';
import { rotateKey } from '../../modules/keys/rotate.ts';
import { readSession } from '../../modules/keys/sessions.ts';
import { createKeyring } from '../../modules/keys/authenticate.ts';
import { createApi } from '../../api/app.ts';
import { createLogger } from '../../platform/logger.ts';
import { openV1World, apiSecret, type V1World } from '../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

const own = { 'Perennial-Console': '1' };
/** Past the second for which a process takes a key's word. */
const trusted = () => new Promise((resolve) => setTimeout(resolve, 1_100));

async function session(method: string, headers: Readonly<Record<string, string>> = own, body?: unknown) {
  const answer = await fetch(`${world.url}/console/session`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}
async function signIn(key: string): Promise<string> {
  const { status, headers } = await session('POST', own, { key });
  expect(status).toBe(201);
  return headers.get('Set-Cookie')?.split(';')[0] ?? '';
}
const as = (cookie: string, more: Readonly<Record<string, string>> = own) => ({
  key: null,
  headers: { Cookie: cookie, ...more },
});

describe('Signing in to the console', () => {
  it('exchanges a key for a cookie that scripts and other sites never see', async () => {
    const { status, headers, body } = await session('POST', own, { key: ` ${world.key} ` });
    expect(status).toBe(201);
    expect(headers.get('Set-Cookie')).toMatch(
      /^perennial_session=[0-9A-Za-z]{32}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(body).toMatchObject({
      key: { name: 'test' },
      programme: { currency: 'GBP' },
      now: '2026-12-08T09:00:00.000Z',
    });
    expect(JSON.stringify(body)).not.toContain(world.key.slice(-32));
    expect(headers.get('Cache-Control')).toBe('no-store');
  });

  it('keeps the cookie to TLS where the browser speaks it', async () => {
    const { headers } = await session('POST', { ...own, 'X-Forwarded-Proto': 'https' }, { key: world.key });
    expect(headers.get('Set-Cookie')).toMatch(/^__Host-perennial_session=.*Secure/);
  });

  it('is the identity of the key on /v1, with its scopes', async () => {
    const key = await world.newKey({ scopes: ['read'] });
    const cookie = await signIn(key);
    expect((await world.call('GET', '/members', as(cookie))).status).toBe(200);
    const refused = await world.call('POST', '/members', { ...as(cookie), body: { id: 'x' } });
    expect(refused).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
    expect((await session('GET', { ...own, Cookie: cookie })).body.key.scopes).toEqual(['read']);
  });

  it('puts down in the audit whose key it was', async () => {
    const cookie = await signIn(world.key);
    const made = await world.call('POST', '/keys', {
      ...as(cookie),
      body: { name: 'till', scopes: ['read'] },
      once: 'session-audit',
    });
    expect(made.status).toBe(201);
    const { body } = await world.get('/audit-entries');
    expect(body.data[0]).toMatchObject({ action: 'key.create', actor: `key_${world.key.split('_')[1]}` });
  });

  it('refuses what is no key, and after ten attempts in a minute everything', async () => {
    const api = createApi({
      ...{ database: world.database, clock: world.clock, logger: createLogger({ name: 'test', level: 'silent' }) },
      unsubscribeSecret: apiSecret,
    });
    const attempt = (key: unknown) =>
      api.request('/console/session', {
        method: 'POST',
        headers: { ...own, 'Content-Type': 'application/json', 'Content-Length': '70' },
        body: JSON.stringify({ key }),
      });
    for (const key of ['', 'prn_x', `${world.key.slice(0, -1)}!`, `prn_${'0'.repeat(12)}_${'a'.repeat(32)}`]) {
      expect((await attempt(key)).status).toBe(401);
    }
    expect((await attempt(7)).status).toBe(422);
    for (let more = 0; more < 3; more++) expect((await attempt(world.key)).status).toBe(201);
    for (let more = 0; more < 5; more++) await attempt('prn_x');
    const refused = await attempt(world.key);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
  });
});

describe('A session', () => {
  it('ends when its person signs out', async () => {
    const cookie = await signIn(world.key);
    const { status, headers } = await session('DELETE', { ...own, Cookie: cookie });
    expect(status).toBe(204);
    expect(headers.get('Set-Cookie')).toContain('Max-Age=0');
    expect((await world.call('GET', '/members', as(cookie))).status).toBe(401);
    expect((await session('GET', { ...own, Cookie: cookie })).body).toEqual({ key: null });
  });

  it('ends when its key is revoked', async () => {
    const key = await world.newKey();
    const cookie = await signIn(key);
    await revokeKey(world.database, world.programmeId, `key_${key.split('_')[1]}`, { actor: 'test' });
    await trusted();
    expect((await world.call('GET', '/members', as(cookie))).status).toBe(401);
  });

  it('ends when its key has got a new secret and the old one is taken no longer', async () => {
    const key = await world.newKey();
    const cookie = await signIn(key);
    const rotate = (overlapSeconds: number) =>
      rotateKey(world.database, world.programmeId, `key_${key.split('_')[1]}`, { overlapSeconds, actor: 'test' });
    await rotate(3_600);
    await trusted();
    expect((await world.call('GET', '/members', as(cookie))).status).toBe(200);
    await rotate(0);
    await trusted();
    expect((await world.call('GET', '/members', as(cookie))).status).toBe(401);
  });

  it('ends when its key does, and after twelve hours at the latest', async () => {
    const soon = new Date(Date.now() + 60_000);
    const { secret } = await createKey(world.database, world.programmeId, {
      ...{ name: 'today', scopes: ['read'] as const, actor: 'test', expiresAt: soon },
    });
    const keyring = createKeyring(world.database);
    const idOf = (cookie: string) => cookie.split('=')[1] ?? '';
    const read = (cookie: string, inMs: number) =>
      readSession({ database: world.database, keyring }, idOf(cookie), new Date(Date.now() + inMs));
    const today = await signIn(secret);
    const usual = await signIn(world.key);
    expect([await read(today, 0), await read(today, 61_000)]).toEqual([expect.anything(), undefined]);
    expect([await read(usual, 11 * 3_600_000), await read(usual, 12 * 3_600_000)]).toEqual([
      expect.anything(),
      undefined,
    ]);
  });

  it('leaves no row behind when it has ended, once the next one begins', async () => {
    const cookie = await signIn(world.key);
    await world.database.consoleSession.updateMany({
      data: { createdAt: new Date('2026-01-01'), expiresAt: new Date('2026-01-02') },
    });
    expect((await world.call('GET', '/members', as(cookie))).status).toBe(401);
    await signIn(world.key);
    expect(await world.database.consoleSession.count()).toBe(1);
  });
});

describe('A request that comes with the cookie from elsewhere', () => {
  it.each([
    ['another origin', { ...own, Origin: 'https://evil.example' }],
    ['a page of the same site, not of this host', { ...own, 'Sec-Fetch-Site': 'same-site' }],
    ['another site', { ...own, 'Sec-Fetch-Site': 'cross-site' }],
    ['a form, which can send no header of its own', {}],
  ])('is refused from %s', async (_, headers) => {
    const cookie = await signIn(world.key);
    const refused = await world.call('POST', '/members', { ...as(cookie, headers), body: { id: 'forged' } });
    expect(refused).toMatchObject({ status: 403, body: { code: 'ORIGIN_FOREIGN' } });
    expect((await world.get('/members/forged')).status).toBe(404);
  });

  it('is refused to read, and to sign in or out', async () => {
    const cookie = await signIn(world.key);
    const foreign = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await world.call('GET', '/members', as(cookie, foreign))).status).toBe(403);
    expect((await session('POST', {}, { key: world.key })).status).toBe(403);
    expect((await session('DELETE', { Cookie: cookie })).status).toBe(403);
    expect((await world.call('GET', '/members', as(cookie, { 'Sec-Fetch-Site': 'same-origin' }))).status).toBe(200);
  });

  it('opens nothing of a member: /me takes tokens alone', async () => {
    const cookie = await signIn(world.key);
    expect((await world.call('GET', '/me', as(cookie))).status).toBe(401);
  });
});
