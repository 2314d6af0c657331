import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../../api/app.ts';
import { serveApi, type ServedApi } from '../../../api/serve.ts';
import { quietLogger } from '../../support/engine.ts';
import { apiSecret, callApi, openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let served: ServedApi;
let theirs: string;
beforeAll(async () => {
  world = await openV1World();
  theirs = await world.newKey({ programmeId: await world.newProgramme() });
  const app = createApi({
    ...{ database: world.database, clock: world.clock, logger: quietLogger, unsubscribeSecret: apiSecret },
    diagnose: () =>
      Promise.resolve([
        { name: 'PostgreSQL', status: 'ok', found: '16.4 at db.internal:5432, 3 programmes' },
        { name: 'SMTP', status: 'warning', found: 'mails of Rival Club wait', fix: 'Tell Rival Club.' },
        { name: 'Temporal', status: 'failed', found: 'temporal.internal is away', fix: 'Restart temporal.internal.' },
      ]),
  });
  served = await serveApi(app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await served.stop();
  await world.close();
});

describe('The health of an installation', () => {
  it('is told to a key by what works and what does not, and nothing of who else is there', async () => {
    const { status, body } = await callApi(served.url, 'GET', '/health', { key: world.key });
    expect(status).toBe(200);
    expect(body.status).toBe('failing');
    expect(body.checks).toMatchObject([
      { name: 'PostgreSQL', status: 'ok' },
      { name: 'SMTP', status: 'degraded' },
      { name: 'Temporal', status: 'failing', fix: expect.stringContaining('perennial doctor') as string },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/Rival|internal|programmes|5432/);
  });

  it('is the same for the keys of every programme', async () => {
    const mine = await callApi(served.url, 'GET', '/health', { key: world.key });
    expect((await callApi(served.url, 'GET', '/health', { key: theirs })).body).toEqual(mine.body);
  });

  it('is for keys that may administer', async () => {
    const reader = await world.newKey({ scopes: ['read'] });
    expect(await callApi(served.url, 'GET', '/health', { key: reader })).toMatchObject({ status: 403 });
  });
});
