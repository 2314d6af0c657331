import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settleLost } from '../../modules/messaging/sending/rows-queue.ts';
import { textIdOf } from '../../modules/messaging/sending/reserve.ts';
import { expiryStep, reminderStep, welcomeStep } from '../support/mail-world.ts';
import { openTextWorld, type TextPerson, type TextWorld } from '../support/text-world.ts';
import type { Received, Reply } from '../support/webhook-receiver.ts';

let world: TextWorld;
let reply: (call: Received) => Reply;
let connection: Awaited<ReturnType<TextWorld['connect']>>;
beforeAll(async () => {
  world = await openTextWorld((call) => reply(call));
});
beforeEach(async () => {
  reply = () => ({ status: 202, body: JSON.stringify({ id: 'SM1' }) });
  world.clock.at('2026-01-15T12:00:00Z');
  world.receiver.received.length = 0;
  await world.database.message.deleteMany();
  await world.database.connection.deleteMany();
  await world.database.suppression.deleteMany();
  await define({ messageCaps: [], quietHours: null });
  connection = await world.connect(['sms', 'wechat']);
});
afterAll(() => world.close());

const bySms = { ...welcomeStep, channel: 'sms' } as const;
const marketing = { ...reminderStep, channel: 'sms' } as const;

async function define(changes: object): Promise<void> {
  await world.database.$executeRaw`
    UPDATE programme SET definition = definition || ${JSON.stringify(changes)}::jsonb WHERE id = ${world.programmeId}::smallint`;
}

async function sent(person: TextPerson) {
  await world.sendAll('sms');
  return world.messageOf(person);
}

describe('A text goes to the provider of its channel', () => {
  it('as documented JSON, signed as webhooks are, once', async () => {
    const person = await world.addPerson({ phone: '+44 (0)20 7946 0958' });
    await world.reserveText([person], bySms);
    const message = await sent(person);
    expect(message).toMatchObject({ status: 'sent', channel: 'sms', providerId: 'SM1', attempts: 1, reason: null });
    const [call] = world.receiver.received;
    const id = textIdOf(world.programmeId, `${person.enrolmentId}/welcome/1`);
    expect(JSON.parse(call?.body ?? '')).toEqual({
      ...{
        type: 'message.send',
        id,
        channel: 'sms',
        to: '+442079460958',
        text: expect.stringMatching(/100 points/) as string,
      },
      ...{ class: 'transactional', campaign: 'all', template: 'welcome', locale: 'en' },
      ...{ memberId: expect.stringMatching(/^m\d+$/) as string, sentAt: '2026-01-15T12:00:00.000Z' },
    });
    expect(call?.id).toBe(id);
    expect(() => new Webhook(connection.secret ?? '').verify(call?.body ?? '', call?.headers ?? {})).not.toThrow();
    expect(world.receiver.received).toHaveLength(1);
  });

  it('in the language of the member, with a title and a link where it has them', async () => {
    const [zh, we] = [
      await world.addPerson({ locale: 'zh-CN' }),
      await world.addPerson({ wechatOpenId: 'oUpF8uMuAJO', agreed: ['wechat'] }),
    ];
    await world.reserveText([zh], bySms);
    await world.reserveText([we], { ...reminderStep, channel: 'wechat' });
    await sent(zh);
    await world.sendAll('wechat');
    expect(world.bodies()).toMatchObject([
      { channel: 'sms', text: expect.stringMatching(/^欢迎/) as string, locale: 'zh-CN' },
      { channel: 'wechat', to: 'oUpF8uMuAJO', title: 'Your profile', url: 'https://shop.example/me' },
    ]);
  });

  it('with the way out that the reader has, and what is due at the moment it leaves', async () => {
    const [reader, holder] = [await world.addPerson({ agreed: ['sms'] }), await world.addPerson()];
    await world.earnPoints(holder.memberId, 40, '2026-01-22T00:00:00Z');
    await world.reserveText([reader], marketing);
    await world.reserveText([holder], { ...expiryStep, channel: 'sms' });
    await sent(reader);
    const texts = world.bodies().map(({ text }) => text);
    expect(texts).toContain('50 points wait for you. Reply STOP to opt out');
    expect(texts).toContainEqual(expect.stringMatching(/^40 points end on/));
  });

  it('never by a channel without a provider, without a text for it, or without a number', async () => {
    const [person, mute] = [await world.addPerson({ pushToken: 'tok' }), await world.addPerson({ phone: null })];
    const refusals = await Promise.all([
      world.reserveText([person], { ...welcomeStep, channel: 'push' }),
      world.reserveText([person], { ...welcomeStep, channel: 'wechat' }, 'b'),
      world.reserveText([mute], bySms),
      world.reserveText([person], marketing),
    ]);
    expect(refusals.flat()).toMatchObject([
      { kind: 'refused', code: 'CHANNEL_NOT_CONNECTED', reason: 'no provider is connected for push' },
      { kind: 'refused', code: 'ADDRESS_MISSING', reason: 'no WeChat OpenID' },
      { kind: 'refused', code: 'ADDRESS_MISSING', reason: 'no phone number' },
      { kind: 'refused', code: 'CONSENT_MISSING', reason: 'no consent to marketing by SMS' },
    ]);
  });

  it('or by the next channel of the programme, where the first may not', async () => {
    await define({ messageChannels: ['sms', 'email'] });
    const [called, mailed] = [await world.addPerson(), await world.addPerson({ phone: null })];
    await world.reserveText([called, mailed], welcomeStep);
    expect([await world.messageOf(called), await world.messageOf(mailed)]).toMatchObject([
      { channel: 'sms', messageId: expect.stringMatching(/^txt_/) as string },
      { channel: 'email' },
    ]);
    await world.database.$executeRaw`UPDATE programme SET definition = definition - 'messageChannels'`;
  });
});

