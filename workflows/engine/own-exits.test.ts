import { describe, expect, it } from 'vitest';
import { day, done, enrolmentOf, mail, signalOf, VirtualCohort } from '../../test/support/virtual-cohort.ts';
import type { StoryProgram } from './run-stories.ts';

const cart = { type: 'order.placed' };
/** Waits for a large order until day 3, then writes. */
const program: StoryProgram = {
  story: async (context) => {
    const large = await context.waitFor([{ ...cart, tests: { atLeast: 100 }, from: day }], 3 * day);
    if (large) return done('a large order');
    await context.step(mail('reminder'));
    await context.sleepUntil(9 * day);
    return done('nothing');
  },
  settings: {},
  exitOn: [{ type: 'member.left', reason: 'left' }],
  exitsOf: (input) => [
    { type: 'cart.emptied', reason: 'emptied' },
    { ...cart, where: { cartId: input.cartId ?? null }, reason: 'has ordered the cart' },
  ],
  passesTests: ({ atLeast }, { data }) => Number(data.amount) >= Number(atLeast),
};

const carry = () =>
  new VirtualCohort(program, [
    enrolmentOf('1', { input: { cartId: 'A' } }),
    enrolmentOf('2', { input: { cartId: 'B' } }),
  ]);
const order = (data: { cartId: string; amount: number }, at: number, enrolmentId = '1') =>
  signalOf({ ...cart, at, data }, enrolmentId);
const endsOf = (cohort: VirtualCohort) => cohort.endings.map(({ enrolmentId, reason }) => `${enrolmentId} ${reason}`);

describe("exits of an enrolment's own", () => {
  it('end the one whose they are', async () => {
    const cohort = await carry().at(day, [
      order({ cartId: 'A', amount: 1 }, day),
      order({ cartId: 'A', amount: 1 }, day, '2'),
    ]);
    expect(endsOf(cohort)).toEqual(['1 has ordered the cart']);
  });

  it('hold after a move, and while a step is asked for', async () => {
    const cohort = carry();
    await cohort.at(day);
    await cohort.moveOn().at(4 * day, [order({ cartId: 'B', amount: 1 }, 4 * day, '2')]);
    expect(endsOf(cohort)).toEqual(['2 has ordered the cart']);
  });

  it('come first as they are written, whatever the ids of events of one instant', async () => {
    const both = [
      signalOf({ ...cart, id: 'a', at: day, data: { cartId: 'A', amount: 1 } }),
      signalOf({ type: 'cart.emptied', id: 'b', at: day, data: {} }),
      signalOf({ type: 'member.left', id: 'c', at: day, data: {} }),
    ];
    expect(endsOf(await carry().at(day, both))).toEqual(['1 emptied']);
  });

  it('stand beside those that all have in common', async () => {
    const cohort = await carry().at(day, [signalOf({ type: 'member.left', at: day, data: {} }, '2')]);
    expect(endsOf(cohort)).toEqual(['2 left']);
  });
});

describe('a pattern that asks more than equality', () => {
  it('lets a wait pass over what is too small or too early, and take the rest', async () => {
    const cohort = carry();
    await cohort.at(2 * day, [
      order({ cartId: 'x', amount: 500 }, day - 1),
      order({ cartId: 'x', amount: 99 }, 2 * day),
      order({ cartId: 'x', amount: 99 }, 2 * day, '2'),
    ]);
    expect(endsOf(cohort)).toEqual([]);
    await cohort.at(2 * day + 1, [order({ cartId: 'x', amount: 100 }, 2 * day + 1)]);
    expect(endsOf(cohort)).toEqual(['1 a large order']);
  });
});
