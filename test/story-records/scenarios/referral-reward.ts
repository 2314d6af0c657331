import type { ReferralFacts } from '../../../modules/referrals/rules.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { Outcome } from '../../../workflows/engine/story.ts';
import type { ReferralRewardSettings } from '../../../workflows/lifecycles/referral-reward/settings.ts';
import { day, type StepRequest } from '../../support/virtual-cohort.ts';
import { applied, type MemberAct, refused, type Scenario, type Scenarios } from '../scenario.ts';

const coupon = { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 30 } as const;
const settings: ReferralRewardSettings = {
  ...{ paysOn: 'first-order', minOrder: 0, orderWithinDays: 30, returnWindowDays: 14, takeBackDays: 30 },
  ...{ friendPoints: 50, friendCoupon: coupon, referrerPoints: 100, referrerCoupon: coupon, reviewWithinDays: 14 },
  limits: { perPeriod: 10, periodDays: 30, inAll: 50 },
  rules: {
    ...{ self: 'reject', alias: 'reject', knownPerson: 'reject', device: 'review', address: 'review' },
    ...{ addressWithinDays: 7, circle: 'reject', manyFriends: 'review', friendsPerHour: 5 },
    ...{ fastOrder: 'review', secondsToOrder: 60 },
  },
};
const stranger: ReferralFacts = {
  ...{ email: null, phone: false, knownPerson: false, device: false },
  ...{ addressAfterMs: null, circleLength: null, friendsInHour: 1 },
};

interface Friend {
  /** When they joined, as the event has said since 0.2: their days are those of their calendar. */
  readonly occurredAt?: number;
  readonly with?: Partial<ReferralRewardSettings>;
  readonly facts?: Partial<ReferralFacts>;
  /** The order the friend keeps: when placed, and from when on it is gone. */
  readonly order?: { readonly at: number; readonly goneAt?: number };
  /** What comes of a step of this name instead. */
  readonly but?: Readonly<Record<string, Outcome>>;
  readonly happens?: readonly MemberAct[];
}

/** A friend who joins at 0 with member 7's code. */
const joins = ({ with: given = {}, but = {}, happens = [], ...friend }: Friend = {}): Scenario => ({
  settings: { ...settings, ...given },
  ...(friend.occurredAt === undefined ? {} : { input: { occurredAt: friend.occurredAt } }),
  answer: (request) => but[request.step.name] ?? applied(dataOf(request, friend)),
  happens,
});

function dataOf({ step, at }: StepRequest, { facts, order, occurredAt }: Friend): JsonObject {
  if (step.kind === 'referral') {
    const ends = occurredAt === undefined ? {} : { orderUntilAt: 30 * day, watchUntilAt: at + 30 * day };
    return { referrerId: '7', joinedAt: 0, facts: { ...stranger, ...facts }, counted: true, ...ends };
  }
  if (step.kind !== 'ask') {
    return { txnId: `t-${step.name}`, couponId: 'c', code: `code-${step.name}`, caseId: '5' };
  }
  const isKept = order !== undefined && order.at <= at && at < (order.goneAt ?? Infinity);
  const window = occurredAt === undefined ? {} : { windowEndsAt: (order?.at ?? 0) + 14 * day };
  return isKept ? { orderId: '1', placedAt: order.at, ...window } : {};
}

const ordered = (at: number): MemberAct => ({ type: 'order.placed', at });
const returned = (at: number): MemberAct => ({ type: 'order.returned', at });
const decided = (on: number, approved: boolean): MemberAct => ({
  ...{ type: 'review.decided', at: on * day },
  data: { caseId: '5', approved },
});
const onDay2 = { order: { at: 2 * day }, happens: [ordered(2 * day)] };

export const referralRewardScenarios: Scenarios = {
  'paid and watched': joins(onDay2),
  'paid and watched, by days of the calendar': joins({ occurredAt: 0, ...onDay2 }),
  'no order within days of the calendar': joins({ occurredAt: 0 }),
  'paid on registration': joins({ with: { paysOn: 'registration' } }),
  'an order above an amount never comes': joins({ with: { paysOn: 'order-above', minOrder: 5_000 } }),
  'returned within the window': joins({
    order: { at: 2 * day, goneAt: 5 * day },
    happens: [ordered(2 * day), returned(5 * day)],
  }),
  'returned as it is paid': joins({
    order: { at: 2 * day, goneAt: 16 * day },
    but: { claim: refused('ORDER_RETURNED') },
    happens: [ordered(2 * day)],
  }),
  'returned after the reward': joins({
    order: { at: 2 * day, goneAt: 20 * day },
    happens: [ordered(2 * day), returned(20 * day)],
  }),
  'another order returned after the reward': joins({ ...onDay2, happens: [ordered(2 * day), returned(20 * day)] }),
  'the referrer is at the limit': joins({
    ...onDay2,
    but: { claim: applied({ counted: false, reason: 'the limit is reached' }) },
  }),
  'the claim is refused': joins({ ...onDay2, but: { claim: refused('NOT_OPEN') } }),
  'refused by the rules': joins({ facts: { email: 'same' } }),
  'held for review and approved': joins({
    ...onDay2,
    facts: { device: true },
    happens: [decided(1, true), ordered(2 * day)],
  }),
  'held for review and rejected': joins({ facts: { device: true }, happens: [decided(1, false)] }),
  'a review nobody decides': joins({ facts: { device: true } }),
  'an order too soon, held for review': joins({
    order: { at: 1_000 },
    happens: [ordered(1_000), decided(1, true)],
  }),
  "another's referral": joins({ but: { open: refused('NOT_OPEN') } }),
};
