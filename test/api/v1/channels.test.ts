import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicIdOf } from '../../../platform/public-ids.ts';
import { signedHeaders } from '../../../modules/webhooks/post.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

const texts = { url: 'https://texts.example.com/perennial', channels: ['sms', 'push'] };
const connect = (settings: object, more: object = {}, once = JSON.stringify(settings)) =>
  world.post('/connections', { kind: 'channel', settings, ...more }, { once: once.slice(0, 100).replaceAll(' ', '') });

describe('A provider of texts', () => {
  it('is connected with a secret that is made for it and shown once', async () => {
    const made = await connect(texts, { name: 'Texts' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        kind: 'channel',
        settings: { ...texts, perSecond: 10 },
        secret: expect.stringMatching(/^whsec_/) as string,
      },
    });
    expect(made.body.path).toBe(`/v1/connect/channel/${made.body.id}`);
    const shown = await world.get(`/connections/${made.body.id}`);
    expect(shown.body).not.toHaveProperty('secret');
  });

  it.each([
    [{ ...texts, channels: ['sms'] }, {}, 409, 'CONNECTION_EXISTS', 'settings.channels'],
    [{ channels: ['wechat'] }, {}, 422, 'REQUEST_INVALID', 'settings.url'],
    [{ ...texts, channels: [] }, {}, 422, 'REQUEST_INVALID', 'settings.channels'],
    [{ ...texts, channels: ['wechat'], url: 'http://texts.example.com/' }, {}, 422, 'URL_NOT_ALLOWED', 'url'],
    [{ ...texts, channels: ['wechat'] }, { secret: 'x'.repeat(40) }, 422, 'REQUEST_INVALID', 'secret'],
    [{ ...texts, channels: ['wechat'], guests: 'ignore' }, {}, 422, 'REQUEST_INVALID', 'settings.guests'],
  ])('is refused with its field: %j %j', async (settings, more, status, code, field) => {
    const answer = await connect(settings, more, `refused ${JSON.stringify([settings, more])}`);
    expect([answer.status, answer.body.code, answer.body.field ?? answer.body.errors?.[0]?.field]).toEqual([
      status,
      code,
      field,
    ]);
  });

  it('tells what became of a text in a signed call, which counts once', async () => {
    const made = await connect({ ...texts, channels: ['wechat'] });
    await world.post('/events', {
      id: 'j-1',
      type: 'member.joined',
      memberId: 'anna-1',
      data: { wechatOpenId: 'oAnna', consent: { wechat: true } },
    });
    const { id: memberId } = await world.database.member.findFirstOrThrow({ where: { externalId: 'anna-1' } });
    const now = world.clock.now();
    const about = { programmeId: world.programmeId, memberId, class: 'marketing', template: 'welcome', locale: 'en' };
    const { id } = await world.database.message.create({
      data: {
        ...{ ...about, key: 'k1', channel: 'wechat', status: 'sent', messageId: 'txt_1', attempts: 1 },
        ...{ reservedAt: now, notBefore: now, leftAt: now, sentAt: now },
      },
    });
    const call = (body: object, webhookId: string, secret: string = made.body.secret) => {
      const raw = JSON.stringify(body);
      const headers = signedHeaders({ id: webhookId, body: raw, secrets: [secret] }, new Date());
      return world.call('POST', made.body.path.slice('/v1'.length), {
        key: null,
        raw,
        headers: { 'Content-Type': 'application/json', ...headers },
      });
    };
    const delivered = { type: 'message.delivered', id: 'txt_1', providerId: 'W1' };
    expect(await call(delivered, 'r1')).toMatchObject({
      status: 200,
      body: { id: 'r1', status: 'taken', suppressed: false },
    });
    expect(await call(delivered, 'r1')).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    const foreign = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    expect(await call(delivered, 'r2', foreign)).toMatchObject({ status: 401, body: { code: 'SIGNATURE_INVALID' } });
    expect(await call({ ...delivered, id: 'txt_9' }, 'r3')).toMatchObject({
      status: 404,
      body: { code: 'MESSAGE_NOT_FOUND' },
    });
    expect(await call({ ...delivered, type: 'read' }, 'r4')).toMatchObject({
      status: 400,
      body: { code: 'REPORT_INVALID' },
    });
    expect((await world.get(`/messages/${publicIdOf('msg', id)}`)).body).toMatchObject({
      ...{ channel: 'wechat', status: 'sent', deliveredAt: now.toISOString(), providerId: 'W1' },
      reports: [{ type: 'delivered' }],
    });
    expect(await call({ type: 'message.complaint', id: 'txt_1', reason: 'spam' }, 'r5')).toMatchObject({
      body: { suppressed: true },
    });
    expect((await world.get('/members/anna-1')).body).toMatchObject({
      wechatOpenId: 'oAnna',
      consent: { wechat: false, sms: null },
    });
    const timeline = await world.get('/members/anna-1/timeline');
    const titles = JSON.stringify(timeline.body);
    expect(titles).toContain('WeChat message sent');
    expect(titles).toContain('Complained about a WeChat message');
  });
});

describe('Members by channel', () => {
  it('are counted in a segment as far as a provider is connected, with why the others can not be reached', async () => {
    await world.post('/events', {
      id: 'j-2',
      type: 'member.joined',
      memberId: 'ben-1',
      data: { phone: '+44 20 7946 0958', consent: { sms: true } },
    });
    await world.post('/events', {
      id: 'j-3',
      type: 'member.joined',
      memberId: 'cleo-1',
      data: { phone: '+44 20 7946 0959', consent: { sms: false } },
    });
    const preview = await world.post('/segments/preview', { who: { member: 'phone', known: true } });
    expect(preview.body.count.reach).toContainEqual({
      channel: 'sms',
      reachable: 1,
      unreachable: [{ reason: 'OPTED_OUT', members: 1 }],
    });
    const agreed = await world.post('/segments/preview', { who: { all: [{ consent: 'sms' }, { reachable: 'sms' }] } });
    expect(agreed.body).toMatchObject({
      says: expect.stringMatching(/agreed to marketing by SMS/) as string,
      count: { members: 1 },
    });
  });

  it('are suppressed by the address of a channel, however it is written', async () => {
    const put = await world.post('/suppressions', {
      channel: 'sms',
      address: '0044 20 7946 0958',
      reason: 'asked by phone',
    });
    expect(put).toMatchObject({ status: 201, body: { channel: 'sms', address: '+442079460958' } });
    expect(
      await world.post('/suppressions', { channel: 'sms', address: 'ben@example.com', reason: 'x' }),
    ).toMatchObject({ status: 422 });
    const listed = await world.get(`/suppressions?channel=sms&address=${encodeURIComponent('+44 20 7946 0958')}`);
    expect(listed.body.data).toMatchObject([{ address: '+442079460958' }]);
    const agreed = await world.post('/segments/preview', { who: { reachable: 'sms' } });
    expect(agreed.body.count.members).toBe(0);
    expect((await world.call('DELETE', `/suppressions/${listed.body.data[0].id}`)).status).toBe(204);
  });
});