describe('What a provider answers', () => {
  it('that it is busy puts a text off for as long as it asks, under the same id', async () => {
    const person = await world.addPerson();
    reply = () => ({ status: 429, headers: { 'retry-after': '120' }, body: '{"reason":"slow down"}' });
    await world.reserveText([person], bySms);
    expect(await sent(person)).toMatchObject({
      ...{ status: 'reserved', attempts: 1, reason: 'attempt 1: answered 429: slow down' },
      notBefore: new Date('2026-01-15T12:02:00Z'),
    });
    reply = () => ({ status: 200 });
    world.clock.at('2026-01-15T12:02:00Z');
    expect(await sent(person)).toMatchObject({ status: 'sent', attempts: 2, providerId: null });
    expect(new Set(world.receiver.ids()).size).toBe(1);
  });

  it('not at all is tried again, for it has no text twice; what would be too late is not', async () => {
    const [patient, urgent] = [await world.addPerson(), await world.addPerson()];
    reply = () => ({ never: true });
    await world.reserveText([patient], bySms);
    await world.reserveText([urgent], { ...bySms, deadlineAt: Date.parse('2026-01-15T12:00:04Z') });
    await sent(patient);
    expect(await world.messageOf(patient)).toMatchObject({ status: 'reserved', attempts: 1 });
    expect(await world.messageOf(urgent)).toMatchObject({
      status: 'dropped',
      reason: expect.stringMatching(/^too late for another attempt: no answer within/) as string,
    });
  });

  it('that a text is wrong ends it; that nobody is there, its address; that its reader wants no more, the consent', async () => {
    const [wrong, gone, done] = [
      await world.addPerson(),
      await world.addPerson(),
      await world.addPerson({ agreed: ['sms'] }),
    ];
    const answers: Record<string, object> = {
      [`${wrong.enrolmentId}/welcome/1`]: { reason: 'forbidden words' },
      [`${gone.enrolmentId}/welcome/1`]: { code: 'address_invalid', reason: 'no such number' },
      [`${done.enrolmentId}/welcome/1`]: { code: 'opted_out' },
    };
    reply = ({ id }) => {
      const key = Object.keys(answers).find((each) => textIdOf(world.programmeId, each) === id) ?? '';
      return { status: 422, body: JSON.stringify(answers[key]) };
    };
    await world.reserveText([wrong, gone, done], bySms);
    await sent(wrong);
    expect(await Promise.all([wrong, gone, done].map(world.messageOf))).toMatchObject([
      { status: 'failed', reason: 'the provider refused it: forbidden words' },
      { status: 'bounced', reason: 'no such number' },
      { status: 'suppressed' },
    ]);
    const more = await world.reserveText([wrong, gone, done], marketing, 'more');
    expect(more).toMatchObject([
      { code: 'CONSENT_MISSING' },
      { code: 'ADDRESS_SUPPRESSED', reason: 'the phone number is suppressed: bounced: no such number' },
      { code: 'OPTED_OUT' },
    ]);
  });

  it('that it does not know us holds everything, as nobody’s attempt, and is seen on the connection', async () => {
    const person = await world.addPerson();
    reply = () => ({ status: 401 });
    await world.reserveText([person], bySms);
    await world
      .dispatch(world.queue('sms'))
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'CHANNEL_UNAVAILABLE' }));
    expect(await world.messageOf(person)).toMatchObject({
      ...{ status: 'reserved', attempts: 0, reason: 'the provider takes nothing from us: answered 401' },
    });
    const { lastProblem } = await world.database.connection.findUniqueOrThrow({ where: { id: connection.id } });
    expect(lastProblem).toMatchObject({ code: 'CHANNEL_UNAVAILABLE', topic: 'message.send', message: 'answered 401' });
  });
});

