import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let templates: Record<string, string>;
let stranger: string;
beforeAll(async () => {
  world = await openV1World();
  const folder = 'playbooks/onboarding-gift/messages';
  const names = (await readdir(folder)).filter((name) => name.endsWith('.liquid'));
  templates = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(`${folder}/${name}`, 'utf8')] as const)),
  );
  stranger = await world.newKey({ programmeId: await world.newProgramme() });
});
afterAll(() => world.close());

const welcome = { name: 'Welcome gift', lifecycle: 'onboarding-gift', settings: { giftPoints: 100 } };
const put = (path: string, body: object, headers: Record<string, string> = {}) =>
  world.call('PUT', `/campaigns/${path}`, { body, headers });
const move = (code: string, verb: string, body?: object, headers: Record<string, string> = {}) =>
  world.post(`/campaigns/${code}/${verb}`, body, { headers });
async function launched(code: string) {
  await put(code, { ...welcome, templates });
  return move(code, 'launch');
}

describe('A campaign', () => {
  it('is stored as a draft, told what keeps it from a launch, and shown as it was written', async () => {
    const bare = await put('bare', welcome);
    expect(bare).toMatchObject({ status: 200, body: { code: 'bare', status: 'draft', version: 1 } });
    expect(bare.body.problems[0]).toMatchObject({ code: 'CAMPAIGN_INVALID', field: 'welcome' });
    const refused = await move('bare', 'launch');
    expect(refused).toMatchObject({ status: 422, body: { code: 'CAMPAIGN_INVALID', errors: bare.body.problems } });

    const whole = await put('bare', { ...welcome, templates });
    expect(whole.body).toMatchObject({ version: 2, definition: { settings: { giftPoints: 100 }, reentry: 'never' } });
    expect(whole.body).not.toHaveProperty('problems');
  });

  it('can be given back as it was shown: its templates stay, and nothing changes', async () => {
    await put('back', { ...welcome, templates });
    const read = await world.get('/campaigns/back');
    const again = await put('back', read.body.definition);
    expect(again.body).toEqual(read.body);
    expect(again.headers.get('ETag')).toBe(read.headers.get('ETag'));
  });

  it('says what would change, and changes nothing', async () => {
    const fresh = await put('planned?dryRun=true', { ...welcome, templates });
    expect(fresh).toMatchObject({ status: 200, body: { code: 'planned', status: 'draft', version: 1 } });
    expect((await world.get('/campaigns/planned')).status).toBe(404);

    await put('planned', { ...welcome, templates });
    const dry = await put('planned?dryRun=true', { ...welcome, settings: { giftPoints: 200 } });
    expect(dry.body).toMatchObject({
      changes: ['~ settings.giftPoints: 100 → 200'],
      version: 2,
      definition: { settings: { giftPoints: 200 } },
    });
    expect((await world.get('/campaigns/planned')).body).toMatchObject({
      version: 1,
      definition: { settings: { giftPoints: 100 } },
    });
  });

  it('is refused with everything that is wrong in it; of YAML, with its lines', async () => {
    const wrong = await put('wrong', { ...welcome, settings: { giftPoints: -1 }, nam: 'x' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'CAMPAIGN_INVALID' } });
    expect(wrong.body.errors.map(({ field }: { field: string }) => field)).toEqual(
      expect.arrayContaining(['settings.giftPoints', 'nam']),
    );
    const raw = 'name: Welcome gift\nlifecycle: onboarding-gift\nsettings:\n  giftPoints: none\n';
    const yaml = await world.call('PUT', '/campaigns/wrong', { raw, headers: { 'Content-Type': 'application/yaml' } });
    expect(yaml.body.errors).toMatchObject([{ field: 'settings.giftPoints', line: 4 }]);
    expect((await put('wrong', { ...welcome, campaign: 'other' })).body.errors[0].field).toBe('campaign');
  });

  it('is changed and moved as it was read, and only so', async () => {
    const drafted = await put('guarded', { ...welcome, templates });
    const ifMatch = drafted.headers.get('ETag') ?? '';
    await put('guarded', { ...welcome, name: 'Other' }, { 'If-Match': ifMatch });
    for (const late of [
      await put('guarded', { ...welcome, name: 'Late' }, { 'If-Match': ifMatch }),
      await move('guarded', 'launch', undefined, { 'If-Match': ifMatch }),
      await move('guarded', 'cancel', { reason: 'late' }, { 'If-Match': ifMatch }),
    ])
      expect(late).toMatchObject({ status: 412, body: { code: 'VERSION_CONFLICT' } });
    const read = await world.get('/campaigns/guarded');
    expect(read.body).toMatchObject({ name: 'Other', status: 'draft', version: 2 });
    // Its counts change without its ETag.
    const known = { headers: { 'If-None-Match': read.headers.get('ETag') ?? '' } };
    expect((await world.get('/campaigns/guarded', known)).status).toBe(200);
  });

  it('goes live, pauses, goes on and ends; a call that comes twice finds it so', async () => {
    expect((await launched('moved')).body).toMatchObject({ status: 'live', launchedAt: '2026-12-08T09:00:00.000Z' });
    const steps = [
      ['launch', 'live'],
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['resume', 'live'],
      ['resume', 'live'],
    ] as const;
    for (const [verb, status] of steps) expect((await move('moved', verb)).body.status).toBe(status);
    const ended = await move('moved', 'cancel', { reason: 'over budget' });
    expect(ended.body).toMatchObject({ status: 'ended', endedAt: '2026-12-08T09:00:00.000Z' });
    expect((await move('moved', 'cancel', { reason: 'again' })).body.status).toBe('ended');
    expect(await move('moved', 'pause')).toMatchObject({ status: 409, body: { code: 'CAMPAIGN_STATUS' } });
    const audit = await world.database.auditEvent.findMany({
      where: { target: 'campaign:moved' },
      orderBy: { id: 'asc' },
    });
    expect(audit.map(({ action }) => action)).toEqual(
      ['apply', 'launched', 'paused', 'resumed', 'cancelled'].map((verb) => `campaign.${verb}`),
    );
    expect(audit.at(-1)).toMatchObject({ reason: 'over budget', requestId: ended.headers.get('Request-Id') });
  });

  it('is launched to see only whether it could be', async () => {
    await put('trial', { ...welcome, templates });
    expect((await move('trial', 'launch?dryRun=true')).body.status).toBe('draft');
    expect((await world.get('/campaigns/trial')).body.status).toBe('draft');
  });

  it('is gone when its draft is cancelled', async () => {
    await put('dropped', welcome);
    expect((await move('dropped', 'cancel', { reason: 'no' })).body.status).toBe('ended');
    expect((await world.get('/campaigns/dropped')).status).toBe(404);
  });

  it('is listed latest first, page by page, of the statuses that are asked for', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<V1World['get']>> = await world.get(
        `/campaigns?status=draft&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.body.data.map(({ code }: { code: string }) => code));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(['trial', 'guarded', 'planned', 'back', 'bare']);
  });
});

describe('Who went through a campaign', () => {
  let enrolment: { id: string };
  beforeAll(async () => {
    await launched('inside');
    for (const id of ['anna', 'bo', 'cy']) await world.post('/members', { id, email: `${id}@example.com` });
    const { body } = await world.get('/enrolments?campaign=inside');
    enrolment = body.data.at(-1);
  });

  it('is listed and shown', async () => {
    const { body } = await world.get('/enrolments?campaign=inside&limit=2');
    expect(body.data.map(({ memberId }: { memberId: string }) => memberId)).toEqual(['cy', 'bo']);
    const next = await world.get(`/enrolments?campaign=inside&limit=2&cursor=${body.nextCursor}`);
    expect(next.body).toMatchObject({ data: [{ memberId: 'anna', status: 'active' }], nextCursor: null });
    const own = await world.get('/enrolments?memberId=anna&status=active,blocked');
    expect(own.body.data).toHaveLength(1);
    expect((await world.get('/enrolments?memberId=anna&status=blocked')).body.data).toEqual([]);
    expect((await world.get(`/enrolments/${enrolment.id}`)).body).toMatchObject({
      memberId: 'anna',
      campaign: 'inside',
      version: 1,
      occurrence: 1,
      heldOut: false,
    });
    expect((await world.get('/campaigns/inside')).body.counts).toEqual({ active: 3 });
  });

  it('is moved by a key that may launch, and no other', async () => {
    const key = await world.newKey({ scopes: ['read', 'write'] });
    for (const path of ['/campaigns/inside/pause', `/enrolments/${enrolment.id}/cancel`])
      expect(await world.post(path, { reason: 'x' }, { key })).toMatchObject({ status: 403 });
  });

  it('is taken out with a reason, once', async () => {
    const out = await world.post(`/enrolments/${enrolment.id}/cancel`, { reason: 'asked us to' });
    expect(out.body).toMatchObject({ status: 'cancelled', reason: 'asked us to', endedAt: '2026-12-08T09:00:00.000Z' });
    const again = await world.post(`/enrolments/${enrolment.id}/cancel`, { reason: 'another' });
    expect(again.body).toEqual(out.body);
    const audit = await world.database.auditEvent.findMany({ where: { action: 'enrolment.cancelled' } });
    expect(audit).toMatchObject([{ reason: 'asked us to', requestId: out.headers.get('Request-Id') }]);
  });

  it('is not taken out of what is over', async () => {
    await world.database.$executeRaw`
      UPDATE enrolment SET status = 'done', ended_at = now() WHERE member_id = (SELECT id FROM member WHERE external_id = 'bo')`;
    const [{ id }] = (await world.get('/enrolments?memberId=bo')).body.data;
    const late = await world.post(`/enrolments/${id}/cancel`, { reason: 'late' });
    expect(late).toMatchObject({ status: 409, body: { code: 'ENROLMENT_STATUS' } });
  });

  it('comes together in the report', async () => {
    expect((await world.get('/campaigns/inside/report')).body).toMatchObject({
      campaign: 'inside',
      at: '2026-12-08T09:00:00.000Z',
      steps: [],
      given: { points: 0, coupons: 0, messages: 0 },
      holdOut: null,
      conversion: { days: 30, given: { members: 0 }, stillOpen: 3, comparison: null },
      messages: [],
      points: [],
      coupons: [],
    });
  });

  it('would read its messages so', async () => {
    const preview = (body: object) => world.post('/campaigns/inside/previews', body);
    const { status, body } = await preview({ template: 'welcome', memberId: 'anna' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ locale: 'en', subject: 'Welcome to Gift Shop Club' });
    expect(body.text).toContain('100');
    expect(await preview({ template: 'none' })).toMatchObject({ status: 404, body: { code: 'MESSAGE_NOT_FOUND' } });
    expect(await preview({ template: 'welcome', memberId: 'nobody' })).toMatchObject({
      status: 404,
      body: { code: 'MEMBER_NOT_FOUND' },
    });
    expect(await preview({ template: 'welcome', locale: 'fr' })).toMatchObject({
      status: 422,
      body: { code: 'REQUEST_INVALID', field: 'locale' },
    });
  });

  it('is nobody else’s business: a key of another programme finds nothing', async () => {
    const calls = [
      world.get('/campaigns/inside', { key: stranger }),
      world.get('/campaigns/inside/report', { key: stranger }),
      world.get(`/enrolments/${enrolment.id}`, { key: stranger }),
      world.post(`/enrolments/${enrolment.id}/cancel`, { reason: 'x' }, { key: stranger }),
      world.post('/campaigns/inside/previews', { template: 'welcome' }, { key: stranger }),
      world.post('/campaigns/inside/cancel', { reason: 'x' }, { key: stranger }),
      ...['launch', 'pause', 'resume'].map((verb) =>
        world.post(`/campaigns/inside/${verb}`, undefined, { key: stranger }),
      ),
    ];
    for (const { status, body } of await Promise.all(calls)) {
      expect({ status, code: body.code }).toEqual({ status: 404, code: expect.stringMatching(/_NOT_FOUND$/) });
    }
    for (const list of ['/campaigns', '/enrolments', '/enrolments?memberId=anna', '/enrolments?campaign=inside'])
      expect((await world.get(list, { key: stranger })).body.data).toEqual([]);
    expect((await world.get('/campaigns/inside')).body.status).toBe('live');
  });
});
