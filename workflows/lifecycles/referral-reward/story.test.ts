import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../values/json.ts';
import type { ReferralFacts } from '../../../modules/referrals/rules.ts';
import { lifecycleForms } from '../forms.ts';
import { resolveMoney } from '../settings-money.ts';
import { day, enrolmentOf, type Performer, VirtualCohort, signalOf } from '../../../test/support/virtual-cohort.ts';
import type { Outcome } from '../../engine/story.ts';
import { referralReward } from './story.ts';

const settingsOf = (given: object) =>
  resolveMoney(
    lifecycleForms['referral-reward'].settings.parse({ friendPoints: 50, referrerPoints: 100, ...given }),
    'GBP',
    () => expect.unreachable(),
  );
const stranger: ReferralFacts = {
  ...{ email: null, phone: false, knownPerson: false, device: false },
  ...{ addressAfterMs: null, circleLength: null, friendsInHour: 1 },
};

interface Friend {
  readonly with?: object;
  readonly facts?: Partial<ReferralFacts>;
  /** Orders the friend keeps: when placed, and from when on it is gone. */
  readonly orders?: readonly { readonly id: string; readonly at: number; readonly goneAt?: number }[];
  readonly claim?: Outcome;
}

/** A friend who joins at 0 with member 7's code. */
async function invited({ with: given = {}, facts, orders = [], claim }: Friend = {}): Promise<VirtualCohort> {
  const dataOf = ({ step, at }: Parameters<Performer>[0]): JsonObject => {
    if (step.kind === 'referral') {
      return { referrerId: '7', joinedAt: 0, facts: { ...stranger, ...facts }, counted: true };
    }
    if (step.kind === 'ask' && step.question.kind === 'keptOrder') {
      const { orderId } = step.question;
      const kept = orders.find(
        (order) => order.at <= at && (order.goneAt ?? Infinity) > at && (orderId ?? order.id) === order.id,
      );
      return kept ? { orderId: kept.id, placedAt: kept.at } : {};
    }
    return { txnId: `t-${step.name}`, couponId: 'c', code: `code-${step.name}`, caseId: '5' };
  };
  const performer: Performer = (request) => ({
    kind: 'done',
    outcome: (request.step.name === 'claim' && claim) || { kind: 'applied', data: dataOf(request) },
  });
  const play = { story: referralReward.story as never, settings: settingsOf(given), exitOn: [] };
  return new VirtualCohort(play, [enrolmentOf('1')], performer).at(0);
}

const ordered = (at: number) => signalOf({ type: 'order.placed', at, data: {} });
const returned = (at: number) => signalOf({ type: 'order.returned', at, data: {} });
const amended = (at: number) => signalOf({ type: 'order.amended', at, data: {} });
const cancelled = (at: number) => signalOf({ type: 'order.cancelled', at, data: {} });
const decided = (at: number, approved: boolean, caseId = '5') =>
  signalOf({ type: 'review.decided', at, data: { caseId, approved } });

/** What was done, and when, but for questions and states. */
const did = (cohort: VirtualCohort) =>
  cohort.steps.flatMap(({ step, at }) =>
    step.kind === 'ask' || step.kind === 'referral' ? [] : [`day ${Math.floor(at / day)}: ${step.name}`],
  );
const statesOf = (cohort: VirtualCohort) =>
  cohort.steps.flatMap(({ step }) =>
    step.kind === 'referral' ? [step.change.kind === 'mark' ? step.change.state : step.change.kind] : [],
  );
const endOf = ({ endings: [ending] }: VirtualCohort) => ending && `${ending.status}: ${ending.reason}`;

