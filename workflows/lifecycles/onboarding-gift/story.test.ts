import { describe, expect, it } from 'vitest';
import {
  day,
  hour,
  enrolmentOf,
  type Performer,
  VirtualCohort,
  signalOf,
} from '../../../test/support/virtual-cohort.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { Outcome } from '../../engine/story.ts';
import type { Step } from '../../steps.ts';
import type { OnboardingGiftSettings } from './settings.ts';
import { onboardingGift } from './story.ts';

const settings: OnboardingGiftSettings = {
  giftPoints: 100,
  activation: 'atOnce',
  duplicates: 'review',
  profileReminderClass: 'service',
  remindAfterDays: 3,
  profilePoints: 50,
  firstOrderPoints: 200,
  endAfterDays: 30,
};
const alreadyClaimed: Outcome = { kind: 'refused', code: 'ALREADY_CLAIMED', reason: 'this person has had it before' };

interface Newcomer {
  readonly with?: Partial<OnboardingGiftSettings>;
  readonly profileComplete?: boolean;
  readonly gift?: Outcome;
  /** What a look at the coupon finds. */
  readonly coupon?: string;
  /** When they joined; it is heard of at 0. */
  readonly joinedAt?: number;
  /** Hours of the days that come: 23 or 25 where the clock changes. */
  readonly hoursOfDays?: (day: number) => number;
}

/** So many days, as long as the member's calendar has them. */
const hoursLong = (count: number, hoursOfDays: (place: number) => number) =>
  Array.from({ length: count }, (_, place) => hoursOfDays(place) * hour).reduce((sum, each) => sum + each, 0);

/** A member who joins at 0. */
async function join({
  profileComplete = false,
  gift,
  coupon = 'issued',
  joinedAt,
  hoursOfDays = () => 24,
  ...rules
}: Newcomer = {}): Promise<VirtualCohort> {
  const performer: Performer = ({ step, at }) => {
    const claims = 'oncePerPerson' in step && step.oncePerPerson !== undefined;
    return { kind: 'done', outcome: (claims && gift) || { kind: 'applied', data: answerTo(step, at) } };
  };
  const answerTo = (step: Step, at: number): JsonObject => {
    if (step.kind === 'ask' && step.question.kind === 'several') {
      const { days } = step.question.questions;
      const later = (from: number, count: number) =>
        Array.from({ length: count }, (_, place) => hoursOfDays(place) * hour).reduce((sum, each) => sum + each, from);
      const times = days?.kind === 'localTimes' ? days.days.map((count) => later(days.fromAt, count)) : [];
      return { profile: { complete: profileComplete }, days: { at: times } };
    }
    if (step.kind === 'ask' && step.question.kind === 'localTimes') {
      const { fromAt, days } = step.question;
      return { at: days.map((count) => fromAt + Math.sign(count) * hoursLong(Math.abs(count), hoursOfDays)) };
    }
    if (step.kind === 'ask') return { complete: profileComplete, status: coupon };
    if (step.kind === 'grant') return { expiresAt: at + (step.expiresInDays ?? 365) * day };
    if (step.kind === 'coupon') return { couponId: '7', code: 'C', expiresAt: at + step.offer.validDays * day };
    return step.kind === 'review' ? { caseId: '9' } : {};
  };
  const play = { story: onboardingGift.story as never, settings: { ...settings, ...rules.with }, exitOn: [] };
  const input = joinedAt === undefined ? {} : { occurredAt: joinedAt };
  return new VirtualCohort(play, [enrolmentOf('1', { input })], performer).at(0);
}

const order = (at: number) => signalOf({ type: 'order.placed', at, data: { first: true } });
const completed = (at: number) => signalOf({ type: 'member.updated', at, data: { profileComplete: true } });
const updated = (at: number) => signalOf({ type: 'member.updated', at, data: {} });

/** What the member got, and when, without the questions the story asks. */
const got = (cohort: VirtualCohort) =>
  cohort.steps
    .filter(({ step }) => step.kind !== 'ask')
    .map(
      ({ step, at }) =>
        `day ${at / day}: ${step.kind === 'grant' ? `${step.points} points for ${step.name}` : step.name}`,
    );
const endOf = ({ endings: [ending] }: VirtualCohort) =>
  ending && `day ${ending.at / day}, ${ending.status}: ${ending.reason}`;

