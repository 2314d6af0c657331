import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCampaignReport } from '../../../modules/campaigns/report.ts';
import { reversalTask } from '../../../worker/carry-reversals.ts';
import { readBacklog } from '../../../worker/backlog.ts';
import { type Entered, type GrantingCampaign, openGranting } from '../../support/granting.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let campaign: GrantingCampaign;
let anna: Entered;
let stranger: string;
let keys = 0;
beforeAll(async () => {
  world = await openV1World();
  stranger = await world.newKey({ programmeId: await world.newProgramme() });
  campaign = await openGranting(world);
  [anna] = (await campaign.enter(1)) as [Entered];
  await campaign.givePoints(anna, 100);
  await campaign.giveCoupon(anna);
});
afterAll(() => world.close());

const revert = (more: object = {}, options: { key?: string; once?: string } = {}) =>
  world.post(
    '/reversals',
    { campaign: 'spring', since: '2026-12-01T00:00:00Z', reason: 'ten times too many', ...more },
    { once: `revert-${++keys}`, ...options },
  );

describe('A reversal over HTTP', () => {
  it('looks first, unless it is told otherwise', async () => {
    const { status, body, headers } = await revert();
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'done', dryRun: true, grants: 2, granted: 100, takenBack: 100, coupons: 1 });
    expect(headers.get('Location')).toBe(`/v1/reversals/${body.id}`);
    expect((await world.get(`/reversals/${body.id}`)).body).toEqual(body);
    expect((await world.get(`/members/${anna.member}/balance`)).body.available).toBe(100);
  });

  it('is not made without a look, nor by a key without the scope, nor for another programme', async () => {
    expect(await revert({ dryRun: false })).toMatchObject({
      ...{ status: 422, body: { code: 'REVERSAL_UNCONFIRMED', field: 'confirms' } },
    });
    expect(await revert({ dryRun: false, confirms: 'rvs_00000000' })).toMatchObject({ status: 404 });
    const key = await world.newKey({ scopes: ['read', 'write', 'launch', 'admin'] });
    expect(await revert({}, { key })).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
    expect(await revert({}, { key: stranger })).toMatchObject({ status: 404, body: { code: 'CAMPAIGN_NOT_FOUND' } });
    const { body } = await revert();
    expect(await world.get(`/reversals/${body.id}`, { key: stranger })).toMatchObject({
      ...{ status: 404, body: { code: 'REVERSAL_NOT_FOUND' } },
    });
  });

  it.each([
    ['a time that is over before it begins', { until: '2026-11-30T00:00:00Z' }, 'since'],
    ['a time that is not over', { until: '2027-11-30T00:00:00Z' }, 'until'],
    ['nothing to take', { what: [] }, 'what'],
    ['one thing twice', { what: ['points', 'points'] }, 'what'],
    ['no reason', { reason: '' }, 'reason'],
  ])('with %s is refused', async (_, more, field) => {
    expect(await revert(more)).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID', field } });
  });

  it('takes back what the look showed, once by its key, and tells it', async () => {
    const look = (await revert()).body;
    const real = { dryRun: false, confirms: look.id };
    const { status, body } = await revert(real, { once: 'mine' });
    expect({ status, ...body }).toMatchObject({
      status: 'done',
      dryRun: false,
      takenBack: 100,
      coupons: 1,
      confirms: look.id,
    });
    const again = await revert(real, { once: 'mine' });
    expect(again).toMatchObject({ status: 202, body });
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect((await world.get(`/members/${anna.member}/balance`)).body).toMatchObject({ available: 0, debt: 0 });
    const [taken] = (await world.get(`/transactions?memberId=${anna.member}`)).body.data;
    expect(taken).toMatchObject({
      kind: 'revert',
      points: -100,
      reason: 'ten times too many',
      source: { type: 'reversal' },
    });
    const { body: coupons } = await world.get(`/coupons?memberId=${anna.member}`);
    expect(coupons.data).toMatchObject([{ status: 'cancelled' }]);
    // The figures do not hold any more.
    expect(await revert(real)).toMatchObject({ status: 409, body: { code: 'REVERSAL_CHANGED', field: 'confirms' } });
    const timeline = await world.get(`/members/${anna.member}/timeline`, { headers: { 'Accept-Language': 'zh-CN' } });
    expect(JSON.stringify(timeline.body)).toContain('ten times too many');
    const { data } = (await world.get('/audit-entries')).body;
    expect(data.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['reversal.create', 'reversal.done']),
    );
  });

  it('shows in the report of the campaign', async () => {
    expect((await world.get('/campaigns/spring/report')).body.given).toMatchObject({ points: 100, takenBack: 100 });
    const { points } = await readCampaignReport(world.database, world.programmeId, 'spring', world.clock.now());
    expect(points).toEqual([{ step: 'gift', grants: 1, points: 100, takenBack: 100 }]);
  });
});

describe('A reversal that a request has left', () => {
  it('is carried on by the worker', async () => {
    const [ben] = (await campaign.enter(1)) as [Entered];
    await campaign.givePoints(ben, 40);
    const look = (await revert()).body;
    const waits = () => readBacklog(world.database, world.clock.now());
    expect(await waits()).toMatchObject({ reversals: false });
    // As it stands when a request has answered and its pages were not enough.
    const { body } = await revert({ dryRun: false, confirms: look.id });
    const { id } = await world.database.reversal.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await world.database.reversal.update({
      where: { id },
      data: { status: 'running', finishedAt: null, afterMemberId: 0n },
    });
    expect(await waits()).toMatchObject({ reversals: true });
    expect(await reversalTask(world).perform(() => true)).toBe(1);
    expect(await waits()).toMatchObject({ reversals: false });
    expect((await world.get(`/reversals/${body.id}`)).body).toMatchObject({ status: 'done' });
    expect((await world.get(`/members/${ben.member}/balance`)).body).toMatchObject({ available: 0 });
  });
});
