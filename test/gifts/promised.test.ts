import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outcomesOf } from '../../activities/outcomes.ts';
import { redeemCoupons } from '../../modules/coupons/move.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { inTransaction } from '../../platform/database.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { MessageStep } from '../../workflows/steps.ts';
import { type MailWorld, openMailWorld, reminderStep } from '../support/mail-world.ts';

type Person = Awaited<ReturnType<MailWorld['addPerson']>>;

const noon = '2026-01-15T12:00:00Z';
const evening = '2026-01-15T22:00:00Z';
const morning = '2026-01-16T09:00:00Z';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
}, 30_000);
/** Moves the programme's clock, for the database as well: a gift is taken back where its message ends. */
async function at(instant: string): Promise<void> {
  world.clock.at(instant);
  const standsAt = new Date(instant);
  await world.database.programmeClock.upsert({ where: { id: 1 }, create: { standsAt }, update: { standsAt } });
}
beforeEach(async () => {
  await at(noon);
  await world.database.message.deleteMany();
});
afterAll(() => world.close());

const offer = { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 14 } as const;
const withCoupon: MessageStep = {
  ...{ kind: 'message', name: 'offer', template: 'gift-coupon-expiring', channel: 'email', class: 'marketing' },
  variables: { couponName: offer.name, couponCode: '', couponUntil: 0 },
  gives: { kind: 'coupon', offer, reason: 'Win-back', tells: { couponCode: 'code', couponUntil: 'expiresAt' } },
};
const withPoints: MessageStep = {
  ...{ ...reminderStep, kind: 'message', name: 'offer' },
  gives: { kind: 'points', points: 100, expiresInDays: 14, reason: 'Welcome back', tells: { until: 'expiresAt' } },
};

/** Asks for messages as a cohort's stories do, in one transaction. */
async function promise(people: readonly Person[], step: MessageStep): Promise<readonly Outcome[]> {
  const { programmeId, campaignId, campaignVersionId, clock, database } = world;
  const context = { programmeId, campaignId, campaignVersionId, now: clock.now() };
  const requests = people.map(({ memberId, enrolmentId }) => {
    const key = `${enrolmentId}/offer/${randomUUID()}`;
    return { key, enrolmentId, memberId, at: clock.now().getTime(), step };
  });
  return inTransaction(database, (tx) => outcomesOf(tx, context, requests));
}

async function has({ memberId }: Person) {
  const where = { memberId: BigInt(memberId) };
  const [coupons, balance] = await Promise.all([
    world.database.ledgerCoupon.findMany({ where, orderBy: { id: 'asc' } }),
    world.database.ledgerBalance.findFirst({ where }),
  ]);
  return {
    coupons: coupons.map(({ status }) => status),
    available: Number(balance?.available ?? 0n),
    debt: Number(balance?.debt ?? 0n),
  };
}
const nothing = { coupons: [], available: 0, debt: 0 };

async function unsubscribes({ memberId }: Person): Promise<void> {
  const { programmeId, database, clock } = world;
  const key = { programmeId, memberId: BigInt(memberId), channel: 'email' };
  await database.consent.update({
    where: { programmeId_memberId_channel: key },
    data: { granted: false, changedAt: clock.now() },
  });
}

const statusOf = async ({ memberId }: Person) =>
  (await world.database.message.findFirst({ where: { memberId: BigInt(memberId) } }))?.status;

describe('A gift that a message promises', () => {
  it('is given with the message, which says its code', async () => {
    const person = await world.addPerson({ marketing: true });
    const [outcome] = await promise([person], withCoupon);
    expect(await has(person)).toMatchObject({ coupons: ['issued'] });
    const { code } = await world.database.ledgerCoupon.findFirstOrThrow({
      where: { memberId: BigInt(person.memberId) },
    });
    expect(outcome).toMatchObject({
      kind: 'applied',
      data: { code, messageId: expect.stringMatching(/^\d+$/) as string },
    });
    const message = await world.database.message.findFirstOrThrow({ where: { memberId: BigInt(person.memberId) } });
    expect(message.variables).toMatchObject({ couponName: '5 off', couponCode: code });
    await world.dispatchAll();
    expect(await statusOf(person)).toBe('sent');
    expect(await has(person)).toMatchObject({ coupons: ['issued'] });
  });

  it('is not given to who may not be told: as many gifts as messages, whoever is in the cohort', async () => {
    const people = [
      await world.addPerson({ marketing: true }),
      await world.addPerson({ marketing: false }),
      await world.addPerson(),
      await world.addPerson({ marketing: true, email: null }),
    ];
    const outcomes = [...(await promise(people, withCoupon)), ...(await promise(people, withPoints))];
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...['applied', 'refused', 'refused', 'refused'],
      ...['applied', 'refused', 'refused', 'refused'],
    ]);
    expect(await has(people[0]!)).toMatchObject({ coupons: ['issued'], available: 100 });
    for (const other of people.slice(1)) expect(await has(other)).toEqual(nothing);
  });

  it('nor for a message that would come too late, or of which the condition has failed', async () => {
    const person = await world.addPerson({ marketing: true });
    await at(evening);
    const [late] = await promise([person], { ...withPoints, deadlineAt: Date.parse('2026-01-16T01:00:00Z') });
    expect(late).toMatchObject({ kind: 'skipped' });
    await world.database.member.update({
      where: { id: BigInt(person.memberId) },
      data: { lastOrderAt: new Date(noon) },
    });
    const onlyIf = { kind: 'noOrderSince', at: Date.parse('2026-01-10T00:00:00Z') } as const;
    expect((await promise([person], { ...withCoupon, onlyIf }))[0]).toMatchObject({ kind: 'skipped' });
    expect(await has(person)).toEqual(nothing);
  });
});