describe('onboarding gift', () => {
  it('gives a newcomer the gift and the welcome at once', async () => {
    expect(got(await join())).toEqual(['day 0: 100 points for gift', 'day 0: welcome']);
  });

  it('reminds once, after three days, of a profile that is incomplete', async () => {
    const cohort = await (await join()).onTimeUntil(20 * day);
    expect(got(cohort)).toContain('day 3: profile-reminder');
    expect(got(cohort)).toHaveLength(3);
  });

  it('rewards the profile when it is completed, and does not remind of it then', async () => {
    const cohort = await (await (await join()).at(day, [updated(hour), completed(day)])).onTimeUntil(20 * day);
    expect(got(cohort).slice(2)).toEqual(['day 1: 50 points for profile']);
  });

  it('rewards a profile completed after the reminder, once', async () => {
    const cohort = await (await join()).onTimeUntil(4 * day);
    await cohort.at(6 * day, [completed(5 * day), completed(6 * day)]);
    expect(got(cohort).slice(2)).toEqual(['day 3: profile-reminder', 'day 5: 50 points for profile']);
  });

  it('rewards a profile that was complete on joining, at once', async () => {
    const cohort = await (await join({ profileComplete: true })).onTimeUntil(20 * day);
    expect(got(cohort).slice(2)).toEqual(['day 0: 50 points for profile']);
  });

  it('ends on the first order, with its bonus, and hears nothing of what comes after', async () => {
    const cohort = await (await join()).at(2 * day, [order(2 * day), completed(2 * day + 1)]);
    expect(got(cohort).slice(2)).toEqual(['day 2: 200 points for first-order']);
    expect(endOf(cohort)).toBe('day 2, done: placed the first order');
    expect(cohort.size).toBe(0);
  });

  it('ends after thirty days without an order', async () => {
    expect(endOf(await (await join()).onTimeUntil(40 * day))).toBe('day 30, done: no order within 30 days of joining');
  });

  it('counts an order of the thirtieth day that is heard of late', async () => {
    const cohort = await (await join()).at(35 * day, [order(29 * day)]);
    expect(endOf(cohort)).toBe('day 29, done: placed the first order');
  });

  it('gives nothing to a person who has had the gift with another account, where the settings say refuse', async () => {
    const cohort = await join({ gift: alreadyClaimed, profileComplete: true, with: { duplicates: 'refuse' } });
    expect(got(cohort)).toEqual(['day 0: 100 points for gift']);
    expect(endOf(cohort)).toBe('day 0, skipped: this person has had it before');
  });

  it('grants nothing where the settings say 0', async () => {
    const cohort = await join({ with: { giftPoints: 0, profilePoints: 0, firstOrderPoints: 0 } });
    await cohort.at(2 * day, [completed(day), order(2 * day)]);
    expect(got(cohort)).toEqual(['day 0: welcome']);
    expect(endOf(cohort)).toBe('day 2, done: placed the first order');
  });

  it('lets the gift expire when the settings say so, once per person in any case', async () => {
    const [gift] = (await join({ with: { giftExpiresInDays: 14 } })).steps.filter(({ step }) => step.name === 'gift');
    expect(gift?.step).toMatchObject({ expiresInDays: 14, oncePerPerson: 'onboarding-gift' });
  });

  it('tells the welcome what it may promise', async () => {
    const welcome = (await join({ profileComplete: true })).steps.find(({ step }) => step.name === 'welcome');
    expect(welcome?.step).toMatchObject({
      class: 'transactional',
      variables: { giftPoints: 100, profilePoints: 50, profileComplete: true, firstOrderPoints: 200 },
    });
  });

  it('listens to what it waits for', () => {
    expect(onboardingGift.listensTo).toEqual(['order.placed', 'member.updated', 'member.activated', 'review.decided']);
  });
});

const decided = (at: number, approved: boolean, more: JsonObject = {}) =>
  signalOf({
    type: 'review.decided',
    at,
    data: { caseId: '9', subject: 'onboarding-gift', approved, note: '', ...more },
  });

