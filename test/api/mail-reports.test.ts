import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../api/app.ts';
import { serveApi, type ServedApi } from '../../api/serve.ts';
import { createSweepActivities } from '../../activities/sweep.ts';
import { listUnmatched } from '../../modules/messaging/reachability/list-unmatched.ts';
import { createLogger } from '../../platform/logger.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { unsubscribe } from '../support/mail-links.ts';
import { type MailWorld, openMailWorld, reminderStep, welcomeStep } from '../support/mail-world.ts';

const secret = 'the provider and we know it';
let world: MailWorld;
let api: ServedApi;
beforeAll(async () => {
  world = await openMailWorld();
  const logger = createLogger({ name: 'test', level: 'silent' });
  const { database, clock } = world;
  const app = createApi({ database, clock, unsubscribeSecret: unsubscribe.secret, mailReportSecret: secret, logger });
  api = await serveApi(app, { host: '127.0.0.1', port: 0 });
});
beforeEach(() => world.clock.at('2026-01-15T12:00:00Z'));
afterAll(async () => {
  await api.stop();
  await world.close();
});

const sign = (text: string) => `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
async function tell(report: unknown, { programme = 'reference', signature = sign } = {}) {
  const body = JSON.stringify(report);
  const headers = { 'content-type': 'application/json', 'x-perennial-signature': signature(body) };
  const response = await fetch(`${api.url}/mail-reports/${programme}`, { method: 'POST', headers, body });
  return { status: response.status, ...((await response.json()) as { data?: unknown; error?: object }) };
}
let number = 0;
const bounce = (changes: object) => ({
  id: `report-${(number += 1)}`,
  type: 'bounce',
  at: '2026-01-15T11:59:00Z',
  detail: '550 no such user',
  ...changes,
});
const suppressionOf = (address: string) => world.database.suppression.findFirst({ where: { address } });
const eventsOf = (memberId: string) => world.database.event.findMany({ where: { memberId: BigInt(memberId) } });
const messageOf = (memberId: string) =>
  world.database.message.findFirstOrThrow({ where: { memberId: BigInt(memberId) } });

describe('A bounce that the mail provider tells of', () => {
  it('by the Message-ID ends mails to the address, marks the mail, and is told to campaigns', async () => {
    const person = await world.addPerson();
    await world.reserve([person], welcomeStep);
    await world.dispatchAll();
    const { messageId } = await messageOf(person.memberId);
    const report = bounce({ messageId });
    expect(await tell(report)).toEqual({
      status: 200,
      data: [{ id: report.id, status: 'taken', duplicate: false, suppressed: true }],
    });
    expect(await suppressionOf(person.email)).toMatchObject({ reason: 'bounced: 550 no such user' });
    expect(await messageOf(person.memberId)).toMatchObject({ status: 'bounced', reason: '550 no such user' });
    expect(await eventsOf(person.memberId)).toMatchObject([
      { type: 'message.bounced', data: { channel: 'email', reason: 'bounced: 550 no such user' } },
    ]);
    const again = await world.reserve([person], welcomeStep, 'again');
    expect(again).toMatchObject([{ kind: 'refused', code: 'ADDRESS_SUPPRESSED' }]);
  });

  it('is taken once, however often it is told', async () => {
    const person = await world.addPerson();
    const report = bounce({ address: person.email.toUpperCase() });
    const answers = await Promise.all(Array.from({ length: 5 }, () => tell(report)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await eventsOf(person.memberId)).toHaveLength(1);
    expect(await tell(report)).toMatchObject({ data: [{ duplicate: true, suppressed: true }] });
  });

  it('that was soft changes nothing, until there are three in a month', async () => {
    const person = await world.addPerson();
    const soft = (day: string) =>
      bounce({ address: person.email, hard: false, at: `2026-01-${day}T09:00:00Z`, detail: 'mailbox full' });
    for (const day of ['01', '09']) await tell(soft(day));
    expect(await suppressionOf(person.email)).toBeNull();
    expect(await eventsOf(person.memberId)).toEqual([]);
    await tell(soft('15'));
    expect(await suppressionOf(person.email)).toMatchObject({ reason: 'bounced 3 times in 30 days: mailbox full' });
  });

  it('may come with others in one call; of an address nobody has it is kept, too', async () => {
    const [one, two] = [await world.addPerson(), await world.addPerson()];
    const addresses = [one.email, two.email, 'nobody@example.test'];
    expect((await tell(addresses.map((address) => bounce({ address })))).data).toHaveLength(3);
    for (const address of addresses) expect(await suppressionOf(address)).not.toBeNull();
  });
});

describe('A report that does not fit at once', () => {
  const sent = async () => {
    const person = await world.addPerson();
    await world.reserve([person], welcomeStep);
    await world.dispatchAll();
    return { ...person, messageId: (await messageOf(person.memberId)).messageId };
  };

  it.each([
    ['without its brackets', (id: string) => id.slice(1, -1)],
    ['with blanks around it', (id: string) => `  ${id}\t`],
    ['folded over two lines', (id: string) => id.replace('@', '@\r\n ')],
  ])('for its Message-ID is written %s is taken all the same', async (_, written) => {
    const { messageId, memberId, email } = await sent();
    const report = bounce({ type: 'complaint', messageId: written(messageId) });
    expect(await tell(report)).toMatchObject({ data: [{ status: 'taken', suppressed: true }] });
    expect(await suppressionOf(email)).not.toBeNull();
    expect(await eventsOf(memberId)).toMatchObject([{ type: 'message.complained' }]);
  });

  it('for its mail is not known is kept, and taken when it is: by itself, or when it is told again', async () => {
    const [own, other] = [await world.addPerson(), await world.addPerson()];
    const names = ['<early-0@giftshop.example>', '<early-1@giftshop.example>'];
    const early = names.map((messageId) => bounce({ messageId }));
    const answers = await tell(early);
    expect(answers).toMatchObject({ data: [{ status: 'unmatched', suppressed: false }, { status: 'unmatched' }] });
    await world.reserve([own, other], welcomeStep);
    await world.dispatchAll();
    const name = (memberId: string, messageId: string | undefined) =>
      world.database.message.updateMany({
        where: { memberId: BigInt(memberId) },
        data: { messageId: messageId ?? '' },
      });
    await name(own.memberId, names[0]);
    expect(await tell(early[0])).toMatchObject({ data: [{ status: 'taken', suppressed: true }] });
    expect(await tell(early[0])).toMatchObject({ data: [{ status: 'duplicate', suppressed: true }] });
    await name(other.memberId, names[1]);
    await tell(bounce({ address: 'somebody.else@example.test' }));
    for (const { memberId, email } of [own, other]) {
      expect(await suppressionOf(email)).not.toBeNull();
      expect(await messageOf(memberId)).toMatchObject({ status: 'bounced' });
      expect(await eventsOf(memberId)).toHaveLength(1);
    }
  });

  it('for its mail is not known is tried again by the sweep, for seven days, and then given up for all to see', async () => {
    const { database, clock, programmeId } = world;
    const person = await world.addPerson();
    const early = bounce({ messageId: '<swept-0@giftshop.example>' });
    const stranger = bounce({ messageId: '<strangers-own@elsewhere.example>' });
    expect(await tell([early, stranger])).toMatchObject({ data: [{ status: 'unmatched' }, { status: 'unmatched' }] });
    await world.reserve([person], welcomeStep);
    await world.dispatchAll();
    const { memberId } = person;
    await database.message.updateMany({
      where: { memberId: BigInt(memberId) },
      data: { messageId: '<swept-0@giftshop.example>' },
    });

    const metrics = createMetrics();
    const { matchReportsPage } = createSweepActivities({ database, clock, metrics });
    const sweep = () => matchReportsPage({ programmeId, afterMemberId: '0' });
    expect(await sweep()).toEqual({ count: 1, nextAfterMemberId: '0' });
    expect(await suppressionOf(person.email)).not.toBeNull();
    expect(await eventsOf(memberId)).toMatchObject([{ type: 'message.bounced' }]);
    expect(await sweep()).toEqual({ count: 0, nextAfterMemberId: null });

    const unmatched = async () =>
      (await listUnmatched(database, programmeId, 100)).filter(({ id }) => id === stranger.id);
    expect(await unmatched()).toMatchObject([{ givenUpAt: null, triedUntil: new Date('2026-01-22T12:00:00Z') }]);
    clock.at('2026-01-22T12:00:00Z');
    expect((await sweep()).count).toBeGreaterThan(0);
    expect(await unmatched()).toMatchObject([{ givenUpAt: clock.now() }]);
    expect(await metrics.registry.metrics()).toMatch(/perennial_mail_reports_given_up_total [1-9]/);
  });

  it('beside ninety-nine that do has its own answer', async () => {
    const people = await world.addPeople(99);
    const good = people.map(({ email }) => bounce({ address: email }));
    const { status, data } = await tell([...good.slice(0, 50), { type: 'bounce', id: 'bad' }, ...good.slice(50)]);
    expect(status).toBe(200);
    const answers = data as { id: string; status: string; error?: object }[];
    expect(answers.filter((one) => one.status === 'taken')).toHaveLength(99);
    expect(answers[50]).toMatchObject({ id: 'bad', status: 'refused', error: { code: 'REPORT_INVALID', field: 'at' } });
    expect(
      await world.database.suppression.count({ where: { address: { in: people.map(({ email }) => email) } } }),
    ).toBe(99);
  });

  it('for the mail is still on its way ends the mail as bounced', async () => {
    const person = await world.addPerson();
    await world.reserve([person], welcomeStep);
    const { messageId } = await messageOf(person.memberId);
    let told: Promise<unknown> | undefined;
    const { mailServer } = world;
    await world.createDispatch({
      mailServer: {
        ...mailServer,
        send: async (mail, mayGo) => {
          const result = await mailServer.send(mail, mayGo);
          // The provider is quicker to tell of the bounce than we are to note that it took the mail.
          await (told ??= tell(bounce({ messageId })));
          return result;
        },
      },
    })({ programmeId: world.programmeId, channel: 'email' });
    expect(await messageOf(person.memberId)).toMatchObject({ status: 'bounced', reason: '550 no such user' });
  });
});

describe('What a report says in strange letters', () => {
  it.each([
    ['an id with blanks', { id: 'evt 1 of 2026-01-15 11:59' }],
    ['an id longer than an event may have', { id: 'x'.repeat(300) }],
  ])('%s: it is told to campaigns, once', async (_, changes) => {
    const person = await world.addPerson();
    const report = bounce({ address: person.email, ...changes });
    for (let times = 0; times < 2; times += 1) expect((await tell(report)).status).toBe(200);
    expect(await eventsOf(person.memberId)).toHaveLength(1);
  });

  it.each([
    ['a NUL in its id', { id: 'a\0b' }, 'id'],
    ['a NUL in its address', { address: 'a\0b@example.test' }, 'address'],
    ['half a character in its Message-ID', { messageId: '<\ud800@example.test>' }, 'messageId'],
    ['the year 1', { at: '0001-01-01T00:00:00Z' }, 'at'],
    ['the year 9999', { at: '9999-12-31T23:59:59Z' }, 'at'],
  ])('%s is refused by name, and the next is taken', async (_, changes, field) => {
    const person = await world.addPerson();
    const bad = bounce({ address: 'strange@example.test', ...changes });
    expect(await tell([bad, bounce({ address: person.email })])).toMatchObject({
      status: 200,
      data: [{ status: 'refused', error: { field } }, { status: 'taken' }],
    });
  });
});

describe('A bounce of which its provider says neither hard nor soft', () => {
  it.each([
    ['smtp; 550 5.1.1 user unknown', true],
    ['550 no such user', true],
    ['552 5.2.2 mailbox full', false],
    ['4.4.7 delivery time expired', false],
    ['550 5.7.1 message looks like spam', false],
    ['5.2.1 mailbox disabled', true],
  ])('%s: is it for good? %s', async (detail, hard) => {
    const person = await world.addPerson();
    await tell(bounce({ address: person.email, detail }));
    expect((await suppressionOf(person.email)) !== null).toBe(hard);
  });
});

describe('A complaint', () => {
  it('withdraws consent to marketing for good, and ends mails to the address', async () => {
    const person = await world.addPerson({ marketing: true });
    await tell(bounce({ type: 'complaint', address: person.email, detail: '' }));
    expect(await suppressionOf(person.email)).toMatchObject({ reason: 'complained' });
    expect(await world.database.consent.findMany({ where: { memberId: BigInt(person.memberId) } })).toMatchObject([
      { channel: 'email', granted: false, source: 'complaint' },
    ]);
    expect(await eventsOf(person.memberId)).toMatchObject([{ type: 'message.complained' }]);
    await world.database.suppression.deleteMany({ where: { address: person.email } });
    expect(await world.reserve([person], reminderStep)).toMatchObject([{ kind: 'refused', code: 'OPTED_OUT' }]);
  });
});

describe('A report is refused', () => {
  it('when it is not signed with the secret', async () => {
    const report = bounce({ address: 'ada@example.test' });
    const signatures = [() => '', () => 'sha256=00', () => sign('another body')];
    for (const signature of signatures) {
      expect(await tell(report, { signature })).toMatchObject({ status: 401, error: { code: 'SIGNATURE_INVALID' } });
    }
    expect(await suppressionOf('ada@example.test')).toBeNull();
  });

  it.each([
    [{ type: 'open' }, 400],
    [{ address: undefined }, 400],
    [{ at: 'yesterday' }, 400],
    [{ adress: 'ada@example.test' }, 400],
  ])('when it says %j', async (changes, status) => {
    expect(await tell(bounce({ address: 'ada@example.test', ...changes }))).toMatchObject({ status });
  });

  it('when there is no such programme', async () => {
    expect(await tell(bounce({ address: 'a@b.test' }), { programme: 'tea' })).toMatchObject({ status: 404 });
  });
});
