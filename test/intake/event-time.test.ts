import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { openStoryWorld, type StoryWorld } from '../support/story-world.ts';
import { testClock } from '../support/test-clock.ts';

// A shop tells of things when it gets to it: a nightly re-sync, a queue that stood still. What counts is when they happened.
const launchedAt = new Date('2026-03-30T08:00:00Z');
const today = new Date('2026-03-31T09:00:00Z');
const beforeLaunch = new Date('2026-03-20T09:00:00Z');
const afterLaunch = new Date('2026-03-30T21:00:00Z');

let world: StoryWorld;
const clock = testClock(launchedAt.toISOString());
beforeAll(async () => {
  world = await openStoryWorld({ startAt: launchedAt, clock });
  await world.happen('regular', 'member.joined', { email: 'regular@members.example' }, beforeLaunch);
  await world.launch('onboarding-gift', {
    exitOn: [{ event: 'shop.left', reason: 'left the shop' }],
    'settings.endAfterDays': 30,
  });
  await world.launch('check-in-streak', {
    exitOn: [{ event: 'shop.left', reason: 'left the shop' }],
    reentry: { afterDays: 1 },
  });
  clock.at(today.toISOString());
});
afterAll(() => world.stop());

const joined = (member: string, at: Date) =>
  world.happen(member, 'member.joined', { email: `${member}@members.example`, consent: { email: true } }, at);