describe('a person who has had the gift with another account', () => {
  it('is held for review and gets nothing before somebody decides', async () => {
    const cohort = await (await join({ gift: alreadyClaimed })).at(2 * day, [order(day)]);
    expect(got(cohort)).toEqual(['day 0: 100 points for gift', 'day 0: review']);
    expect(cohort.steps.find(({ step }) => step.kind === 'review')?.step).toMatchObject({
      subject: 'onboarding-gift',
      reasons: ['this person has had it before'],
    });
  });

  it('gets the gift and the welcome when it is approved', async () => {
    const cohort = await (await join({ gift: alreadyClaimed })).at(day, [decided(day, true)]);
    expect(got(cohort).slice(2)).toEqual(['day 1: 100 points for gift', 'day 1: welcome']);
  });

  it('leaves with the reason when it is rejected', async () => {
    const cohort = await (
      await join({ gift: alreadyClaimed })
    ).at(day, [decided(day, false, { note: 'same household' })]);
    expect(got(cohort).slice(2)).toEqual([]);
    expect(endOf(cohort)).toBe('day 1, skipped: the gift was rejected on review: same household');
  });

  it('does not go on by the decision of another case, and leaves when nobody decides', async () => {
    const cohort = await (await join({ gift: alreadyClaimed })).at(day, [decided(day, true, { caseId: '10' })]);
    await cohort.onTimeUntil(90 * day);
    expect(endOf(cohort)).toBe(
      'day 60, skipped: nobody decided about the gift in 60 days: this person has had it before',
    );
  });
});

const fiveOff = { name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 20 } as const;

describe('a coupon as the gift', () => {
  it('comes beside the points, the two once per person together', async () => {
    const cohort = await join({ with: { giftCoupon: fiveOff } });
    expect(got(cohort)).toEqual(['day 0: 100 points for gift', 'day 0: gift-coupon', 'day 0: welcome']);
    expect(cohort.steps.map(({ step }) => 'oncePerPerson' in step && step.oncePerPerson)).toEqual([
      ...[false, 'onboarding-gift', false, false],
    ]);
  });

  it('comes alone where the points are 0, and is held for review as well', async () => {
    const only = { giftPoints: 0, giftCoupon: fiveOff };
    expect(got(await join({ with: only }))).toEqual(['day 0: gift-coupon', 'day 0: welcome']);
    expect(got(await join({ with: only, gift: alreadyClaimed }))).toEqual(['day 0: gift-coupon', 'day 0: review']);
  });

  it('is in the welcome with its code', async () => {
    const cohort = await join({ with: { giftCoupon: fiveOff } });
    expect(cohort.steps.find(({ step }) => step.name === 'welcome')?.step).toMatchObject({
      variables: { couponName: '5 off', couponCode: 'C', couponExpiresAt: 20 * day, giftWaitsFor: null },
    });
  });
});

const activation = (at: number) => signalOf({ type: 'member.activated', at, data: {} });

describe('a gift that waits to be activated', () => {
  it('in the member centre is given there, and told of', async () => {
    const cohort = await (await join({ with: { activation: 'memberCentre' } })).at(2 * day, [activation(2 * day)]);
    expect(got(cohort)).toEqual(['day 0: welcome', 'day 2: 100 points for gift', 'day 2: gift-given']);
    await cohort.at(2 * day + hour, [activation(2 * day + hour)]);
    expect(got(cohort)).toHaveLength(3);
  });

  it.each(['memberCentre', 'firstOrder'] as const)('is given with the first order: %s', async (by) => {
    const cohort = await (await join({ with: { activation: by } })).at(2 * day, [order(2 * day)]);
    expect(got(cohort)).toEqual([
      'day 0: welcome',
      ...['day 2: 100 points for gift', 'day 2: gift-given', 'day 2: 200 points for first-order'],
    ]);
    expect(endOf(cohort)).toBe('day 2, done: placed the first order');
  });

  it('for the first order is not given for a visit', async () => {
    const cohort = await (await join({ with: { activation: 'firstOrder' } })).at(2 * day, [activation(2 * day)]);
    expect(got(cohort)).toEqual(['day 0: welcome']);
  });

  it('and was not, leaves with that reason', async () => {
    const cohort = await (await join({ with: { activation: 'memberCentre' } })).onTimeUntil(40 * day);
    expect(endOf(cohort)).toBe('day 30, done: the gift was not activated, and no order within 30 days of joining');
  });
});

