import { execFileSync } from 'node:child_process';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { allRows, createClient } from '../../client/create.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly retryAfter?: string;
}

let proxy: Server | undefined;
afterEach(() => proxy?.close());

/** A proxy in front of the API that refuses the first requests, or lets their answers get lost. */
async function behind(troubles: (Refusal | 'lost')[]): Promise<{ url: string; seen: IncomingHttpHeaders[] }> {
  const seen: IncomingHttpHeaders[] = [];
  proxy = createServer((request, response) => {
    void (async () => {
      seen.push(request.headers);
      const body = await text(request);
      const trouble = troubles.shift();
      if (trouble !== undefined && trouble !== 'lost') {
        const { status, code, retryAfter } = trouble;
        response.writeHead(status, {
          'Content-Type': 'application/problem+json',
          ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
        });
        response.end(JSON.stringify({ type: `/docs/errors/${code}`, title: code, status, code, requestId: 'req_x' }));
        return;
      }
      const { method = 'GET', url = '' } = request;
      const passed = ['authorization', 'content-type', 'idempotency-key', 'if-match'];
      const headers = Object.entries(request.headers).filter(([name]) => passed.includes(name)) as [string, string][];
      const answer = await fetch(world.url + url, { method, headers, ...(body === '' ? {} : { body }) });
      const told = await answer.text();
      if (trouble === 'lost') return void request.socket.destroy();
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(told);
    })();
  });
  await new Promise<void>((resolve) => proxy?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, seen };
}

const keysOf = (seen: readonly IncomingHttpHeaders[]) => new Set(seen.map((each) => each['idempotency-key']));

describe('The client', () => {
  it('writes and reads with the types of the document', async () => {
    const client = createClient({ url: `${world.url}/`, key: world.key });
    const made = await client.POST('/members', { body: { id: 'a/b?c', name: 'Anna' } });
    expect(made.data).toMatchObject({ id: 'a/b?c', status: 'active' });
    const { data } = await client.GET('/members/{memberId}', {
      params: { path: { memberId: 'a/b?c' }, query: { expand: ['lots', 'coupons'] } },
    });
    const name: string | null | undefined = data?.name;
    expect(name).toBe('Anna');
    expect(data).toMatchObject({ lots: [], coupons: [] });
  });

  it('gives the problem of a refusal, with its code and fix', async () => {
    const client = createClient({ url: world.url, key: world.key });
    const { data, error, response } = await client.GET('/members/{memberId}', {
      params: { path: { memberId: 'nobody' } },
    });
    expect(data).toBeUndefined();
    expect(response.status).toBe(404);
    const code: string | undefined = error?.code;
    expect(code).toBe('MEMBER_NOT_FOUND');
  });

  it('walks a list to its end', async () => {
    const client = createClient({ url: world.url, key: world.key });
    for (const id of ['one', 'two', 'three']) await client.POST('/members', { body: { id, tags: ['walk'] } });
    const found: string[] = [];
    const page = (cursor?: string) =>
      client.GET('/members', {
        params: { query: { tag: 'walk', limit: 1, ...(cursor === undefined ? {} : { cursor }) } },
      });
    for await (const { id } of allRows(page)) found.push(id);
    expect(found.sort()).toEqual(['one', 'three', 'two']);
  });

  it('throws the problem of a page that is refused', async () => {
    const client = createClient({ url: world.url, key: 'prn_x' });
    const first = allRows((cursor) => client.GET('/members', { params: { query: { cursor: cursor ?? '' } } })).next();
    await expect(first).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('What may succeed later', () => {
  it.each([
    { status: 409, code: 'REQUEST_IN_PROGRESS' },
    { status: 429, code: 'RATE_LIMITED', retryAfter: '1' },
    { status: 503, code: 'DATABASE_UNAVAILABLE', retryAfter: new Date(0).toUTCString() },
  ])('is sent again under the same key: $status $code', async (refusal) => {
    const { url, seen } = await behind([refusal]);
    const client = createClient({ url, key: world.key });
    const id = `again-${refusal.status}`;
    const started = Date.now();
    expect((await client.POST('/members', { body: { id } })).response.status).toBe(201);
    expect(seen).toHaveLength(2);
    expect(keysOf(seen).size).toBe(1);
    expect([...keysOf(seen)][0]).toMatch(/^[!-~]{1,128}$/);
    if (refusal.status === 429) expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('has its effect once when the answer was lost', async () => {
    const { url, seen } = await behind(['lost']);
    const client = createClient({ url, key: world.key });
    const { data, response } = await client.POST('/keys', {
      body: { name: 'lost answer', scopes: ['read'] },
      params: { header: { 'Idempotency-Key': 'lost-1' } },
    });
    expect(response.headers.get('Idempotent-Replayed')).toBe('true');
    expect([...keysOf(seen)]).toEqual(['lost-1']);
    const named: string[] = [];
    for await (const key of allRows((cursor) =>
      client.GET('/keys', { params: { query: cursor === undefined ? {} : { cursor } } }),
    )) {
      if (key.name === 'lost answer') named.push(key.id);
    }
    expect(named).toEqual([data?.id]);
  });

  it('is not sent again by who asks for one try, nor after a refusal by rule', async () => {
    const { url, seen } = await behind([{ status: 503, code: 'DATABASE_UNAVAILABLE' }]);
    const once = createClient({ url, key: world.key, attempts: 1 });
    expect((await once.POST('/members', { body: { id: 'once' } })).error?.code).toBe('DATABASE_UNAVAILABLE');
    const client = createClient({ url, key: world.key });
    await client.POST('/members', { body: { id: 'ruled' } });
    expect((await client.POST('/members', { body: { id: 'ruled', name: 'Other' } })).error?.code).toBe('MEMBER_EXISTS');
    expect(seen).toHaveLength(3);
  });

  it('is given back when the wait asked for is longer than a minute', async () => {
    const { url, seen } = await behind([{ status: 503, code: 'DATABASE_UNAVAILABLE', retryAfter: '3600' }]);
    const { response } = await createClient({ url, key: world.key }).GET('/members');
    expect(response.status).toBe(503);
    expect(seen).toHaveLength(1);
  });

  it('ends with its caller', async () => {
    const { url } = await behind([{ status: 503, code: 'DATABASE_UNAVAILABLE', retryAfter: '30' }]);
    const signal = AbortSignal.timeout(300);
    const asked = createClient({ url, key: world.key }).GET('/members', { signal });
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('is not sent blindly where a change would meet itself: with If-Match', async () => {
    await world.post('/members', { id: 'matched' });
    const { headers } = await world.get('/members/matched');
    const { url, seen } = await behind(['lost']);
    const change = createClient({ url, key: world.key }).PATCH('/members/{memberId}', {
      params: { path: { memberId: 'matched' }, header: { 'If-Match': headers.get('ETag') ?? '' } },
      body: { name: 'Once' },
    });
    await expect(change).rejects.toThrow();
    expect(seen).toHaveLength(1);
  });
});

describe('The generated types', () => {
  it('are those of the routes as they are', () => {
    execFileSync(process.execPath, ['scripts/client-generate.js', '--check'], { stdio: 'pipe' });
  });
});
