import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillInbox } from '../../support/inbox.ts';
import { runCli } from '../../support/run-cli.ts';
import { type Answer, apiSecret, openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World({ tasks: [{ eventType: 'review.posted', points: 20, once: 'event' }] });
  for (const id of ['ada', 'ben']) {
    expect((await world.post('/members', { id, name: id, consent: { email: true } })).status).toBe(201);
  }
});
afterAll(() => world.close());

async function tokenOf(memberId: string, may: object = { checkIn: true, edit: true }): Promise<string> {
  return (await world.post('/member-tokens', { memberId, ...may })).body.token as string;
}
const as = async (memberId: string, may?: object) => ({ key: await tokenOf(memberId, may) });

describe('GET /me/messages', () => {
  it('is empty of who got none', async () => {
    expect((await world.get('/me/messages', await as('ben'))).body).toEqual({ data: [], nextCursor: null, unread: 0 });
  });

  it('goes on by its cursor, each message once, and counts what is new', async () => {
    const at = world.clock.now();
    const five = [1, 2, 3, 4, 5].map((n) => ({ subject: `ada${n}`, text: 'Hello', at }));
    await fillInbox(world.database, world.programmeId, 'ada', five);
    const ada = await as('ada');
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const further = cursor === null ? '' : `&cursor=${cursor}`;
      const { body }: Answer = await world.get(`/me/messages?limit=2${further}`, ada);
      expect(body.unread).toBe(5);
      seen.push(...body.data.map(({ subject }: { subject: string }) => subject));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['ada5', 'ada4', 'ada3', 'ada2', 'ada1']);
    expect((await world.get('/me', ada)).body.unreadMessages).toBe(5);
    const other = await world.get('/me/messages?limit=2', ada);
    const refused = await world.get(`/me/messages?cursor=${other.body.nextCursor}`, await as('ben'));
    expect(refused).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
  });

  it('a message is read once, by its member alone', async () => {
    const ada = await as('ada', {});
    const [{ id }] = (await world.get('/me/messages?limit=1', ada)).body.data;
    const read = await world.post(`/me/messages/${id}/read`, undefined, ada);
    expect(read).toMatchObject({ status: 200, body: { id, readAt: world.clock.now().toISOString() } });
    expect((await world.post(`/me/messages/${id}/read`, undefined, ada)).body).toEqual(read.body);
    expect((await world.get('/me/messages?unread=true', ada)).body).toMatchObject({ unread: 4 });
    expect(await world.post(`/me/messages/${id}/read`, undefined, await as('ben'))).toMatchObject({
      status: 404,
      body: { code: 'MESSAGE_NOT_FOUND' },
    });
  });
});

describe('PATCH /me', () => {
  it('changes profile and consent where the shop lets it, and says so in the timeline as any change', async () => {
    const ada = await as('ada');
    const body = { name: 'Ada', birthday: '1990-05-17', consent: { inbox: true } };
    const { status, body: me } = await world.call('PATCH', '/me', { ...ada, body });
    expect([status, me]).toMatchObject([
      200,
      { name: 'Ada', birthday: '1990-05-17', consent: { email: true, inbox: true } },
    ]);
    const withdrawn = await world.call('PATCH', '/me', { ...ada, body: { consent: { inbox: false } } });
    const unasked = { sms: null, wechat: null, push: null };
    expect(withdrawn.body.consent).toEqual({ email: true, inbox: false, ...unasked });
  });

  it('is refused to a token that may look alone, and for what is not theirs', async () => {
    const refused = await world.call('PATCH', '/me', { ...(await as('ada', { checkIn: true })), body: { name: 'X' } });
    expect(refused).toMatchObject({ status: 401, body: { fix: 'Ask for a token with "edit": true.' } });
    for (const body of [{ tier: 'gold' }, { tags: ['vip'] }, { consent: { fax: true } }]) {
      expect(await world.call('PATCH', '/me', { ...(await as('ada')), body })).toMatchObject({ status: 422 });
    }
  });
});

describe('POST /me/activation', () => {
  it('is one event, however often it is sent', async () => {
    const ben = await as('ben');
    expect((await world.get('/me', ben)).body.activation).toBe('none');
    for (let times = 0; times < 2; times++) {
      expect(await world.post('/me/activation', undefined, ben)).toMatchObject({
        status: 200,
        body: { activation: 'done' },
      });
    }
    expect(await world.database.event.count({ where: { type: 'member.activated' } })).toBe(1);
    expect(await world.post('/me/activation', undefined, await as('ben', {}))).toMatchObject({ status: 401 });
  });
});

describe('GET /me/programme', () => {
  it('says how points are earned and what they are worth', async () => {
    const { body } = await world.get('/me/programme', await as('ada'));
    expect(body).toMatchObject({
      currency: 'GBP',
      earning: { points: 1, tierMultiplier: 1 },
      tasks: [{ event: 'review.posted', points: 20, once: 'event' }],
    });
  });
});

describe('perennial member link', () => {
  const env = { UNSUBSCRIBE_SECRET: apiSecret, PUBLIC_URL: 'https://club.example/' };
  const run = (...words: string[]) => runCli(world.databaseUrl, ['member', ...words], env);

  it('prints a link whose token opens /me, and ends with the key it names', async () => {
    const { code, stdout, stderr } = await run('link', 'ada');
    const [, key = ''] = /^https:\/\/club\.example\/my#(mtk_\S+)\n$/.exec(stdout) ?? [];
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^It ends at 20\d\d-.*Z, or before with key_\w+\.\n$/)]);
    expect((await world.get('/me', { key })).body).toMatchObject({
      memberId: 'ada',
      may: { checkIn: true, edit: true },
    });
    const { stdout: looks } = await run('token', 'ada', '--read-only');
    expect((await world.get('/me', { key: looks.trim() })).body.may).toEqual({ checkIn: false, edit: false });
  });

  it('names a member there is', async () => {
    expect(await run('link', 'nobody')).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('The page of a member', () => {
  const page = (path = '') => fetch(`${world.url}/my${path}`, { redirect: 'manual' });

  it('is strict: nothing comes from elsewhere, and no site may show it unless the shop says so', async () => {
    const { status, headers } = await page();
    expect([200, 404]).toContain(status);
    expect(headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'$/);
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(await page('/style.css').then((answer) => answer.headers.get('Content-Type'))).toMatch(/^text\/css/);
    expect((await page('/elsewhere')).status).toBe(404);
  });
});
