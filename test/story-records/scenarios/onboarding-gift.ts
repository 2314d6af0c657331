import type { JsonObject } from '../../../values/json.ts';
import type { Outcome } from '../../../workflows/engine/story.ts';
import type { OnboardingGiftSettings } from '../../../workflows/lifecycles/onboarding-gift/settings.ts';
import type { Step } from '../../../workflows/steps.ts';
import { day } from '../../support/virtual-cohort.ts';
import { applied, type MemberAct, refused, type Scenario, type Scenarios } from '../scenario.ts';

const settings: OnboardingGiftSettings = {
  ...{ giftPoints: 100, activation: 'atOnce', duplicates: 'review', profileReminderClass: 'service' },
  ...{ remindAfterDays: 3, profilePoints: 50, firstOrderPoints: 200, endAfterDays: 30 },
};
const giftCoupon = { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 20 } as const;
const reminded = { giftExpiresInDays: 14, giftCoupon, remindGiftDaysBefore: 5 };

interface Newcomer {
  readonly with?: Partial<OnboardingGiftSettings>;
  readonly profileComplete?: boolean;
  /** When they joined, as the event has said since 0.2. */
  readonly occurredAt?: number;
  /** What comes of a gift that is once per person. */
  readonly claim?: Outcome;
  readonly happens?: readonly MemberAct[];
}

/** A member who joins at 0. */
const joins = ({
  with: given = {},
  profileComplete = false,
  occurredAt,
  claim,
  happens = [],
}: Newcomer = {}): Scenario => ({
  settings: { ...settings, ...given },
  ...(occurredAt === undefined ? {} : { input: { occurredAt } }),
  answer: ({ step, at }) => {
    const claims = 'oncePerPerson' in step && step.oncePerPerson !== undefined;
    return (claims && claim) || applied(dataOf(step, at, profileComplete));
  },
  happens,
});

function dataOf(step: Step, at: number, profileComplete: boolean): JsonObject {
  if (step.kind === 'ask' && step.question.kind === 'several') {
    const { days: asked } = step.question.questions;
    const { fromAt = 0, days = [] } = asked?.kind === 'localTimes' ? asked : {};
    return { profile: { complete: profileComplete }, days: { at: days.map((count) => fromAt + count * day) } };
  }
  if (step.kind === 'ask' && step.question.kind === 'keptOrder') {
    return step.question.orderId === 'kept' ? { orderId: 'kept', placedAt: at } : {};
  }
  if (step.kind === 'ask' && step.question.kind === 'localTimes') {
    const { fromAt, days } = step.question;
    return { at: days.map((count) => fromAt + count * day) };
  }
  if (step.kind === 'ask') return { complete: profileComplete, status: 'issued' };
  if (step.kind === 'grant') return { expiresAt: at + (step.expiresInDays ?? 365) * day };
  if (step.kind === 'coupon') return { couponId: '7', code: 'C', expiresAt: at + step.offer.validDays * day };
  return step.kind === 'review' ? { caseId: '9' } : {};
}

const order = (on: number): MemberAct => ({ type: 'order.placed', at: on * day, data: { first: true } });
const numbered = (orderId: string, on: number): MemberAct => ({
  ...{ type: 'order.placed', at: on * day, data: { orderId } },
});
const profile = (on: number): MemberAct => ({ type: 'member.updated', at: on * day, data: { profileComplete: true } });
const decided = (approved: boolean): MemberAct => ({
  ...{ type: 'review.decided', at: 2 * day },
  data: { caseId: '9', approved },
});
const claim = refused('ALREADY_CLAIMED');

export const onboardingGiftScenarios: Scenarios = {
  'orders at once': joins({ happens: [order(0.1)] }),
  'no order, the profile never completed': joins(),
  'no order, the profile completed': joins({ happens: [profile(1)] }),
  'joins with a complete profile': joins({ profileComplete: true, happens: [order(5)] }),
  'points and a coupon, reminded of both': joins({ with: reminded }),
  'a coupon alone, ordering before it ends': joins({
    with: { giftPoints: 0, giftCoupon, remindGiftDaysBefore: 5 },
    happens: [order(2)],
  }),
  'the gift waits for the member centre': joins({
    with: { ...reminded, activation: 'memberCentre' },
    happens: [{ type: 'member.activated', at: 2 * day }, order(8)],
  }),
  'the gift waits for the first order': joins({ with: { activation: 'firstOrder' }, happens: [order(4)] }),
  'an order of nothing, then one that has come back, then one that is kept': joins({
    happens: [numbered('free', 1), numbered('back', 2), numbered('kept', 4)],
  }),
  'a duplicate, held for review and approved': joins({ claim, happens: [decided(true), order(5)] }),
  'a duplicate, held for review and rejected': joins({ claim, happens: [decided(false)] }),
  'a duplicate nobody decides about': joins({ claim }),
  'joined a day before it was heard of': joins({ occurredAt: -day, happens: [order(5)] }),
  'joined so long ago that its days are over': joins({ occurredAt: -40 * day }),
  'a duplicate, refused': joins({ claim, with: { duplicates: 'refuse' } }),
};
