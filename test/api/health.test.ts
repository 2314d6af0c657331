import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PublicRoutes, servePublicRoutes } from '../../api/public-routes.ts';
import { createReadiness } from '../../api/readiness.ts';
import { createKey } from '../../modules/keys/create.ts';
import { scopes } from '../../modules/keys/rules-token.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { quietLogger } from '../support/engine.ts';
import { reference } from '../support/shop.ts';

let fresh: FreshDatabase;
let routes: PublicRoutes;
let key: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  const { id } = await saveProgramme(fresh.database, reference);
  key = (await createKey(fresh.database, id, { name: 'test', scopes, actor: 'test' })).secret;
  routes = await servePublicRoutes({
    ...{ databaseUrl: fresh.url, unsubscribeSecret: 'sixteen characters at least', logger: quietLogger },
    ...{ host: '127.0.0.1', port: 0, healthPort: 0 },
  });
});
afterAll(() => routes.stop());

const ask = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text() };
};
const health = (path: string) => ask(`http://127.0.0.1:${routes.healthPort}${path}`);
const v1 = (path: string, body?: object, once?: string) =>
  ask(`${routes.url}/v1${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      ...(once === undefined ? {} : { 'Idempotency-Key': once }),
    },
  });

describe('The API tells how it is, on a port of its own', () => {
  it('that it lives, and that it can work', async () => {
    expect(await health('/healthz')).toEqual({ status: 200, text: 'ok\n' });
    expect(await health('/readyz')).toEqual({ status: 200, text: 'ok\n' });
    expect(await health('/nothing')).toMatchObject({ status: 404 });
  });

  it('and to strangers on the port of the links no more than whether it is ready', async () => {
    expect(await ask(`${routes.url}/readyz`)).toEqual({ status: 200, text: 'ok' });
    expect(await ask(`${routes.url}/metrics`)).toMatchObject({ status: 404 });
  });

  it('counts requests by route and status, and names no member in it', async () => {
    await v1('/members', { id: 'anna-1' });
    await v1('/members/anna-1');
    await v1('/members/anna-2');
    await v1('/members/anna-1/no-such-route');
    const { text } = await health('/metrics');
    expect(text).toContain('perennial_http_requests_total{route="/v1/members/:memberId",method="GET",status="200"} 1');
    expect(text).toContain('perennial_http_requests_total{route="/v1/members/:memberId",method="GET",status="404"} 1');
    expect(text).toContain('perennial_http_requests_total{route="other",method="GET",status="404"}');
    expect(text).toContain('perennial_http_request_seconds_count{route="/v1/members/:memberId",method="GET"} 2');
    expect(text).not.toContain('anna');
  });

  it('counts events by what became of them, and answers that were given again', async () => {
    const event = { id: 'e1', type: 'order.placed', memberId: 'anna-1', data: { orderId: '1', amountMinor: 500 } };
    await v1('/events', event);
    await v1('/events', event);
    await v1('/events', { ...event, id: 'e2', type: 'Nothing of ours' });
    await v1('/members', { id: 'berta-1' }, 'once');
    await v1('/members', { id: 'berta-1' }, 'once');
    const { text } = await health('/metrics');
    expect(text).toContain('perennial_events_total{outcome="accepted"} 1');
    expect(text).toContain('perennial_events_total{outcome="duplicate"} 1');
    expect(text).toContain('perennial_events_total{outcome="refused"} 1');
    expect(text).toContain('perennial_http_idempotent_replays_total 1');
    expect(text).toMatch(/^perennial_database_pool_max 20$/m);
    expect(text).toMatch(/^perennial_database_pool_in_use \d+$/m);
  });

  it('counts the streams that are open, and those no longer that were left', async () => {
    const open = async () => /^perennial_event_streams_open (\d+)$/m.exec((await health('/metrics')).text)?.[1];
    const leaving = new AbortController();
    const stream = await fetch(`${routes.url}/v1/notifications`, {
      headers: { Authorization: `Bearer ${key}`, Accept: 'text/event-stream' },
      signal: leaving.signal,
    });
    await stream.body?.getReader().read();
    expect(await open()).toBe('1');
    leaving.abort();
    await expect.poll(open, { timeout: 5_000 }).toBe('0');
  });
});

describe('The API is not ready', () => {
  it('where PostgreSQL is away, and says which, without the password', async () => {
    const [problem] = await createReadiness('postgresql://anna:geheim@127.0.0.1:9/none').problems();
    expect(problem).toMatch(/^PostgreSQL does not answer: PostgreSQL at 127\.0\.0\.1:9\/none/);
    expect(problem).not.toContain('geheim');
  });

  it('where the schema is older than its code', async () => {
    const [last] = await fresh.database.$queryRaw<{ name: string }[]>`
      DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)
      RETURNING migration_name AS name`;
    expect(await createReadiness(fresh.url).problems()).toEqual([
      `migrations ${last?.name} not applied: run \`perennial migrate\``,
    ]);
    await expect.poll(() => health('/readyz'), { timeout: 10_000 }).toMatchObject({ status: 503 });
    expect((await health('/readyz')).text).toContain(last?.name);
    expect(await ask(`${routes.url}/readyz`)).toEqual({ status: 503, text: 'not ready' });
    await fresh.database.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('back', 'x', ${last?.name}, now(), 1)`;
    await expect.poll(() => health('/readyz'), { timeout: 10_000 }).toMatchObject({ status: 200 });
  });

  it('when it is told to stop', async () => {
    const readiness = createReadiness(fresh.url);
    readiness.stopping();
    expect(await readiness.problems()).toEqual(['the API is stopping']);
  });
});

describe('A schema that is later than the code', () => {
  it('is worked with, as while a deploy rolls, and told', async () => {
    await fresh.database.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('later', 'x', '29990101000000_of_the_future', now(), 1)`;
    await expect
      .poll(() => health('/readyz'), { timeout: 10_000 })
      .toEqual({
        status: 200,
        text: "ok\nthe database is a later version's (migration 29990101000000_of_the_future): restart with that version\n",
      });
    expect((await health('/metrics')).text).toContain('perennial_schema_later 1');
  });
});
