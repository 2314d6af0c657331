import { beforeAll, describe, expect, it } from 'vitest';
import { readSpent } from '../../modules/journeys/budget.ts';
import type { Enrolment } from '../../prisma/generated/client.ts';
import { type JourneyWorld, type Named, openJourneyWorld, points } from '../support/performing-world.ts';

const emailOf = (name: string) => ({ email: `${name}@members.example`, consent: { email: true } });
const open = (budget: object) =>
  openJourneyWorld({
    file: {
      entry: [{ event: 'member.joined' }],
      budget,
      coupons: { five: { name: 'Five off', amountOff: 5, validDays: 900, worth: 2.5 } },
      steps: [{ message: 'hello' }, { message: 'reminder' }],
    },
  });

let world: JourneyWorld;
beforeAll(async () => {
  world = await open({ points: 120, worth: 10, messages: 3, reserve: 'onStep' });
});

const availableOf = async ({ memberId }: Enrolment) =>
  Number((await world.database.ledgerBalance.findFirst({ where: { memberId } }))?.available ?? 0n);
const gift = (amount: number): Named => ({ kind: 'gift', gift: points(amount) });
const hello = (...gives: Extract<Named, { kind: 'message' }>['gives']): Named => ({
  ...{ kind: 'message', template: 'hello', class: 'marketing', channel: 'email', gives },
});

describe('A budget that is asked at each step', () => {
  it('is booked as far as it goes, and refuses the step for which it has not enough left', async () => {
    const [ann, ben, cleo] = [await world.enrol('b1'), await world.enrol('b2'), await world.enrol('b3')];
    await world.database.enrolment.updateMany({ data: { cohortId: ann.cohortId } });
    const { replies } = await world.perform([
      world.request(ann, gift(70)),
      world.request(ben, gift(60)),
      world.request(cleo, gift(50)),
    ]);
    expect(replies).toMatchObject([
      { outcome: { kind: 'applied' } },
      { outcome: { kind: 'refused', code: 'BUDGET_SPENT', reason: 'the budget has no points left' } },
      { outcome: { kind: 'applied' } },
    ]);
    expect(await Promise.all([ann, ben, cleo].map(availableOf))).toEqual([70, 0, 50]);
    expect((await readSpent(world.database, world.campaignId)).given).toMatchObject({ points: 120 });
  });

  it('lets no message leave for whose gifts it has not enough', async () => {
    const ann = await world.enrol('b4', emailOf('b4'));
    expect(await world.ask(ann, hello(points(1), { kind: 'coupon', coupon: 'five' }))).toMatchObject({
      code: 'BUDGET_SPENT',
    });
    expect(await world.database.message.count({ where: { enrolmentId: ann.id } })).toBe(0);
    expect(await world.database.ledgerCoupon.count({ where: { enrolmentId: ann.id } })).toBe(0);
    expect(await availableOf(ann)).toBe(0);
  });

  it('counts messages, coupons and their worth, and nothing of what was refused or given before', async () => {
    const [ann, ben] = [await world.enrol('b5', emailOf('b5')), await world.enrol('b6')];
    const asked = hello({ kind: 'coupon', coupon: 'five' });
    expect(await world.ask(ann, asked)).toMatchObject({ kind: 'applied' });
    expect(await world.ask(ann, asked)).toMatchObject({ kind: 'applied' });
    expect(await world.ask(ben, asked)).toMatchObject({ kind: 'refused', code: 'ADDRESS_MISSING' });
    const { given } = await readSpent(world.database, world.campaignId);
    expect(given).toEqual({ points: 120, coupons: 1, messages: 1, worth: 250 });
  });
});
