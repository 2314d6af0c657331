import { beforeAll, describe, expect, it } from 'vitest';
import { mergeMembers } from '../../modules/merges/merge.ts';
import type { Enrolment } from '../../prisma/generated/client.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import { type JourneyWorld, type Named, openJourneyWorld, points } from '../support/performing-world.ts';

const consents = { email: 'ann@members.example', consent: { email: true } };
const emailOf = (name: string) => ({ email: `${name}@members.example`, consent: { email: true } });

let world: JourneyWorld;
beforeAll(async () => {
  world = await openJourneyWorld({
    file: {
      entry: [{ event: 'member.joined' }],
      coupons: {
        five: { name: { en: 'Five off', 'zh-CN': '减五元' }, amountOff: 5.5, minOrder: 30, validDays: 0 },
        month: { name: 'Tenth off', percentOff: 10, validUntil: 'end of month' },
        double: { name: 'Double points', pointsMultiplier: 1.5, validDays: 14 },
      },
      steps: [{ message: 'hello' }, { message: 'reminder' }],
    },
  });
});

const availableOf = async ({ memberId }: Enrolment) =>
  Number((await world.database.ledgerBalance.findFirst({ where: { memberId } }))?.available ?? 0n);
const couponsOf = ({ memberId }: Enrolment) =>
  world.database.ledgerCoupon.findMany({ where: { memberId }, orderBy: { id: 'asc' } });
const messageOf = ({ id }: Enrolment, template = 'hello') =>
  world.database.message.findFirst({ where: { enrolmentId: id, template } });
const dataOf = (outcome: Outcome): JsonObject => (outcome.kind === 'applied' ? (outcome.data ?? {}) : {});
const said = async (enrolment: Enrolment, template?: string) =>
  (await messageOf(enrolment, template))?.variables as JsonObject;
const hello = (gives: Extract<Named, { kind: 'message' }>['gives'], more: object = {}): Named => ({
  ...{ kind: 'message', template: 'hello', class: 'marketing', channel: 'email', gives, ...more },
});

