import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MessageCap } from '../../modules/programme/rules-message-limits.ts';
import { type MailWorld, openMailWorld, queueOf, reminderStep, welcomeStep } from '../support/mail-world.ts';

let world: MailWorld;
let caughtBefore: number;
beforeAll(async () => {
  world = await openMailWorld();
});
beforeEach(async () => {
  world.clock.at('2026-01-15T12:00:00Z');
  caughtBefore = world.catcher.messages().length;
  await world.database.message.deleteMany();
  await capAt({ class: 'marketing', channel: 'email', max: 2, perDays: 7 });
});
afterAll(() => world.close());

async function capAt(...caps: MessageCap[]): Promise<void> {
  await world.database.$executeRaw`
    UPDATE programme SET definition = definition || ${JSON.stringify({ messageCaps: caps })}::jsonb WHERE id = ${world.programmeId}::smallint`;
}

type Person = Awaited<ReturnType<MailWorld['addPerson']>>;
const caught = () => world.catcher.messages().length - caughtBefore;
const rows = ({ memberId }: Person) =>
  world.database.message.findMany({ where: { memberId: BigInt(memberId) }, orderBy: { id: 'asc' } });
const ask = (person: Person, key: string, changes: object = {}) =>
  world.reserve([person], { ...reminderStep, ...changes }, key);
async function sendAt(text: string): Promise<void> {
  world.clock.at(text);
  await world.dispatchAll();
}

describe('At most two marketing mails in seven days', () => {
  it('the third waits until the first is a week old, whatever campaign it is of', async () => {
    const person = await world.addPerson({ marketing: true });
    for (const [key, time] of [
      ['a', '2026-01-15T12:00:00Z'],
      ['b', '2026-01-17T15:00:00Z'],
    ] as const) {
      world.clock.at(time);
      await ask(person, key);
      await world.dispatchAll();
    }
    world.clock.at('2026-01-18T10:00:00Z');
    await ask(person, 'c');
    await world.dispatchAll();
    expect((await rows(person))[2]).toMatchObject({
      status: 'reserved',
      reason: '2 marketing mails in 7 days already',
      notBefore: new Date('2026-01-22T12:00:00Z'),
      attempts: 0,
    });
    await sendAt('2026-01-22T11:59:59Z');
    expect(caught()).toBe(2);
    await sendAt('2026-01-22T12:00:00Z');
    expect(caught()).toBe(3);
    expect((await rows(person))[2]).toMatchObject({ status: 'sent', reason: null });
  });

  it('it waits for the morning where the member lives when the slot comes free at night', async () => {
    const person = await world.addPerson({ marketing: true, zone: 'Asia/Shanghai' });
    // 20:50 in Shanghai, ten minutes before the quiet hours; a slow mail server may well take that long.
    world.clock.at('2026-01-15T12:50:00Z');
    for (const key of ['a', 'b']) await ask(person, key);
    await world.dispatchAll();
    await world.database.$executeRaw`UPDATE message SET left_at = '2026-01-15T13:10:00Z' WHERE status = 'sent'`;
    world.clock.at('2026-01-16T03:00:00Z');
    await ask(person, 'c');
    await world.dispatchAll();
    expect((await rows(person))[2]?.notBefore).toEqual(new Date('2026-01-23T01:00:00Z'));
  });

  it('it is dropped with the reason when its deadline comes first', async () => {
    const person = await world.addPerson({ marketing: true });
    for (const key of ['a', 'b']) await ask(person, key);
    await ask(person, 'offer', { deadlineAt: Date.parse('2026-01-20T12:00:00Z') });
    await world.dispatchAll();
    await sendAt('2026-01-15T12:01:00Z');
    expect((await rows(person))[2]).toMatchObject({
      status: 'dropped',
      reason: '2 marketing mails in 7 days already, and its deadline passed',
    });
  });

  it('without a deadline it is dropped when its turn would come two weeks after it was asked for', async () => {
    await capAt({ class: 'marketing', channel: 'email', max: 2, perDays: 30 });
    const person = await world.addPerson({ marketing: true });
    for (const key of ['a', 'b']) await ask(person, key);
    await world.dispatchAll();
    world.clock.at('2026-01-16T10:00:00Z');
    await ask(person, 'c');
    await world.dispatchAll();
    expect((await rows(person))[2]).toMatchObject({ status: 'dropped' });
  });

  it('neither notices nor what a member has just asked for wait, nor do they count', async () => {
    const person = await world.addPerson({ marketing: true });
    for (let number = 0; number < 5; number++) {
      await world.reserve([person], { ...welcomeStep, class: number % 2 ? 'service' : 'transactional' }, `n${number}`);
    }
    await ask(person, 'a');
    await world.dispatchAll();
    expect(caught()).toBe(6);
  });

  it.each([
    ['sent', 1],
    ['unknown', 1],
    ['bounced', 2],
    ['failed', 2],
    ['dropped', 2],
  ])('one that ended as %s leaves room for %i more', async (status, more) => {
    const person = await world.addPerson({ marketing: true });
    await ask(person, 'before');
    await world.dispatchAll();
    await world.database.message.updateMany({ data: { status, reason: 'by the test' } });
    caughtBefore = world.catcher.messages().length;
    for (const key of ['a', 'b', 'c']) await ask(person, key);
    await world.dispatchAll();
    await sendAt('2026-01-15T12:05:00Z');
    expect(caught()).toBe(more);
  });
});

