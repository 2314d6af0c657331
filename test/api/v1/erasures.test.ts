import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseDue } from '../../../modules/erasures/run.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

let members = 0;
async function joined(): Promise<string> {
  const id = `erase-${++members}`;
  expect((await world.post('/members', { id, name: 'Anna Smith' })).status).toBe(201);
  return id;
}

describe('Erasing a person over the API', () => {
  it('is taken, listed, shown and withdrawn', async () => {
    const memberId = await joined();
    const taken = await world.post('/erasures', { memberId, reason: 'by letter' });
    expect(taken).toMatchObject({
      status: 202,
      body: { status: 'scheduled', memberId, dueAt: '2026-12-15T09:00:00.000Z' },
    });
    expect(taken.body.id).toMatch(/^ers_[0-9a-z]{8,}$/);
    expect(taken.headers.get('Location')).toBe(`/v1/erasures/${taken.body.id}`);
    expect((await world.get(`/erasures/${taken.body.id}`)).body).toEqual(taken.body);
    expect((await world.get('/erasures?status=scheduled,running')).body.data).toEqual([taken.body]);
    const withdrawn = await world.post(`/erasures/${taken.body.id}/withdraw`);
    expect(withdrawn).toMatchObject({ status: 200, body: { status: 'withdrawn' } });
    expect((await world.get('/erasures?status=scheduled')).body.data).toEqual([]);
  });

  it('says what is wrong', async () => {
    expect(await world.post('/erasures', { memberId: 'nobody', reason: 'x' })).toMatchObject({ status: 404 });
    expect(await world.post('/erasures', { memberId: 'nobody' })).toMatchObject({ status: 422 });
    expect(await world.post('/erasures', { memberId: 'nobody', reason: 'x', afterDays: 31 })).toMatchObject({
      status: 422,
    });
    expect(await world.get('/erasures/ers_00000000')).toMatchObject({
      status: 404,
      body: { code: 'ERASURE_NOT_FOUND' },
    });
    const key = await world.newKey({ scopes: ['read', 'write'] });
    expect(await world.post('/erasures', { memberId: 'nobody', reason: 'x' }, { key })).toMatchObject({ status: 403 });
  });

  it('leaves a member without a name, of whom every list can be read', async () => {
    const memberId = await joined();
    const { body } = await world.post('/erasures', { memberId, reason: 'by letter', afterDays: 0 });
    while (await eraseDue(world.database, world.programmeId, world.clock.now()));
    const done = await world.get(`/erasures/${body.id}`);
    expect(done.body).toMatchObject({ status: 'done', forfeitedPoints: expect.any(Number) });
    expect(done.body.memberId).toMatch(/^erased-/);
    expect(await world.get(`/members/${memberId}`)).toMatchObject({ status: 404 });
    expect((await world.get(`/members/${done.body.memberId}`)).body).toMatchObject({ status: 'erased' });
    expect(await world.get(`/members/${done.body.memberId}/timeline`)).toMatchObject({ status: 200 });
    expect(await world.get('/audit-entries')).toMatchObject({ status: 200 });
    expect(await world.get(`/events?memberId=${done.body.memberId}`)).toMatchObject({ status: 200 });
    expect(await world.post(`/erasures/${body.id}/withdraw`)).toMatchObject({
      status: 409,
      body: { code: 'ERASURE_STATUS' },
    });
  });
});
