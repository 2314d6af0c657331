import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventInput } from '../../modules/intake/ingest.ts';
import type { JsonObject } from '../../values/json.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

const { database } = await freshDatabase();

/** Everything that is kept of Anna, but for ids of rows. */
async function profileOf(programmeId: number) {
  const member = await database.member.findFirst({ where: { programmeId }, include: { profile: true } });
  const memberId = member?.id ?? 0n;
  const [consents, identities, addresses] = await Promise.all([
    database.consent.findMany({ where: { memberId }, select: { channel: true, granted: true, changedAt: true } }),
    database.memberIdentity.findMany({
      ...{ where: { memberId }, orderBy: [{ kind: 'asc' }, { hash: 'asc' }] },
      select: { kind: true, hash: true, seenAt: true },
    }),
    database.memberAddress.findMany({ where: { memberId }, orderBy: { hash: 'asc' } }),
  ]);
  const { zone, locale, tags, joinedAt, profileCompletedAt, profile } = member ?? {};
  const { email, phone, name, birthday, attributes, updatedAt, emailSince, mailboxes, fieldTimes } = profile ?? {};
  return {
    ...{ zone, locale, tags, joinedAt, profileCompletedAt, email, phone, name, birthday, attributes, updatedAt },
    ...{ emailSince, mailboxes, fieldTimes, consents, identities },
    addresses: addresses.map(({ hash, seenAt }) => ({ hash, seenAt })),
  };
}

describe('News of a member that comes late', () => {
  it('changes nothing that a newer event has said: address, name, zone, language, consent', async () => {
    const { send, programmeId } = await openShop(database);
    const event = (id: string, type: string, occurredAt: string, data: JsonObject): EventInput => {
      return { id, type, memberId: 'late-p', occurredAt, data };
    };
    await send(
      event('Z1', 'member.joined', '2026-04-01T10:00:00Z', {
        ...{ email: 'late-old@example.com', name: 'Old Name', zone: 'Europe/London', consent: { email: true } },
      }),
    );
    await send(
      event('Z2', 'member.updated', '2026-04-20T10:00:00Z', {
        ...{ email: 'late-new@example.com', name: 'New Name', zone: 'America/New_York', locale: 'zh-CN' },
        consent: { email: false },
      }),
    );
    await send(
      event('Z3', 'member.updated', '2026-04-10T10:00:00Z', {
        ...{ email: 'late-mid@example.com', name: 'Mid Name', zone: 'Asia/Tokyo', locale: 'en', favourite: 'tea' },
        consent: { email: true },
      }),
    );
    expect(await profileOf(programmeId)).toMatchObject({
      ...{ email: 'late-new@example.com', name: 'New Name', zone: 'America/New_York', locale: 'zh-CN' },
      // What nothing newer has spoken of is news, however late.
      attributes: { favourite: 'tea' },
      consents: [{ channel: 'email', granted: false }],
      joinedAt: new Date('2026-04-01T10:00:00Z'),
      updatedAt: new Date('2026-04-20T10:00:00Z'),
    });
  });

  it('does not bring back what was cleared after it', async () => {
    const { send, event, programmeId } = await openShop(database);
    const on = (day: number) => ({ occurredAt: `2026-05-0${day}T10:00:00Z` });
    await send(event('member.joined', { name: 'Anna' }, on(1)));
    await send(event('member.updated', { phone: null, birthday: null, favourite: null, tags: [] }, on(4)));
    await send(
      event(
        'member.updated',
        { phone: '+44 20 7946 0958', birthday: '1990-05-17', favourite: 'tea', tags: ['vip'] },
        on(3),
      ),
    );
    expect(await profileOf(programmeId)).toMatchObject({
      ...{ name: 'Anna', phone: null, birthday: null, attributes: { favourite: null }, tags: [] },
    });
  });

  it('finds a profile from before this was kept as of the day on which it last changed', async () => {
    const { send, event, programmeId } = await openShop(database);
    const on = (day: number) => ({ occurredAt: `2026-05-0${day}T10:00:00Z` });
    await send(event('member.joined', { email: 'anna@example.com', name: 'Anna', favourite: 'tea' }, on(4)));
    await database.$executeRaw`
      UPDATE member_profile SET field_times = NULL, mailboxes = NULL FROM member m
      WHERE m.id = member_id AND m.programme_id = ${programmeId}::smallint`;
    await send(event('member.updated', { name: 'Ann', phone: '+442079460958', favourite: 'milk' }, on(2)));
    expect(await profileOf(programmeId)).toMatchObject({
      ...{ name: 'Anna', phone: '+442079460958', attributes: { favourite: 'tea' }, emailSince: null },
    });
    await send(event('member.updated', { name: 'Anne', email: 'anne@example.com' }, on(5)));
    expect(await profileOf(programmeId)).toMatchObject({
      ...{ name: 'Anne', email: 'anne@example.com', emailSince: new Date('2026-05-05T10:00:00Z') },
    });
  });
});

const day = fc.integer({ min: 1, max: 9 });
const text = <Value>(...values: Value[]) => fc.option(fc.constantFrom(...values), { nil: null });
const change = fc.record(
  {
    email: text('a@example.com', 'A@Example.com', 'b@example.com'),
    phone: text('+442079460958', '+442079460959'),
    name: text('Anna', 'Ann', 'Anne'),
    birthday: text('1990-05-17', '1991-01-01'),
    zone: text('Europe/London', 'Asia/Tokyo'),
    locale: text('en', 'zh-CN'),
    tags: fc.subarray(['vip', 'tea']),
    consent: fc.record({ email: fc.boolean() }),
    ip: fc.constantFrom('203.0.113.7', '203.0.113.8'),
    deviceId: fc.constantFrom('phone', 'tablet'),
    favourite: text<JsonObject[string]>('tea', 'milk', 7),
    shoeSize: text<JsonObject[string]>(38, 39),
  },
  { requiredKeys: [] },
);
const history = fc
  .array(fc.tuple(fc.constantFrom('member.joined', 'member.updated', 'member.updated'), day, change), {
    ...{ minLength: 2, maxLength: 7 },
  })
  .map((events) =>
    events.map(([type, on, data], place): EventInput => {
      // Events of one day are told apart by their ids: e9 comes before e10.
      return { id: `e${place + 6}`, type, memberId: 'anna', occurredAt: `2026-05-0${on}T10:00:00Z`, data };
    }),
  );

describe('Whatever happens to a member', () => {
  it('comes to the same profile in any order of arrival, cut into whatever batches', async () => {
    const joined: EventInput = {
      id: 'e1',
      type: 'member.joined',
      memberId: 'anna',
      occurredAt: '2026-05-05T10:00:00Z',
    };
    await fc.assert(
      fc.asyncProperty(
        history.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.integer({ min: 1, max: 4 }),
          ),
        ),
        async (args) => {
          const [events, shuffled, size] = args;
          const [one, other] = [await openShop(database), await openShop(database)];
          await one.send(joined, ...events);
          await other.send(joined);
          for (let from = 0; from < shuffled.length; from += size)
            await other.send(...shuffled.slice(from, from + size));
          expect(await profileOf(other.programmeId)).toEqual(await profileOf(one.programmeId));
        },
      ),
      { numRuns: 40 },
    );
  });
});
