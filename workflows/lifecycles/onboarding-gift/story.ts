import type { EventPattern } from '../../engine/event-pattern.ts';
import type { Ending, Life, Lifecycle } from '../../engine/story.ts';
import { announceGift, couponOf, type Gift, giveGift, nextReminder, remindOfGift } from './gift.ts';
import type { OnboardingGiftSettings } from './settings.ts';

const orderPlaced: EventPattern = { type: 'order.placed' };

const profileCompleted: EventPattern = { type: 'member.updated', where: { profileComplete: true } };

const activated: EventPattern = { type: 'member.activated' };

const reviewDecided: EventPattern = { type: 'review.decided' };

const dayMs = 86_400_000;

/**
 * On joining, a welcome, and a gift (points, a coupon or both) at once or when it is activated. It is once per person: who
 * has had it with another account is held for review. A reminder some days later if the profile is incomplete, and points
 * when it is completed; a reminder before the gift lapses. The first order brings a bonus and ends the story; without one
 * it ends after some weeks.
 *
 * Messages: `welcome`, `gift-given`, `gift-points-expiring`, `gift-coupon-expiring`, `profile-reminder`.
 */
export const onboardingGift: Lifecycle<OnboardingGiftSettings> = {
  code: 'onboarding-gift',
  trigger: { kind: 'event', pattern: { type: 'member.joined' } },
  listensTo: [orderPlaced.type, profileCompleted.type, activated.type, reviewDecided.type],

  async story(life, settings) {
    const endAt = life.now() + settings.endAfterDays * dayMs;
    let remindAt = life.now() + settings.remindAfterDays * dayMs;
    let isComplete = await profileIsComplete(life);

    let gift: Gift = settings.activation === 'atOnce' ? await giveGift(life, settings) : { state: 'waits' };
    if (gift.state === 'denied') return end('skipped', gift.reason);
    await welcome(life, settings, gift, isComplete);
    if (isComplete) await rewardProfile(life, settings);

    for (;;) {
      const timers = [isComplete ? Infinity : remindAt, nextReminder(gift)?.remindAt ?? Infinity, endAt];
      const news = await life.waitFor(hopes(settings, gift, isComplete), Math.min(...timers));

      if (gift.state === 'waits' && (news?.type === activated.type || news?.type === orderPlaced.type)) {
        gift = await giveGift(life, settings);
        if (gift.state === 'denied') return end('skipped', gift.reason);
        await announceGift(life, settings, gift);
      }
      if (news?.type === orderPlaced.type) {
        await rewardFirstOrder(life, settings);
        return lastWords(life, settings, gift, 'placed the first order');
      }
      if (news?.type === profileCompleted.type) {
        isComplete = true;
        await rewardProfile(life, settings);
      } else if (!news && life.now() >= endAt) {
        const unused = gift.state === 'waits' ? 'the gift was not activated, and ' : '';
        return lastWords(life, settings, gift, `${unused}no order within ${settings.endAfterDays} days of joining`);
      } else if (!news && life.now() >= (nextReminder(gift)?.remindAt ?? Infinity)) {
        gift = await remindOfGift(life, settings, gift);
      } else if (!news) {
        await remindOfProfile(life, settings);
        remindAt = Infinity;
      }
    }
  },
};

/** What may come next in the member's life that the story has an answer to. */
function hopes({ activation }: OnboardingGiftSettings, { state }: Gift, isComplete: boolean): EventPattern[] {
  return [
    orderPlaced,
    ...(isComplete ? [] : [profileCompleted]),
    ...(state === 'waits' && activation === 'memberCentre' ? [activated] : []),
  ];
}

/** What is left of a gift is reminded of, also after the first order; then the story ends. */
async function lastWords(life: Life, settings: OnboardingGiftSettings, gift: Gift, reason: string): Promise<Ending> {
  for (let due = nextReminder(gift); due; due = nextReminder(gift)) {
    await life.sleepUntil(due.remindAt);
    gift = await remindOfGift(life, settings, gift);
  }
  return end('done', reason);
}

async function profileIsComplete(life: Life): Promise<boolean> {
  const answer = await life.step({ kind: 'ask', name: 'profile-check', question: { kind: 'profileComplete' } });
  return answer.kind === 'applied' && answer.data?.complete === true;
}

async function welcome(
  life: Life,
  settings: OnboardingGiftSettings,
  gift: Gift,
  profileComplete: boolean,
): Promise<void> {
  const { giftPoints, profilePoints, firstOrderPoints, activation } = settings;
  const giftWaitsFor = gift.state === 'waits' ? activation : null;
  await life.step({
    kind: 'message',
    name: 'welcome',
    template: 'welcome',
    channel: 'email',
    class: 'transactional',
    variables: {
      ...{ giftPoints, giftWaitsFor, profilePoints, profileComplete, firstOrderPoints },
      ...couponOf(settings, gift),
    },
  });
}

async function remindOfProfile(
  life: Life,
  { profilePoints, profileReminderClass }: OnboardingGiftSettings,
): Promise<void> {
  await life.step({
    kind: 'message',
    name: 'profile-reminder',
    template: 'profile-reminder',
    channel: 'email',
    class: profileReminderClass,
    variables: { profilePoints },
    onlyIf: { kind: 'profileIncomplete' },
    afterPause: 'skip',
  });
}

async function rewardProfile(life: Life, { profilePoints: points }: OnboardingGiftSettings): Promise<void> {
  if (points > 0) await life.step({ kind: 'grant', name: 'profile', points, reason: 'Profile completed' });
}

async function rewardFirstOrder(life: Life, { firstOrderPoints: points }: OnboardingGiftSettings): Promise<void> {
  if (points > 0) await life.step({ kind: 'grant', name: 'first-order', points, reason: 'First order' });
}

function end(status: 'done' | 'skipped', reason: string): Ending {
  return { kind: 'end', status, reason };
}
