import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runExports } from '../../../modules/exports/run.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World({ tags: ['vip'] });
  const joined = {
    type: 'member.joined',
    memberId: 'anna-1',
    data: { email: 'anna@example.com', consent: { email: true }, tags: ['vip'] },
  };
  await world.post('/events', { id: 'j-1', ...joined });
  await world.post('/events', { id: 'j-2', type: 'member.joined', memberId: 'ben-1', data: {} });
});
afterAll(() => world.close());

const vips = { name: 'Friends', who: { tag: 'vip' } };
const put = (path: string, body: object, headers: Record<string, string> = {}) =>
  world.call('PUT', `/segments/${path}`, { body, headers });

describe('A segment', () => {
  it('is stored, shown as it was written and read aloud, listed and deleted', async () => {
    const made = await put('friends', vips);
    expect(made).toMatchObject({
      status: 200,
      body: { code: 'friends', revision: 1, who: vips.who, says: 'has the tag vip' },
    });
    expect(made.headers.get('ETag')).toBe('"1"');
    const chinese = await world.get('/segments/friends', { headers: { 'Accept-Language': 'zh-CN' } });
    expect(chinese.body.says).toBe('有标签 vip');
    expect((await world.get('/segments')).body).toMatchObject({ data: [{ code: 'friends' }], nextCursor: null });
    expect((await world.call('DELETE', '/segments/friends')).status).toBe(204);
    expect(await world.get('/segments/friends')).toMatchObject({ status: 404, body: { code: 'SEGMENT_NOT_FOUND' } });
  });

  it('is taken as YAML, whose lines problems name', async () => {
    const send = (raw: string) =>
      world.call('PUT', '/segments/yaml', { raw, headers: { 'Content-Type': 'application/yaml' } });
    expect(await send('name: Rich\nwho:\n  spent: { atLeast: 500 }\n')).toMatchObject({ status: 200 });
    expect(await send('name: Rich\nwho:\n  all:\n    - tag: vp\n    - points: { atleast: 5 }\n')).toMatchObject({
      status: 422,
      body: {
        code: 'SEGMENT_INVALID',
        errors: [
          { field: 'who.all[1].points.atleast', detail: 'is not a known field', fix: 'write "atLeast"', line: 5 },
        ],
      },
    });
  });

  it('says what would change, and changes nothing', async () => {
    await put('planned', vips);
    const dry = await put('planned?dryRun=true', { ...vips, name: 'Best friends' });
    expect(dry).toMatchObject({
      status: 200,
      body: { name: 'Best friends', revision: 2, changes: ['~ name: Friends → Best friends'] },
    });
    expect((await world.get('/segments/planned')).body).toMatchObject({ name: 'Friends', revision: 1 });
  });

  it('that somebody else has changed since is left alone', async () => {
    const read = await put('shared', vips);
    const etag = read.headers.get('ETag') ?? '';
    await put('shared', { ...vips, name: 'Others' });
    expect(await put('shared', { ...vips, name: 'Mine' }, { 'If-Match': etag })).toMatchObject({ status: 412 });
    expect((await world.call('DELETE', '/segments/shared', { headers: { 'If-Match': etag } })).status).toBe(412);
  });

  it('is counted and drawn from, stored or not', async () => {
    await put('counted', vips);
    const count = { members: 1, of: 2, reach: [{ channel: 'email', reachable: 1, unreachable: [] }] };
    expect((await world.get('/segments/counted/count')).body).toMatchObject(count);
    const sample = [{ member: 'anna-1', reasons: [{ asks: 'has the tag vip', holds: true, found: null }] }];
    expect((await world.get('/segments/counted/sample?seed=3')).body).toEqual({ data: sample });
    const preview = await world.post('/segments/preview', { who: vips.who });
    expect(preview).toMatchObject({ status: 200, body: { says: 'has the tag vip', count, sample } });
    expect(await world.post('/segments/preview', { who: { tga: 'vip' } })).toMatchObject({
      status: 422,
      body: { code: 'SEGMENT_INVALID', errors: [{ field: 'who.tga', detail: 'is no condition', fix: 'write "tag"' }] },
    });
  });

  it('is given out as a file', async () => {
    await put('given', vips);
    const made = await world.post('/segments/given/export', undefined, { once: 'give' });
    expect(made).toMatchObject({ status: 202, body: { kind: 'members', format: 'csv', status: 'queued' } });
    await runExports({ database: world.database, databaseUrl: world.databaseUrl, clock: world.clock });
    const file = await fetch(`${world.url}/v1/exports/${made.body.id}/file`, {
      headers: { Authorization: `Bearer ${world.key}` },
    });
    const rows = (await file.text()).split('\r\n').filter((row) => row !== '');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain('anna-1');
    expect(await world.post('/segments/none/export', undefined, { once: 'none' })).toMatchObject({ status: 404 });
  });
});