describe('a gift that lapses', () => {
  const lapsing = { giftExpiresInDays: 10, giftCoupon: fiveOff, remindGiftDaysBefore: 3, remindAfterDays: 5 };

  it('is reminded of before it does, the points and the coupon each in time', async () => {
    const cohort = await (await join({ with: lapsing })).onTimeUntil(40 * day);
    expect(got(cohort).slice(3)).toEqual([
      'day 5: profile-reminder',
      'day 7: gift-points-reminder',
      'day 17: gift-coupon-reminder',
    ]);
  });

  it('is reminded of with the points that are left when the mail leaves', async () => {
    const cohort = await (await join({ with: lapsing })).onTimeUntil(40 * day);
    expect(cohort.steps.find(({ step }) => step.name === 'gift-points-reminder')?.step).toMatchObject({
      live: { kind: 'expiringPoints', fromAt: 10 * day, untilAt: 10 * day },
      deadlineAt: 10 * day,
    });
  });

  it('is reminded of only if the coupon is still unused when the mail leaves', async () => {
    const cohort = await (await join({ with: lapsing })).onTimeUntil(40 * day);
    expect(cohort.steps.find(({ step }) => step.name === 'gift-coupon-reminder')?.step).toMatchObject({
      onlyIf: { kind: 'couponUnused', couponId: '7' },
    });
  });

  it('is not reminded of when the coupon is used', async () => {
    const cohort = await (await join({ with: lapsing, coupon: 'redeemed' })).onTimeUntil(40 * day);
    expect(got(cohort)).not.toContain('day 17: gift-coupon-reminder');
  });

  it('is reminded of after the first order and after the last day, too', async () => {
    const bought = await (await (await join({ with: lapsing })).at(day, [order(day)])).onTimeUntil(40 * day);
    expect(got(bought).slice(-2)).toEqual(['day 7: gift-points-reminder', 'day 17: gift-coupon-reminder']);
    expect(endOf(bought)).toBe('day 17, done: placed the first order');
    const idle = await (await join({ with: { ...lapsing, endAfterDays: 8 } })).onTimeUntil(40 * day);
    expect(endOf(idle)).toBe('day 17, done: no order within 8 days of joining');
  });

  it('is not reminded of unless the settings say so', async () => {
    const cohort = await (await join({ with: { giftExpiresInDays: 10, giftCoupon: fiveOff } })).onTimeUntil(40 * day);
    expect(got(cohort).slice(3)).toEqual(['day 3: profile-reminder']);
  });
});

it('the profile reminder is of the class that the settings say', async () => {
  const cohort = await (await join({ with: { profileReminderClass: 'marketing' } })).onTimeUntil(5 * day);
  expect(cohort.steps.find(({ step }) => step.name === 'profile-reminder')?.step).toMatchObject({ class: 'marketing' });
});

describe('onboarding gift of a member whose joining was heard of late', () => {
  it('counts its days from joining, not from when it was heard of', async () => {
    const cohort = await (await join({ joinedAt: -2 * day })).onTimeUntil(40 * day);
    expect(got(cohort)).toEqual(['day 0: 100 points for gift', 'day 0: welcome', 'day 1: profile-reminder']);
    expect(endOf(cohort)).toBe('day 28, done: no order within 30 days of joining');
  });

  it('gives and sends nothing when its days are over', async () => {
    const cohort = await join({ joinedAt: -30 * day });
    expect(got(cohort)).toEqual([]);
    expect(endOf(cohort)).toBe('day 0, skipped: it was heard of when the 30 days after joining were over');
  });

  it('counts days of the member’s calendar: the one on which the clock goes forward has 23 hours', async () => {
    const cohort = await (
      await join({ joinedAt: 0, hoursOfDays: (place) => (place === 1 ? 23 : 24) })
    ).onTimeUntil(40 * day);
    expect(cohort.steps.find(({ step }) => step.name === 'profile-reminder')?.at).toBe(3 * day - hour);
    expect(cohort.endings[0]?.at).toBe(30 * day - hour);
  });

  it('reminds of the gift by days of the calendar, and waits for a decision by them', async () => {
    const hoursOfDays = (place: number) => (place === 1 ? 25 : 24);
    const lapsing = { giftExpiresInDays: 10, remindGiftDaysBefore: 3, remindAfterDays: 5 };
    const reminded = await (await join({ with: lapsing, hoursOfDays })).onTimeUntil(12 * day);
    const at = reminded.steps.find(({ step }) => step.name === 'gift-points-reminder')?.at;
    expect(at).toBe(7 * day - hour);

    const gift = { kind: 'refused', code: 'ALREADY_CLAIMED', reason: 'had it' } as const;
    const held = await (await join({ gift, hoursOfDays })).onTimeUntil(60 * day);
    expect(endOf(held)).toBeUndefined();
    await held.onTimeUntil(61 * day);
    expect(held.endings[0]?.at).toBe(60 * day + hour);
  });
});
