import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageIdOf } from '../../modules/messaging/sending/reserve.ts';
import { expiryStep, type MailWorld, openMailWorld, reminderStep, welcomeStep } from '../support/mail-world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.close());

const serviceStep = { ...welcomeStep, class: 'service' } as const;

describe('A message is reserved in the transaction of its step', () => {
  it('once for a key, however often the step is performed', async () => {
    const person = await world.addPerson();
    const [first] = await world.reserve([person], welcomeStep);
    const [second] = await world.reserve([person], { ...welcomeStep, variables: {} });
    expect(second).toEqual(first);
    const rows = await world.database.message.findMany({ where: { memberId: BigInt(person.memberId) } });
    expect(rows).toMatchObject([
      {
        status: 'reserved',
        class: 'transactional',
        priority: 50,
        locale: 'en',
        variables: welcomeStep.variables,
        // Made from the key alone, so that it is the same whatever happens to the row.
        messageId: messageIdOf(world.programmeId, `${person.enrolmentId}/welcome/1`, 'club@giftshop.example'),
      },
    ]);
  });

  it('or not at all, with all the others of a batch, when the campaign has no such template', async () => {
    const person = await world.addPerson();
    const both = world.reserve([person, person], { ...welcomeStep, template: 'farewell' });
    await expect(both).rejects.toThrow(/has no template "farewell"/);
    expect(await world.database.message.count({ where: { memberId: BigInt(person.memberId) } })).toBe(0);
  });

  it('for 500 members at once as fast as for one', async () => {
    const people = await world.addPeople(500, { marketing: true });
    const startedAt = performance.now();
    const outcomes = await world.reserve(people, reminderStep);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(outcomes).toHaveLength(500);
    expect(outcomes.every(({ kind }) => kind === 'applied')).toBe(true);
  });

  it.each([
    [{}, 'en'],
    [{ locale: 'zh-CN' }, 'zh-CN'],
    [{ locale: 'zh-Hans' }, 'zh-CN'],
    [{ locale: 'fr' }, 'en'],
  ])('in the language of the member, or else of the programme: %j reads %s', async (options, locale) => {
    const [outcome] = await world.reserve([await world.addPerson(options)], welcomeStep);
    expect(outcome).toMatchObject({ kind: 'applied', data: { locale } });
  });
});

describe('A Message-ID', () => {
  it('is the same for the same step, and different for every other', () => {
    expect(messageIdOf(1, 'e1/welcome/1', 'club@shop.example')).toMatch(/^<[0-9a-f]{32}@shop\.example>$/);
    expect(messageIdOf(1, 'e1/welcome/1', 'club@shop.example')).toBe(messageIdOf(1, 'e1/welcome/1', 'x@shop.example'));
    expect(messageIdOf(1, 'e1/welcome/1', 'a@b.example')).not.toBe(messageIdOf(2, 'e1/welcome/1', 'a@b.example'));
  });
});

describe('A message is refused, with the reason', () => {
  it.each([
    ['marketing without consent', {}, reminderStep, 'CONSENT_MISSING'],
    ['marketing after a no', { marketing: false }, reminderStep, 'OPTED_OUT'],
    ['a service notice to who stopped them', { service: false }, serviceStep, 'OPTED_OUT'],
    ['anything without an address', { email: null }, welcomeStep, 'ADDRESS_MISSING'],
    ['anything to what is no address', { email: 'nobody' }, welcomeStep, 'ADDRESS_INVALID'],
  ])('%s', async (_, options, step, code) => {
    const [outcome] = await world.reserve([await world.addPerson(options)], step);
    expect(outcome).toMatchObject({ kind: 'refused', code, reason: expect.any(String) });
  });

  it('to an address that bounced, in whatever way it is written', async () => {
    await world.database.suppression.create({
      data: {
        programmeId: world.programmeId,
        channel: 'email',
        address: 'gone@example.test',
        reason: 'bounced: 550 no such user',
        since: new Date(),
      },
    });
    const [outcome] = await world.reserve([await world.addPerson({ email: ' Gone@Example.test' })], welcomeStep);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'ADDRESS_SUPPRESSED', reason: /550 no such user/ });
  });

  it('one of many, and the others go', async () => {
    const people = [await world.addPerson(), await world.addPerson({ email: null }), await world.addPerson()];
    const outcomes = await world.reserve(people, welcomeStep);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['applied', 'refused', 'applied']);
  });
});

describe('A message of the night is reserved for the morning', () => {
  it.each([
    ['of the programme', {}, '2026-01-16T09:00:00Z'],
    ['of the member', { zone: 'America/New_York' }, '2026-01-15T23:00:00Z'],
    ['of the member, further east', { zone: 'Asia/Shanghai' }, '2026-01-16T01:00:00Z'],
  ])('in the zone %s', async (_, options, notBefore) => {
    world.clock.at('2026-01-15T23:00:00Z');
    const [outcome] = await world.reserve([await world.addPerson(options)], serviceStep);
    expect(outcome).toMatchObject({ kind: 'applied', data: { notBefore: Date.parse(notBefore) } });
  });

  it('unless it is transactional', async () => {
    world.clock.at('2026-01-15T23:00:00Z');
    const [outcome] = await world.reserve([await world.addPerson()], welcomeStep);
    expect(outcome).toMatchObject({ data: { notBefore: Date.parse('2026-01-15T23:00:00Z') } });
  });

  it('and not at all when that is too late', async () => {
    world.clock.at('2026-01-15T23:00:00Z');
    const step = { ...serviceStep, deadlineAt: Date.parse('2026-01-16T08:00:00Z') };
    const [outcome] = await world.reserve([await world.addPerson()], step);
    expect(outcome).toEqual({ kind: 'skipped', reason: expect.stringMatching(/^too late/) });
  });
});

describe('A countdown message is reserved only while points are left to expire', () => {
  it('in its window', async () => {
    world.clock.at('2026-01-15T12:00:00Z');
    const [rich, poor, later] = await world.addPeople(3);
    await world.earnPoints(rich?.memberId ?? '', 30, '2026-01-22T23:59:59.999Z');
    await world.earnPoints(later?.memberId ?? '', 30, '2026-01-27T00:00:00.001Z');
    const outcomes = await world.reserve(
      [rich, poor, later].flatMap((one) => one ?? []),
      expiryStep,
    );
    expect(outcomes.map((outcome) => (outcome.kind === 'skipped' ? outcome.reason : outcome.kind))).toEqual([
      'applied',
      'nothing left to expire',
      'nothing left to expire',
    ]);
  });
});