describe('A gift that stands by itself', () => {
  it('grants points under the key of its step, with a reason that names the journey, and records a grant', async () => {
    const ann = await world.enrol('g1', consents);
    const outcome = await world.ask(ann, { kind: 'gift', name: 'grant-100', gift: points(100, { expiresInDays: 30 }) });
    expect(dataOf(outcome)).toMatchObject({ points: 100, expiresAt: Date.parse('2026-06-19T22:59:59.999Z') });
    expect(await availableOf(ann)).toBe(100);
    const txn = await world.database.ledgerTxn.findFirstOrThrow({ where: { memberId: ann.memberId } });
    expect(txn).toMatchObject({
      idemKey: `step:${ann.id}/grant-100/1`,
      reason: 'the journey "A journey", step grant-100',
    });
    const step = await world.database.step.findFirstOrThrow({ where: { enrolmentId: ann.id } });
    expect(step).toMatchObject({ kind: 'grant', name: 'grant-100' });
  });

  it('gives once when its reply was lost', async () => {
    const ann = await world.enrol('g2', consents);
    const asked: Named = { kind: 'gift', gift: points(70) };
    const first = await world.ask(ann, asked);
    expect(await world.ask(ann, asked)).toEqual(first);
    expect(await availableOf(ann)).toBe(70);
  });

  it('is applied and gives nothing where a field says none', async () => {
    const ann = await world.enrol('g3', consents);
    expect(await world.ask(ann, { kind: 'gift', gift: points(0) })).toMatchObject({
      kind: 'applied',
      data: { points: 0 },
    });
    expect(await availableOf(ann)).toBe(0);
  });

  it('is given once to a person', async () => {
    const one = await world.enrol('g4', emailOf('same'));
    const other = await world.enrol('g5', emailOf('same'));
    const asked: Named = { kind: 'gift', gift: points(70, { oncePerPerson: 'welcome' }) };
    expect((await world.ask(one, asked)).kind).toBe('applied');
    expect(await world.ask(other, asked)).toMatchObject({ kind: 'refused', code: 'ALREADY_CLAIMED' });
  });

  it('issues a coupon of the file: minor units, names, and the name conditions know it by', async () => {
    const ann = await world.enrol('g6', { ...emailOf('g6'), zone: 'America/New_York' });
    const outcome = await world.ask(ann, { kind: 'gift', gift: { kind: 'coupon', coupon: 'five' } });
    const [coupon] = await couponsOf(ann);
    expect(coupon).toMatchObject({ offer: 'five', name: 'Five off', minOrderMinor: 3_000n });
    expect(coupon?.benefit).toEqual({ kind: 'amountOff', amountMinor: 550 });
    // The day in London ends at 23:00 UTC, that in New York at 04:00 UTC of the next.
    expect(coupon?.expiresAt.toISOString()).toBe('2026-05-21T03:59:59.999Z');
    expect(dataOf(outcome)).toMatchObject({ code: coupon?.code, couponUntil: coupon?.expiresAt.getTime() });
    expect(await world.holds(ann, { coupon: 'five', state: 'unused' }, { coupon: 'month', state: 'unused' })).toEqual([
      true,
      false,
    ]);
  });

  it('lets no member who lives to the east lose the rest of the programme day', async () => {
    const ann = await world.enrol('g7', { ...emailOf('g7'), zone: 'Asia/Shanghai' });
    await world.ask(ann, { kind: 'gift', gift: { kind: 'coupon', coupon: 'five' } });
    expect((await couponsOf(ann))[0]?.expiresAt.toISOString()).toBe('2026-05-20T22:59:59.999Z');
  });

  it('ends a coupon with the month', async () => {
    const ann = await world.enrol('g8', emailOf('g8'));
    await world.ask(ann, { kind: 'gift', gift: { kind: 'coupon', coupon: 'month' } });
    expect((await couponsOf(ann))[0]).toMatchObject({
      benefit: { kind: 'percentOff', percent: 10 },
      expiresAt: new Date('2026-05-31T22:59:59.999Z'),
    });
  });

  it('is held by a pause, and goes to nobody whose membership is over', async () => {
    const ann = await world.enrol('g10', emailOf('g10'));
    const steps = [world.request(ann, { kind: 'gift', gift: points(70) })];
    const setStatus = (status: string) =>
      world.database.campaign.update({ where: { id: world.campaignId }, data: { status } });
    await setStatus('paused');
    expect((await world.perform(steps)).replies).toEqual([{ kind: 'held' }]);
    await setStatus('live');
    await world.database.member.update({ where: { id: ann.memberId }, data: { status: 'SUSPENDED' } });
    expect((await world.perform(steps)).replies).toMatchObject([{ kind: 'ended', status: 'exited' }]);
    expect(await availableOf(ann)).toBe(0);
  });

  it('goes to the account that its member became, and stays one gift', async () => {
    const [ann, ben] = [await world.enrol('g11', emailOf('g11')), await world.enrol('g12', emailOf('g12'))];
    await world.database.enrolment.delete({ where: { id: ben.id } });
    const deps = { database: world.database, clock: { now: () => world.now } };
    const merged = { fromMemberId: 'g11', intoMemberId: 'g12', reason: 'one person', actor: 'test' };
    await mergeMembers(deps, world.programme.id, merged);
    const asked: Named = { kind: 'gift', gift: points(70) };
    const first = await world.ask(ann, asked);
    expect(await world.ask(ann, asked)).toEqual(first);
    expect([await availableOf(ann), await availableOf(ben)]).toEqual([0, 70]);
  });

  it('is not given to who is held out', async () => {
    const ann = await world.enrol('g9', emailOf('g9'));
    await world.database.enrolment.update({ where: { id: ann.id }, data: { shadow: true } });
    expect(await world.ask(ann, { kind: 'gift', gift: points(70) })).toMatchObject({ kind: 'skipped' });
    expect(await availableOf(ann)).toBe(0);
  });
});

