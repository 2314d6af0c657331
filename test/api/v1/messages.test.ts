import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let stranger: string;
beforeAll(async () => {
  world = await openV1World();
  stranger = await world.newKey({ programmeId: await world.newProgramme() });
  for (const id of ['anna', 'bo']) await world.post('/members', { id });
});
afterAll(() => world.close());

/** A message as its step has left it. */
async function leave(member: string, more: { status?: string; template?: string; reason?: string } = {}) {
  const { programmeId, database } = world;
  const { id: memberId } = await database.member.findUniqueOrThrow({
    where: { programmeId_externalId: { programmeId, externalId: member } },
  });
  const at = world.clock.now();
  const key = `${member}:${await database.message.count()}`;
  await database.message.create({
    data: {
      ...{ programmeId, memberId, key, messageId: `<${key}@shop.example>`, reservedAt: at, notBefore: at },
      ...{ channel: 'email', class: 'service', template: 'welcome', locale: 'en', ...more },
      ...(more.status === 'sent' ? { leftAt: at, sentAt: at } : {}),
    },
  });
}

describe('Messages', () => {
  it('are listed latest first and shown, with what kept them from going', async () => {
    await leave('anna');
    await leave('anna', { status: 'skipped', reason: 'quiet' });
    await leave('bo', { status: 'sent', template: 'reminder' });
    const all = await world.get('/messages?limit=2');
    expect(all.body.data.map(({ memberId }: { memberId: string }) => memberId)).toEqual(['bo', 'anna']);
    const rest = await world.get(`/messages?limit=2&cursor=${all.body.nextCursor}`);
    expect(rest.body).toMatchObject({ data: [{ status: 'reserved' }], nextCursor: null });

    const of = async (query: string) => (await world.get(`/messages?${query}`)).body.data.length;
    expect(await of('status=sent,skipped')).toBe(2);
    expect(await of('memberId=anna&status=skipped')).toBe(1);
    expect(await of('template=reminder')).toBe(1);
    expect(await of('campaign=none')).toBe(0);

    const [{ id }] = (await world.get('/messages?status=skipped')).body.data;
    expect((await world.get(`/messages/${id}`)).body).toMatchObject({
      id,
      reason: 'quiet',
      attempts: 0,
      campaign: null,
    });
    expect(await world.get(`/messages/${id}`, { key: stranger })).toMatchObject({
      status: 404,
      body: { code: 'MESSAGE_NOT_FOUND' },
    });
    for (const query of ['', '?memberId=anna'])
      expect((await world.get(`/messages${query}`, { key: stranger })).body.data).toEqual([]);
    expect((await world.get('/messages/msg_00000000')).status).toBe(404);
  });
});

describe('What became of messages', () => {
  it('is counted by reason, whose figures are left out, and each count is a list', async () => {
    for (const days of [7, 9])
      await leave('bo', { status: 'skipped', template: 'capped', reason: `3 marketing mails in ${days} days already` });
    await leave('bo', { status: 'sent', template: 'capped', reason: 'sent again: the sender died while sending it' });
    const { body } = await world.get('/message-reasons?template=capped');
    expect(body).toEqual({
      reasons: [
        {
          ...{ status: 'skipped', reason: '… marketing mails in … days already', count: 2 },
          text: '… marketing mails in … days already',
        },
        { status: 'sent', reason: null, text: null, count: 1 },
      ],
      partial: false,
    });
    const chinese = await world.get('/message-reasons?template=capped', { headers: { 'Accept-Language': 'zh-CN' } });
    expect(chinese.body.reasons[0].text).toBe('… 天内已发送 … 封营销邮件');
    const all = (await world.get('/message-reasons')).body.reasons as { count: number }[];
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(await world.database.message.count());
    const reason = encodeURIComponent('… marketing mails in … days already');
    expect((await world.get(`/messages?status=skipped&reason=${reason}`)).body.data).toHaveLength(2);
    expect((await world.get('/message-reasons?memberId=anna&template=capped')).body.reasons).toEqual([]);
    expect((await world.get('/message-reasons', { key: stranger })).body.reasons).toEqual([]);
  });

  it('is mended by sending a failed one again, unless it is too late', async () => {
    await leave('anna', {
      status: 'failed',
      template: 'broken',
      reason: 'given up after 5 attempts: 550 5.1.1 no such user',
    });
    const [failed] = (await world.get('/messages?template=broken')).body.data;
    const again = await world.post(`/messages/${failed.id}/retry`);
    expect(again).toMatchObject({
      status: 200,
      body: { id: failed.id, status: 'reserved', reason: null, reports: [] },
    });
    expect((await world.post(`/messages/${failed.id}/retry`)).status).toBe(200);
    const audit = await world.database.auditEvent.findMany({ where: { action: 'message.retry' } });
    expect(audit).toMatchObject([{ requestId: again.headers.get('Request-Id') }]);
    const [sent] = (await world.get('/messages?status=sent')).body.data;
    const late = await world.post(`/messages/${sent.id}/retry`);
    expect(late).toMatchObject({ status: 409, body: { code: 'MESSAGE_STATUS' } });
    expect((await world.post(`/messages/${failed.id}/retry`, undefined, { key: stranger })).status).toBe(404);
  });
});

describe('An address', () => {
  it('is suppressed once, however it is written, and keeps its first reason', async () => {
    const first = await world.post('/suppressions', { address: 'Gone@Example.com', reason: 'asked by phone' });
    expect(first).toMatchObject({ status: 201, body: { address: 'gone@example.com', channel: 'email' } });
    const again = await world.post('/suppressions', { address: 'gone@example.com', reason: 'bounced' });
    expect(again).toMatchObject({ status: 200, body: first.body });
    const audit = await world.database.auditEvent.findMany({ where: { action: 'message.suppress' } });
    expect(audit).toMatchObject([{ requestId: first.headers.get('Request-Id') }]);
    expect(await world.post('/suppressions', { address: 'nobody', reason: 'x' })).toMatchObject({
      status: 422,
      body: { code: 'REQUEST_INVALID', field: 'address' },
    });
  });

  it('is found in the list, page by page', async () => {
    for (const name of ['a', 'b', 'c']) {
      await world.post('/suppressions', { address: `${name}@example.com`, reason: 'test' });
    }
    const page = await world.get('/suppressions?limit=2');
    expect(page.body.data.map(({ address }: { address: string }) => address)).toEqual([
      'c@example.com',
      'b@example.com',
    ]);
    const next = await world.get(`/suppressions?limit=2&cursor=${page.body.nextCursor}`);
    expect(next.body.data).toHaveLength(2);
    expect((await world.get('/suppressions?address=A@example.com')).body.data).toHaveLength(1);
  });

  it('gets mails again when its suppression is deleted, by an admin of its programme', async () => {
    const { body } = await world.post('/suppressions', { address: 'back@example.com', reason: 'test' });
    const remove = (key?: string) => world.call('DELETE', `/suppressions/${body.id}`, key === undefined ? {} : { key });
    expect(await remove(stranger)).toMatchObject({ status: 404, body: { code: 'SUPPRESSION_NOT_FOUND' } });
    expect((await remove(await world.newKey({ scopes: ['read', 'write'] }))).status).toBe(403);
    expect((await world.get('/suppressions', { key: stranger })).body.data).toEqual([]);
    expect((await world.get('/suppressions?address=back@example.com')).body.data).toHaveLength(1);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
  });
});