const welcomeOf = (member: string) => world.enrolmentOf(member, 'onboarding-gift');
/** What the stories of a member will hear of. */
async function heardOf(member: string): Promise<string[]> {
  const { id: memberId } = await world.memberOf(member);
  const enrolments = await world.database.enrolment.findMany({ where: { memberId } });
  const signals = await world.database.signalOutbox.findMany({
    where: { enrolmentId: { in: enrolments.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
  });
  const events = await world.database.event.findMany({
    where: { id: { in: signals.flatMap(({ eventId }) => eventId ?? []) } },
    orderBy: { id: 'asc' },
  });
  return events.map(({ type, occurredAt }) => `${type} of ${occurredAt.toISOString().slice(0, 10)}`);
}

describe('the welcome is for who is new', () => {
  it('takes in whoever joined since the launch, from the time of joining on', async () => {
    expect(await joined('newcomer', afterLaunch)).toMatchObject({ enrolled: [expect.anything()] });
    expect(await welcomeOf('newcomer')).toMatchObject({
      enteredAt: afterLaunch,
      enrolledAt: today,
      input: { occurredAt: afterLaunch.getTime() },
    });
  });

  it.each([
    ['in 2019', '2019-05-01T10:00:00Z'],
    ['in 1970, as a shop without a date says', '1970-01-01T00:00:00Z'],
    ['a week before the launch', '2026-03-23T10:00:00Z'],
    ['a moment before the launch', new Date(launchedAt.getTime() - 1).toISOString()],
  ])('does not take in whoever joined %s and is heard of today', async (_, at) => {
    const member = `of-${at.slice(0, 10)}`;
    expect(await joined(member, new Date(at))).toMatchObject({ kind: 'accepted', enrolled: [] });
    expect(await welcomeOf(member)).toBeNull();
  });

  it('does not take in a member who is there already, whatever date a re-sync gives', async () => {
    const answer = await joined('regular', today);
    expect(answer).toMatchObject({
      enrolled: [],
      result: { note: 'the member had joined before: the profile was brought up to date' },
    });
    expect(await welcomeOf('regular')).toBeNull();
  });

  it('takes a field of the shop’s own that is called "new" for nothing but a field', async () => {
    await world.happen('regular', 'member.joined', { new: true, referred: true, profileComplete: true });
    expect(await welcomeOf('regular')).toBeNull();
  });

  it('is left as it is when every customer is told of again', async () => {
    const before = await world.database.enrolment.count();
    for (const member of ['regular', 'newcomer', 'of-2019-05-01']) {
      await joined(member, today);
      await world.happen(member, 'member.updated', { email: `${member}@members.example`, zone: 'Europe/London' });
    }
    expect(await world.database.enrolment.count()).toBe(before);
    // It is kept for a story that asks, and is none of what this one waits for.
    expect(await heardOf('newcomer')).toEqual(['member.updated of 2026-03-31']);
    const told = { type: 'member.updated', data: { path: ['profileComplete'], equals: true } };
    expect(await world.database.event.count({ where: told })).toBe(0);
  });
});

describe('a nightly re-sync of customers, one of each kind', () => {
  const sent: readonly (readonly [who: string, occurredAt: unknown, comesTo: object])[] = [
    ['of the year 1', '0001-01-01T00:00:00Z', { kind: 'refused', code: 'EVENT_INVALID', field: 'occurredAt' }],
    ['three minutes ahead', '2026-03-31T09:03:00Z', { kind: 'accepted', enrolled: [{}] }],
    ['a day ahead', '2026-04-01T09:00:00Z', { kind: 'refused', code: 'DATE_IN_FUTURE' }],
    ['without a zone', '2026-03-30T21:00:00', { kind: 'refused', field: 'occurredAt' }],
    ['in the hour that the clock skips', '2026-03-29T02:30:00+01:00', { kind: 'accepted', enrolled: [] }],
    ['in seconds since 1970', 1_774_900_000, { kind: 'refused', field: 'occurredAt' }],
    ['on the 30th of February', '2026-02-30T10:00:00Z', { kind: 'refused', field: 'occurredAt' }],
  ];
  it.each(sent)('%s', async (who, occurredAt, comesTo) => {
    const event = { id: `sync ${who}`.replaceAll(' ', '-'), type: 'member.joined', memberId: who.replaceAll(' ', '-') };
    const [answer] = await ingestEvents(world, world.programme.id, [
      { ...event, occurredAt: occurredAt as string, data: {} },
    ]);
    expect(answer).toMatchObject(comesTo);
  });

  it('an order, its member and the order again: once, and it is the first order', async () => {
    const order = { id: 'o1', type: 'order.placed', memberId: 'ooo', occurredAt: '2026-03-30T22:00:00Z' };
    const join = { id: 'j1', type: 'member.joined', memberId: 'ooo', occurredAt: '2026-03-30T21:00:00Z', data: {} };
    const placed = { ...order, data: { orderId: 'ooo-1', amountMinor: 5_000 } };
    const kinds = (await ingestEvents(world, world.programme.id, [placed, join, { ...placed, id: 'o2' }])).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(['accepted', 'accepted', 'duplicate']);
    expect(await heardOf('ooo')).toEqual(['order.placed of 2026-03-30']);
  });
});

describe('an event of before a member came in', () => {
  const order = (member: string, orderId: string, at: Date) =>
    world.happen(member, 'order.placed', { orderId, amountMinor: 5_000 }, at);

  it('is taken, and is not the first order that the welcome waits for', async () => {
    await joined('late', afterLaunch);
    expect(await order('late', 'L-2019', new Date('2019-04-01T10:00:00Z'))).toMatchObject({ points: 50 });
    expect(await heardOf('late')).toEqual([]);
    await order('late', 'L-2026', today);
    expect(await heardOf('late')).toEqual(['order.placed of 2026-03-31']);
  });

  it('takes nobody out by an exit rule; one of since then does, at its own time', async () => {
    await joined('leaver', afterLaunch);
    await world.happen('leaver', 'shop.left', {}, beforeLaunch);
    expect(await welcomeOf('leaver')).toMatchObject({ status: 'active' });
    const at = new Date(afterLaunch.getTime() + 60_000);
    await world.happen('leaver', 'shop.left', {}, at);
    expect(await welcomeOf('leaver')).toMatchObject({ status: 'exited', reason: 'left the shop' });
  });
});

describe('an event that was heard of before the one that brings a member in', () => {
  it('counts when it happened later: who has left is out at once', async () => {
    await joined('early', beforeLaunch);
    await world.happen('early', 'shop.left', {}, new Date('2026-03-31T08:00:00Z'));
    await world.happen('early', 'checkin.done', {}, new Date('2026-03-31T07:00:00Z'));
    expect(await world.enrolmentOf('early', 'check-in-streak')).toMatchObject({
      status: 'exited',
      reason: 'left the shop',
      enteredAt: new Date('2026-03-31T07:00:00Z'),
    });
  });

  it('does not count when it happened earlier', async () => {
    await joined('back', beforeLaunch);
    await world.happen('back', 'shop.left', {}, new Date('2026-03-31T06:00:00Z'));
    await world.happen('back', 'checkin.done', {}, new Date('2026-03-31T07:00:00Z'));
    expect(await world.enrolmentOf('back', 'check-in-streak')).toMatchObject({ status: 'active' });
  });
});

describe('coming in again', () => {
  const enrolments = async (member: string) =>
    world.database.enrolment.count({
      where: { memberId: (await world.memberOf(member)).id, campaignId: await streaks() },
    });
  const streaks = async () =>
    (await world.database.campaign.findFirstOrThrow({ where: { code: 'check-in-streak' } })).id;

  it('counts days of the member’s calendar from the end of the last time, by the time of the event', async () => {
    // The clock goes forward in the night to the 29th of March: that day has 23 hours.
    await world.database.campaign.updateMany({ data: { launchedAt: new Date('2026-03-01T00:00:00Z') } });
    await world.happen('again', 'member.joined', { zone: 'Europe/London' }, beforeLaunch);
    await world.happen('again', 'checkin.done', {}, new Date('2026-03-28T10:00:00Z'));
    const { id } = (await world.enrolmentOf('again', 'check-in-streak'))!;
    const over = { status: 'done', reason: 'test', endedAt: new Date('2026-03-28T12:00:00Z') };
    await world.database.enrolment.update({ where: { id }, data: over });
    await world.happen('again', 'checkin.done', {}, new Date('2026-03-29T10:59:00Z'));
    expect(await enrolments('again')).toBe(1);
    await world.happen('again', 'checkin.done', {}, new Date('2026-03-30T08:00:00Z'));
    expect(await enrolments('again')).toBe(2);
  });
});
