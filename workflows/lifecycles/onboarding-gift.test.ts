import { describe, expect, it } from 'vitest';
import { day, hour, lifeOf, type Performer, VirtualCohort, wakeOf } from '../../test/support/virtual-cohort.ts';
import type { Outcome } from '../lifecycle.ts';
import { onboardingGift, type OnboardingGiftSettings } from './onboarding-gift.ts';

const settings: OnboardingGiftSettings = {
  giftPoints: 100,
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
}

/** A member who joins at 0. */
async function join({ profileComplete = false, gift, ...rules }: Newcomer = {}): Promise<VirtualCohort> {
  const performer: Performer = ({ step }) => {
    const answer: Outcome = { kind: 'applied', data: step.kind === 'ask' ? { complete: profileComplete } : {} };
    return { kind: 'done', outcome: (step.name === 'gift' && gift) || answer };
  };
  const play = { story: onboardingGift.story as never, settings: { ...settings, ...rules.with }, exitOn: [] };
  return new VirtualCohort(play, [lifeOf('1')], performer).at(0);
}

const order = (at: number) => wakeOf({ type: 'order.placed', at, data: { first: true } });
const completed = (at: number) => wakeOf({ type: 'member.updated', at, data: { profileComplete: true } });
const updated = (at: number) => wakeOf({ type: 'member.updated', at, data: {} });

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

  it('gives nothing to a person who has had the gift with another account', async () => {
    const cohort = await join({ gift: alreadyClaimed, profileComplete: true });
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
    expect(onboardingGift.listensTo).toEqual(['order.placed', 'member.updated']);
  });
});
