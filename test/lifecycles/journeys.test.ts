import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');

// A journey as its author has written it, on the real servers, for two weeks.
let on: SteppedWorld;
let world: StoryWorld;
beforeAll(async () => {
  on = await openSteppedWorld('journeys', startAt, { quietHours: null });
  world = on.world;
});
afterAll(() => on.stop());

const profile = (email: string, consent = true) => ({
  ...{ email, name: email.split('@')[0], consent: { email: consent } },
});

describe('Two weeks with the coupon for the first order', () => {
  it('greets each new member with a coupon, reminds who has not used it, and leaves alone who has ordered', async () => {
    await world.happen('dora', 'member.joined', profile('dora@members.example'));
    await world.launch('first-order-coupon');
    await on.startWorker();
    await world.happen('anna', 'member.joined', profile('anna@members.example'));
    await world.happen('ben', 'member.joined', profile('ben@members.example'));
    await world.happen('cleo', 'member.joined', profile('cleo@members.example', false));
    await on.liveTo(1);
    expect(world.mailsTo('dora')).toEqual([]);
    for (const who of ['anna', 'ben', 'cleo']) expect(world.mailsTo(who)).toEqual(['20% off your first order']);
    const coupons = await world.database.ledgerCoupon.findMany({ orderBy: { id: 'asc' } });
    expect(coupons.map(({ status, offer }) => [status, offer])).toEqual([
      ['issued', 'first-20'],
      ['issued', 'first-20'],
      ['issued', 'first-20'],
    ]);

    await on.liveTo(4);
    await world.happen('anna', 'order.placed', { orderId: 'a1', amountMinor: 4_000 });
    expect(await world.enrolmentOf('anna')).toMatchObject({ status: 'exited', reason: 'has ordered' });

    await on.liveTo(14);
    expect(world.mailsTo('anna')).toEqual(['20% off your first order']);
    expect(world.mailsTo('ben')).toEqual(['20% off your first order', '20% off your first order: until 16 March 2026']);
    expect(world.mailsTo('cleo')).toHaveLength(1);
    expect(await world.enrolmentOf('ben')).toMatchObject({ status: 'done', reason: 'came to the end' });
    const steps = await world.database.step.findMany({ where: { kind: 'message' }, orderBy: { id: 'asc' } });
    const toldOf = (name: string) => steps.filter((step) => step.name === name).map(({ outcome }) => outcome);
    expect(toldOf('coupon-ready')).toMatchObject([{ kind: 'applied' }, { kind: 'applied' }, { kind: 'applied' }]);
    expect(toldOf('coupon-reminder')).toMatchObject([
      { kind: 'applied' },
      { kind: 'refused', reason: 'the member has refused marketing by e-mail' },
    ]);
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