describe('A message gives all that it promises or nothing', () => {
  it('gives several gifts under keys of their own, and tells of them', async () => {
    const ann = await world.enrol('m1', emailOf('m1'));
    const outcome = await world.ask(
      ann,
      hello([points(50), { kind: 'coupon', coupon: 'five' }, points(25, { expiresInDays: 7 })]),
    );
    expect(await availableOf(ann)).toBe(75);
    const keys = await world.database.ledgerTxn.findMany({ where: { memberId: ann.memberId }, orderBy: { id: 'asc' } });
    const key = `step:${ann.id}/message/1`;
    expect(keys.map(({ idemKey }) => idemKey)).toEqual([key, `${key}/2`]);
    const moves = await world.database.ledgerCouponMove.findMany({ where: { memberId: ann.memberId } });
    expect(moves.map((move) => move.key)).toEqual([`${key}/1`]);
    const [coupon] = await couponsOf(ann);
    expect(dataOf(outcome)).toMatchObject({
      ...{ points: 75, code: coupon?.code, couponUntil: coupon?.expiresAt.getTime() },
      messageId: expect.any(String),
    });
    expect(await said(ann)).toEqual({
      giftPoints: 75,
      giftExpiresAt: Date.parse('2026-05-27T22:59:59.999Z'),
      couponName: 'Five off',
      couponCode: coupon?.code,
      couponUntil: coupon?.expiresAt.getTime(),
      couponMinOrder: 3_000,
      couponValidDays: 0,
    });
  });

  it('names a coupon in the language of its reader', async () => {
    const ann = await world.enrol('m2', { ...emailOf('m2'), locale: 'zh-CN' });
    await world.ask(ann, hello([{ kind: 'coupon', coupon: 'five' }]));
    expect(await said(ann)).toMatchObject({ couponName: '减五元' });
  });

  it('gives none of them when one is refused, and is refused itself', async () => {
    const one = await world.enrol('m3', emailOf('twice'));
    const other = await world.enrol('m4', emailOf('twice'));
    const asked = hello([points(50), { kind: 'coupon', coupon: 'five' }, points(20, { oncePerPerson: 'hello' })]);
    const { replies } = await world.perform([world.request(one, asked)]);
    expect(replies).toMatchObject([{ outcome: { kind: 'applied' } }]);
    expect(await world.ask(other, asked)).toMatchObject({ kind: 'refused', code: 'ALREADY_CLAIMED' });
    expect(await availableOf(other)).toBe(0);
    expect(await couponsOf(other)).toEqual([]);
    expect(await messageOf(other)).toBeNull();
  });

  it('gives the others of a page what they are promised when one of them is refused', async () => {
    const people = [await world.enrol('p1', emailOf('page')), await world.enrol('p2', emailOf('page'))];
    const cohortId = people[0]!.cohortId;
    await world.database.enrolment.update({ where: { id: people[1]!.id }, data: { cohortId } });
    const asked = hello([points(50), points(20, { oncePerPerson: 'page' })]);
    const { replies } = await world.perform(people.map((one) => world.request(one, asked)));
    expect(replies).toMatchObject([{ outcome: { kind: 'applied' } }, { outcome: { kind: 'refused' } }]);
    expect(await Promise.all(people.map(availableOf))).toEqual([70, 0]);
  });

  it('gives nothing to who may not be written to', async () => {
    const ann = await world.enrol('m5', { email: 'm5@members.example' });
    expect(await world.ask(ann, hello([points(50)]))).toMatchObject({ kind: 'refused', code: 'CONSENT_MISSING' });
    expect(await availableOf(ann)).toBe(0);
  });

  it('takes back what is unused when it is dropped before it left', async () => {
    const ann = await world.enrol('m6', emailOf('m6'));
    await world.ask(ann, hello([points(50), { kind: 'coupon', coupon: 'five' }, { kind: 'coupon', coupon: 'month' }]));
    await world.database.message.updateMany({
      where: { enrolmentId: ann.id },
      data: { status: 'dropped', reason: 'late' },
    });
    expect(await availableOf(ann)).toBe(0);
    expect((await couponsOf(ann)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('gives once when its reply was lost', async () => {
    const ann = await world.enrol('m7', emailOf('m7'));
    const asked = hello([points(50), points(25)]);
    const first = await world.ask(ann, asked);
    expect(await world.ask(ann, asked)).toEqual(first);
    expect(await availableOf(ann)).toBe(75);
  });

  it('reminds of the coupon that the enrolment was given before, and of none that was taken back', async () => {
    const ann = await world.enrol('m8', emailOf('m8'));
    await world.ask(ann, { kind: 'gift', gift: { kind: 'coupon', coupon: 'double' } });
    const [coupon] = await couponsOf(ann);
    await world.ask(ann, { ...hello([]), template: 'reminder', name: 'reminder' } as Named);
    expect(await said(ann, 'reminder')).toMatchObject({
      ...{ giftPoints: 0, couponName: 'Double points', couponCode: coupon?.code, couponValidDays: 14 },
      couponUntil: coupon?.expiresAt.getTime(),
    });
    const ben = await world.enrol('m9', emailOf('m9'));
    await world.ask(ben, hello([{ kind: 'coupon', coupon: 'five' }]));
    await world.database.message.updateMany({
      where: { enrolmentId: ben.id },
      data: { status: 'dropped', reason: 'late' },
    });
    await world.ask(ben, { ...hello([]), template: 'reminder', name: 'reminder' } as Named);
    expect(await said(ben, 'reminder')).toMatchObject({ couponName: '', couponCode: '', couponUntil: 0 });
  });
});

describe('A message that has to leave in time', () => {
  it('has its deadline on the calendar of the journey', async () => {
    const ann = await world.enrol('d1', { ...emailOf('d1'), zone: 'America/New_York' });
    await world.ask(ann, hello([], { within: '2 days' }));
    expect((await messageOf(ann))?.deadline?.toISOString()).toBe('2026-05-22T12:00:00.000Z');
  });

  it('promises nothing when a pause has held it for too long', async () => {
    const ann = await world.enrol('d2', emailOf('d2'));
    const request = world.request(ann, hello([points(50)], { within: '1 hour' }));
    const { replies } = await world.perform([{ ...request, at: request.at - 7_200_000 }]);
    expect(replies).toMatchObject([{ outcome: { kind: 'skipped', reason: 'its time was over' } }]);
    expect(await availableOf(ann)).toBe(0);
  });
});