describe('A text is never doubled', () => {
  it('when its sender dies between handing it over and noting that: the same id goes again, of marketing too', async () => {
    const person = await world.addPerson({ agreed: ['sms'] });
    await world.reserveText([person], marketing);
    const { id } = await world.messageOf(person);
    await world.database.$executeRaw`
      UPDATE message SET status = 'sending', attempts = 1, left_at = now(), lease_owner = 'dead', lease_until = clock_timestamp() - interval '1 s'
      WHERE id = ${id}`;
    await settleLost(world.database, world.queue('sms'));
    expect(await sent(person)).toMatchObject({ status: 'sent', attempts: 2 });
    expect(world.receiver.ids()).toEqual([textIdOf(world.programmeId, `${person.enrolmentId}/profile-reminder/1`)]);
  });

  it('by a provider that is not there: texts wait without an attempt, and mails go on', async () => {
    await world.database.connection.deleteMany();
    await world.connect(['sms'], 'http://localhost:1/');
    const [texted, mailed] = [await world.addPerson(), await world.addPerson()];
    await world.reserveText([texted], bySms);
    await world.reserveText([mailed], welcomeStep);
    await expect(world.dispatch(world.queue('sms'))).rejects.toMatchObject({ code: 'CHANNEL_UNAVAILABLE' });
    await world.dispatchAll();
    expect(await world.messageOf(texted)).toMatchObject({ status: 'reserved', attempts: 0 });
    expect(await world.messageOf(mailed)).toMatchObject({ status: 'sent' });
  });

  it('and a slow one keeps no mail waiting', async () => {
    reply = () => ({ afterMs: 900, status: 200 });
    const people = await Promise.all(Array.from({ length: 8 }, () => world.addPerson()));
    await world.reserveText(people, bySms);
    const mailed = await world.addPerson();
    await world.reserveText([mailed], welcomeStep);
    const startedAt = performance.now();
    const texts = world.sendAll('sms');
    await world.dispatch(world.queue('email'));
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(await world.messageOf(mailed)).toMatchObject({ status: 'sent' });
    await texts;
    expect(await world.database.message.count({ where: { channel: 'sms', status: 'sent' } })).toBe(8);
  });
});

describe('Caps and the night', () => {
  it('hold texts as they hold mails, each channel for itself, and count a shared number once', async () => {
    await define({ messageCaps: [{ class: 'marketing', channel: 'sms', max: 1, perDays: 7 }] });
    const twins = await Promise.all(
      [1, 2].map(() => world.addPerson({ phone: '+44 7700 900123', agreed: ['sms', 'email'] })),
    );
    await world.reserveText(twins, marketing);
    await world.reserveText(twins, reminderStep, 'mail');
    await world.sendAll('sms');
    await world.dispatchAll();
    const count = (channel: string) => world.database.message.count({ where: { channel, status: 'sent' } });
    expect([await count('sms'), await count('email')]).toEqual([1, 2]);
    world.clock.at('2026-01-15T12:05:00Z');
    await world.sendAll('sms');
    const waiting = await world.database.message.findFirstOrThrow({ where: { status: 'reserved' } });
    expect(waiting.reason).toBe('1 marketing SMS message in 7 days already');
  });

  it('keep a text until the morning of its member', async () => {
    await define({ quietHours: { from: '21:00', until: '08:00' } });
    world.clock.at('2026-01-15T22:00:00Z');
    const person = await world.addPerson({ agreed: ['sms'], zone: 'Europe/London' });
    await world.reserveText([person], marketing);
    expect(await world.messageOf(person)).toMatchObject({ notBefore: new Date('2026-01-16T08:00:00Z') });
  });
});
