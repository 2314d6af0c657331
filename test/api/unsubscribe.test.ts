import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../api/app.ts';
import { serveApi, type ServedApi } from '../../api/serve.ts';
import { signUnsubscribe } from '../../modules/messaging/reachability/unsubscribe-link.ts';
import { readCampaignReport } from '../../modules/campaigns/report.ts';
import { createLogger } from '../../platform/logger.ts';
import { unsubscribe } from '../support/mail-links.ts';
import { type MailWorld, openMailWorld, reminderStep, welcomeStep } from '../support/mail-world.ts';

let world: MailWorld;
let api: ServedApi;
beforeAll(async () => {
  world = await openMailWorld();
  const logger = createLogger({ name: 'test', level: 'silent' });
  const app = createApi({
    database: world.database,
    clock: world.clock,
    unsubscribeSecret: unsubscribe.secret,
    logger,
  });
  api = await serveApi(app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await api.stop();
  await world.close();
});

const now = () => world.clock.now();
const serviceStep = { ...welcomeStep, class: 'service' } as const;
const linkOf = (memberId: string, scope: 'marketing' | 'service') =>
  `${api.url}/u/${signUnsubscribe(unsubscribe.secret, { programmeId: world.programmeId, memberId, scope })}`;
const press = (url: string, body = 'List-Unsubscribe=One-Click') =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
let key = 0;
/** The classes of mail that the member still gets, as reservations tell. */
const gets = async (person: { memberId: string; enrolmentId: string }) => {
  const steps = [welcomeStep, serviceStep, reminderStep];
  const outcomes = await Promise.all(steps.map((step) => world.reserve([person], step, `key-${(key += 1)}`)));
  return steps.filter((_, index) => outcomes[index]?.[0]?.kind === 'applied').map((step) => step.class);
};

describe('The link in a mail', () => {
  it('of marketing stops marketing, at once and however often it is pressed', async () => {
    const person = await world.addPerson({ marketing: true });
    expect(await gets(person)).toEqual(['transactional', 'service', 'marketing']);
    for (let times = 0; times < 3; times++)
      expect((await press(linkOf(person.memberId, 'marketing'))).status).toBe(200);
    expect(await gets(person)).toEqual(['transactional', 'service']);
    expect(await world.database.consent.findMany({ where: { memberId: BigInt(person.memberId) } })).toMatchObject([
      { channel: 'email', granted: false, source: 'unsubscribe link', changedAt: world.clock.now() },
    ]);
  });

  it('is told to campaigns, once', async () => {
    const person = await world.addPerson({ marketing: true });
    for (let times = 0; times < 2; times++) await press(linkOf(person.memberId, 'marketing'));
    const events = await world.database.event.findMany({ where: { memberId: BigInt(person.memberId) } });
    expect(events).toMatchObject([{ type: 'member.unsubscribed', data: { channel: 'email', scope: 'marketing' } }]);
  });

  it('names the mail it was in, and its campaign: on the event, in the timeline and in the report', async () => {
    const person = await world.addPerson({ marketing: true });
    await world.reserve([person], reminderStep, `key-${(key += 1)}`);
    await world.dispatchAll();
    const linkIn = new RegExp(`${unsubscribe.publicUrl}(/u/[\\w.-]+)`);
    const mail = world.catcher.messages().findLast(({ to }) => to.includes(person.email));
    const [, path = ''] = linkIn.exec((await world.catcher.raw(mail?.id ?? ''))?.toString() ?? '') ?? [];
    const reported = async () =>
      (await readCampaignReport(world.database, world.programmeId, 'all', now())).unsubscribes;

    expect((await press(`${api.url}${path}`)).status).toBe(200);
    expect((await press(`${api.url}${path}`)).status).toBe(200);
    const by = { template: 'profile-reminder', campaign: 'all' };
    const events = await world.database.event.findMany({ where: { memberId: BigInt(person.memberId) } });
    expect(events).toMatchObject([{ type: 'member.unsubscribed', data: { scope: 'marketing', ...by } }]);
    expect(await reported()).toEqual([{ message: 'profile-reminder', members: 1 }]);

    await press(`${api.url}${path}`, 'action=restore');
    expect(await reported()).toEqual([]);
  });

  it('loses neither the withdrawal nor the word to campaigns when the database goes away in between', async () => {
    const person = await world.addPerson({ marketing: true });
    await world.database.$executeRawUnsafe(`
      CREATE FUNCTION go_away() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'terminating connection due to administrator command' USING errcode = '57P01'; END $$`);
    await world.database.$executeRawUnsafe(`
      CREATE TRIGGER go_away BEFORE INSERT ON event FOR EACH ROW
      WHEN (new.type = 'member.unsubscribed') EXECUTE FUNCTION go_away()`);
    expect((await press(linkOf(person.memberId, 'marketing'))).status).toBe(500);
    await world.database.$executeRawUnsafe('DROP TRIGGER go_away ON event');
    expect((await press(linkOf(person.memberId, 'marketing'))).status).toBe(200);
    expect(await gets(person)).toEqual(['transactional', 'service']);
    const events = await world.database.event.findMany({ where: { memberId: BigInt(person.memberId) } });
    expect(events).toMatchObject([{ type: 'member.unsubscribed' }]);
  });

  it('is told to campaigns also of members whose ids are as long as ids may be', async () => {
    const person = await world.addPerson({ marketing: true });
    const externalId = 'x'.repeat(100);
    await world.database.member.update({ where: { id: BigInt(person.memberId) }, data: { externalId } });
    await press(linkOf(person.memberId, 'marketing'));
    const events = await world.database.event.findMany({ where: { memberId: BigInt(person.memberId) } });
    expect(events).toMatchObject([{ type: 'member.unsubscribed' }]);
  });

  it('of a service notice stops notices and marketing', async () => {
    const person = await world.addPerson({ marketing: true });
    await press(linkOf(person.memberId, 'service'));
    expect(await gets(person)).toEqual(['transactional']);
  });

  it('asks before it does anything when it is opened: mail scanners open every link', async () => {
    const person = await world.addPerson({ marketing: true, locale: 'zh-CN' });
    const response = await fetch(linkOf(person.memberId, 'marketing'));
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('不再接收优惠与资讯邮件？');
    expect(page).toContain('<form method="post">');
    expect(page).not.toContain('@example.test');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await gets(person)).toContain('marketing');
  });

  it('gives back what it took, and nothing more', async () => {
    const [never, agreed, refused] = [
      await world.addPerson(),
      await world.addPerson({ marketing: true }),
      await world.addPerson({ marketing: false }),
    ];
    for (const { memberId } of [never, agreed, refused]) {
      const page = await (await press(linkOf(memberId, 'service'), 'action=stop')).text();
      expect(page).toContain('That was a mistake');
      await press(linkOf(memberId, 'service'), 'action=restore');
    }
    expect(await gets(never)).toEqual(['transactional', 'service']);
    expect(await gets(agreed)).toEqual(['transactional', 'service', 'marketing']);
    expect(await gets(refused)).toEqual(['transactional', 'service']);
  });

  it.each(['/u/1.1.m.AAAAAAAAAAAAAAAAAAAAAA', '/u/anything', '/u/'])(
    'that nobody has signed does nothing: %s',
    async (path) => {
      const person = await world.addPerson({ marketing: true });
      expect((await fetch(`${api.url}${path}`)).status).toBe(404);
      expect((await press(`${api.url}${path}`)).status).toBe(404);
      expect(await gets(person)).toContain('marketing');
    },
  );

  it('is as good as a short one with a long story behind it, which nobody reads', async () => {
    const person = await world.addPerson({ marketing: true });
    expect((await press(linkOf(person.memberId, 'marketing'), `x=${'y'.repeat(5_000)}`)).status).toBe(200);
    expect(await gets(person)).not.toContain('marketing');
  });
});