describe('A message that ends before it left takes its gift back', () => {
  it('when the member unsubscribes in the night that it waits for', async () => {
    const [anna, ben] = [await world.addPerson({ marketing: true }), await world.addPerson({ marketing: true })];
    await at(evening);
    await promise([anna, ben], withCoupon);
    await promise([anna, ben], withPoints);
    await unsubscribes(anna);
    await at(morning);
    await world.dispatchAll();
    expect(await has(anna)).toEqual({ coupons: ['cancelled'], available: 0, debt: 0 });
    expect(await has(ben)).toEqual({ coupons: ['issued'], available: 100, debt: 0 });
    const taken = await world.database.ledgerTxn.findFirstOrThrow({
      where: { memberId: BigInt(anna.memberId), kind: 'CLAWBACK' },
    });
    expect(taken).toMatchObject({
      reason: 'the message that tells of it did not leave',
      effectiveAt: new Date(morning),
    });
  });

  it('as far as it is unused: what was spent is not owed, and a coupon that was used stays used', async () => {
    const person = await world.addPerson({ marketing: true });
    await at(evening);
    const [outcome] = await promise([person], withCoupon);
    await promise([person], withPoints);
    await world.earnPoints(person.memberId, 50, '2027-01-01T00:00:00Z');
    await world.spendPoints(person.memberId, 70);
    const code = outcome?.kind === 'applied' ? JSON.stringify(outcome.data?.code).replaceAll('"', '') : '';
    const use = { key: randomUUID(), at: world.clock.now(), actor: 'test', orderId: 'o1', amountMinor: 2_000 };
    expect(await redeemCoupons(world.database, world.programmeId, [{ ...use, code }])).toMatchObject([{ ok: true }]);
    await unsubscribes(person);
    await at(morning);
    await world.dispatchAll();
    expect(await has(person)).toEqual({ coupons: ['redeemed'], available: 50, debt: 0 });
  });

  it.each([
    ['dropped while it waited', 'reserved', 0, 'dropped', 0],
    ['skipped on its way out, untried', 'sending', 1, 'skipped', 0],
    ['could not be written', 'sending', 1, 'failed', 0],
    ['refused by the mail server', 'sending', 1, 'bounced', 0],
    ['sent', 'sending', 1, 'sent', 100],
    ['perhaps sent', 'sending', 1, 'unknown', 100],
    ['put off', 'sending', 1, 'reserved', 100],
    ['dropped after a try that may have arrived', 'reserved', 1, 'dropped', 100],
    ['given up after several tries', 'sending', 9, 'failed', 100],
    ['sent, and bounced later', 'sent', 1, 'bounced', 100],
  ] as const)('%s: %s (%i tries) to %s leaves %i points', async (_, from, attempts, to, left) => {
    const person = await world.addPerson({ marketing: true });
    await promise([person], withPoints);
    const where = { memberId: BigInt(person.memberId) };
    const [sentAt, reason] = [from === 'sent' ? world.clock.now() : null, 'a test'];
    await world.database.message.updateMany({
      where,
      data: { status: from, attempts, leftAt: world.clock.now(), sentAt, leaseOwner: null, leaseUntil: null },
    });
    await world.database.message.updateMany({
      where,
      data: { status: to, reason, ...(to === 'sent' && { sentAt: world.clock.now() }) },
    });
    expect(await has(person)).toMatchObject({ available: left, debt: 0 });
  });

  it('and an order that comes back takes back what was to bring it, with the message or without', async () => {
    const person = await world.addPerson({ marketing: true });
    await promise([person], { ...withPoints, gives: { ...withPoints.gives!, dependsOn: { kind: 'nextOrder' } } });
    await world.dispatchAll();
    const event = (type: string, data: object) => ({
      ...{ id: randomUUID(), type, memberId: person.email.split('@')[0]!, occurredAt: noon, data: { ...data } },
    });
    await ingestEvents(world, world.programmeId, [event('order.placed', { orderId: 'w1', amountMinor: 1_000 })]);
    expect(await has(person)).toMatchObject({ available: 110 });
    await ingestEvents(world, world.programmeId, [event('order.returned', { orderId: 'w1' })]);
    expect(await has(person)).toEqual(nothing);
  });

  it('law: however many are asked and whatever becomes of them, gifts stand only where a message left or still may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ agrees: fc.boolean(), leaves: fc.boolean(), coupon: fc.boolean() }), {
          minLength: 1,
          maxLength: 12,
        }),
        async (cast) => {
          await at(evening);
          const people = await world.addPeople(cast.length, { marketing: true });
          for (const [place, { agrees }] of cast.entries()) if (!agrees) await unsubscribes(people[place]!);
          for (const step of [withCoupon, withPoints]) {
            const asked = people.filter((_, place) => cast[place]!.coupon === (step === withCoupon));
            if (asked.length > 0) await promise(asked, step);
          }
          for (const [place, { leaves }] of cast.entries()) if (leaves) await unsubscribes(people[place]!);
          await at(morning);
          await world.dispatchAll();
          for (const [place, { agrees, leaves, coupon }] of cast.entries()) {
            const told = agrees && !leaves;
            expect(await statusOf(people[place]!)).toBe(told ? 'sent' : agrees ? 'suppressed' : undefined);
            const { coupons, available, debt } = await has(people[place]!);
            expect({ standing: coupons.includes('issued') || available > 0, debt }).toEqual({
              standing: told,
              debt: 0,
            });
            expect(available).toBe(told && !coupon ? 100 : 0);
          }
          expect(await verifyInvariants(world.database, world.programmeId)).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
  });
});