describe('referral reward', () => {
  it('pays on registration at once: the friend, and the referrer as the referrer', async () => {
    const cohort = await invited({ with: { paysOn: 'registration' } });
    expect(did(cohort)).toEqual([
      'day 0: friend-welcome',
      'day 0: friend-joined',
      'day 0: friend-points',
      'day 0: referrer-points',
      'day 0: friend-reward',
      'day 0: referral-paid',
    ]);
    const forReferrer = cohort.steps.filter(({ step }) => step.forMemberId === '7').map(({ step }) => step.name);
    expect(forReferrer).toEqual(['friend-joined', 'referrer-points', 'referral-paid']);
    expect(endOf(cohort)).toBe('done: both were rewarded');
  });

  it('pays for the first order when its return window is over, and ends when nothing came back', async () => {
    const cohort = await invited({ orders: [{ id: 'A', at: 2 * day }] });
    await cohort.at(2 * day, [ordered(2 * day)]);
    expect(statesOf(cohort)).toEqual(['open', 'waiting']);
    await cohort.onTimeUntil(60 * day);
    expect(did(cohort).slice(2)).toEqual([
      'day 16: friend-points',
      'day 16: referrer-points',
      'day 16: friend-reward',
      'day 16: referral-paid',
    ]);
    expect(endOf(cohort)).toBe('done: both were rewarded');
    expect(cohort.endings[0]?.at).toBe(46 * day);
  });

  it('pays nothing for an order that comes back in its window, but for a later one that is kept', async () => {
    const orders = [
      { id: 'A', at: 2 * day, goneAt: 5 * day },
      { id: 'B', at: 9 * day },
    ];
    const cohort = await invited({ orders });
    await cohort.at(2 * day, [ordered(2 * day)]);
    await cohort.at(5 * day, [returned(5 * day)]);
    expect(statesOf(cohort)).toEqual(['open', 'waiting', 'joined']);
    await cohort.at(9 * day, [ordered(9 * day)]);
    await cohort.onTimeUntil(80 * day);
    expect(did(cohort)).toContain('day 23: friend-points');
  });

  it('looks for another order when the return comes in the moment of the payment', async () => {
    const claim: Outcome = { kind: 'refused', code: 'ORDER_RETURNED', reason: 'too little of the order is left' };
    const orders = [{ id: 'A', at: day, goneAt: 15 * day }];
    const cohort = await invited({ orders, claim });
    await cohort.at(day, [ordered(day)]);
    await cohort.onTimeUntil(80 * day);
    expect(did(cohort).slice(2)).toEqual(['day 30: not-counted']);
    expect(endOf(cohort)).toBe('skipped: not counted: no order within 30 days of joining');
  });

  it('takes both rewards back, coupons too, when the order comes back after the payment', async () => {
    const friendCoupon = { name: '5 off', amountOff: 5, validDays: 30 };
    const cohort = await invited({ with: { friendCoupon }, orders: [{ id: 'A', at: day, goneAt: 20 * day }] });
    await cohort.at(day, [ordered(day)]);
    await cohort.onTimeUntil(16 * day);
    await cohort.at(20 * day, [returned(20 * day), returned(20 * day)]);
    await cohort.onTimeUntil(80 * day);
    expect(did(cohort).slice(-4)).toEqual([
      'day 20: friend-points-back',
      'day 20: friend-coupon-back',
      'day 20: referrer-points-back',
      'day 20: not-counted',
    ]);
    const back = cohort.steps.flatMap(({ step }) => (step.kind === 'clawback' ? [step.of] : []));
    expect(back).toEqual([
      { txnId: 't-friend-points' },
      { couponCode: 'code-friend-coupon' },
      { txnId: 't-referrer-points' },
    ]);
    expect(endOf(cohort)).toBe('done: the order was returned, and the rewards were taken back');
  });

  it.each([
    ['is cancelled', cancelled],
    ['is amended to too little', amended],
  ])('takes both rewards back when the order %s after the payment', async (_, changed) => {
    const cohort = await invited({ orders: [{ id: 'A', at: day, goneAt: 20 * day }] });
    await cohort.at(day, [ordered(day)]);
    await cohort.onTimeUntil(16 * day);
    await cohort.at(20 * day, [changed(20 * day)]);
    expect(did(cohort).slice(-3)).toEqual([
      'day 20: friend-points-back',
      'day 20: referrer-points-back',
      'day 20: not-counted',
    ]);
    expect(endOf(cohort)).toBe('done: the order was returned, and the rewards were taken back');
  });

  it('waits for another order when the first is cancelled within its window, and counts one that is amended to enough', async () => {
    const orders = [
      { id: 'A', at: day, goneAt: 5 * day },
      { id: 'B', at: 8 * day },
    ];
    const cohort = await invited({ orders });
    await cohort.at(day, [ordered(day)]);
    await cohort.at(5 * day, [cancelled(5 * day)]);
    await cohort.at(8 * day, [amended(8 * day)]);
    await cohort.onTimeUntil(80 * day);
    expect(did(cohort)).toContain('day 22: friend-points');
    expect(endOf(cohort)).toBe('done: both were rewarded');
  });

  it('lets the return of another order be', async () => {
    const cohort = await invited({ orders: [{ id: 'A', at: day }] });
    await cohort.at(day, [ordered(day)]);
    await cohort.onTimeUntil(16 * day);
    await cohort.at(20 * day, [returned(20 * day)]);
    await cohort.onTimeUntil(80 * day);
    expect(endOf(cohort)).toBe('done: both were rewarded');
  });

  it('rewards the friend alone beyond the limits, and says so', async () => {
    const reason = 'the limit of 10 rewarded friends in 30 days is reached';
    const claim: Outcome = { kind: 'applied', data: { counted: false, reason } };
    const cohort = await invited({ with: { paysOn: 'registration' }, claim });
    expect(did(cohort)).toContain('day 0: friend-points');
    expect(did(cohort)).not.toContain('day 0: referrer-points');
    expect(statesOf(cohort).at(-1)).toBe('friend-only');
    expect(endOf(cohort)).toBe(`done: only the friend was rewarded: ${reason}`);
  });

  it('rejects by its rules with the reason, and greets nobody', async () => {
    const cohort = await invited({ facts: { email: 'alias' } });
    expect(did(cohort)).toEqual(['day 0: not-counted']);
    expect(endOf(cohort)).toMatch(/^skipped: not counted: .*another spelling/);
  });

  it.each([
    ['approved', true, 'friend-welcome', undefined],
    ['rejected', false, 'not-counted', /refused on review$/],
  ])('waits for the person who decides: %s', async (_, approved, next, ending) => {
    const cohort = await invited({ facts: { device: true } });
    expect(did(cohort)).toEqual(['day 0: review']);
    await cohort.at(day, [decided(day, !approved, '4')]);
    expect(did(cohort)).toHaveLength(1);
    await cohort.at(2 * day, [decided(2 * day, approved)]);
    expect(did(cohort)[1]).toBe(`day 2: ${next}`);
    expect(endOf(cohort) ?? '').toMatch(ending ?? /^$/);
  });

  it('counts a case that nobody decides as refused', async () => {
    const cohort = await (await invited({ facts: { device: true } })).onTimeUntil(30 * day);
    expect(endOf(cohort)).toMatch(/nobody decided within 14 days$/);
  });

  it('counts an order that came while the case was open', async () => {
    const cohort = await invited({ facts: { device: true }, orders: [{ id: 'A', at: day }] });
    await cohort.at(day, [ordered(day)]);
    await cohort.at(3 * day, [decided(3 * day, true)]);
    await cohort.onTimeUntil(80 * day);
    expect(did(cohort)).toContain('day 15: referrer-points');
  });

  it('asks a person about an order that comes faster than people order, once', async () => {
    const cohort = await invited({ orders: [{ id: 'A', at: 5_000 }] });
    await cohort.at(5_000, [ordered(5_000)]);
    expect(did(cohort).at(-1)).toBe('day 0: review');
    await cohort.at(day, [decided(day, true)]);
    await cohort.onTimeUntil(80 * day);
    expect(did(cohort).filter((step) => step.endsWith('review'))).toHaveLength(1);
    expect(did(cohort)).toContain('day 14: friend-points');
  });

  it('survives two hundred orders that are too small: no chapter grows', async () => {
    const cohort = await invited({ with: { paysOn: 'order-above', minOrder: 30 } });
    for (let hour = 1; hour <= 200; hour++) await cohort.at(hour * 3_600_000, [ordered(hour * 3_600_000)]);
    expect(cohort.states()[0]?.results.length).toBeLessThan(5);
    await cohort.onTimeUntil(40 * day);
    expect(endOf(cohort)).toBe('skipped: not counted: no order of the amount within 30 days of joining');
  });
});
