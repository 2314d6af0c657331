import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

const journey = (days: number) => ({
  ...{ name: 'Come back', lifecycle: 'journey', entry: [{ event: 'member.joined' }] },
  steps: [
    { id: 'pause', wait: `${days} days` },
    { id: 'thanks', grant: 5 },
  ],
});
const put = (code: string, body: object, headers: Record<string, string> = {}) =>
  world.call('PUT', `/campaigns/${code}`, { body, headers });
async function live(code: string) {
  await put(code, journey(3));
  return world.post(`/campaigns/${code}/launch`);
}

describe('A journey that runs', () => {
  it('is changed by staging, looking and choosing', async () => {
    const launched = await live('changed');
    expect(launched).toMatchObject({ status: 200, body: { status: 'live', version: 1, staged: null } });
    const staged = await put('changed', journey(5));
    expect(staged).toMatchObject({ status: 200, body: { version: 1, staged: { version: 2 } } });
    expect(staged.body.definition.steps[0]).toEqual({ id: 'pause', wait: '3 days' });
    expect(staged.headers.get('ETag')).not.toBe(launched.headers.get('ETag'));

    expect((await world.get('/campaigns/changed/diff')).body).toMatchObject({
      ...{ from: 1, to: 2, textsOnly: false },
      steps: { kept: ['thanks'], changed: ['pause'], gone: [], added: [] },
    });
    const looked = await world.get('/campaigns/changed/edit?policy=move');
    expect(looked).toMatchObject({ status: 200, body: { from: 1, version: 2, inside: 0, groups: [] } });

    const chosen = { policy: 'move', version: 2 };
    const old = { 'If-Match': launched.headers.get('ETag') ?? '' };
    expect(await world.post('/campaigns/changed/edit', chosen, { headers: old })).toMatchObject({ status: 412 });
    expect(await world.post('/campaigns/changed/edit', { ...chosen, version: 7 })).toMatchObject({ status: 412 });
    const done = await world.post('/campaigns/changed/edit', chosen);
    expect(done).toMatchObject({ status: 200, body: { version: 2, staged: null } });
    // A call whose answer was lost is answered as before.
    expect(await world.post('/campaigns/changed/edit', chosen)).toMatchObject({ status: 200, body: { version: 2 } });
  });

  it('is rolled back by another version, and a staged one is let go of', async () => {
    await live('back');
    await put('back', journey(5));
    await world.post('/campaigns/back/edit', { policy: 'new', version: 2 });
    const rolled = await world.post('/campaigns/back/rollback', { to: 1 });
    expect(rolled).toMatchObject({ status: 200, body: { version: 2, staged: { version: 3 } } });
    expect(await world.post('/campaigns/back/rollback', { to: 9 })).toMatchObject({
      ...{ status: 404, body: { code: 'CAMPAIGN_VERSION_NOT_FOUND' } },
    });
    expect(await world.call('DELETE', '/campaigns/back/staged')).toMatchObject({ status: 200, body: { staged: null } });
    expect(await world.get('/campaigns/back/edit?policy=new')).toMatchObject({
      ...{ status: 409, body: { code: 'CAMPAIGN_NOT_STAGED' } },
    });
  });

  it('is not changed where a name meant another kind of step', async () => {
    await live('named');
    const other = {
      ...journey(3),
      steps: [
        { id: 'pause', grant: 1 },
        { id: 'thanks', grant: 5 },
      ],
    };
    expect(await put('named', other)).toMatchObject({
      status: 422,
      body: { code: 'CAMPAIGN_INVALID', errors: [{ field: 'steps[0]' }] },
    });
  });
});