describe('What forms need', () => {
  it('is every kind of condition in the language asked for, with what a new one begins with', async () => {
    const { body } = await world.get('/segment-language', { headers: { 'Accept-Language': 'zh-CN' } });
    const { subjects, names } = body as {
      subjects: { verb: string; title: string; start: object; fields: { name: string; control: string }[] }[];
      names: { tag: string[]; attribute: { name: string }[] };
    };
    expect(subjects).toHaveLength(23);
    expect(subjects.every(({ title }) => /[\u4e00-\u9fff]/.test(title))).toBe(true);
    const spent = subjects.find(({ verb }) => verb === 'spent');
    expect(spent).toMatchObject({ title: '消费金额', unit: 'GBP', start: { spent: { atLeast: 1 } } });
    expect(spent?.fields.map(({ name, control }) => `${name} ${control}`)).toEqual([
      'spent number',
      'within window',
      'where where',
    ]);
    expect(names.tag).toContain('vip');
    expect(names.attribute.map(({ name }) => name)).toContain('email');
  });

  it('is a beginning of each kind that can be asked as it stands, but for names that are not there yet', async () => {
    const { body } = await world.get('/segment-language');
    for (const { verb, start } of (body as { subjects: { verb: string; start: object }[] }).subjects) {
      const answer = await world.post('/segments/preview', { who: start });
      const lacksName = Object.values(start).includes('');
      expect([verb, answer.status]).toEqual([verb, lacksName ? 422 : 200]);
    }
  });

  it('is a count of each condition by itself, and how they narrow the members down', async () => {
    const who = { all: [{ tag: 'vip' }, { any: [{ orders: 0 }, { not: { tag: 'vip' } }] }] };
    const preview = await world.post('/segments/preview?parts=true', { who });
    expect(preview.body.parts).toEqual([
      { path: ['all', 0], says: 'has the tag vip', alone: 1, left: 1 },
      { path: ['all', 1], says: expect.any(String) as string, alone: 2, left: 1 },
      { path: ['all', 1, 'any', 0], says: 'has 0 orders', alone: 2, left: null },
      { path: ['all', 1, 'any', 1], says: 'not: has the tag vip', alone: 1, left: null },
      { path: ['all', 1, 'any', 1, 'not'], says: 'has the tag vip', alone: 1, left: null },
    ]);
    const alone = await world.post('/segments/preview?parts=true', { who: { tag: 'vip' } });
    expect(alone.body.parts).toEqual([{ path: [], says: 'has the tag vip', alone: 1, left: null }]);
  });

  it('names what uses a segment, and refuses a new one of a code that is taken', async () => {
    await put('used', vips);
    await put('user', { name: 'User', who: { segment: 'used' } });
    const used = await world.get('/segments/used');
    expect(used.body.usedBy).toEqual([{ kind: 'segment', code: 'user', name: 'User', status: null }]);
    expect(await put('used', vips, { 'If-Match': '"0"' })).toMatchObject({ status: 412 });
    expect(await put('fresh', vips, { 'If-Match': '"0"' })).toMatchObject({ status: 200, body: { revision: 1 } });
  });

  it('is the history of a segment: none while nobody waits for it', async () => {
    await put('quiet', vips);
    expect((await world.get('/segments/quiet/history?days=7')).body).toEqual({
      ...{ watchedAt: null, inside: null, entered: 0, left: 0, days: [], latest: [] },
    });
  });
});