describe('When several campaigns want the same slot', () => {
  beforeEach(() => capAt({ class: 'marketing', channel: 'email', max: 1, perDays: 7 }));

  it('the one with the lower priority number goes first, though it was asked for last', async () => {
    const person = await world.addPerson({ marketing: true });
    world.clock.at('2026-01-15T09:00:00Z');
    await ask(person, 'newsletter');
    world.clock.at('2026-01-15T09:30:00Z');
    await ask(person, 'birthday');
    await world.database.$executeRaw`UPDATE message SET priority = 10 WHERE key LIKE '%birthday%'`;
    await world.dispatchAll();
    await sendAt('2026-01-15T09:40:00Z');
    expect(await rows(person)).toMatchObject([
      { status: 'reserved', reason: '1 marketing mail in 7 days already', notBefore: new Date('2026-01-22T09:30:00Z') },
      { status: 'sent' },
    ]);
  });

  it('the other one goes when the first comes to nothing', async () => {
    const person = await world.addPerson({ marketing: true });
    await ask(person, 'newsletter');
    await ask(person, 'birthday', { deadlineAt: Date.parse('2026-01-15T12:00:00Z') });
    await world.database.$executeRaw`UPDATE message SET priority = 10 WHERE key LIKE '%birthday%'`;
    const [, first] = await rows(person);
    // In the hands of another dispatcher, which turns out to be too late with it.
    await world.database.message.update({
      where: { id: first?.id ?? 0n },
      data: { leaseOwner: 'another', leaseUntil: new Date(Date.now() + 60_000) },
    });
    await world.dispatchAll();
    expect(caught()).toBe(0);
    expect((await rows(person))[0]?.reason).toBe('gives way to another message that goes first');
    await world.database.message.updateMany({ data: { leaseOwner: null, leaseUntil: null } });
    await sendAt('2026-01-15T12:01:01Z');
    await sendAt('2026-01-15T12:02:02Z');
    expect(await rows(person)).toMatchObject([{ status: 'sent' }, { status: 'dropped' }]);
  });

  it('two dispatchers at once never send more than the cap allows', async () => {
    await capAt({ class: 'marketing', channel: 'email', max: 2, perDays: 7 });
    const people = await world.addPeople(12, { marketing: true });
    for (let number = 0; number < 12; number++) await world.reserve(people, reminderStep, `m${number}`);
    const dispatchers = [1, 2, 3, 4].map(() => world.createDispatch({}));
    for (let minute = 0; minute < 6; minute++) {
      world.clock.at(`2026-01-15T12:${String(minute * 2).padStart(2, '0')}:00Z`);
      for (let round = 0; round < 3; round++)
        await Promise.all(dispatchers.map((dispatch) => dispatch(queueOf(world))));
    }
    await world.dispatchAll();
    const sent = await Promise.all(people.map(async (person) => (await rows(person)).filter((row) => row.sentAt)));
    expect(sent.map((one) => one.length)).toEqual(people.map(() => 2));
  });

  it('nor do two that do not see the same queue: what is due to one is not yet due to the other', async () => {
    const people = await world.addPeople(150, { marketing: true });
    await world.reserve(people, reminderStep, 'newsletter');
    await world.reserve(people, reminderStep, 'birthday');
    await world.database.$executeRaw`
      UPDATE message SET priority = 10, not_before = '2026-01-15T12:01:00Z' WHERE key LIKE '%birthday%'`;
    const clockAt = (text: string) => ({ ...world.clock, now: () => new Date(text) });
    const behind = world.createDispatch({ clock: clockAt('2026-01-15T12:00:30Z') });
    const ahead = world.createDispatch({ clock: clockAt('2026-01-15T12:01:30Z') });
    // Either of them may come first, and what gives way waits for a later page.
    for (let round = 0; round < 3; round++) await Promise.all([behind(queueOf(world)), ahead(queueOf(world))]);
    expect(caught()).toBe(150);
  });
});
